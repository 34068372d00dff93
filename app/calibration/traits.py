"""The tone of a voice as six traits, 0 to 100, from how often it does what shows them.

A cue is a rate; it counts by how far it is from the mean of the public voices, in steps of how far these are apart.
With z the mean of a trait's cues so measured, each at most 3 steps, times the root of how many there are, a trait is
100 / (1 + exp(-z · n/(n+2))): 50 is as most people write, and few samples n leave it near there.
"""

from collections.abc import Callable, Mapping, Sequence
from math import exp, sqrt
from statistics import fmean

import numpy as np
import regex
from numpy.typing import NDArray

from app.calibration.cues import Cues, cues_for
from app.calibration.reading import Reading
from app.calibration.usual import Usual
from app.hubs.analysis.words import zipf

_EMOJI = regex.compile(r"\p{Extended_Pictographic}")
_SHOUTED = regex.compile(r"\b\p{Lu}{5,}\b")
_SHORT_FORM = regex.compile(r"\b\p{Lu}[\p{Lu}\d]{1,4}s?\b")
_IDENTIFIER = regex.compile(r"`[^`\n]+`|\b\w+(?:_\w+)+\b|\b\p{Ll}+\p{Lu}\w*\b|\b\p{Lu}\p{Ll}+\p{Lu}\w*\b")
_LONG = 9
_RARE = 3.3
_FARTHEST = 3.0
_DOUBT = 2.0

Cue = Callable[[Reading, Cues, str], float]


def _words(*kinds: str) -> Cue:
    def rate(reading: Reading, cues: Cues, language: str) -> float:
        return sum(word in getattr(cues, kind) for word in reading.words for kind in kinds) / len(reading.words)

    return rate


def _marks(mark: str) -> Cue:
    return lambda reading, cues, language: reading.text.count(mark) / len(reading.sentences)


def _found(pattern: regex.Pattern[str]) -> Cue:
    return lambda reading, cues, language: len(pattern.findall(reading.text)) / len(reading.words)


def _rare(reading: Reading, cues: Cues, language: str) -> float:
    """Words in lower case that few people use: names do not count."""
    words = [word for sentence in reading.sentences for word in sentence.split()[1:]]
    plain = [word.strip(".,;:!?()\"'“”’") for word in words if word[:1].islower()]
    return sum(0 < zipf(word, language) < _RARE for word in plain) / len(reading.words)


CUES: Mapping[str, Cue] = {
    "first": _words("first"),
    "person": _words("first", "second"),
    "contractions": lambda reading, cues, language: sum("'" in word for word in reading.words) / len(reading.words),
    "negations": _words("negations"),
    "contrasts": _words("contrasts"),
    "against": _words("against"),
    "frank": _words("frank"),
    "hedges": _words("hedges"),
    "intensifiers": _words("intensifiers"),
    "feelings": _words("feelings"),
    "play": _words("play"),
    "ceremony": _words("ceremony"),
    "long": lambda reading, cues, language: sum(len(word) >= _LONG for word in reading.words) / len(reading.words),
    "questions": _marks("?"),
    "exclamations": _marks("!"),
    "brackets": _marks("("),
    "emoji": _found(_EMOJI),
    "shouted": _found(_SHOUTED),
    "short forms": _found(_SHORT_FORM),
    "identifiers": _found(_IDENTIFIER),
    "digits": _found(regex.compile(r"\d+")),
    "rare": _rare,
}
TRAITS: Mapping[str, Mapping[str, int]] = {
    "candid": {"first": 1, "frank": 1, "contractions": 1, "hedges": -1},
    "contrarian": {"negations": 1, "contrasts": 1, "against": 1},
    "formal": {"long": 1, "ceremony": 1, "contractions": -1, "person": -1, "play": -1, "exclamations": -1},
    "playful": {"play": 1, "exclamations": 1, "emoji": 1, "brackets": 1, "questions": 1, "long": -1},
    "technical": {"rare": 1, "short forms": 1, "identifiers": 1, "digits": 1, "long": 1},
    "expressive": {"exclamations": 1, "feelings": 1, "intensifiers": 1, "shouted": 1},
}
"""Which cues speak for a trait, and which against it."""
_ENGLISH = "contractions"


def rates(reading: Reading, language: str) -> NDArray[np.float64]:
    """Of every cue, in the order of `CUES`; of a text with a sentence in it, in a language that has cues."""
    cues = cues_for(language)
    assert cues is not None, f"there are no cues for {language}"
    return np.array([cue(reading, cues, language) for cue in CUES.values()])


def traits(readings: Sequence[Reading], usual: Usual, language: str) -> dict[str, float]:
    """Empty for no samples, and in languages whose cues nobody has listed."""
    if not readings or cues_for(language) is None:
        return {}
    measured = np.mean([rates(reading, language) for reading in readings], axis=0)
    steps = np.clip((measured - usual.cues) / usual.cue_spread, -_FARTHEST, _FARTHEST)
    by_cue = dict(zip(CUES, steps.tolist(), strict=True))
    if not language.startswith("en"):
        del by_cue[_ENGLISH]
    sure = len(readings) / (len(readings) + _DOUBT)
    return {name: _trait(cues, by_cue, sure) for name, cues in TRAITS.items()}


def _trait(signs: Mapping[str, int], by_cue: Mapping[str, float], sure: float) -> float:
    told = [sign * by_cue[cue] for cue, sign in signs.items() if cue in by_cue]
    return round(100 / (1 + exp(-fmean(told) * sqrt(len(told)) * sure)), 1)
