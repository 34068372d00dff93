"""How somebody builds sentences, counted: the habits that are compared between samples, and those that are shown."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log, sqrt
from statistics import fmean, pstdev

import numpy as np
import regex
from numpy.typing import NDArray

from app.calibration.cues import Cues, cues_for
from app.calibration.reading import Reading

_DASH = regex.compile(r"[—–]|--|\s-\s|\.\.\.|…")
_QUOTE = regex.compile(r"[\"“”«»]")
_LIST = regex.compile(r"(?m)^\s*(?:[-*•]|\d{1,2}[.)])\s+\S")
_NUMBER = regex.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Structure:
    """Lengths in words; the marks count in 100 sentences, the persons in 100 words."""

    sentence_length: float = 0.0
    sentence_spread: float = 0.0
    paragraph_length: float = 0.0
    questions: float = 0.0
    exclamations: float = 0.0
    lists: float = 0.0
    dashes: float = 0.0
    first_person: float = 0.0
    second_person: float = 0.0


Habit = Callable[[Reading, Cues | None], float]


def _often(pattern: regex.Pattern[str]) -> Habit:
    return lambda reading, cues: sqrt(len(pattern.findall(reading.text)) / len(reading.words))


def _marked(marks: str) -> Habit:
    return lambda reading, cues: sqrt(sum(map(reading.text.count, marks)) / len(reading.words))


def _ends(mark: str) -> Habit:
    return lambda reading, cues: sqrt(reading.text.count(mark) / len(reading.sentences))


def _says(kind: str) -> Habit:
    return lambda reading, cues: sqrt(_share(reading.words, getattr(cues, kind) if cues else ()))


def _share(words: Sequence[str], among: Iterable[str]) -> float:
    inside = frozenset(among)
    return sum(word in inside for word in words) / len(words)


def _opens(reading: Reading, cues: Cues | None) -> float:
    first = [sentence.split(maxsplit=1)[0].strip(",").casefold() for sentence in reading.sentences]
    return sqrt(_share(first, cues.links if cues else ()))


HABITS: Mapping[str, Habit] = {
    "sentence length": lambda reading, cues: log(fmean(reading.lengths)),
    "sentence spread": lambda reading, cues: log(1 + pstdev(reading.lengths)),
    "commas": _marked(","),
    "dashes": _often(_DASH),
    "questions": _ends("?"),
    "exclamations": _ends("!"),
    "brackets": _marked("(["),
    "colons": _marked(";:"),
    "quotes": _often(_QUOTE),
    "numbers": _often(_NUMBER),
    "word length": lambda reading, cues: fmean(map(len, reading.words)),
    "contractions": lambda reading, cues: sqrt(sum("'" in word for word in reading.words) / len(reading.words)),
    "first person": _says("first"),
    "plural": _says("plural"),
    "second person": _says("second"),
    "links": _opens,
}
"""Roots of rates, and logarithms of lengths: so a habit's spread hardly hangs on its mean."""


def habits(reading: Reading, language: str) -> NDArray[np.float64]:
    """In the order of `HABITS`; of a text with a sentence in it."""
    cues = cues_for(language)
    return np.array([habit(reading, cues) for habit in HABITS.values()])


def structure_of(readings: Sequence[Reading], language: str) -> Structure:
    """Of all samples together."""
    lengths = [length for reading in readings for length in reading.lengths]
    if not lengths:
        return Structure()
    words = [word for reading in readings for word in reading.words]
    paragraphs = [length for reading in readings for length in reading.paragraphs]
    cues = cues_for(language)

    def in_sentences(count: Callable[[str], int]) -> float:
        return round(100 * sum(count(reading.text) for reading in readings) / len(lengths), 1)

    return Structure(
        sentence_length=round(fmean(lengths), 1),
        sentence_spread=round(pstdev(lengths), 1),
        paragraph_length=round(fmean(paragraphs), 1),
        questions=in_sentences(lambda text: text.count("?")),
        exclamations=in_sentences(lambda text: text.count("!")),
        lists=in_sentences(lambda text: len(_LIST.findall(text))),
        dashes=in_sentences(lambda text: len(_DASH.findall(text))),
        first_person=round(100 * _share(words, cues.first | cues.plural), 1) if cues else 0.0,
        second_person=round(100 * _share(words, cues.second), 1) if cues else 0.0,
    )
