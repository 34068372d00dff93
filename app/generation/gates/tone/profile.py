"""A client's tone, learned from its samples and the public voices like them; and how near a text comes to it.

Samples and text are looked at as they differ from a reference: the mean of the public voices, each weighed by how like
the samples it is. What everybody of that register does cancels out, and what is the client's own remains. The score is
the cosine between the two differences, summed over the kinds of marks, and divided by the root of the text's own spread
among the public voices, so that a text which is unusual, or short, is not nearer for that. The least score that passes
follows from how well the client's samples recognise each other, each left out in turn: whole, and cut to the length of
the text, since less is recognised in fewer words.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log

import numpy as np
from numpy.typing import NDArray

from app.generation.gates.tone.cohort import Cohort, shipped, unit
from app.generation.gates.tone.marks import Floats, beginning, marks, passages, words
from app.kit.memory import kept

LEAST_SAMPLES = 3
SURE_SAMPLES = 10
LEAST_WORDS = 20
"""Of a text or sample. In shorter ones the measure is hardly better than chance."""
CUTS = (20, 40, 80)
"""Lengths in words to which samples are cut as well."""
LANGUAGE = "en"
"""The public voices speak it; in any other there is nothing to compare with."""
_SHARPNESS = 8.0  # How quickly a public voice loses weight as it is less like the samples.
_MOST_PASSAGES = 100
_DOUBT = 5.0  # With so many passages, their mean score counts half of what it would with any number.


def can_judge(language: str) -> bool:
    return language.casefold().startswith(LANGUAGE)


@dataclass(frozen=True, slots=True)
class Tone:
    """How near a text comes: `similarity` and `threshold` are 0..100, on one scale for all clients."""

    similarity: float
    threshold: float


@dataclass(frozen=True)
class ToneProfile:
    """`samples` counts those that were long enough. `reference` and `direction` are kinds x columns.

    `own` are mean scores of the samples, each from what the others say of it, when they have the `lengths` in words.
    """

    samples: int
    cohort: Cohort
    weights: Floats
    reference: Floats
    direction: Floats
    own: tuple[float, ...]
    lengths: tuple[float, ...]
    passages: int

    @property
    def sure(self) -> bool:
        return self.samples >= SURE_SAMPLES

    @property
    def register(self) -> str:
        """The one that the public voices most like the client's belong to."""
        share: dict[str, float] = {}
        for name, weight in zip(self.cohort.registers, self.weights.tolist(), strict=True):
            share[name] = share.get(name, 0.0) + weight
        return max(share, key=lambda name: share[name])

    def judge(self, text: str) -> Tone | None:
        """None for a text that is too short to tell."""
        length = len(words(text))
        if length < LEAST_WORDS:
            return None
        parts = passages(text)
        score = float(self.scores(parts).mean())
        floor = float(np.dot(self.cohort.floor, self.features(length / len(parts))))
        return Tone(self.similarity(score), self.similarity(floor))

    def scores(self, texts: Sequence[str]) -> Floats:
        return self.scores_of(self.cohort.weigh(np.stack([marks(text) for text in texts])))

    def scores_of(self, weighed: Floats) -> Floats:
        """Of texts x kinds x columns."""
        return _scores(self.cohort, self.weights, self.reference, weighed, self.direction)

    def spreads_of(self, weighed: Floats) -> Floats:
        """How far each text lies from the public voices, in any direction; 1 would be: along all of them."""
        apart = weighed - self.reference
        return _spread(self.cohort, self.weights, self.reference, weighed, np.linalg.norm(apart, axis=2))

    def features(self, length: float) -> tuple[float, float, float, float]:
        """What the floor of a text of so many words depends on."""
        own = float(np.interp(log(length), np.log(self.lengths), self.own))
        return 1.0, own * self.passages / (self.passages + _DOUBT), log(length), log(self.passages)

    def similarity(self, score: float) -> float:
        """0..100: the odds that the author is the same, were both equally likely."""
        start, slope = self.cohort.scale
        return round(100 / (1 + exp(-(start + slope * score))), 1)


def usable(samples: Sequence[str]) -> list[str]:
    """Each once, and only those long enough to learn from."""
    return [sample for sample in dict.fromkeys(samples) if len(words(sample)) >= LEAST_WORDS]


@kept(128)
def profile_of(samples: tuple[str, ...]) -> ToneProfile | None:
    """None with fewer than three samples of twenty words."""
    long_enough = usable(samples)
    if len(long_enough) < LEAST_SAMPLES:
        return None
    parts = [part for sample in long_enough for part in passages(sample)][:_MOST_PASSAGES]
    return fitted(shipped(), Sample.of(parts), len(long_enough))


