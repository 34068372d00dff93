"""Every picture of a piece, as PNG files with names and descriptions: work for a thread, not for the event loop."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from app.generation.gates.base import Piece
from app.generation.scenes import Archetype
from app.generation.visuals import SHORT
from app.pictures.bidi import begins_backward
from app.pictures.canvas import Canvas
from app.pictures.compositions import COMPOSITIONS
from app.pictures.fonts import Fonts
from app.pictures.palette import Palette
from app.pictures.saying import Saying, saying_of
from app.pictures.slides import draw_slide
from app.vocabulary import AssetType, Platform

SIZES: Mapping[Platform, tuple[int, int]] = {
    Platform.TWITTER: (1600, 900),
    Platform.LINKEDIN: (1200, 627),
    Platform.TIKTOK: (1080, 1920),
    Platform.INSTAGRAM: (1080, 1350),
    Platform.CAROUSEL: (1080, 1350),
    Platform.THREAD: (1600, 900),
}
"""Width and height in pixels, in the aspect ratios that the platforms show whole."""


@dataclass(frozen=True, slots=True)
class Picture:
    """`name` is that of its object; `alt` says what is to be seen to those who cannot see it."""

    name: str
    type: AssetType
    width: int
    height: int
    archetype: Archetype
    alt: str
    png: bytes


def pictures_of(piece: Piece, name: str, palette: Palette, fonts: Fonts) -> Iterator[Picture]:
    """The thumbnail, or the quote card of a piece below 50 characters, and a carousel's slides. `name` is the client's.

    Raises: Conflict where no font can write a sign of the piece.
    """
    saying, (width, height) = saying_of(piece, name), SIZES[piece.platform]
    is_short = len(piece.content.strip()) < SHORT and not saying.slides
    type = AssetType.QUOTE_CARD if is_short else AssetType.THUMBNAIL
    archetype = Archetype.QUOTE if is_short else saying.archetype
    canvas = composed(piece.platform, archetype, saying, palette, fonts)
    alt = _described(piece, saying)
    yield Picture(f"{type}.png", type, width, height, archetype, alt, canvas.png())
    for at, slide in enumerate(saying.slides):
        drawn = draw_slide((width, height), fonts, palette, saying, at).png()
        words = " ".join(part for part in (slide.title, slide.body.replace("\n", " ")) if part)
        alt = f"Slide {at + 1} of {len(saying.slides)}: {words}"
        yield Picture(f"slide_{at + 1}.png", AssetType.CAROUSEL_SLIDE, width, height, Archetype.STORY, alt, drawn)


def composed(platform: Platform, archetype: Archetype, saying: Saying, palette: Palette, fonts: Fonts) -> Canvas:
    """Raises: Conflict."""
    ground, compose = COMPOSITIONS[archetype]
    canvas = Canvas(*SIZES[platform], ground(palette), fonts, mirrored=begins_backward(saying.headline))
    compose(canvas, palette, saying)
    return canvas


def _described(piece: Piece, saying: Saying) -> str:
    """What stands on the picture is what it is for; the composition is told in a word."""
    words = saying.told if saying.archetype is Archetype.CHART else saying.headline
    return f"{_LOOKS[saying.archetype]} {words}"


_LOOKS = {
    Archetype.CHART: "A chart with the words:",
    Archetype.COLLAGE: "A collage of paper strips with the words:",
    Archetype.OVERLAY: "A title card with the words:",
    Archetype.STORY: "A cover with the words:",
    Archetype.QUOTE: "A card with the words:",
    Archetype.HERO: "A poster with the words:",
}
