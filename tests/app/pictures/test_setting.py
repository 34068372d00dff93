"""Words broken into lines, and signs given to fonts."""

from pathlib import Path

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen

from app.errors import Conflict, Unavailable
from app.pictures.bidi import begins_backward, seen_order, spans_of
from app.pictures.breaking import atoms_of
from app.pictures.fonts import Weight, open_fonts
from app.pictures.layout import Box, Style, set_text
from tests.app.pictures.texts import TEXTS, fonts

CLOSING = set("、。，．」』）】！？ー…々っゃゅょァィ")


def lines(text: str, width: int, height: int = 400, largest: int = 60, smallest: int = 20) -> list[str]:
    setting = set_text(fonts(), text, Box(0, 0, width, height), Style(largest, smallest))
    return [line.text for line in setting.lines]


@pytest.mark.parametrize("width", range(150, 700, 110))
def test_no_line_begins_with_a_closing_mark_or_ends_with_an_opening_one(width: int) -> None:
    for text in (TEXTS["japanese"], TEXTS["chinese"], "（「焼きたて」って、ちょっと高い？）ー「売り切れ」…。"):
        set_lines = lines(text, width)
        assert "".join(set_lines) == text
        assert [line for line in set_lines if line[0] in CLOSING or line[-1] in "「（『"] == []


def test_lines_are_of_about_one_length() -> None:
    assert lines("Nobody ever thanked you for the fourth tray of bread", 700, largest=48) == [
        "Nobody ever thanked you",
        "for the fourth tray of bread",
    ]


def test_an_emoji_does_not_begin_the_last_line_alone() -> None:
    assert [atom.text for atom in atoms_of("Save this 🍞 or not 👨‍👩‍👧✅ at all")] == [
        "Save",
        "this 🍞",
        "or",
        "not 👨‍👩‍👧✅",
        "at",
        "all",
    ]


def test_a_word_is_divided_only_where_it_would_be_tiny() -> None:
    assert lines("Bakeries count", 190, largest=60) == ["Bakeries", "count"]
    assert lines("Donaudampfschifffahrt", 190, largest=60, smallest=40) == ["Dona-", "uda-", "mpfs-", "chifff-", "ahrt"]


def test_what_fits_at_no_size_ends_in_an_ellipsis() -> None:
    setting = set_text(fonts(), TEXTS["long"], Box(0, 0, 300, 90), Style(60, smallest=30))

    assert setting.is_cut
    assert setting.size == 30
    assert setting.lines[-1].text.endswith("…")
    assert TEXTS["long"].startswith(" ".join(line.text for line in setting.lines).rstrip("…"))


def test_text_in_two_directions_is_ordered_as_it_is_seen() -> None:
    spans = spans_of("خبز 123 (abc)!", backward=True)

    assert [(span.text, span.level) for span in spans] == [("خبز ", 1), ("123", 2), (" (", 1), ("abc", 2), (")!", 1)]
    assert seen_order([span.level for span in spans]) == [4, 3, 2, 1, 0]
    assert seen_order([0, 1, 2, 1, 0]) == [0, 3, 2, 1, 4]
    assert (begins_backward("38% خبز bread"), begins_backward("38% bread خبز")) == (True, False)


def test_each_sign_is_written_by_a_font_of_its_language() -> None:
    def faces(text: str) -> list[tuple[str, str]]:
        return [(run.text, run.face.path.stem) for run in fonts().runs(text, Weight.BOLD)]

    assert faces("Zeit 直 🍞") == [("Zeit ", "NotoSans-Bold"), ("直 ", "NotoSansSC-Bold"), ("🍞", "Emoji")]
    assert faces("直す") == [("直す", "NotoSansJP-Bold")]
    assert faces("直접") == [("直접", "NotoSansKR-Bold")]
    assert faces("خبز 3.") == [("خبز ", "NotoSansArabic-Bold"), ("3.", "NotoSans-Bold")]
    assert faces("𝗕𝗼𝗹𝗱") == [("Bold", "NotoSans-Bold")]


def test_what_no_font_can_write_is_named_but_an_emoji_is_left_out() -> None:
    with pytest.raises(Conflict, match=r"cannot write “ข” \(U\+0E02, THAI CHARACTER KHO KHAI\)") as refused:
        fonts().runs("bread ขนมปัง", Weight.BOLD)

    assert refused.value.details == {"state": "no_font"}
    assert [run.text for run in fonts().runs("a\U0001fae9\U0001fc55b", Weight.BOLD)] == ["ab"]


def made_font(path: Path, signs: str) -> None:
    """A font that writes these signs, each as a square."""
    pen = TTGlyphPen(None)
    for at, point in enumerate([(0, 0), (500, 0), (500, 500), (0, 500)]):
        (pen.lineTo if at else pen.moveTo)(point)
    pen.closePath()
    names = [".notdef", *(f"sign{at}" for at in range(len(signs)))]
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap({ord(sign): f"sign{at}" for at, sign in enumerate(signs)})
    builder.setupGlyf(dict.fromkeys(names, pen.glyph()))
    builder.setupHorizontalMetrics(dict.fromkeys(names, (600, 0)))
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": path.stem, "styleName": "Regular"})
    builder.setupOS2()
    builder.setupPost()
    builder.save(path)


def test_fonts_of_one_s_own_come_first_and_write_what_others_cannot(tmp_path: Path) -> None:
    fonts()
    made_font(tmp_path / "House-Bold.ttf", "Be")
    made_font(tmp_path / "Thai.ttf", "ขนมปัง")
    made_font(tmp_path / "Be.ttf", "e")
    own = open_fonts(str(tmp_path))

    bold, regular = (
        [(run.text, run.face.path.stem) for run in own.runs("Be ขนม", weight)] for weight in reversed(Weight)
    )

    assert bold == [("Be", "House-Bold"), (" ", "NotoSans-Bold"), ("ขนม", "Thai")]
    assert regular == [("B", "House-Bold"), ("e", "Be"), (" ", "NotoSans-Regular"), ("ขนม", "Thai")]
    setting = set_text(own, "ขนมปัง", Box(0, 0, 400, 100), Style(60))
    assert ([line.text for line in setting.lines], setting.is_cut) == (["ขนมปัง"], False)


def test_a_folder_of_fonts_that_is_none_is_named(tmp_path: Path) -> None:
    fonts()
    (tmp_path / "broken.otf").write_bytes(b"no font")

    with pytest.raises(Unavailable, match=r"broken\.otf"):
        open_fonts(str(tmp_path))
    with pytest.raises(Unavailable, match="FOUNDRY_FONTS"):
        open_fonts(str(tmp_path / "nowhere"))
