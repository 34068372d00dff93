"""All vectors made anew from the databases: after another embedder was chosen, or a store was lost."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import tenancy
from app.recall.keeping import catch_up, put
from app.recall.texts import sources_of, texts_of
from app.vectors import Vectors
from app.vectors.importing import AT_ONCE, stored_hooks
from app.vocabulary import VectorIndex

Progress = Callable[[str, int, int], object]
"""Told what is being done, how much of it is done, and how much there is of it."""
_SOURCES_AT_ONCE = 50


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """`failed` are the clients that could not be read, and why: one of them stops no other."""

    clients: int
    hooks: int
    failed: Mapping[str, str]


async def rebuild_all(vectors: Vectors, progress: Progress) -> Rebuilt:
    """Begins with nothing, so that the model may be another. Run again, it ends the same. Raises Unavailable."""
    await vectors.clear()
    clients = tenancy.known_clients()
    failed: dict[str, str] = {}
    for done, client_id in enumerate(clients, start=1):
        try:
            await rebuild_client(vectors, client_id)
        except tenancy.TenancyError as error:
            failed[client_id] = str(error)
        progress("clients", done, len(clients))
    return Rebuilt(len(clients) - len(failed), await _rebuild_hooks(vectors, progress), failed)


async def rebuild_client(vectors: Vectors, client_id: str) -> None:
    """Raises Conflict, Unavailable."""
    async with vectors.changes.turn(client_id):
        await vectors.drop_client(client_id)
        for index in VectorIndex:
            async with tenancy.bind(client_id):
                sources = await sources_of(index)
            for first in range(0, len(sources), _SOURCES_AT_ONCE):
                await _put(vectors, client_id, index, sources[first : first + _SOURCES_AT_ONCE])
    await catch_up(vectors, client_id)


async def _put(vectors: Vectors, client_id: str, index: VectorIndex, sources: Sequence[str]) -> None:
    async with tenancy.bind(client_id):
        texts = await texts_of(index, sources)
    await put(vectors, client_id, index, texts)


async def _rebuild_hooks(vectors: Vectors, progress: Progress) -> int:
    hooks = await stored_hooks()
    rows = []
    for first in range(0, len(hooks), AT_ONCE):
        some = hooks[first : first + AT_ONCE]
        rows += await vectors.hook_rows([(hook.id, hook.platform, hook.text) for hook in some])
        progress("hooks", len(rows), len(hooks))
    if rows:
        await vectors.add_hooks(rows)
    return len(rows)
