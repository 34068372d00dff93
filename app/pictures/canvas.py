"""A picture in the making: flat shapes with smooth edges below, set text above, and a PNG in the end.

Shapes are drawn twice as large as they are shown. The same strokes give the same bytes.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from io import BytesIO

from PIL import Image, ImageDraw, ImageOps

from app.pictures.bidi import begins_backward
from app.pictures.fonts import Fonts
from app.pictures.layout import Box, Setting, Style, set_text

_FINE = 2
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Written:
    """A text with the colour of each of its lines."""

    setting: Setting
    colours: Sequence[str]


class Canvas:
    """Measures are pixels of the finished picture; `unit` is a hundredth of its shorter side.

    Compositions are thought from the left. For words that are read from the right the whole is mirrored: shapes in the
    end, the places of texts when they are set.
    """

    def __init__(self, width: int, height: int, ground: str, fonts: Fonts, *, mirrored: bool = False) -> None:
        self.width, self.height, self.mirrored = width, height, mirrored
        self.unit = min(width, height) / 100
        self.texts: list[Written] = []
        self._fonts = fonts
        self._shapes = Image.new("RGB", (width * _FINE, height * _FINE), ground)
        self._brush = ImageDraw.Draw(self._shapes)

    @property
    def is_wide(self) -> bool:
        return self.width > self.height

    @property
    def is_tall(self) -> bool:
        """A phone's whole screen, whose foot the player covers."""
        return self.height > 1.5 * self.width

    def units(self, count: float) -> int:
        return round(count * self.unit)

    def box(self, left: float, top: float, right: float, bottom: float) -> Box:
        """Between these places, in shares of width and height."""
        x, y = round(left * self.width), round(top * self.height)
        return Box(x, y, round(right * self.width) - x, round(bottom * self.height) - y)

    def bar(self, box: Box, colour: str, radius: float = 0) -> None:
        edges = (box.left, box.top, box.right, box.bottom)
        left, top, right, bottom = (edge * _FINE for edge in edges)
        self._brush.rounded_rectangle((left, top, right - 1, bottom - 1), radius * _FINE, fill=colour)

    def frame(self, box: Box, colour: str, width: float, radius: float = 0) -> None:
        edges = (box.left, box.top, box.right, box.bottom)
        left, top, right, bottom = (edge * _FINE for edge in edges)
        line = max(1, round(width * _FINE))
        self._brush.rounded_rectangle((left, top, right - 1, bottom - 1), radius * _FINE, outline=colour, width=line)

    def disc(self, centre: Point, radius: float, colour: str) -> None:
        self._brush.circle((centre[0] * _FINE, centre[1] * _FINE), radius * _FINE, fill=colour)

    def dome(self, centre: Point, radius: float, colour: str) -> None:
        """The upper half of a disc."""
        (x, y), reach = centre, radius * _FINE
        edges = (x * _FINE - reach, y * _FINE - reach, x * _FINE + reach, y * _FINE + reach)
        self._brush.pieslice(edges, 180, 360, fill=colour)

    def shape(self, points: Sequence[Point], colour: str) -> None:
        self._brush.polygon([(x * _FINE, y * _FINE) for x, y in points], fill=colour)

    def rule(self, start: Point, end: Point, colour: str, width: float) -> None:
        points = [(x * _FINE, y * _FINE) for x, y in (start, end)]
        self._brush.line(points, fill=colour, width=max(1, round(width * _FINE)))

    def set(self, text: str, box: Box, style: Style) -> Setting:
        """The text as it would stand, for shapes that go with its lines. Raises: Conflict."""
        if self.mirrored and not begins_backward(text):
            style = replace(style, across=1 - style.across)
        return set_text(self._fonts, text, self._seen(box), style)

    def behind(self, setting: Setting, at: int, pad: int) -> Box:
        """The place of a bar behind a line, with `pad` beside the words; of one height, but for very high letters."""
        line, (x, y) = setting.lines[at], setting.places[at]
        top, bottom = min(line.ink.top, -0.74 * setting.size), max(line.ink.bottom, 0.22 * setting.size)
        left, right, rim = x + line.ink.left - pad, x + line.ink.right + pad, round(pad * 0.35)
        box = Box(round(left), round(y + top) - rim, round(right - left), round(bottom - top) + 2 * rim)
        return self._seen(box)

    def _seen(self, box: Box) -> Box:
        return replace(box, left=self.width - box.right) if self.mirrored else box

    def write(self, text: str, box: Box, style: Style, colour: str) -> Setting:
        """Raises: Conflict where no font can write it."""
        return self.put(self.set(text, box, style), [colour])

    def put(self, setting: Setting, colours: Sequence[str]) -> Setting:
        """Writes what was set; the colours are dealt to its lines in turn."""
        self.texts.append(Written(setting, [colours[at % len(colours)] for at in range(len(setting.lines))]))
        return setting

    def image(self, *, with_text: bool = True) -> Image.Image:
        image = self._shapes.reduce(_FINE)
        image = ImageOps.mirror(image) if self.mirrored else image
        for text in self.texts if with_text else ():
            setting = text.setting
            for line, place, colour in zip(setting.lines, setting.places, text.colours, strict=True):
                setting.pen.draw(image, line, place, setting.size, colour)
        return image

    def png(self) -> bytes:
        out = BytesIO()
        self.image().save(out, "PNG", compress_level=6)
        return out.getvalue()
