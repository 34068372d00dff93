"""Whether passages read as one thought: they stand close together in the source, or speak of the same thing."""

from collections.abc import Sequence
from itertools import pairwise

import regex

from app.generation.writer.material import Passage
from app.hubs.analysis.words import stems
from app.kit.memory import kept

_NEAR = 160
"""Code points between two passages that the source says in one breath."""
_TURNS = regex.compile(
    r"(?:^|[^\p{L}])(?:but|however|yet|instead|no longer|even so|pero|sin embargo|en cambio|ya no)(?:[^\p{L}]|$)"
    r"|しかし|だが",
    regex.IGNORECASE,
)


def are_linked(one: Passage, other: Passage, language: str) -> bool:
    """Whether the source says them close together, or they share a term."""
    first, second = sorted((one, other), key=lambda passage: passage.start)
    if second.start - first.end <= _NEAR:
        return True
    return bool(_terms(one, language) & _terms(other, language))


def cohesion(passages: Sequence[Passage], language: str) -> float:
    """The share of neighbours that are linked, 0..1; less than half a link counts for those that only share a term."""
    pairs = list(pairwise(passages))
    near = sum(other.start - one.end <= _NEAR for one, other in pairs)
    linked = sum(are_linked(one, other, language) for one, other in pairs)
    return (0.4 * linked + 0.6 * near) / len(pairs) if pairs else 1.0


def turns(passages: Sequence[Passage]) -> bool:
    """Whether what comes later takes a turn against what comes first."""
    return any(_TURNS.search(line.text) for passage in passages[1:] for line in passage.lines)


def without_strays(passages: Sequence[Passage], before: Passage | None, least: int, language: str) -> list[Passage]:
    """Without those that are linked to neither neighbour, as long as `least` are left; `before` is the hook's."""
    kept = list(passages)
    while len(kept) > least:
        whole = [*([before] if before else []), *kept]
        stray = next((p for p in kept if not _has_neighbour(p, whole, language)), None)
        if stray is None:
            break
        kept.remove(stray)
    return kept


def _has_neighbour(passage: Passage, whole: Sequence[Passage], language: str) -> bool:
    at = whole.index(passage)
    around = [whole[near] for near in (at - 1, at + 1) if 0 <= near < len(whole)]
    return any(are_linked(passage, other, language) for other in around)


def _terms(passage: Passage, language: str) -> frozenset[str]:
    return _stems(" ".join(line.text for line in passage.lines), language)


@kept(4096)
def _stems(text: str, language: str) -> frozenset[str]:
    return frozenset(stems(text, language))
