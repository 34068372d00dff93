"""Habits of editing that are in no word: emoji, exclamation marks and hashtags taken out, sentences made shorter."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import comb
from statistics import mean, median

import regex

from app.generation.healing import is_word, tokens
from app.generation.platforms import find_emoji, find_hashtags, sentence_spans
from app.grounding.edits import Reading
from app.grounding.habits import CHANCE, MOST_OF, by_chance, confidence, enough

_EXCLAMATION = regex.compile(r"[!！]")
_SHORTER, _LONGER = 0.8, 1.25
_UNCHANGED = 0.02
"""A length that differs by less is the same."""
_SEEN_AT_LEAST = 0.02
"""Of edits that mean nothing, the part that brings in a mark."""
Spans = Sequence[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Manner:
    """`tone` are the changes of traits that it speaks for; `words` names it in a few, `done` says what people did."""

    words: str
    done: str
    tone: Mapping[str, float]
    pieces: Sequence[Reading]
    chances: int

    @property
    def confidence(self) -> float:
        return confidence(len(self.pieces), self.chances)


def manners(readings: Sequence[Reading]) -> list[Manner]:
    tests = len(_MARKS) * 2 + 2
    found = [_mark(readings, each, is_dropped, tests) for each in _MARKS for is_dropped in (True, False)]
    return [manner for manner in (*found, _length(readings, tests)) if manner is not None]


@dataclass(frozen=True, slots=True)
class _Mark:
    name: str
    find: Callable[[str], Spans]
    dropped: Mapping[str, float]
    added: Mapping[str, float]


def _exclamations(text: str) -> Spans:
    return [match.span() for match in _EXCLAMATION.finditer(text)]


_MARKS = (
    _Mark("emoji", find_emoji, {"playful": -10.0}, {"playful": 10.0}),
    _Mark("exclamation marks", _exclamations, {"expressive": -10.0}, {"expressive": 10.0}),
    _Mark("hashtags", find_hashtags, {"expressive": -5.0}, {"expressive": 5.0}),
)


def _mark(readings: Sequence[Reading], mark: _Mark, is_dropped: bool, tests: int) -> Manner | None:
    """Where people keep taking out every one of a kind of mark, or putting the first one in."""
    able, done, chances = [], [], []
    for reading in readings:
        had, has = len(mark.find(reading.edit.before)), len(mark.find(reading.edit.after))
        if bool(had) is not is_dropped:
            continue
        able.append(reading)
        chances.append(max(_SEEN_AT_LEAST, reading.removed_share**had) if is_dropped else _SEEN_AT_LEAST)
        if bool(has) is not is_dropped:
            done.append(reading)
    if not enough(done) or len(done) <= MOST_OF * len(able) or by_chance(len(done), chances) * tests >= CHANCE:
        return None
    if is_dropped:
        return Manner(f"fewer {mark.name}", f"took out all {mark.name}", mark.dropped, done, len(able))
    return Manner(f"more {mark.name}", f"put in {mark.name}", mark.added, done, len(able))


def _length(readings: Sequence[Reading], tests: int) -> Manner | None:
    """Where sentences keep becoming shorter, or longer: by much in the middle, and more often than a coin says."""
    ratios = [
        (reading, _sentence_words(reading.edit.after) / before)
        for reading in readings
        if (before := _sentence_words(reading.edit.before))
    ]
    changed = [(reading, ratio) for reading, ratio in ratios if abs(ratio - 1) > _UNCHANGED]
    if not changed:
        return None
    middle = median(ratio for _, ratio in ratios)
    shorter = [reading for reading, ratio in changed if ratio < 1]
    done = shorter if middle < 1 else [reading for reading, ratio in changed if ratio > 1]
    is_much = not _SHORTER < middle < _LONGER
    if not (is_much and enough(done) and _coin(len(done), len(changed)) * tests < CHANCE):
        return None
    if middle < 1:
        tone = {"candid": 5.0, "formal": -10.0}
        return Manner("shorter sentences", "made the sentences shorter", tone, done, len(ratios))
    return Manner("longer sentences", "made the sentences longer", {"formal": 10.0}, done, len(ratios))


def _sentence_words(text: str) -> float:
    """Words of a sentence, in the mean; 0.0 where there is none."""
    counts = [sum(map(is_word, tokens(text[start:end]))) for start, end in sentence_spans(text)]
    return float(mean(counts)) if counts else 0.0


def _coin(heads: int, tosses: int) -> float:
    """How probable so many heads or more are."""
    return sum(comb(tosses, number) for number in range(heads, tosses + 1)) / 2.0**tosses
