"""Pages of text in any script: measured, broken and written line by line, with what was meant kept for who copies it.

The library writes what it is given; which font, where a line ends and from which side it is read is decided here.
"""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import regex
from fpdf import FPDF
from fpdf.fonts import TTFFont

from app.errors import Conflict
from app.kit.memory import kept
from app.pictures.bidi import begins_backward, seen_order, spans_of
from app.pictures.breaking import Atom, atoms_of, signs_of
from app.pictures.fonts import Fonts, Run, Weight

MARGIN = 20.0
_POINT = 25.4 / 72
_CLUSTER = regex.compile(r"\X")
# Written as a whole by the shaping engine: letters that join, marks that stack, signs that make one sign together.
_SHAPED = regex.compile(
    r"[\p{bidi_class=R}\p{bidi_class=AL}\p{M}\u200C\u200D]|[\p{Script=Devanagari}\p{Regional_Indicator}]"
)
_ARABIC = regex.compile(r"\p{Script=Arabic}")
_CONTROL = regex.compile(r"[^\P{Cc}\n\t]")


class Ink(NamedTuple):
    """How text is set: points, and red, green and blue up to 255."""

    size: float = 10.0
    weight: Weight = Weight.REGULAR
    colour: tuple[int, int, int] = (22, 24, 29)
    leading: float = 1.42


class _Piece(NamedTuple):
    run: Run
    level: int
    width: float
    is_shaped: bool


