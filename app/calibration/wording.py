"""The words of a voice: those that its samples have far oftener than the language at large, and how many it varies."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from math import log
from statistics import fmean

from app.calibration.reading import Reading
from app.hubs.analysis.words import knows_words, zipf

TYPICAL = 20
LEAST_SAMPLES = 2
_ABOVE = 3.0
"""How many times as often as in general a typical word stands in the samples, at least."""
_GENERAL = 500.0
"""How many words general language weighs beside the samples'."""
_RAREST, _COMMONEST = 1.5, 6.0
"""On wordfreq's scale. Commoner words than "so" and "like" are no vocabulary."""
_PER = 100


@dataclass(frozen=True, slots=True)
class Wording:
    """`typical` words, most typical first; `richness` is how many different words stand in 100 of a sample."""

    typical: Sequence[str] = ()
    richness: float = 0.0


def wording_of(readings: Sequence[Reading], language: str) -> Wording:
    """Empty in languages without word frequencies."""
    readings = [reading for reading in readings if reading.words]
    if not readings or not knows_words(language):
        return Wording()
    return Wording(_typical(readings, language), _richness(readings))


def _typical(readings: Sequence[Reading], language: str) -> list[str]:
    """Words of two samples at least, by how likely they are in the samples against in general; no names."""
    counts = Counter(word for reading in readings for word in reading.words)
    samples: dict[str, int] = defaultdict(int)
    for reading in readings:
        for word in set(reading.words):
            samples[word] += 1
    size = counts.total() + _GENERAL
    named = _names(readings)
    scored = []
    for word, count in counts.items():
        if len(word) < 2 or zipf(word, language) > _COMMONEST:
            continue
        usual = 10 ** (max(zipf(word, language), _RAREST) - 9)
        times = (count / size + usual * _GENERAL / size) / usual
        if samples[word] >= min(LEAST_SAMPLES, len(readings)) and times >= _ABOVE and word not in named:
            scored.append((samples[word] * log(times), word))
    return [word for _, word in sorted(scored, key=lambda pair: (-pair[0], pair[1]))[:TYPICAL]]


def _names(readings: Sequence[Reading]) -> set[str]:
    """Words that stand with a capital more often than without where no sentence begins."""
    upper: Counter[str] = Counter()
    lower: Counter[str] = Counter()
    for reading in readings:
        for sentence in reading.sentences:
            for word in sentence.split()[1:]:
                bare = word.strip('.,;:!?()[]"“”…—*_').replace("’", "'")
                (upper if bare[:1].isupper() else lower)[bare.casefold()] += 1
    return {word for word, count in upper.items() if count > lower[word] and not word.startswith("i'") and word != "i"}


def _richness(readings: Sequence[Reading]) -> float:
    """The mean over windows of 100 words, so that long samples are not poorer for being long."""
    windows = [
        reading.words[at : at + _PER]
        for reading in readings
        for at in range(0, max(1, len(reading.words) - _PER + 1), _PER)
    ]
    return round(fmean(_PER * len(set(window)) / len(window) for window in windows), 1)
