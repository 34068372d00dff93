"""A long text in passages: in order, whole, and the same each time."""

from itertools import pairwise

import pytest

from app.recall.passages import LONGEST, passages

PARAGRAPH = "Bake less. " * 20
LONG = "This sentence has a handful of words in it. " * 60
TEXTS = [
    "",
    " \n\n ",
    "One line.",
    "One.\n\nTwo.\n\n\nThree.",
    "\n\n".join([PARAGRAPH] * 7),
    LONG,
    "x" * (3 * LONGEST + 5),
    "日本語の文章です。" * 200,
    f"Short.\n\n{LONG}\n\nShort again.",
]


@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
def test_every_word_is_in_one_passage_and_none_is_too_long(text: str) -> None:
    found = passages(text)

    said = "".join("".join(text[span.start : span.end].split()) for span in found)
    assert said == "".join(text.split())
    assert all(0 < span.end - span.start <= LONGEST for span in found)
    assert all(before.end <= after.start for before, after in pairwise(found))


def test_paragraphs_that_fit_are_kept_together_and_long_ones_end_with_a_sentence() -> None:
    assert [(span.start, span.end) for span in passages("One.\n\nTwo.")] == [(0, 10)]
    assert all(LONG[span.start : span.end].endswith(".") for span in passages(LONG))
    assert len(passages(LONG)) == 4
