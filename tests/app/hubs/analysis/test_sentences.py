from itertools import pairwise

import pytest

from app.hubs.analysis.sentences import split
from app.hubs.source import Turn
from tests.app.hubs.analysis.texts import ESSAY, JAPANESE, SPANISH


@pytest.mark.parametrize(("text", "language"), [(ESSAY, "en"), (SPANISH, "es"), (JAPANESE, "ja")])
def test_sentences_are_exactly_where_their_offsets_say(text: str, language: str) -> None:
    found = split(text, language)
    assert all(text[s.start : s.end] == s.text for s in found)
    assert [s.start for s in found] == sorted(s.start for s in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert not any("\n\n" in s.text for s in found)


def test_heading_is_never_glued_to_the_sentence_below_it() -> None:
    found = split("How to Cut Back\n\nStart with one meeting. Watch what breaks.", "en")
    assert [(s.text, s.complete) for s in found] == [
        ("How to Cut Back", False),
        ("Start with one meeting.", True),
        ("Watch what breaks.", True),
    ]
    assert found[1].heading == "How to Cut Back"


def test_wrapped_lines_are_one_paragraph_when_they_fill_the_width() -> None:
    text = "The slow dough forgives every mistake that\na young baker makes in the first winter of\nhis trade."
    assert [s.text for s in split(text, "en")] == [text]


def test_abbreviations_and_decimals_do_not_end_a_sentence() -> None:
    text = "Mr. Cole paid 3.5 dollars to Dr. Moss. The oven is old."
    assert [s.text for s in split(text, "en")] == ["Mr. Cole paid 3.5 dollars to Dr. Moss.", "The oven is old."]


def test_offsets_count_code_points_when_the_text_has_emoji_and_accents() -> None:
    text = "🍞🥖 Pan señorial. La masa está lista."
    found = split(text, "es")
    assert [text[s.start : s.end] for s in found] == ["🍞🥖 Pan señorial.", "La masa está lista."]


def test_sentence_ends_where_the_speaker_changes() -> None:
    text = "We start the oven at four because the street"
    found = split(
        text + " sleeps until six.", "en", [Turn(0, len(text), "Ada"), Turn(len(text), len(text) + 18, "Ben")]
    )
    assert [(s.text, s.speaker) for s in found] == [(text, "Ada"), ("sleeps until six.", "Ben")]
