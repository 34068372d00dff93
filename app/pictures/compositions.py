"""The six compositions, one for each archetype: type and flat shapes, never clip art."""

from collections.abc import Callable, Mapping
from random import Random

from app.generation.scenes import Archetype
from app.pictures.canvas import Canvas, Point
from app.pictures.charts import draw_chart
from app.pictures.fonts import Weight
from app.pictures.layout import Box, Style
from app.pictures.palette import INK, PAPER, Palette, mixed
from app.pictures.saying import Saying

Composition = Callable[[Canvas, Palette, Saying], None]
Ground = Callable[[Palette], str]


def hero(canvas: Canvas, palette: Palette, saying: Saying) -> None:
    """A large disc, an arch or a window in the accent, cropped by the edge, and the words in the dark beside it."""
    text = (
        canvas.box(0.07, 0.1, 0.62, 0.82)
        if canvas.is_wide
        else canvas.box(0.08, 0.5, 0.92, 0.78 if canvas.is_tall else 0.88)
    )
    _HEROES[saying.deal % len(_HEROES)](canvas, palette)
    style = Style(canvas.units(24 if canvas.is_wide else 20), down=0.5 if canvas.is_wide else 1.0)
    canvas.write(saying.headline, text, style, PAPER)
    sign(canvas, saying.name, palette.glow, mixed(palette.night, "#FFFFFF", 0.75))


def quote(canvas: Canvas, palette: Palette, saying: Saying) -> None:
    """Nothing but type on the accent, with one thin rule under the last line."""
    margin = canvas.units(9)
    top = canvas.units(22 if canvas.is_wide else 30)
    _marks(canvas, margin, canvas.units(9), mixed(palette.accent, palette.on_accent, 0.35))
    box = Box(margin, top, canvas.width - 2 * margin, canvas.height - top - foot(canvas) - canvas.units(17))
    style = Style(canvas.units(26), down=0.0 if canvas.is_wide else 0.2, leading=1.18)
    setting = canvas.write(saying.headline, box, style, palette.on_accent)
    y = setting.bottom + canvas.units(6)
    canvas.rule((margin, y), (margin + canvas.units(24), y), palette.on_accent, canvas.units(0.45))
    sign(canvas, saying.name, palette.on_accent, palette.on_accent)


def overlay(canvas: Canvas, palette: Palette, saying: Saying) -> None:
    """Words on bars across a doorway, clear of where a player shows its buttons."""
    _doorway(canvas, palette)
    box = canvas.box(0.06, 0.1, 0.68, 0.84) if canvas.is_wide else canvas.box(0.06, 0.14, 0.86, 0.66)
    pad = canvas.units(2.2)
    style = Style(canvas.units(18), leading=1.42, down=0.45)
    setting = canvas.set(saying.headline, box.inset(pad), style)
    for at in range(len(setting.lines)):
        canvas.bar(canvas.behind(setting, at, pad), palette.accent if at == 0 else PAPER, canvas.units(1.2))
    canvas.put(setting, [palette.on_accent, *[INK] * (len(setting.lines) - 1)])
    sign(canvas, saying.name, palette.glow, PAPER)


def collage(canvas: Canvas, palette: Palette, saying: Saying) -> None:
    """Strips of paper pasted crooked over a grid of dots, the words straight on them."""
    random = Random(saying.deal)
    _dots(canvas, mixed(palette.accent, palette.on_accent, 0.22))
    _torn(canvas, random, palette)
    pad = canvas.units(2.6)
    box = canvas.box(0.06, 0.08, 0.94, 0.86 if canvas.is_wide else 0.78)
    style = Style(canvas.units(24 if canvas.is_wide else 18), leading=1.62, across=0.12, down=0.5)
    setting = canvas.set(saying.headline, box.inset(2 * pad), style)
    papers = [(PAPER, INK), (INK, PAPER)]
    for at in range(len(setting.lines)):
        _strip(canvas, random, canvas.behind(setting, at, pad), papers[at % 2][0])
    canvas.put(setting, [papers[at % 2][1] for at in range(len(setting.lines))])
    sign(canvas, saying.name, palette.on_accent, palette.on_accent)


