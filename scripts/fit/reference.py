"""The reference set that the scales are anchored to: every headline and title of the English sets, each once.

Posts on X are a reference of their own: nothing in the data says how they compare with headlines.
"""

import numpy as np
from numpy.typing import NDArray

from scripts.fit.broken import NAME as BROKEN
from scripts.fit.data import Hooks

Floats = NDArray[np.float64]
Numbers = NDArray[np.int64]
QUANTILES = 501


def reference(hooks: Hooks) -> Numbers:
    """Most of them are ordinary: the losers of pairs, the news, titles that few voted for."""
    rows = [pairs.ravel() for name, pairs in hooks.pairs.items() if name not in (BROKEN, "tweets")]
    rows += [worths[:, 0] for worths in hooks.worths.values()]
    return np.unique(np.concatenate(rows))


def quantiles(values: Floats, among: Numbers) -> Floats:
    """Of `values` at those texts; a row for each column of `values`."""
    return np.quantile(values[among], np.linspace(0.0, 1.0, QUANTILES), axis=0).T