@dataclass(frozen=True)
class Sample:
    """Texts as a profile is fitted on them: `marks` and `lengths` for each cut and at last for the texts whole."""

    marks: Floats
    lengths: NDArray[np.float64]

    @classmethod
    def of(cls, texts: Sequence[str]) -> "Sample":
        versions = [[*(beginning(text, cut) for cut in CUTS), text] for text in texts]
        return cls(
            np.stack([[marks(version) for version in of_text] for of_text in versions], axis=1),
            np.array([[max(1, len(words(version))) for version in of_text] for of_text in versions], dtype=float).T,
        )

    def only(self, rows: Sequence[int]) -> "Sample":
        return Sample(self.marks[:, rows], self.lengths[:, rows])


def fitted(cohort: Cohort, sample: Sample, samples: int) -> ToneProfile:
    """Of two texts at least, which are passages of so many samples."""
    weighed = cohort.weigh(sample.marks)
    whole = weighed[-1]
    weights = _likeness(cohort, whole)
    reference = np.asarray(np.tensordot(weights, cohort.means, axes=1), dtype=np.float32)
    apart = whole - reference
    others = unit(apart.sum(axis=0) - apart)
    own = [float(_scores(cohort, weights, reference, cut, others).mean()) for cut in weighed]
    lengths = np.exp(np.log(sample.lengths).mean(axis=1))
    rising = [at for at in range(len(own)) if at == 0 or lengths[at] > lengths[at - 1]]
    return ToneProfile(
        samples,
        cohort,
        weights,
        reference,
        unit(apart.mean(axis=0)),
        tuple(own[at] for at in rising),
        tuple(float(lengths[at]) for at in rising),
        len(whole),
    )


@dataclass(frozen=True)
class Recognition:
    """How far samples recognise each other: `scores` of each passage by what the other samples have in common, and the
    `weights` of the public voices like them."""

    scores: Floats
    weights: Floats


def recognition(cohort: Cohort, texts: Sequence[str], whose: Sequence[int]) -> Recognition:
    """Of passages of two samples at least, `whose` being the number of the sample that each is of."""
    weighed = cohort.weigh(np.stack([marks(text) for text in texts]))
    weights = _likeness(cohort, weighed)
    reference = np.asarray(np.tensordot(weights, cohort.means, axes=1), dtype=np.float32)
    apart = weighed - reference
    same = np.equal.outer(np.asarray(whose), np.asarray(whose)).astype(np.float32)
    others = unit(apart.sum(axis=0) - np.tensordot(same, apart, axes=1))
    return Recognition(_scores(cohort, weights, reference, weighed, others), weights)


def _likeness(cohort: Cohort, weighed: Floats) -> Floats:
    """The weight of each public voice; they add up to one."""
    mine = unit(weighed.mean(axis=0) - cohort.centre)
    theirs = unit(cohort.means - cohort.centre)
    cosines = (theirs * mine).sum(axis=2).mean(axis=1)
    weights = np.exp(_SHARPNESS * (cosines - cosines.max()))
    return np.asarray(weights / weights.sum(), dtype=np.float32)


def _scores(cohort: Cohort, weights: Floats, reference: Floats, weighed: Floats, direction: Floats) -> Floats:
    apart = weighed - reference
    length = np.maximum(np.linalg.norm(apart, axis=2), 1e-9)
    nearness = ((apart * direction).sum(axis=2) / length).sum(axis=1)
    spread = _spread(cohort, weights, reference, weighed, length)
    return np.asarray(nearness / np.sqrt(spread / cohort.usual_spread), dtype=np.float32)


def _spread(cohort: Cohort, weights: Floats, reference: Floats, weighed: Floats, length: Floats) -> Floats:
    """Root mean square of the cosines between each text and the public voices, as both differ from the reference."""
    among = np.einsum("kvc,kc->kv", cohort.by_kind, reference)
    within = (reference**2).sum(axis=1)
    theirs = np.sqrt(np.maximum(cohort.square_lengths.T - 2 * among + within[:, None], 1e-9))
    products = np.matmul(weighed.transpose(1, 0, 2), cohort.by_kind.transpose(0, 2, 1))
    of_text = np.einsum("tkc,kc->kt", weighed, reference)
    cosines = (products - of_text[:, :, None] - among[:, None, :] + within[:, None, None]) / (
        length.T[:, :, None] * theirs[:, None, :]
    )
    return np.asarray(np.sqrt((cosines**2) @ weights).mean(axis=0), dtype=np.float32)
