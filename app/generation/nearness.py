"""How near the hooks of pieces are to the shared hooks that did well, for the gates to use where there are some."""

from collections.abc import Sequence
from dataclasses import replace

from app.generation.gates.base import Nearness, Piece
from app.generation.platforms import hook_of
from app.vectors import HookHits, Vectors
from app.vocabulary import Platform

NEAREST = 10


async def nearness(vectors: Vectors, hooks: Sequence[str], platform: Platform) -> list[Nearness | None]:
    """Of each hook; None for one without words, and for all of them where nothing was imported.

    One embedding and one search of each index for all. Raises Conflict, Unavailable.
    """
    if not hooks or not await vectors.has_hooks():
        return [None] * len(hooks)
    return [_read(hits) for hits in await vectors.near_hooks(hooks, platform, NEAREST)]


def _read(hits: HookHits) -> Nearness | None:
    if not hits.top_performers:
        return None
    return Nearness(*([hit.score for hit in of] for of in hits))


async def measured(vectors: Vectors, pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces with the nearness of their hooks. Raises Conflict, Unavailable."""
    found = list(pieces)
    for platform in {piece.platform for piece in pieces}:
        places = [place for place, piece in enumerate(pieces) if piece.platform is platform]
        near = await nearness(vectors, [_hook(pieces[place]) for place in places], platform)
        for place, each in zip(places, near, strict=True):
            found[place] = replace(pieces[place], nearness=each)
    return found


def _hook(piece: Piece) -> str:
    start, end = hook_of(piece)
    return piece.content[start:end]
