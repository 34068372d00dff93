"""Fitting by differences: within a pair, or within a set, the stronger text must come out above the weaker.

No set is compared with another, so that none wins by its publisher's manner; and the weights are small where the data
say little (L2). Each head has its own mixture of the sets.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from app.generation.gates.pull.numbers import Head
from scripts.fit.data import Hooks
from scripts.fit.matrix import Floats, Texts

Mask = NDArray[np.bool_]
PULL = {"upworthy": 3.0, "tweets": 0.7, "clickbait": 0.3, "hackernews": 0.3, "discussed": 0.1, "broken": 0.1}
"""Gate G2. Clickbait counts little a row: it has many, and one manner."""
ENGAGEMENT = {"upworthy": 1.5, "tweets": 1.0, "clickbait": 0.1, "hackernews": 1.0, "discussed": 0.3}
"""Gate G7."""
_PLAIN_SCALE, _HASHED_SCALE = 0.3, 0.3
"""How freely the plain features and the n-grams are fitted: their weights are shrunk towards zero by the inverse."""
_ROUNDS = 3  # How often each title is compared with another of its set.
_LEAST_RATIO, _MOST_RATIO = 0.3, 2.0
"""Titles nearer in log votes than the first are not compared; farther than the second counts no more."""
_LEAST_TEXTS = 4  # An n-gram of fewer texts has no weight.


@dataclass(frozen=True, slots=True)
class Weights:
    mean: Floats
    spread: Floats
    plain: Floats
    hashed: Floats

    def raw(self, texts: Texts) -> Floats:
        return np.asarray(texts.rows(self.mean, self.spread) @ np.concatenate([self.plain, self.hashed]))

    def head(self, quantiles: Floats) -> Head:
        """Its n-gram weights in 255 steps."""
        step = float(np.abs(self.hashed).max()) / 127 or 1.0
        return Head(self.mean, self.spread, self.plain, np.rint(self.hashed / step).astype(np.int8), step, quantiles)


@dataclass(frozen=True, slots=True)
class Rows:
    """The numbers of stronger and weaker texts, and what each comparison counts."""

    stronger: NDArray[np.int64]
    weaker: NDArray[np.int64]
    worth: Floats


def comparisons(hooks: Hooks, mixture: Mapping[str, float], among: Mask, seed: int = 0) -> Rows:
    """All within `among`; a set that is missing or without worth is left out."""
    chance = np.random.default_rng(seed)
    found: list[tuple[NDArray[np.int64], NDArray[np.int64], Floats]] = []
    for name, pairs in hooks.pairs.items():
        kept = pairs[among[pairs[:, 0]]]
        found.append((kept[:, 0], kept[:, 1], np.full(len(kept), mixture.get(name, 0.0))))
    for name, worths in hooks.worths.items():
        kept = worths[among[worths[:, 0]]]
        paired = _classes(kept, chance) if name == "clickbait" else _votes(kept, chance)
        found.append((paired.stronger, paired.weaker, paired.worth * mixture.get(name, 0.0)))
    stronger, weaker, worth = (np.concatenate(column) for column in zip(*found, strict=True))
    return Rows(stronger[worth > 0], weaker[worth > 0], worth[worth > 0])


def fit(hooks: Hooks, texts: Texts, mixture: Mapping[str, float], among: Mask) -> Weights:
    rows = comparisons(hooks, mixture, among)
    mean, spread, scaled = _scaled(texts, among)
    coefficients = _solve(scaled[rows.stronger] - scaled[rows.weaker], rows.worth)
    plain = texts.plain.shape[1]
    return Weights(mean, spread, coefficients[:plain] * _PLAIN_SCALE, coefficients[plain:] * _HASHED_SCALE)


def fit_with_posts(
    hooks: Hooks, texts: Texts, mixture: Mapping[str, float], among: Mask, posts: Mask
) -> tuple[Weights, Weights]:
    """One fit for all, in which posts have a correction of their own: the weights elsewhere, and those on posts."""
    rows = comparisons(hooks, mixture, among)
    mean, spread, scaled = _scaled(texts, among)
    both = sp.hstack([scaled, sp.diags_array(posts.astype(np.float64), dtype=np.float64) @ scaled]).tocsr()
    coefficients = _solve(both[rows.stronger] - both[rows.weaker], rows.worth)
    shared, corrected = np.split(coefficients, 2)
    plain = texts.plain.shape[1]
    elsewhere, on_posts = (
        Weights(mean, spread, every[:plain] * _PLAIN_SCALE, every[plain:] * _HASHED_SCALE)
        for every in (shared, shared + corrected)
    )
    return elsewhere, on_posts


def fit_classes(texts: Texts, labels: NDArray[np.int64], among: Mask, groups: NDArray[np.int64]) -> Weights:
    """Texts labelled 1 and 0; each label of each group counts the same."""
    mean, spread, scaled = _scaled(texts, among)
    kinds = 2 * groups + labels
    worth = len(kinds) / np.maximum(np.bincount(kinds, among), 1)[kinds] / len(set(kinds.tolist()))
    model = LogisticRegression(max_iter=300).fit(scaled[among], labels[among], sample_weight=worth[among])
    coefficients = model.coef_.ravel()
    plain = texts.plain.shape[1]
    return Weights(mean, spread, coefficients[:plain] * _PLAIN_SCALE, coefficients[plain:] * _HASHED_SCALE)


def _scaled(texts: Texts, among: Mask) -> tuple[Floats, Floats, Any]:
    mean = texts.plain[among].mean(axis=0)
    spread = texts.plain[among].std(axis=0) + 1e-9
    spread[spread < 1e-6] = 1.0
    rows = texts.rows(mean, spread)
    plain = texts.plain.shape[1]
    scale = np.concatenate([np.full(plain, _PLAIN_SCALE), _HASHED_SCALE * _common(texts, among)])
    return mean, spread, (rows @ sp.diags_array(scale, dtype=np.float64)).tocsr()


def _common(texts: Texts, among: Mask) -> Floats:
    counts = np.asarray((texts.hashed[among] > 0).sum(axis=0)).ravel()
    return (counts >= _LEAST_TEXTS).astype(np.float64)


def _solve(differences: Any, worth: Floats) -> Floats:
    """Weights under which every difference would be positive. Half of the rows are turned round: two classes."""
    signs = np.where(np.arange(len(worth)) % 2 == 0, 1.0, -1.0)
    turned = (sp.diags_array(signs, dtype=np.float64) @ differences).tocsr()
    model = LogisticRegression(fit_intercept=False, max_iter=200, tol=1e-3).fit(turned, signs, sample_weight=worth)
    return np.asarray(model.coef_.ravel(), np.float64)


def _classes(labelled: NDArray[np.int64], chance: np.random.Generator) -> Rows:
    """Each of the smaller class against one of the other, by lot."""
    strong, weak = (chance.permutation(labelled[labelled[:, 1] == label, 0]) for label in (1, 0))
    count = min(len(strong), len(weak))
    return Rows(strong[:count], weak[:count], np.ones(count))


def _votes(voted: NDArray[np.int64], chance: np.random.Generator) -> Rows:
    logs = np.log1p(voted[:, 1])
    others = [chance.permutation(len(voted)) for _ in range(_ROUNDS)]
    gaps = np.concatenate([logs - logs[other] for other in others])
    stronger = np.tile(voted[:, 0], _ROUNDS)
    weaker = np.concatenate([voted[other, 0] for other in others])
    kept = gaps > _LEAST_RATIO
    worth = np.minimum(gaps[kept], _MOST_RATIO) / _MOST_RATIO / _ROUNDS
    return Rows(stronger[kept], weaker[kept], worth)
