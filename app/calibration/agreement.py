"""How much samples agree in what is their own: each is foretold from the others, against what anybody writes.

Each part gives one number for each passage; passages of one sample say nothing of each other. What a part is worth is
the mean over the samples less its standard error, so that few samples, or such as differ, are worth less.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log

import numpy as np

from app.calibration.habits import habits
from app.calibration.reading import Reading, read
from app.calibration.usual import Numbers, Usual
from app.generation.gates.tone import can_judge, recognition
from app.generation.gates.tone.cohort import Cohort
from app.generation.gates.tone.marks import passages
from app.hubs.analysis.words import knows_words, zipf

MOST_PASSAGES = 100
_FARTHEST = 3.0  # A habit further off than so many spreads counts as that: one text with ten dashes is no habit.
_MOST_TIMES = 3  # What one text says over and over it would say so of anything.
_GENERAL_WORDS, _GENERAL_TOPICS = 2000.0, 300.0
"""How many words general language weighs beside the samples'."""
_RAREST = 1.5
"""On wordfreq's scale; rarer words, and those it does not know, count as that rare."""


@dataclass(frozen=True)
class Passages:
    """What is compared, and the number of the sample that each is of."""

    readings: Sequence[Reading]
    whose: Sequence[int]
    language: str


def passages_of(samples: Sequence[str], language: str) -> Passages:
    """At most 100, of each sample as many. A single sample is taken as its passages, or as two halves."""
    cut = [passages(sample)[: max(1, MOST_PASSAGES // len(samples))] for sample in samples]
    if len(cut) == 1:
        cut = [[part] for part in (cut[0] if len(cut[0]) > 1 else _halves(cut[0][0]))]
    readings = [(number, read(part, language)) for number, parts in enumerate(cut) for part in parts]
    kept = [(number, reading) for number, reading in readings if reading.words and reading.sentences]
    return Passages([reading for _, reading in kept], [number for number, _ in kept], language)


def _halves(text: str) -> list[str]:
    words = text.split()
    return [" ".join(words[: len(words) // 2]), " ".join(words[len(words) // 2 :])]


def agreement(of: Passages, cohort: Cohort, usual: Usual) -> dict[str, float]:
    """What each part is worth that can be measured in the language; none for fewer than two samples.

    Without public voices a language's habits cannot be told from an author's.
    """
    if len(set(of.whose)) < 2:
        return {}
    found: dict[str, Numbers] = {}
    if can_judge(of.language):
        recognised = recognition(cohort, [reading.text for reading in of.readings], of.whose)
        found["tone_match"] = recognised.scores.astype(np.float64)
        found["structure"] = _in_structure(of, recognised.weights.astype(np.float64), usual)
    if knows_words(of.language):
        found["vocabulary"] = _in_words(of)
        found["topics"] = _in_topics(of)
    return {part: _worth(scores, of.whose) for part, scores in found.items()}


def _worth(scores: Numbers, whose: Sequence[int]) -> float:
    size = np.bincount(whose)
    by_sample = np.bincount(whose, weights=scores)[size > 0] / size[size > 0]
    return float(by_sample.mean() - by_sample.std() / np.sqrt(len(by_sample)))


def _in_structure(of: Passages, weights: Numbers, usual: Usual) -> Numbers:
    """Cosines between a passage's habits and the other samples', as both differ from the public voices like them."""
    measured = np.stack([habits(reading, of.language) for reading in of.readings])
    apart = np.clip((measured - weights @ usual.habits) / usual.habit_spread, -_FARTHEST, _FARTHEST)
    others = apart.sum(axis=0) - np.equal.outer(of.whose, of.whose) @ apart
    lengths = np.linalg.norm(apart, axis=1) * np.linalg.norm(others, axis=1)
    return np.asarray((apart * others).sum(axis=1) / np.maximum(lengths, 1e-9))


def _in_words(of: Passages) -> Numbers:
    """How much likelier a passage's words are by the other samples than by the language at large: nats a word."""
    return _likelier([[(word, word) for word in reading.words] for reading in of.readings], of, _GENERAL_WORDS)


def _in_topics(of: Passages) -> Numbers:
    """Likewise of the words that carry meaning, whatever their form."""
    return _likelier([reading.content for reading in of.readings], of, _GENERAL_TOPICS)


def _likelier(texts: Sequence[Sequence[tuple[str, str]]], of: Passages, general: float) -> Numbers:
    counts = [Counter(key for key, _ in text) for text in texts]
    by_sample = [Counter[str]() for _ in range(max(of.whose) + 1)]
    together: Counter[str] = Counter()
    for number, count in zip(of.whose, counts, strict=True):
        by_sample[number].update(count)
        together.update(count)
    usually, size = _usually(texts, of.language), together.total()
    return np.array(
        [
            _gain(count, together, by_sample[number], usually, size - by_sample[number].total() + general, general)
            for number, count in zip(of.whose, counts, strict=True)
        ]
    )


def _gain(
    own: Counter[str],
    together: Counter[str],
    sample: Counter[str],
    usually: Mapping[str, float],
    rest: float,
    general: float,
) -> float:
    gains = (
        min(count, _MOST_TIMES) * log(((together[key] - sample[key]) / usually[key] + general) / rest)
        for key, count in own.items()
    )
    return sum(gains) / max(own.total(), 1)


def _usually(texts: Sequence[Sequence[tuple[str, str]]], language: str) -> dict[str, float]:
    """How often each key occurs in the language at large, by the commonest of its words."""
    forms: dict[str, float] = {}
    for key, word in {pair for text in texts for pair in text}:
        forms[key] = max(forms.get(key, _RAREST), zipf(word, language))
    return {key: 10 ** (value - 9) for key, value in forms.items()}
