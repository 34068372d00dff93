"""Texts as rows of numbers: the plain features, standardised, and the hashed n-grams."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from app.generation.gates.pull.features import bucket
from app.generation.gates.pull.scorer import CLIP, Seen, ngram_worth

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Texts:
    """`plain` are the values of the features as read; `hashed` has `ngram_worth` where a text has an n-gram."""

    plain: Floats
    hashed: Any

    def rows(self, mean: Floats, spread: Floats) -> Any:
        """One row a text: features in units of their spread, then the n-grams."""
        standard = np.clip((self.plain - mean) / spread, -CLIP, CLIP)
        return sp.hstack([sp.csr_matrix(standard), self.hashed]).tocsr()


def texts_of(seen: Sequence[Seen], size: int) -> Texts:
    columns, worths, starts = [], [], [0]
    for one in seen:
        columns += [bucket(ngram, size) for ngram in one.ngrams]
        worths += [ngram_worth(len(one.ngrams))] * len(one.ngrams)
        starts.append(len(columns))
    hashed = sp.csr_matrix((worths, columns, starts), shape=(len(seen), size))
    return Texts(np.array([one.values for one in seen], float).reshape(len(seen), -1), hashed)
