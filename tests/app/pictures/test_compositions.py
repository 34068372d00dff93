"""Every composition in every format: text stays where it belongs, every sign is written, and all of it can be read."""

import os
from collections.abc import Iterator
from functools import cache
from itertools import cycle, product
from pathlib import Path

import pytest
import uharfbuzz
from PIL import Image, ImageChops

from app.generation.scenes import Archetype
from app.pictures.canvas import Canvas, Written
from app.pictures.drawing import SIZES, composed, pictures_of
from app.pictures.palette import INK, PAPER, contrast, palette_of
from app.pictures.pen import Stroke
from app.pictures.saying import saying_of
from app.vocabulary import AssetType, Platform
from tests.app.pictures.texts import TEXTS, fonts, piece

FORMATS = [platform for platform in Platform if platform not in (Platform.THREAD, Platform.CAROUSEL)]
# Each composition in two formats, with one text in turn; with the variable set, in every format with every text.
ALL = [(archetype, platform, text) for archetype, platform, text in product(Archetype, FORMATS, TEXTS)]
TURNS = zip(cycle(FORMATS), cycle(TEXTS), strict=False)
DEALT = [(archetype, *next(TURNS)) for archetype in Archetype for _ in range(2)]
CASES = ALL if "FOUNDRY_TEST_EVERY_PICTURE" in os.environ else DEALT


@cache
def shaper(path: Path) -> uharfbuzz.Font:
    return uharfbuzz.Font(uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(path))))


def missing(stroke: Stroke) -> bool:
    """Whether the font draws a box for some sign of the run."""
    buffer = uharfbuzz.Buffer()
    buffer.add_str(stroke.run.text)
    buffer.guess_segment_properties()
    buffer.direction = "rtl" if stroke.is_backward else "ltr"
    uharfbuzz.shape(shaper(stroke.run.face.path), buffer)
    return any(glyph.codepoint == 0 for glyph in buffer.glyph_infos)


def ink(canvas: Canvas, written: Written) -> tuple[int, int, int, int]:
    """Where a text alone leaves ink on an empty picture."""
    alone = Image.new("RGB", (canvas.width, canvas.height), "#000000")
    setting = written.setting
    for line, place in zip(setting.lines, setting.places, strict=True):
        setting.pen.draw(alone, line, place, setting.size, "#FFFFFF")
    found = alone.getbbox()
    assert found is not None, [line.text for line in setting.lines]
    return found


@pytest.mark.parametrize(("archetype", "platform", "text"), CASES)
def test_ink_stays_in_its_box_and_every_sign_is_written(archetype: Archetype, platform: Platform, text: str) -> None:
    saying = saying_of(piece(platform, TEXTS[text], archetype), "Crumb & Co Bakery")
    canvas = composed(
        platform, archetype if saying.figure else saying.archetype, saying, palette_of("#0F9D76"), fonts()
    )

    assert (canvas.width, canvas.height) == SIZES[platform]
    assert canvas.texts
    for written in canvas.texts:
        left, top, right, bottom = ink(canvas, written)
        box = written.setting.box
        assert (box.left <= left, box.top <= top, right <= box.right, bottom <= box.bottom) == (True,) * 4, box
        assert (box.left >= 0, box.top >= 0, box.right <= canvas.width, box.bottom <= canvas.height) == (True,) * 4, box
        assert not written.setting.is_cut
        assert [each for line in written.setting.lines for each in line.strokes if missing(each)] == []


def overlaps(canvas: Canvas) -> Iterator[tuple[str, str]]:
    places = [(written.setting.lines[0].text, ink(canvas, written)) for written in canvas.texts]
    for at, (text, (left, top, right, bottom)) in enumerate(places):
        for other, (x, y, end, low) in places[at + 1 :]:
            if left < end and x < right and top < low and y < bottom:
                yield text, other


@pytest.mark.parametrize("text", ["share", "arabic", "long"])
def test_texts_keep_off_one_another_and_leave_the_ground_alone(text: str) -> None:
    for archetype, platform in ((Archetype.CHART, Platform.LINKEDIN), (Archetype.STORY, Platform.TIKTOK)):
        saying = saying_of(piece(platform, TEXTS[text]), "Crumb & Co Bakery")
        archetype = archetype if saying.figure else Archetype.HERO
        canvas = composed(platform, archetype, saying, palette_of(None), fonts())

        assert list(overlaps(canvas)) == []
        image, ground = canvas.image(), canvas.image(with_text=False)
        for written in canvas.texts:
            box = written.setting.box
            for each in (image, ground):
                each.paste("#000000", (box.left, box.top, box.right, box.bottom))
        assert ImageChops.difference(image, ground).getbbox() is None


def test_a_piece_that_is_read_from_the_right_is_composed_from_the_right() -> None:
    def composed_of(text: str) -> Canvas:
        saying = saying_of(piece(Platform.TWITTER, text), "Crumb")
        return composed(Platform.TWITTER, Archetype.HERO, saying, palette_of(None), fonts())

    left, right = composed_of(TEXTS["long"]), composed_of(TEXTS["hebrew"])

    assert [each.setting.box.left + each.setting.box.right < 1600 for each in left.texts] == [True, True]
    assert [each.setting.box.left + each.setting.box.right > 1600 for each in right.texts] == [True, True]


def test_every_colour_can_be_read_on_its_ground() -> None:
    steps = ("00", "33", "66", "99", "CC", "FF")
    for brand in ("".join(parts) for parts in product("#", steps, steps, steps)):
        palette = palette_of(brand)
        pairs = [
            (palette.on_accent, palette.accent),
            (palette.on_accent, palette.deep),
            (palette.mark, palette.paper),
            (palette.glow, palette.night),
            (PAPER, palette.night),
            (INK, palette.pale),
        ]
        assert [pair for pair in pairs if contrast(*pair) < 4.5] == [], brand
    assert palette_of("#abc").accent == "#AABBCC"
    assert palette_of("tomato") == palette_of(None)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("5 things that bread taught us", 5),
        ("Bread in 2024", 3),
        ("1/4 a\n\n2/4 b\n\n3/4 c\n\n4/4 d", 4),
        ("40 tips", 3),
    ],
)
def test_a_story_has_as_many_squares_as_the_piece_says(text: str, parts: int) -> None:
    assert saying_of(piece(Platform.THREAD, text), "Crumb").parts == parts


def test_the_same_words_give_the_same_bytes_and_others_do_not() -> None:
    def drawn(text: str) -> list[bytes]:
        given = piece(Platform.LINKEDIN, text, Archetype.COLLAGE)
        return [each.png for each in pictures_of(given, "Crumb", palette_of(None), fonts())]

    first = drawn(TEXTS["amount"])
    assert drawn(TEXTS["amount"]) == first
    assert drawn(TEXTS["share"]) != first


def test_a_short_piece_is_a_quote_card_and_is_described() -> None:
    [card] = pictures_of(piece(Platform.TWITTER, "Bake less."), "Crumb", palette_of(None), fonts())

    assert (card.name, card.type, card.archetype) == ("quote_card.png", AssetType.QUOTE_CARD, Archetype.QUOTE)
    assert card.alt == "A card with the words: Bake less."
    assert card.png.startswith(b"\x89PNG")
