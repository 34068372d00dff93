"""Whether two halves of a divided word belong together: asked of the document first, then of a word list.

Frequencies are shares of all words (wordfreq); 1e-6 is one in a million. A language without a list joins plainly.
"""

import re
from collections.abc import Mapping
from functools import cached_property

_RARE = 1e-7
_COMMON = 1e-5
_KNOWN = 1e-6


class Lexicon:
    """The words of one document and of its language. Both are read on the first question only."""

    def __init__(self, text: str, language: str) -> None:
        self._text = text
        self._language = language

    def keeps_hyphen(self, head: str, tail: str) -> bool:
        """Whether "head-" at a line's end and "tail" at the next one's start are a compound: "well-" and "known"."""
        whole, head, tail = f"{head}{tail}".lower(), head.lower(), tail.lower()
        if whole in self._written:
            return False
        if f"{head}-{tail}" in self._written:
            return True
        rare = self._frequencies.get(whole, 0.0) < _RARE
        return rare and min(len(head), len(tail)) > 2 and min(self._of(head), self._of(tail)) > _COMMON

    def was_split(self, head: str, tail: str) -> bool:
        """Whether two words without a hyphen are one that lost it in scanning: "con" and "stitution"."""
        whole = self._of(f"{head}{tail}")
        return whole > _KNOWN and min(self._of(head), self._of(tail)) < whole / 50

    def _of(self, word: str) -> float:
        return self._frequencies.get(word.lower(), 0.0)

    @cached_property
    def _written(self) -> frozenset[str]:
        """The words that stand undivided within lines, hyphens and all."""
        return frozenset(
            word.lower() for word in re.findall(r"(?<!\w)[^\W\d_]++(?:-[^\W\d_]++)*+(?!-?\n|\w)", self._text)
        )

    @cached_property
    def _frequencies(self) -> Mapping[str, float]:
        # Loading the list takes a fifth of a second, which most texts never need.
        import wordfreq

        if self._language in ("ja", "zh", "ko") or self._language not in wordfreq.available_languages("best"):
            return {}
        return dict(wordfreq.get_frequency_dict(self._language, wordlist="best"))