class Sheet(FPDF):
    """A4, upright; measures are millimetres. `head` stands above each page but the first."""

    def __init__(self, fonts: Fonts, head: str) -> None:
        super().__init__(format="A4")
        self._faces, self._head = fonts, head
        self._runs_of = lru_cache(maxsize=50_000)(self._uncached_runs)
        self._width_of = lru_cache(maxsize=100_000)(self._uncached_width)
        self.set_margins(MARGIN, MARGIN + 6, MARGIN)
        self.set_auto_page_break(True, MARGIN + 4)
        self.c_margin = 0

    def save(self, to: Path) -> None:
        """Writes the file; nothing can be added afterwards."""
        with ExitStack() as opened:
            for font in self.fonts.values():
                if isinstance(font, TTFFont):
                    opened.callback(font.ttfont.close)
            self.output(to)

    def header(self) -> None:
        if self.page_no() > 1:
            self._at(self._head, MARGIN, MARGIN - 5)
            self.set_draw_color(210, 210, 206)
            self.line(MARGIN, MARGIN - 2, self.w - MARGIN, MARGIN - 2)
            self.set_y(MARGIN + 6)

    def footer(self) -> None:
        self._use(self._runs_of("1", Weight.REGULAR, "")[0], 8)
        self.set_text_color(95, 98, 105)
        self.set_xy(MARGIN, -MARGIN + 4)
        self.cell(self.epw, 4, f"{self.page_no()} / {{nb}}", align="R")

    def text_block(self, text: str, ink: Ink, indent: float = 0.0) -> None:
        """Every line of the text, over as many pages as it takes."""
        for paragraph in _CONTROL.sub(" ", text).expandtabs(4).split("\n"):
            if not paragraph.strip():
                self.gap(ink.size * _POINT * 0.6)
                continue
            backward = begins_backward(paragraph)
            for line in self._lines(paragraph, text, ink, self.epw - indent):
                self._line(line, text, ink, indent, backward)

    def gap(self, height: float) -> None:
        """Space between two things: none where a page begins."""
        if self.get_y() > self.t_margin:
            self.set_y(min(self.get_y() + height, self.page_break_trigger))

    def keep(self, height: float) -> None:
        """Begins a new page where there is less room than that."""
        if self.get_y() + height > self.page_break_trigger:
            self.add_page()

    def _lines(self, paragraph: str, whole: str, ink: Ink, room: float) -> Iterator[str]:
        line, wide = "", 0.0
        for atom in self._atoms(paragraph, whole, ink, room):
            gap = atom.gap if line else ""
            width = self._wide(gap + atom.text, whole, ink)
            if line and wide + width > room:
                yield line
                line, wide = atom.text, self._wide(atom.text, whole, ink)
            else:
                line, wide = line + gap + atom.text, wide + width
        yield line

    def _atoms(self, paragraph: str, whole: str, ink: Ink, room: float) -> Iterator[Atom]:
        for atom in atoms_of(paragraph):
            yield from signs_of(atom) if self._wide(atom.text, whole, ink) > room else [atom]

    def _line(self, line: str, whole: str, ink: Ink, indent: float, backward: bool) -> None:
        height = ink.size * _POINT * ink.leading
        self.keep(height)
        pieces = self._pieces(line, whole, ink, backward)
        wide = sum(piece.width for piece in pieces)
        x = self.w - MARGIN - wide if backward else MARGIN + indent
        baseline = self.get_y() + height * 0.72
        self.set_text_color(*ink.colour)
        top = self.get_y()
        for place in seen_order([piece.level for piece in pieces]):
            self._write(pieces[place], x, baseline, ink)
            x += pieces[place].width
        self.set_y(top + height)

    def _write(self, piece: _Piece, x: float, baseline: float, ink: Ink) -> None:
        self._use(piece.run, ink.size)
        if not piece.is_shaped:
            self.text(x, baseline, piece.run.text)
            return
        tall = ink.size * _POINT
        self.set_text_shaping(True, direction="rtl" if piece.level % 2 else "ltr")
        self.set_xy(x, baseline - 0.8 * tall)
        if piece.level % 2:
            self.cell(piece.width, tall, piece.run.text)
        else:
            # Signs that were joined are no letters any more: who copies or searches is given those that they were. From
            # right to left readers put them in order themselves, and would turn these around.
            self._out(f"/Span <</ActualText <FEFF{piece.run.text.encode('utf-16-be').hex()}>>> BDC")
            self.cell(piece.width, tall, piece.run.text)
            self._out("EMC")
        self.set_text_shaping(False)

    def _at(self, text: str, x: float, baseline: float) -> None:
        """A line that takes no room."""
        ink = Ink(8, Weight.REGULAR, (95, 98, 105))
        self.set_text_color(*ink.colour)
        for piece in self._pieces(text, text, ink, backward=False):
            self._write(piece, x, baseline, ink)
            x += piece.width

    def _pieces(self, line: str, whole: str, ink: Ink, backward: bool) -> Sequence[_Piece]:
        return [
            # From right to left brackets are turned around, which is the shaping engine's work too.
            _Piece(run, span.level, self._width_of(run, ink.size, shaped), shaped)
            for span in spans_of(line, backward)
            for run in self._runs_of(span.text, ink.weight, _language(whole))
            for shaped in (span.is_backward or _is_shaped(run),)
        ]

    def _wide(self, text: str, whole: str, ink: Ink) -> float:
        runs = self._runs_of(text, ink.weight, _language(whole))
        return sum(self._width_of(run, ink.size, _is_shaped(run)) for run in runs)

    def _use(self, run: Run, size: float) -> None:
        name = run.face.path.stem.lower()
        if name not in self.fonts:
            self.add_font(name, "", run.face.path)
        self.set_font(name, "", size)

    def _uncached_width(self, run: Run, size: float, is_shaped: bool) -> float:
        self._use(run, size)
        font = self.current_font
        assert font is not None
        shaping: dict[str, Any] | None = {"features": {}} if is_shaped else None
        return font.get_text_width(run.text, size, shaping)[1] * _POINT

    def _uncached_runs(self, text: str, weight: Weight, language: str) -> Sequence[Run]:
        # The bold Arabic letters are built of parts, and could not be found as words.
        weight = Weight.REGULAR if _ARABIC.search(text) else weight
        try:
            return self._faces.runs(text, weight, text + language)
        except Conflict:
            return self._faces.runs("".join(map(self._told, _CLUSTER.findall(text))), weight, text + language)

    def _told(self, cluster: str) -> str:
        """A sign that no font can write is told by its number: leaving it out would tell less than the truth."""
        try:
            self._faces.runs(cluster, Weight.REGULAR)
        except Conflict:
            return "".join(f"[U+{ord(sign):04X}]" for sign in cluster)
        return cluster


def _is_shaped(run: Run) -> bool:
    return run.face.is_emoji or _SHAPED.search(run.text) is not None


@kept(256)
def _language(whole: str) -> str:
    """A letter that tells in which language the text's Chinese characters are to be written."""
    found = regex.search(r"[\p{Script=Hiragana}\p{Script=Katakana}]|\p{Script=Hangul}", whole)
    return found.group() if found else ""
