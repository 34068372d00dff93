"""How much engagement a text is likely to get, as its rank among public ones; English alone, for want of other data."""

from collections.abc import Sequence

from app.generation.gates.hook_cues import base_language
from app.generation.gates.pull.features import unlinked
from app.generation.gates.pull.nearness import blended
from app.generation.gates.pull.numbers import shipped
from app.generation.gates.pull.scorer import rank, reasons, see
from app.vocabulary import Platform

ON_X = frozenset({Platform.TWITTER, Platform.THREAD})
"""Where posts are ranked among posts on X; elsewhere hooks are, among headlines and titles."""
_POSTS, _HEADLINES = "engagement of posts", "engagement"


def can_predict(language: str) -> bool:
    return base_language(language) == "en"


def engagement_scores(texts: Sequence[str], platform: Platform, near: Sequence[float] = ()) -> list[float]:
    """0..100: the share of the reference set, in percent, that each text is likely to outdo. English alone.

    `near` are the cosines of all of them to shared hooks that did well, where they are known.
    """
    heads = shipped().heads
    head = heads.get(_POSTS, heads[_HEADLINES]) if platform in ON_X else heads[_HEADLINES]
    read = texts if platform in ON_X else [unlinked(text) for text in texts]
    return [round(blended(rank(reasons(head, see(text)).raw, head.quantiles[-1]), near), 1) for text in read]


def accuracy(platform: Platform) -> float:
    """How often it picks the one of two, of the same author or story, that did better: 0.5 is chance."""
    measured = shipped().about["measures"]["engagement"]
    return float(measured["tweets" if platform in ON_X else "upworthy"])
