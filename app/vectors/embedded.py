"""The vectors of a server that is given no other place: files in the data folder, and nothing to run beside.

Clients' texts lie in Milvus Lite, the shared hooks in a file of our own (`hookfile` says why). Neither is opened, nor
the library imported, before there is something to find.
"""

import asyncio
from collections.abc import Sequence
from pathlib import Path

import orjson

from app.errors import Unavailable
from app.vectors.embedder import DIMENSIONS, Matrix
from app.vectors.hookfile import HookFile
from app.vectors.milvus import Milvus
from app.vectors.rows import ELSEWHERE, Hit, StoredRow, check_names
from app.vocabulary import HookIndex

HOOK_INDEXES = frozenset(str(index) for index in HookIndex)


class Embedded:
    """`DIR/vectors.db`, `DIR/hooks.npz`, and in `DIR/vectors.json` the name of the model that both were made by."""

    is_local = True

    def __init__(self, data: Path) -> None:
        self._rows = data / "vectors.db"
        self._label = data / "vectors.json"
        self._hooks = HookFile(data / "hooks.npz")
        self._milvus = Milvus(str(self._rows), is_embedded=True)

    async def model(self) -> str | None:
        try:
            return str(orjson.loads(self._label.read_bytes())["model"])
        except FileNotFoundError:
            return None
        except (ValueError, KeyError, TypeError) as error:
            raise Unavailable(f"{self._label.name} cannot be read: run `foundry vectors rebuild`.") from error

    async def begin(self, model: str) -> None:
        building = self._label.with_name(f"{self._label.name}.new")
        building.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        building.write_bytes(orjson.dumps({"model": model, "dimensions": DIMENSIONS}))
        building.replace(self._label)

    async def replace(self, index: str, namespace: str, sources: Sequence[str], rows: Sequence[StoredRow]) -> None:
        check_names(namespace, sources, rows)
        if rows or self._rows.exists():
            await self._milvus.replace(index, namespace, sources, rows)

    async def add(self, index: str, namespace: str, rows: Sequence[StoredRow]) -> None:
        """The file of the hooks holds them once, and finds those of a platform in it."""
        check_names(namespace, rows=rows)
        if index not in HOOK_INDEXES:
            await self._milvus.add(index, namespace, rows)
        elif index == HookIndex.TOP_PERFORMERS:
            await self._hooks.add(rows)

    async def nearest(
        self, index: str, namespace: str, vectors: Matrix, k: int, source: str | None = None
    ) -> list[list[Hit]]:
        check_names(namespace, [source] if source is not None else ())
        if index in HOOK_INDEXES:
            return await self._hooks.nearest(vectors, k, source)
        if not self._rows.exists():
            return [[] for _ in vectors]
        return await self._milvus.nearest(index, namespace, vectors, k, source)

    async def count(self, index: str, namespace: str) -> int:
        if index in HOOK_INDEXES:
            but = ELSEWHERE if index == HookIndex.PLATFORM_SPECIFIC else None
            return await asyncio.to_thread(self._hooks.count, but)
        return await self._milvus.count(index, namespace) if self._rows.exists() else 0

    async def has_hooks(self) -> bool:
        return self._hooks.is_there

    async def drop(self, index: str, namespace: str) -> None:
        if index in HOOK_INDEXES:
            self._hooks.remove()
        elif self._rows.exists():
            await self._milvus.drop(index, namespace)

    async def clear(self) -> None:
        self._hooks.remove()
        if self._rows.exists():
            await self._milvus.clear()
        self._label.unlink(missing_ok=True)

    async def close(self) -> None:
        await self._milvus.close()
