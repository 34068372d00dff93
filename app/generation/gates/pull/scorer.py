"""From a text to what each of its features adds, and from there to its rank in the reference set.

A raw value is a plain sum: of features in units of their spread, cut off at `CLIP`, and of the n-grams, each worth
less the more there are. Ranks are 0..100: 80 is stronger than 80 % of the reference set.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.generation.gates.hook_cues import MAX_POINTS, Part
from app.generation.gates.pull.features import FEATURES, Feature, bucket, ngrams, part_of, read, surface
from app.generation.gates.pull.numbers import Floats, Head
from app.kit.memory import kept

CLIP = 4.0
_NGRAM_WORTH = 5 / 3
_PARTS = tuple(Part)


@dataclass(frozen=True, slots=True)
class Seen:
    """What is seen in a text: a value for each of `features`, and its n-grams."""

    features: Sequence[Feature]
    values: Sequence[float]
    ngrams: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Reasons:
    """What each plain feature and each n-gram adds to the raw value."""

    seen: Seen
    plain: Floats
    hashed: Floats

    @property
    def raw(self) -> float:
        return float(self.plain.sum() + self.hashed.sum())

    def raw_parts(self) -> list[float]:
        """In the order of `Part`."""
        plain = np.bincount(_part_numbers(tuple(self.seen.features)), self.plain, minlength=len(_PARTS))
        of_ngrams = np.array([_PARTS.index(part_of(ngram)) for ngram in self.seen.ngrams], np.int64)
        return [float(part) for part in plain + np.bincount(of_ngrams, self.hashed, minlength=len(_PARTS))]


def see(text: str) -> Seen:
    """A text with spaces between its words, by the features that the fits of a language read."""
    reading = read(text)
    return Seen(FEATURES, surface(reading), ngrams(reading))


def ngram_worth(count: int) -> float:
    return float(_NGRAM_WORTH / max(count, 1) ** 0.25)


def reasons(head: Head, seen: Seen) -> Reasons:
    values = (np.array(seen.values) - head.mean) / head.spread
    places = [bucket(ngram, len(head.hashed)) for ngram in seen.ngrams]
    hashed = head.hashed[places].astype(np.float64) * (head.step * ngram_worth(len(places)))
    return Reasons(seen, np.clip(values, -CLIP, CLIP) * head.plain, hashed)


@kept(8)
def _part_numbers(features: tuple[Feature, ...]) -> NDArray[np.int64]:
    return np.array([_PARTS.index(feature.part) for feature in features], np.int64)


def rank(raw: float, quantiles: Floats) -> float:
    """0..100: the share of the reference set, in percent, that lies below."""
    return float(np.interp(raw, quantiles, np.linspace(0.0, 100.0, len(quantiles))))


def points(total: float, ranks: Sequence[float]) -> list[float]:
    """`total`, to a tenth, shared out among the parts: by their own ranks, and the rest by what room they have."""
    own = [MAX_POINTS[part] * share / 100 for part, share in zip(_PARTS, ranks, strict=True)]
    room = [MAX_POINTS[part] - points for part, points in zip(_PARTS, own, strict=True)]
    excess = total - sum(own)
    pool = room if excess > 0 else own
    shared = [mine + excess * part / (sum(pool) or 1.0) for mine, part in zip(own, pool, strict=True)]
    return _in_tenths(shared, round(total * 10))


def _in_tenths(values: Sequence[float], total: int) -> list[float]:
    """Rounded so that they still add up to `total` tenths."""
    floors = [int(value * 10 + 1e-9) for value in values]
    order = sorted(range(len(values)), key=lambda index: (floors[index] - values[index] * 10, index))
    for index in order[: total - sum(floors)]:
        floors[index] += 1
    return [tenths / 10 for tenths in floors]
