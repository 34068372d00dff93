"""Text set into a box: as large as it fits, in lines of about one length, and never over the edge.

Sizes are tried by halving. Words are divided only where they fit at no size, and words are left out, with an ellipsis
in their place, only where the smallest size is too large for them all.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from math import ceil

from app.pictures.bidi import begins_backward
from app.pictures.breaking import Atom, atoms_of, signs_of
from app.pictures.fonts import Fonts, Weight
from app.pictures.pen import Line, Pen

ELLIPSIS = "…"
_AIR = 0.06
"""Of the size, that there is at least between the ink of two lines."""
_LONG, _WORTH = 16, 1.4
"""Words of more ems than that are divided where the text becomes so much larger by it."""
_PARAGRAPH = 0.45
"""Of the size, more than between lines."""


@dataclass(frozen=True, slots=True)
class Box:
    left: int
    top: int
    width: int
    height: int

    @property
    def right(self) -> int:
        return self.left + self.width

    @property
    def bottom(self) -> int:
        return self.top + self.height

    def inset(self, by: int) -> "Box":
        return Box(self.left + by, self.top + by, self.width - 2 * by, self.height - 2 * by)


@dataclass(frozen=True, slots=True)
class Style:
    """How text is set. Sizes are pixels an em; `leading` is lines' distance in ems. `across` and `down` are where it
    stands in its box: 0 at the beginning, 1 at the end; text from the right begins at the right."""

    largest: int
    smallest: int = 20
    weight: Weight = Weight.BOLD
    leading: float = 1.14
    across: float = 0.0
    down: float = 0.0
    most_lines: int = 12


@dataclass(frozen=True, slots=True)
class Setting:
    """A text as it was set: its lines with the baseline of each, in pixels of the picture."""

    pen: Pen
    size: int
    lines: Sequence[Line]
    places: Sequence[tuple[float, float]]
    box: Box
    is_cut: bool

    @property
    def bottom(self) -> float:
        """Where what comes below may begin: under the deepest letters, even where the last line has none."""
        reach = [max(line.ink.bottom, 0.22 * self.size) for line in self.lines]
        return max((y + deep for deep, (_, y) in zip(reach, self.places, strict=True)), default=0)


@dataclass(frozen=True, slots=True)
class _Paragraph:
    atoms: Sequence[Atom]
    backward: bool


@dataclass(frozen=True, slots=True)
class _Try:
    """Lines at one size. `rises` are the distances of each baseline from the top of the text."""

    size: int
    lines: Sequence[Line]
    backward: Sequence[bool]
    rises: Sequence[float]
    height: float


def set_text(fonts: Fonts, text: str, box: Box, style: Style) -> Setting:
    """Raises: Conflict where no font can write it."""
    pen = Pen(fonts, style.weight, text)
    paragraphs = [_Paragraph(atoms_of(part), begins_backward(part)) for part in text.splitlines() if part.strip()]
    size = _largest(pen, paragraphs, box, style)
    small = max(style.smallest, round(box.width / _LONG))
    if size is None or size < small:
        divided = [_divided(pen, paragraph, box, small) for paragraph in paragraphs]
        larger = _largest(pen, divided, box, style)
        if larger is not None and larger > _WORTH * (size or 0):
            return _placed(pen, _tried(pen, divided, box.width, style, larger), box, style, is_cut=False)
    if size is None:
        divided = [_divided(pen, paragraph, box, style.smallest) for paragraph in paragraphs]
        return _placed(pen, _cut(pen, divided, box, style), box, style, is_cut=True)
    return _placed(pen, _balanced(pen, paragraphs, box, style, size), box, style, is_cut=False)


def _largest(pen: Pen, paragraphs: Sequence[_Paragraph], box: Box, style: Style) -> int | None:
    """The largest size at which no word is wider and all lines together are no higher than the box."""
    best, low, high = None, style.smallest, max(style.smallest, style.largest)
    while low <= high:
        size = (low + high) // 2
        if _fits(pen, paragraphs, box, style, size):
            best, low = size, size + 1
        else:
            high = size - 1
    return best


def _fits(pen: Pen, paragraphs: Sequence[_Paragraph], box: Box, style: Style, size: int) -> bool:
    for paragraph in paragraphs:
        if any(pen.advance(atom.text, size) > box.width for atom in paragraph.atoms):
            return False
    lines = sum(len(_broken(pen, paragraph, box.width, size)) for paragraph in paragraphs)
    if lines > style.most_lines or (lines - 1) * style.leading * size > box.height:
        return False  # told without looking where the ink of each line lies
    attempt = _tried(pen, paragraphs, box.width, style, size)
    return _is_inside(attempt, box)


def _is_inside(attempt: _Try, box: Box) -> bool:
    return attempt.height <= box.height and all(_width(line) <= box.width for line in attempt.lines)


def _width(line: Line) -> float:
    return max(line.advance, line.ink.right) - min(0.0, line.ink.left)


def _balanced(pen: Pen, paragraphs: Sequence[_Paragraph], box: Box, style: Style, size: int) -> _Try:
    """As many lines as in the whole width, each as narrow as all of them allow: no word stays alone on the last."""
    best = _tried(pen, paragraphs, box.width, style, size)
    low, high = box.width // 3, box.width
    while high - low > 4:
        width = (low + high) // 2
        attempt = _tried(pen, paragraphs, width, style, size)
        if len(attempt.lines) == len(best.lines) and _is_inside(attempt, replace(box, width=width)):
            best, high = attempt, width
        else:
            low = width
    return best


def _tried(pen: Pen, paragraphs: Sequence[_Paragraph], width: float, style: Style, size: int) -> _Try:
    lines: list[Line] = []
    backward: list[bool] = []
    gaps: list[float] = []
    for paragraph in paragraphs:
        broken = _broken(pen, paragraph, width, size)
        gaps += [_PARAGRAPH * size if at == 0 and lines else 0.0 for at in range(len(broken))]
        lines += [pen.line(text, size, paragraph.backward) for text in broken]
        backward += [paragraph.backward] * len(broken)
    rises, height = _rises(lines, gaps, style.leading * size, size)
    return _Try(size, lines, backward, rises, height)


def _broken(pen: Pen, paragraph: _Paragraph, width: float, size: int) -> list[str]:
    """Each line as full as it gets, as far as the widths of its parts tell; whether it fits is measured afterwards."""
    lines, wide = [""], 0.0
    for atom, after in zip_longest(paragraph.atoms, paragraph.atoms[1:]):
        added = pen.advance(f"{atom.gap}{atom.text}" if lines[-1] else atom.text, size)
        held = pen.advance(after.hyphen, size) if after and after.hyphen else 0.0
        if not lines[-1] or wide + added + held <= width:
            lines[-1] += f"{atom.gap}{atom.text}" if lines[-1] else atom.text
            wide += added
        else:
            lines[-1] += atom.hyphen
            lines.append(atom.text)
            wide = pen.advance(atom.text, size)
    return [line for line in lines if line]


def _rises(lines: Sequence[Line], gaps: Sequence[float], leading: float, size: int) -> tuple[list[float], float]:
    """Baselines from the top of the first line's ink. Lines with high or deep letters move apart."""
    rises: list[float] = []
    for at, line in enumerate(lines):
        if not at:
            rises.append(-line.ink.top)
            continue
        apart = lines[at - 1].ink.bottom - line.ink.top + _AIR * size
        rises.append(rises[-1] + max(leading, apart) + gaps[at])
    height = rises[-1] + lines[-1].ink.bottom if lines else 0.0
    return rises, height


