"""How good scores are on the public sets: accuracy on pairs, area under the ROC curve, Spearman's rho."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray
from scipy.stats import spearmanr
from sklearn.metrics import roc_auc_score

from scripts.fit.data import Hooks

Floats = NDArray[np.float64]


def measures(hooks: Hooks, scores: Floats) -> Mapping[str, float]:
    """By set, for those that are there; `scores` has one number a text of `hooks`. A tie in a pair is half right."""
    found = {
        name: accuracy(scores[pairs[:, 0]], scores[pairs[:, 1]]) for name, pairs in hooks.pairs.items() if len(pairs)
    }
    for name, worths in hooks.worths.items():
        if len(worths):
            measure = auc if name == "clickbait" else rho
            found[name] = measure(worths[:, 1], scores[worths[:, 0]])
    return found


def accuracy(stronger: Floats, weaker: Floats) -> float:
    return float(np.mean((stronger > weaker) + 0.5 * (stronger == weaker)))


def auc(labels: NDArray[np.int64], scores: Floats) -> float:
    return float(roc_auc_score(labels, scores)) if len(set(labels.tolist())) == 2 else float("nan")


def rho(votes: NDArray[np.int64], scores: Floats) -> float:
    return float(spearmanr(scores, votes).statistic) if np.ptp(scores) and np.ptp(votes) else float("nan")