def story(canvas: Canvas, palette: Palette, saying: Saying) -> None:
    """Large type over a row of numbered squares, the first of them filled."""
    margin, count = canvas.units(8), saying.parts
    gap = canvas.units(1.6)
    side = min((canvas.width - 2 * margin - gap * (count - 1)) // count, canvas.units(13))
    top = canvas.height - foot(canvas) - canvas.units(12) - side
    for at in range(count):
        square = Box(margin + at * (side + gap), top, side, side)
        canvas.bar(square, palette.accent if at == 0 else palette.pale, canvas.units(0.8))
        number = Style(round(side * 0.5), smallest=10, across=0.5, down=0.5)
        canvas.write(str(at + 1), square.inset(side // 6), number, palette.on_accent if at == 0 else INK)
    canvas.bar(Box(margin, canvas.units(9), canvas.units(12), canvas.units(1.6)), palette.mark)
    box = Box(margin, canvas.units(15), canvas.width - 2 * margin, top - canvas.units(22))
    canvas.write(saying.headline, box, Style(canvas.units(24), down=0.0), INK)
    sign(canvas, saying.name, palette.mark, INK)


def sign(canvas: Canvas, name: str, mark: str, colour: str) -> None:
    """The client's name at the foot, after a short bar."""
    margin, height = canvas.units(8), canvas.units(4)
    top = canvas.height - foot(canvas) - height
    canvas.bar(Box(margin, top + height // 2 - canvas.units(0.3), canvas.units(4), canvas.units(0.6)), mark)
    box = Box(margin + canvas.units(6), top, round(canvas.width * 0.6), height)
    size = max(canvas.units(2.9), 18)
    if name:
        canvas.write(name, box, Style(size, smallest=14, weight=Weight.REGULAR, down=0.5, most_lines=1), colour)


def foot(canvas: Canvas) -> int:
    """How far above the lower edge the last line stands."""
    return canvas.units(30 if canvas.is_tall else 7)


def _disc(canvas: Canvas, palette: Palette) -> None:
    """A disc before another, as one moon before another."""
    if canvas.is_wide:
        x, y, radius = canvas.width * 0.9, canvas.height * 0.42, canvas.height * 0.42
    else:
        radius = canvas.width * (0.42 if canvas.is_tall else 0.33)
        x, y = canvas.width * 0.7, radius * (0.98 if canvas.is_tall else 0.6)
    canvas.disc((x, y), radius, palette.glow)
    canvas.disc((x - radius * 0.34, y + radius * 0.2), radius * 0.74, palette.night)


def _arch(canvas: Canvas, palette: Palette) -> None:
    """Three arches, one within the other."""
    base = canvas.height * (1.0 if canvas.is_wide else 0.43)
    middle = canvas.width * (0.82 if canvas.is_wide else 0.66)
    widest = canvas.units(30) if canvas.is_wide else canvas.width * (0.34 if canvas.is_tall else 0.27)
    highest = canvas.height * (0.82 if canvas.is_wide else 0.36)
    for share, colour in ((1.0, palette.dim), (0.7, palette.glow), (0.4, palette.night)):
        half, top = widest * share, base - highest * share
        sides = [(middle - half, top + half), (middle + half, top + half), (middle + half, base), (middle - half, base)]
        canvas.dome((middle, top + half), half, colour)
        canvas.shape(sides, colour)


def _window(canvas: Canvas, palette: Palette) -> None:
    """The light of a window on a wall: leaning panes."""
    large = 1.35 if canvas.is_tall else 1.0
    left, top = (
        canvas.width * (0.7 if canvas.is_wide else 0.22 if canvas.is_tall else 0.34),
        canvas.height * (0.12 if canvas.is_wide else 0.07),
    )
    pane, tall, gap = (canvas.units(size * large) for size in (15, 21 if canvas.is_wide else 18, 2))
    lean, rise = canvas.units(4), canvas.units(2.5)
    for row in range(3 if canvas.is_wide else 2):
        for column in range(3):
            x = left + column * (pane + gap) - row * lean
            y = top + row * (tall + gap) + column * rise
            corners = [(x, y), (x + pane, y + rise), (x + pane - lean, y + tall + rise), (x - lean, y + tall)]
            canvas.shape(corners, palette.glow if (row + column) % 2 == 0 else palette.dim)


_HEROES = (_disc, _arch, _window)


def _doorway(canvas: Canvas, palette: Palette) -> None:
    """A door from inside, ajar, with light on the floor."""
    shares = (0.7, 0.9, 0.16, 0.78) if canvas.is_wide else (0.46, 0.88, 0.1, 0.8)
    left, right = (share * canvas.width for share in shares[:2])
    top, floor = (share * canvas.height for share in shares[2:])
    reach, deep, low = 0.3 * canvas.width, canvas.units(7), canvas.units(3)
    canvas.bar(Box(0, 0, canvas.width, round(floor)), mixed(palette.night, "#FFFFFF", 0.06))
    canvas.bar(
        Box(round(left), round(top), round(right - left), round(floor - top)), mixed(palette.night, palette.glow, 0.55)
    )
    light = [(left, floor), (right, floor), (right - reach, canvas.height), (left - reach * 1.3, canvas.height)]
    canvas.shape(light, mixed(palette.night, palette.glow, 0.28))
    leaf = [(right, top), (right + deep, top - low), (right + deep, floor + 2 * low), (right, floor)]
    canvas.shape(leaf, palette.dim)


def _dots(canvas: Canvas, colour: str) -> None:
    step = canvas.units(4)
    for row, y in enumerate(range(step, canvas.height, step)):
        for x in range(step if row % 2 else step // 2, canvas.width, step):
            canvas.disc((x, y), canvas.unit * 0.35, colour)


def _torn(canvas: Canvas, random: Random, palette: Palette) -> None:
    """A sheet with a torn upper edge, its white fibres seen."""
    base, step = canvas.height * 0.68, canvas.units(2.4)
    places = range(0, canvas.width + step, step)
    edge: list[Point] = [(x, base - x * 0.12 + random.uniform(-0.5, 0.5) * step) for x in places]
    corners: list[Point] = [(canvas.width + step, canvas.height), (0, canvas.height)]
    canvas.shape([*((x, y - canvas.units(1)) for x, y in edge), *corners], PAPER)
    canvas.shape([*edge, *corners], palette.deep)


def _strip(canvas: Canvas, random: Random, box: Box, colour: str) -> None:
    """Cut by hand: no corner is where it should be."""
    loose = box.height * 0.07

    def corner(x: float, y: float) -> Point:
        return x + random.uniform(-loose, loose), y + random.uniform(-loose, loose)

    points = [(box.left, box.top), (box.right, box.top), (box.right, box.bottom), (box.left, box.bottom)]
    canvas.shape([corner(*point) for point in points], colour)


def _marks(canvas: Canvas, left: float, top: float, colour: str) -> None:
    """Opening quotation marks, as two leaning blocks."""
    size = canvas.units(8)
    for at in range(2):
        x = left + at * size * 1.15
        canvas.shape(
            [(x + size * 0.35, top), (x + size * 0.95, top), (x + size * 0.6, top + size), (x, top + size)], colour
        )


COMPOSITIONS: Mapping[Archetype, tuple[Ground, Composition]] = {
    Archetype.CHART: (lambda palette: palette.paper, draw_chart),
    Archetype.COLLAGE: (lambda palette: palette.accent, collage),
    Archetype.OVERLAY: (lambda palette: palette.night, overlay),
    Archetype.STORY: (lambda palette: palette.paper, story),
    Archetype.QUOTE: (lambda palette: palette.accent, quote),
    Archetype.HERO: (lambda palette: palette.night, hero),
}
