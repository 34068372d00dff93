"""Lines of text measured and drawn, each run with its own face and in its own direction."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from PIL import Image, ImageDraw, ImageFont

from app.pictures.bidi import Span, seen_order, spans_of
from app.pictures.fonts import Fonts, Run, Weight

EMOJI_SCALE = 0.92
"""Emoji fill their whole square, letters do not: beside them they look as large when they are smaller."""


class Ink(NamedTuple):
    """Where a line's ink lies from its beginning on the baseline; y grows downwards. Empty lines have none."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Stroke:
    """A run in its place on the line: `x` from the beginning of the line."""

    x: float
    run: Run
    is_backward: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A line as it is drawn at one size."""

    text: str
    strokes: tuple[Stroke, ...]
    advance: float
    ink: Ink


class Pen:
    """Writes in one weight. Fonts opened by it are its own, so each thread takes a pen of its own."""

    def __init__(self, fonts: Fonts, weight: Weight, whole: str) -> None:
        """`whole` is the text that the lines are parts of: it tells the language. Raises: Conflict."""
        self._fonts, self._weight, self._whole = fonts, weight, whole
        self._font: Callable[[Path, float], ImageFont.FreeTypeFont] = lru_cache(maxsize=256)(_open)
        self._runs = lru_cache(maxsize=2048)(self._uncached_runs)
        self._line = lru_cache(maxsize=512)(self._uncached_line)
        self._advance = lru_cache(maxsize=8192)(self._uncached_advance)

    def sizes(self, run: Run, size: int) -> ImageFont.FreeTypeFont:
        return self._font(run.face.path, size * EMOJI_SCALE if run.face.is_emoji else size)

    def advance(self, text: str, size: int) -> float:
        """How far the text moves the pen."""
        return self._advance(text, size)

    def line(self, text: str, size: int, backward: bool = False) -> Line:
        """The text as one line, laid out from left to right as it is seen."""
        return self._line(text, size, backward)

    def draw(self, image: Image.Image, line: Line, at: tuple[float, float], size: int, colour: str) -> None:
        """Draws the line with its beginning on the baseline at `at`."""
        brush = ImageDraw.Draw(image)
        for stroke in line.strokes:
            brush.text(
                (at[0] + stroke.x, at[1]),
                stroke.run.text,
                fill=colour,
                font=self.sizes(stroke.run, size),
                anchor="ls",
                embedded_color=stroke.run.face.is_emoji,
                **_way(stroke.is_backward),
            )

    def _uncached_line(self, text: str, size: int, backward: bool) -> Line:
        runs = self._runs(text, backward)
        strokes: list[Stroke] = []
        ink: list[Ink] = []
        x = 0.0
        for place in seen_order([span.level for span, _ in runs]):
            span, run = runs[place]
            strokes.append(Stroke(x, run, span.is_backward))
            box = self.sizes(run, size).getbbox(run.text, anchor="ls", **_way(span.is_backward))
            if box[2] > box[0] and box[3] > box[1]:
                ink.append(Ink(x + box[0], box[1], x + box[2], box[3]))
            x += self._advance_of(run, span, size)
        return Line(text, tuple(strokes), x, _around(ink))

    def _uncached_advance(self, text: str, size: int) -> float:
        return sum(self._advance_of(run, span, size) for span, run in self._runs(text, False))

    def _advance_of(self, run: Run, span: Span, size: int) -> float:
        return self.sizes(run, size).getlength(run.text, **_way(span.is_backward))

    def _uncached_runs(self, text: str, backward: bool) -> tuple[tuple[Span, Run], ...]:
        spans = spans_of(text, backward)
        return tuple((span, run) for span in spans for run in self._fonts.runs(span.text, self._weight, self._whole))


def _open(path: Path, size: float) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(path), size, layout_engine=ImageFont.Layout.RAQM)


def _way(is_backward: bool) -> dict[str, Any]:
    return {"direction": "rtl" if is_backward else "ltr"}


def _around(boxes: list[Ink]) -> Ink:
    if not boxes:
        return Ink(0, 0, 0, 0)
    return Ink(
        min(box.left for box in boxes),
        min(box.top for box in boxes),
        max(box.right for box in boxes),
        max(box.bottom for box in boxes),
    )
