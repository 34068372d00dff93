"""The short ways of counting give what the long way gives."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.generation import counting
from app.generation.counting import Unit, count, fitting

PLAIN = st.text(st.characters(max_codepoint=127), max_size=80)
LINKED = st.lists(
    st.sampled_from(["see ", "https://example.com/a?b=1", "example.org", ". ", "\r\n", "#tag ", "1"]), max_size=8
)


@given(st.one_of(PLAIN, LINKED.map("".join)))
@example("Read https://example.com/a-rather-long-path-that-counts-23, then 1️.")
def test_weighted_length_is_the_sum_of_its_pieces_when_text_is_ascii(text: str) -> None:
    assert count(text, Unit.WEIGHTED) == sum(weight for _, _, weight in counting._weighted(text))


@pytest.mark.parametrize(
    ("text", "length"),
    [("plain", 5), ("a\r\nb", 4), ("go to example.com", 29), ("café", 4), ("1️⃣", 2), ("日本", 4), ("a…", 3)],
)
def test_weighted_length_is_known_when_text_is_short(text: str, length: int) -> None:
    assert count(text, Unit.WEIGHTED) == length


def test_words_are_counted_alike_when_asked_again() -> None:
    text = "One two [a cue of four words] three"

    assert [count(text, Unit.WORDS), count(text, Unit.WORDS)] == [3, 3]
    assert fitting(text, Unit.WORDS, 2) == text.index("three")
