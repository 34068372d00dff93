"""What nearness to the shared hooks that did well adds to a rank: a tenth of it at most, for it adds little.

The mean of the ten highest cosines is ranked among those of real hooks, by the built-in embedder, to an index that
did not hold them. A hook that is as good as a copy of a shared one gains nothing by that.
"""

from collections.abc import Sequence

import numpy as np

SHARE = 0.1
_COPY = 0.95
_QUANTILES = (
    0.203,
    0.268,
    0.28,
    0.289,
    0.298,
    0.307,
    0.316,
    0.327,
    0.338,
    0.35,
    0.362,
    0.375,
    0.39,
    0.404,
    0.421,
    0.438,
    0.459,
    0.483,
    0.513,
    0.562,
    0.954,
)
"""Of the means, at each twentieth of the reference set."""


def blended(score: float, cosines: Sequence[float]) -> float:
    """`score` with its tenth for nearness; as it was where nothing near is known."""
    fresh = [cosine for cosine in cosines if cosine < _COPY][:10]
    if not fresh:
        return score
    near = float(np.interp(np.mean(fresh), _QUANTILES, np.linspace(0.0, 100.0, len(_QUANTILES))))
    return (1.0 - SHARE) * score + SHARE * near
