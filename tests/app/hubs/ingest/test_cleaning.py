"""Cleaning takes the page away and leaves the words: no word is lost, no number, no line of code."""

import time

import pytest

from app.hubs.ingest.clean import normalise, with_accents, without_reference_marks
from app.hubs.ingest.furniture import without_furniture
from app.hubs.ingest.lexicon import Lexicon
from app.hubs.ingest.unwrap import join, paragraphs


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("o\ufb03ce \ufb01nd \ufb02ow", "office find flow"),
        ("cafe\u0301", "café"),
        ("a\xa0b\u2009c\u3000d", "a b c d"),
        ("dis\xadcover", "discover"),
        ("a\u200bb\ufeffc\x07d", "abcd"),
        ("one\r\ntwo\rthree\u2028four", "one\ntwo\nthree\nfour"),
        ("👩\u200d👧 and १\u200dक", "👩\u200d👧 and १\u200dक"),
        ("½ ① ﾃｽﾄ x² 5 µm", "½ ① ﾃｽﾄ x² 5 µm"),
    ],
)
def test_characters_take_one_form(raw: str, clean: str) -> None:
    assert normalise(raw) == clean


def test_an_accent_beside_its_letter_is_put_onto_it_and_an_apostrophe_is_not() -> None:
    assert with_accents("Fe´de´rale, don´t, he´s") == "Fédérale, don´t, he´s"


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("It grew [1,2], it fell [3] and rose.[4–6]", "It grew, it fell and rose."),
        ("It grew.¹ It fell,² and rose³ again.", "It grew. It fell, and rose again."),
        ("One [1] alone and [2] a pair", "One [1] alone and [2] a pair"),
        ("x[1] = 3; y[2] += x[1]; z[3].next", "x[1] = 3; y[2] += x[1]; z[3].next"),
        ("10 km², 5 m³ and 3 x⁴ make 10⁻⁵", "10 km², 5 m³ and 3 x⁴ make 10⁻⁵"),
        ("In 1990 (1991), (1) first, (2) second, (3) third.", "In 1990 (1991), (1) first, (2) second, (3) third."),
        ("a b cat (1), dog (2). eel (3), fox (4). gnu (5), hen (6).", "a b cat, dog. eel, fox. gnu, hen."),
    ],
)
def test_reference_marks_go_only_where_they_are_marks(raw: str, clean: str) -> None:
    assert without_reference_marks(raw) == clean


@pytest.mark.parametrize(
    ("lines", "joined"),
    [
        (["the linguistic charac-", "teristics of it"], "the linguistic characteristics of it"),
        (["a well-", "known fact"], "a well-known fact"),
        (["the Anglo-", "Saxon period"], "the Anglo-Saxon period"),
        (["between 2013-", "2015 it fell"], "between 2013-2015 it fell"),
        (["ami Vincen-", "ncs railroad"], "ami Vincenncs railroad"),
        (["has ob", "tained control"], "has obtained control"),
        (["in the con", "stitution of"], "in the constitution of"),
        (["we went to", "day by day"], "we went to day by day"),
        (["the body unchanged--", "it is"], "the body unchanged--it is"),
        (["a pause -", "and more"], "a pause - and more"),
        (["  two  spaces", "\tand a tab "], "two spaces and a tab"),
    ],
)
def test_lines_are_joined_as_their_words_ask(lines: list[str], joined: str) -> None:
    assert join(lines, Lexicon("\n".join(lines), "en")) == joined


def test_a_divided_word_is_written_as_the_document_writes_it_elsewhere() -> None:
    for written in ("click-through", "clickthrough"):
        text = f"The {written} rate is low. The click-\nthrough rate is high."
        assert join(text.split("\n"), Lexicon(text, "en")).count(written) == 2


def test_japanese_lines_are_joined_without_spaces() -> None:
    lines = ["人類社会のすべての構成員の", "固有の尊厳と Python 3.11", "を承認する。"]
    assert join(lines, Lexicon("", "ja")) == "人類社会のすべての構成員の固有の尊厳と Python 3.11を承認する。"


WRAPPED = """CHAPTER ONE

The first thing that a garden teaches anybody is that there is a time
for everything and that the time is not now. The second thing is that
water matters less than shade.
It is the third that people forget.

    Slow is the seed,
    quiet the stone,
    nothing you need
    grows in a row alone.

Then there are two kinds of tools that no gardener of any age can ever
do without:
- a knife that is sharp enough to cut a stem without hurting the plant
  at all, kept dry
- a bucket
"""


def test_wrapped_text_becomes_paragraphs() -> None:
    assert paragraphs(WRAPPED, Lexicon(WRAPPED, "en")) == [
        "CHAPTER ONE",
        "The first thing that a garden teaches anybody is that there is a time for everything and that the time is "
        "not now. The second thing is that water matters less than shade.",
        "It is the third that people forget.",
        "Slow is the seed, quiet the stone, nothing you need grows in a row alone.",
        "Then there are two kinds of tools that no gardener of any age can ever do without:",
        "- a knife that is sharp enough to cut a stem without hurting the plant at all, kept dry",
        "- a bucket",
    ]


def test_lines_are_paragraphs_when_the_text_is_not_wrapped() -> None:
    text = "A heading\nA first paragraph that goes on for a while. " + "It has more to say. " * 9 + "\nA second one."
    assert len(paragraphs(text, Lexicon(text, "en"))) == 3


def test_a_sentence_is_whole_when_a_page_ends_in_it() -> None:
    text = "The page ends in the middle\f of a sentence.\fThe next begins one."
    assert paragraphs(text, Lexicon(text, "en")) == [
        "The page ends in the middle of a sentence.",
        "The next begins one.",
    ]


BODIES = {
    3: "Spring begins with seeds\nthat nobody has sorted.",
    4: "Summer is for shade\nand for leaving alone.",
    5: "Autumn brings the count\nof what was learned: 5",
    6: "Winter is for reading\nwhat others have planted.",
}


def page(number: int) -> str:
    return f"The Garden Report, {number + 2000}\n\n{BODIES[number]}\n\n- {number} -\n"


@pytest.mark.parametrize("joint", ["\f", "\n"])
def test_running_heads_and_page_numbers_go_when_they_count_pages(joint: str) -> None:
    text = without_furniture(joint.join(map(page, BODIES)))
    assert text.strip("\f\n").split("\f") == list(BODIES.values())


def test_numbers_on_their_own_lines_stay_when_they_do_not_count_pages() -> None:
    text = "Scores\n\n7\n\n3\n\n12\n\nAll told."
    assert without_furniture(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "a" * 400_000 + "1-",
        " " * 400_000 + "x",
        "[1]" + " " * 400_000 + "[2] [3] [4]",
        "a\u0301\u0316" + "\u0301\u0316" * 200_000,
        "\n".join(str(number) for number in range(60_000)),
        "word-\n" * 60_000,
    ],
    ids=["letters", "spaces", "gaps", "accents", "numbers", "hyphens"],
)
def test_cleaning_takes_linear_time_whatever_the_text(text: str) -> None:
    start = time.process_time()
    clean = without_reference_marks(normalise(without_furniture(text)))
    paragraphs(clean, Lexicon(clean, "en"))
    # Each takes a fraction of a second; in quadratic time each would take minutes.
    assert time.process_time() - start < 8
