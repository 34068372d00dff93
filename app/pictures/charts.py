"""Charts that are true of the one figure that the words give; where none can be drawn, the figure itself, large."""

from app.pictures.canvas import Canvas
from app.pictures.fonts import Weight
from app.pictures.layout import Box, Style
from app.pictures.palette import INK, Palette
from app.pictures.saying import Saying


def draw_chart(canvas: Canvas, palette: Palette, saying: Saying) -> None:
    """Figure, sentence and chart; figures that are neither a share nor a multiple stand on a ruled page instead."""
    if saying.share is None and saying.factor is None:
        _ledger(canvas, palette)
        words, chart = _whole(canvas), None
    else:
        words, chart = _halves(canvas)
    if chart and saying.share is not None:
        tiles(canvas, chart, saying.share, palette)
    elif chart and saying.factor is not None:
        columns(canvas, chart, saying.factor, palette)
    figure = Box(words.left, words.top, words.width, round(words.height * 0.42))
    style = Style(canvas.units(52), smallest=24, down=1.0, most_lines=1)
    setting = canvas.write(saying.figure, figure, style, palette.mark)
    below = round(setting.bottom) + canvas.units(7)
    told = Box(words.left, below, words.width, words.bottom - below)
    canvas.write(saying.told, told, Style(canvas.units(8.5), weight=Weight.BOLD, leading=1.22), INK)


def tiles(canvas: Canvas, box: Box, share: int, palette: Palette) -> None:
    """A hundred tiles, as many of them filled as the share says, row by row from below."""
    side = min(box.width, box.height)
    left, top = box.left + (box.width - side if canvas.is_wide else 0), box.top + (box.height - side) // 2
    step = side / 10
    size = round(step * 0.82)
    for at in range(100):
        row, column = divmod(at, 10)
        place = Box(round(left + column * step), round(top + side - (row + 1) * step), size, size)
        canvas.bar(place, palette.mark if at < share else palette.pale, size * 0.12)


def columns(canvas: Canvas, box: Box, factor: float, palette: Palette) -> None:
    """Two columns on one ground line, the second so many times as high as the first."""
    wide = box.width * 0.34
    short = box.height / factor
    ground = box.bottom
    for at, (height, colour) in enumerate(((short, palette.pale), (box.height, palette.mark))):
        left = box.left + box.width * (0.08 + 0.5 * at)
        canvas.bar(Box(round(left), round(ground - height), round(wide), round(height)), colour)
    canvas.rule((box.left, ground), (box.right, ground), INK, canvas.units(0.5))


def _ledger(canvas: Canvas, palette: Palette) -> None:
    """A ruled page with its margin in the accent."""
    step = canvas.units(7)
    for y in range(canvas.units(8), canvas.height - canvas.units(13), step):
        canvas.rule((0, y), (canvas.width, y), palette.pale, canvas.units(0.2))
    canvas.rule((canvas.units(6), 0), (canvas.units(6), canvas.height), palette.mark, canvas.units(0.45))


def _whole(canvas: Canvas) -> Box:
    return canvas.box(0.09, 0.1, 0.92, 0.76 if canvas.is_tall else 0.84)


def _halves(canvas: Canvas) -> tuple[Box, Box]:
    """The places of words and chart: side by side, or the chart above."""
    if canvas.is_wide:
        return canvas.box(0.06, 0.08, 0.52, 0.84), canvas.box(0.56, 0.12, 0.94, 0.88)
    if canvas.is_tall:
        return canvas.box(0.08, 0.48, 0.92, 0.79), canvas.box(0.08, 0.08, 0.92, 0.44)
    return canvas.box(0.08, 0.57, 0.92, 0.89), canvas.box(0.08, 0.07, 0.92, 0.51)
