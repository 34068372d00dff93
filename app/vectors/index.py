"""The one gateway to the vectors, and the only code that knows namespaces.

A client's own indexes are those of the client that is bound to the task, whatever text or id anybody sends: there is no
argument to name another. The shared hooks are everybody's to read, and come from `foundry hooks import` alone.
"""

import asyncio
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import tenancy
from app.kit import ids
from app.kit.changes import Changes
from app.vectors.embedder import Embedder
from app.vectors.rows import ELSEWHERE, SHARED, Hit, Store, StoredRow, Vector, require_model
from app.vocabulary import HookIndex, Platform, VectorIndex

MOST = 100


class HookHits(NamedTuple):
    """The nearest of the shared hooks, best first: of all, and of those of the platform."""

    top_performers: Sequence[Hit]
    platform_specific: Sequence[Hit]


class Vectors:
    """Texts go in and ids come out; the texts themselves are kept in the databases alone."""

    def __init__(self, embedder: Embedder, store: Store) -> None:
        self.embedder = embedder
        self.changes = Changes()
        self._store = store
        self._beginning = asyncio.Lock()
        self._is_begun = False

    async def require_model(self) -> None:
        """Raises Conflict where the vectors are another model's, Unavailable."""
        require_model(await self.kept_model(), self.embedder.model)

    async def kept_model(self) -> str | None:
        """The model that the vectors were made by; None where there are none. Raises Unavailable."""
        return await self._store.model()

    @property
    def is_local(self) -> bool:
        """Whether it lies in the data folder, so that whose vectors it holds is known without connecting anywhere."""
        return self._store.is_local

    # -- the bound client's

    async def rows_of(self, texts: Mapping[str, Mapping[str, str]]) -> list[StoredRow]:
        """Of texts by their id, by the source they were taken from. Needs no client. Raises Unavailable."""
        return await self._embedded([(id, source, text) for source, of in texts.items() for id, text in of.items()])

    async def replace(self, index: VectorIndex, sources: Sequence[str], rows: Sequence[StoredRow]) -> None:
        """Makes the rows all that there is of the sources. Raises Conflict, Unavailable."""
        namespace = _namespace(tenancy.current_client_id())
        await self._begin()
        await self._store.replace(str(index), namespace, sources, rows)

    async def nearest(self, index: VectorIndex, vector: Vector, k: int) -> list[Hit]:
        """The client's own `k` nearest, best first; none for a text without words. Raises Conflict, Unavailable."""
        namespace = _namespace(tenancy.current_client_id())
        await self.require_model()
        return (await self._store.nearest(str(index), namespace, vector[None], min(k, MOST)))[0]

    async def count(self, index: VectorIndex) -> int:
        """Raises Unavailable."""
        return await self._store.count(str(index), _namespace(tenancy.current_client_id()))

    # -- everybody's

    async def has_hooks(self) -> bool:
        """Costs next to nothing where none were imported. Raises Unavailable."""
        return await self._store.has_hooks()

    async def near_hooks(self, texts: Sequence[str], platform: Platform, k: int) -> list[HookHits]:
        """For each text the nearest of all hooks, and of the platform's. Raises Conflict, Unavailable."""
        await self.require_model()
        vectors = await self.embedder.embed(texts)
        best = await self._store.nearest(HookIndex.TOP_PERFORMERS, SHARED, vectors, k)
        here = await self._store.nearest(HookIndex.PLATFORM_SPECIFIC, SHARED, vectors, k, str(platform))
        return [HookHits(*pair) for pair in zip(best, here, strict=True)]

    async def hook_rows(self, hooks: Sequence[tuple[str, str | None, str]]) -> list[StoredRow]:
        """Of ids, platforms and texts. Raises Unavailable."""
        ours = set(Platform)
        return await self._embedded(
            [(id, platform if platform in ours else ELSEWHERE, text) for id, platform, text in hooks]
        )

    async def add_hooks(self, rows: Sequence[StoredRow]) -> None:
        """All to `top_performers`, those of our platforms to `platform_specific` too. Raises Conflict, Unavailable."""
        await self._begin()
        await self._store.add(HookIndex.TOP_PERFORMERS, SHARED, rows)
        of_platforms = [row for row in rows if row.source != ELSEWHERE]
        await self._store.add(HookIndex.PLATFORM_SPECIFIC, SHARED, of_platforms)

    async def count_hooks(self, index: HookIndex) -> int:
        """Raises Unavailable."""
        return await self._store.count(str(index), SHARED)

    # -- whole namespaces

    async def drop_client(self, client_id: str) -> None:
        """Nothing of the client is left. Raises ValueError for what is no id, Unavailable."""
        if not ids.is_id(client_id):
            raise ValueError(f"{client_id!r} is no client's id")
        for index in VectorIndex:
            await self._store.drop(str(index), _namespace(client_id))

    async def drop_hooks(self) -> None:
        """Raises Unavailable."""
        for index in HookIndex:
            await self._store.drop(str(index), SHARED)

    async def clear(self) -> None:
        """Nothing of anybody is left, and the model may be another. Raises Unavailable."""
        await self._store.clear()
        self._is_begun = False

    async def close(self) -> None:
        await self._store.close()

    async def _embedded(self, texts: Sequence[tuple[str, str, str]]) -> list[StoredRow]:
        vectors = await self.embedder.embed([text for _, _, text in texts])
        return [StoredRow(id, source, vector) for (id, source, _), vector in zip(texts, vectors, strict=True)]

    async def _begin(self) -> None:
        async with self._beginning:
            if not self._is_begun:
                kept = await self._store.model()
                require_model(kept, self.embedder.model)
                if kept is None:
                    await self._store.begin(self.embedder.model)
                self._is_begun = True


def _namespace(client_id: str) -> str:
    return f"client:{client_id}/"
