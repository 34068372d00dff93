"""A carousel's slides: one layout for all, with a cover that opens it and a last slide that closes it."""

from app.pictures.bidi import begins_backward
from app.pictures.canvas import Canvas
from app.pictures.compositions import sign
from app.pictures.fonts import Fonts, Weight
from app.pictures.layout import Box, Style
from app.pictures.palette import INK, PAPER, Palette, mixed
from app.pictures.saying import Saying, Slide


def draw_slide(size: tuple[int, int], fonts: Fonts, palette: Palette, saying: Saying, at: int) -> Canvas:
    """The slide at this place, counted from 0. Raises: Conflict where no font can write it."""
    slide, count = saying.slides[at], len(saying.slides)
    mirrored = begins_backward(f"{slide.title} {slide.body}")
    if at == 0:
        canvas = Canvas(*size, palette.night, fonts, mirrored=mirrored)
        _cover(canvas, palette, slide)
        _progress(canvas, at, count, palette.glow, palette.dim)
        sign(canvas, saying.name, palette.glow, mixed(palette.night, "#FFFFFF", 0.8))
    elif at == count - 1:
        canvas = Canvas(*size, palette.accent, fonts, mirrored=mirrored)
        _panel(canvas, slide, at, palette.on_accent, palette.on_accent)
        _progress(canvas, at, count, palette.on_accent, mixed(palette.accent, palette.on_accent, 0.35))
        sign(canvas, saying.name, palette.on_accent, palette.on_accent)
    else:
        canvas = Canvas(*size, palette.paper, fonts, mirrored=mirrored)
        _panel(canvas, slide, at, palette.mark, INK)
        _progress(canvas, at, count, palette.mark, palette.pale)
        sign(canvas, saying.name, palette.mark, INK)
    return canvas


def _cover(canvas: Canvas, palette: Palette, slide: Slide) -> None:
    canvas.disc((canvas.width * 0.86, canvas.height * 0.1), canvas.width * 0.3, palette.glow)
    canvas.disc((canvas.width * 0.76, canvas.height * 0.14), canvas.width * 0.22, palette.night)
    title = canvas.box(0.08, 0.3, 0.92, 0.68)
    if slide.title:
        setting = canvas.write(slide.title, title, Style(canvas.units(13.5), down=0.6), PAPER)
        top = round(setting.bottom) + canvas.units(5)
        body, style = (
            Box(title.left, top, title.width, canvas.units(105) - top),
            Style(canvas.units(5.6), weight=Weight.REGULAR, leading=1.34),
        )
    else:
        body, style = canvas.box(0.08, 0.3, 0.92, 0.84), Style(canvas.units(11), down=0.5)
    if slide.body:
        canvas.write(slide.body, body, style, mixed(palette.night, "#FFFFFF", 0.86) if slide.title else PAPER)


def _panel(canvas: Canvas, slide: Slide, at: int, mark: str, colour: str) -> None:
    number = canvas.box(0.08, 0.12, 0.5, 0.27)
    canvas.write(str(at + 1), number, Style(canvas.units(20), down=1.0, most_lines=1), mark)
    left, right = canvas.units(8), canvas.width - canvas.units(8)
    top, bottom = canvas.units(42), canvas.units(106)
    if slide.title:
        box = Box(left, top, right - left, round((bottom - top) * (0.5 if slide.body else 1)))
        setting = canvas.write(slide.title, box, Style(canvas.units(10.5 if slide.body else 13)), colour)
        top = round(setting.bottom) + canvas.units(4.5)
    if slide.body:
        box = Box(left, top, right - left, bottom - top)
        style = Style(
            canvas.units(6.6 if slide.title else 9), weight=Weight.REGULAR if slide.title else Weight.BOLD, leading=1.36
        )
        canvas.write(slide.body, box, style, colour)


def _progress(canvas: Canvas, at: int, count: int, done: str, open_: str) -> None:
    """As many bars along the upper edge as there are slides, filled up to this one."""
    margin, gap = canvas.units(8), canvas.units(1)
    wide = (canvas.width - 2 * margin - gap * (count - 1)) / count
    for place in range(count):
        box = Box(round(margin + place * (wide + gap)), canvas.units(6), round(wide), canvas.units(0.9))
        canvas.bar(box, done if place <= at else open_, canvas.units(0.4))