def _divided(pen: Pen, paragraph: _Paragraph, box: Box, size: int) -> _Paragraph:
    """Words that are too wide for the box at this size may be broken anywhere."""
    atoms: list[Atom] = []
    for atom in paragraph.atoms:
        atoms += signs_of(atom) if pen.advance(atom.text, size) > box.width else [atom]
    return replace(paragraph, atoms=atoms)


def _cut(pen: Pen, paragraphs: Sequence[_Paragraph], box: Box, style: Style) -> _Try:
    """As many words from the beginning as there is room for, and an ellipsis."""
    low, high = 0, sum(len(paragraph.atoms) for paragraph in paragraphs)
    while high - low > 1:
        middle = (low + high) // 2
        if _fits(pen, _beginning(paragraphs, middle), box, style, style.smallest):
            low = middle
        else:
            high = middle
    return _tried(pen, _beginning(paragraphs, low), box.width, style, style.smallest)


def _beginning(paragraphs: Sequence[_Paragraph], atoms: int) -> Sequence[_Paragraph]:
    kept: list[_Paragraph] = []
    for paragraph in paragraphs:
        if atoms > 0:
            kept.append(replace(paragraph, atoms=paragraph.atoms[:atoms]))
            atoms -= len(paragraph.atoms)
    if not kept:
        return [_Paragraph([Atom(ELLIPSIS)], backward=False)]
    last = kept[-1].atoms[-1]
    ended = replace(last, text=last.text.rstrip(" ,;:.–—-、。，") + ELLIPSIS)
    return [*kept[:-1], replace(kept[-1], atoms=[*kept[-1].atoms[:-1], ended])]


def _placed(pen: Pen, attempt: _Try, box: Box, style: Style, *, is_cut: bool) -> Setting:
    top = box.top + (box.height - attempt.height) * style.down
    places: list[tuple[float, float]] = []
    for line, backward, rise in zip(attempt.lines, attempt.backward, attempt.rises, strict=True):
        room = box.width - _width(line)
        across = 1 - style.across if backward else style.across
        places.append((box.left + room * across - min(0.0, line.ink.left), ceil(top + rise)))
    return Setting(pen, attempt.size, attempt.lines, places, box, is_cut)
