"""Vectors in Milvus: Milvus Lite in this process, a server or a cluster, by the same statements.

Every index is a collection. On a server the namespace is the partition key. Milvus Lite looks at every row of a
collection in Python for each search, so there each namespace has a partition of its own, and the index is exact; its
rows are flushed as they are written, because those that are not cost far more. A server decides that by itself.
"""

import asyncio
import logging
import re
import threading
from collections import defaultdict
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

from app.errors import Unavailable
from app.vectors.embedder import DIMENSIONS, Matrix
from app.vectors.rows import SHARED, Hit, StoredRow, check_names, usable
from app.vocabulary import HookIndex, VectorIndex

T = TypeVar("T")
THREADS = 4
_AT_ONCE = 1000
_MOST = 16_384  # Rows that a server gives in one answer.
_OURS = {*(str(index) for index in VectorIndex), *(str(index) for index in HookIndex)}
_NOBODY = "in_nobody"
_LABEL = "label/"
"""The namespace, in every collection, of the one row that names the model: its source is the name."""


class Milvus:
    """Opened on first use, in threads of its own: the library is heavy, and its calls wait."""

    is_local = False

    def __init__(self, address: str, token: str = "", *, is_embedded: bool = False) -> None:
        self._address = address
        self._token = token
        self._is_embedded = is_embedded
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="vectors")
        self._opening = threading.Lock()
        self._client: Any = None
        self._ready: set[str] = set()
        self._partitions: dict[str, set[str]] = {}
        self._has_hooks = False
        self._writing: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def model(self) -> str | None:
        return await self._run(self._model)

    async def begin(self, model: str) -> None:
        await self._run(self._begin, model)

    async def replace(self, index: str, namespace: str, sources: Sequence[str], rows: Sequence[StoredRow]) -> None:
        check_names(namespace, sources, rows)
        if not {row.source for row in rows} <= set(sources):
            raise ValueError("a row is of none of the sources")
        async with self._writing[index]:
            await self._run(self._replace, index, namespace, sources, usable(rows))

    async def add(self, index: str, namespace: str, rows: Sequence[StoredRow]) -> None:
        check_names(namespace, rows=rows)
        async with self._writing[index]:
            await self._run(self._put, index, namespace, _as_stored(namespace, usable(rows)))

    async def nearest(
        self, index: str, namespace: str, vectors: Matrix, k: int, source: str | None = None
    ) -> list[list[Hit]]:
        check_names(namespace, [source] if source is not None else ())
        return await self._run(self._nearest, index, namespace, vectors, k, source)

    async def count(self, index: str, namespace: str) -> int:
        check_names(namespace)
        return await self._run(self._count, index, namespace)

    async def has_hooks(self) -> bool:
        """Once there are some, there are."""
        if not self._has_hooks:
            self._has_hooks = await self.count(HookIndex.TOP_PERFORMERS, SHARED) > 0
        return self._has_hooks

    async def drop(self, index: str, namespace: str) -> None:
        check_names(namespace)
        async with self._writing[index]:
            await self._run(self._drop, index, namespace)

    async def clear(self) -> None:
        await self._run(self._clear)

    async def close(self) -> None:
        """What was cancelled goes on in its thread: that ends before what it works on is closed under it."""
        await asyncio.to_thread(self._threads.shutdown, cancel_futures=True)
        await asyncio.to_thread(self._close)

    async def _run(self, work: Callable[..., T], *given: Any) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._threads, self._guarded, work, given)

    def _guarded(self, work: Callable[..., T], given: Sequence[Any]) -> T:
        """Raises Unavailable for whatever Milvus cannot do now."""
        from pymilvus import MilvusException

        try:
            self._open()
            return work(*given)
        except MilvusException as error:
            raise Unavailable(f"The vector store does not answer as it should: {error.message}.") from error

    # -- in a thread

    def _open(self) -> None:
        from pymilvus import MilvusClient

        with self._opening:
            if self._client is None:
                if self._is_embedded:
                    _quieten()
                    Path(self._address).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                self._client = MilvusClient(self._address, token=self._token)

    def _close(self) -> None:
        with self._opening:
            if self._client is None:
                return
            self._client.close()
            self._client = None
            if self._is_embedded:
                from milvus_lite.server_manager import server_manager_instance

                server_manager_instance.release_server(self._address)

    def _has(self, index: str) -> bool:
        """Whether the collection is there; if so, it can be searched from now on."""
        with self._opening:
            if index in self._ready:
                return True
            if not self._client.has_collection(index):
                return False
            self._client.load_collection(index)
            self._partitions[index] = set(self._client.list_partitions(index)) if self._is_embedded else set()
            self._ready.add(index)
            return True

    def _make(self, index: str) -> None:
        from pymilvus import DataType

        if self._has(index):
            return
        schema = self._client.create_schema(auto_id=False, enable_dynamic_field=False)
        schema.add_field("id", DataType.VARCHAR, is_primary=True, max_length=256)
        schema.add_field("namespace", DataType.VARCHAR, max_length=128, is_partition_key=not self._is_embedded)
        schema.add_field("source", DataType.VARCHAR, max_length=128)
        schema.add_field("vector", DataType.FLOAT_VECTOR, dim=DIMENSIONS)
        searched = self._client.prepare_index_params()
        kind = "FLAT" if self._is_embedded else "AUTOINDEX"
        searched.add_index("vector", index_type=kind, metric_type="COSINE")
        options = {} if self._is_embedded else {"num_partitions": 64, "consistency_level": "Session"}
        self._client.create_collection(index, schema=schema, index_params=searched, **options)
        self._has(index)

    def _model(self) -> str | None:
        for index in self._client.list_collections():
            if index in _OURS and self._has(index):
                labels = self._client.query(index, ids=[_LABEL], output_fields=["source"])
                if labels:
                    return str(labels[0]["source"])
        return None

    def _begin(self, model: str) -> None:
        for index in _OURS:
            self._make(index)
            vector = [1.0] + [0.0] * (DIMENSIONS - 1)
            self._put(index, _LABEL, [{"id": _LABEL, "namespace": _LABEL, "source": model, "vector": vector}])

    def _replace(self, index: str, namespace: str, sources: Sequence[str], rows: Sequence[StoredRow]) -> None:
        old = {id for source in sources for id in self._ids(index, namespace, source)}
        new = _as_stored(namespace, rows)
        self._put(index, namespace, new)
        self._remove(index, namespace, sorted(old - {str(row["id"]) for row in new}))

    def _put(self, index: str, namespace: str, rows: Sequence[dict[str, Any]]) -> None:
        if not rows:
            return
        self._make(index)
        self._make_partition(index, namespace)
        for first in range(0, len(rows), _AT_ONCE):
            self._client.upsert(index, list(rows[first : first + _AT_ONCE]), **self._part(namespace))
        self._flush(index)

    def _remove(self, index: str, namespace: str, ids: Sequence[str]) -> None:
        for first in range(0, len(ids), _AT_ONCE):
            self._client.delete(index, ids=list(ids[first : first + _AT_ONCE]), **self._part(namespace))
        if ids:
            self._flush(index)

    def _ids(self, index: str, namespace: str, source: str) -> list[str]:
        if not self._has(index) or not self._holds(index, namespace):
            return []
        where = f'namespace == "{namespace}" and source == "{source}"'
        rows = self._client.query(index, filter=where, output_fields=["id"], limit=_MOST, **self._parts(namespace))
        return [str(row["id"]) for row in rows]

    def _nearest(self, index: str, namespace: str, vectors: Matrix, k: int, source: str | None) -> list[list[Hit]]:
        found: list[list[Hit]] = [[] for _ in vectors]
        asked = [place for place, vector in enumerate(vectors) if vector.any()]
        if not asked or k < 1 or not self._has(index) or not self._holds(index, namespace):
            return found
        where = f'namespace == "{namespace}"' + (f' and source == "{source}"' if source else "")
        answers = self._client.search(
            index, data=[vectors[place] for place in asked], filter=where, limit=k, **self._parts(namespace)
        )
        for place, answer in zip(asked, answers, strict=True):
            found[place] = [_hit(namespace, row) for row in answer]
        return found

    def _count(self, index: str, namespace: str) -> int:
        if not self._has(index) or not self._holds(index, namespace):
            return 0
        where = f'namespace == "{namespace}"'
        counted = self._client.query(index, filter=where, output_fields=["count(*)"], **self._parts(namespace))
        return int(counted[0]["count(*)"])

    def _drop(self, index: str, namespace: str) -> None:
        if not self._has(index) or not self._holds(index, namespace):
            return
        if self._is_embedded:
            self._client.drop_partition(index, _partition(namespace))
            self._partitions[index].discard(_partition(namespace))
            # The list of partitions is kept as it was before its last change, too: that one names nobody.
            if not self._client.has_partition(index, _NOBODY):
                self._client.create_partition(index, _NOBODY)
            self._client.drop_partition(index, _NOBODY)
        else:
            self._client.delete(index, filter=f'namespace == "{namespace}"')

    def _clear(self) -> None:
        self._has_hooks = False
        for index in _OURS & set(self._client.list_collections()):
            self._client.drop_collection(index)
            self._ready.discard(index)

    # -- Milvus Lite's partitions

    def _holds(self, index: str, namespace: str) -> bool:
        """Whether there may be rows of the namespace."""
        return not self._is_embedded or _partition(namespace) in self._partitions[index]

    def _make_partition(self, index: str, namespace: str) -> None:
        if not self._holds(index, namespace):
            self._client.create_partition(index, _partition(namespace))
            self._partitions[index].add(_partition(namespace))

    def _part(self, namespace: str) -> dict[str, Any]:
        return {"partition_name": _partition(namespace)} if self._is_embedded else {}

    def _parts(self, namespace: str) -> dict[str, Any]:
        return {"partition_names": [_partition(namespace)]} if self._is_embedded else {}

    def _flush(self, index: str) -> None:
        if self._is_embedded:
            self._client.flush(index)


def _quieten() -> None:
    """Milvus Lite tells of every start, and of each call that it does not know, by a trace; the caller copes."""
    logging.getLogger("grpc._server").setLevel(logging.CRITICAL)
    for name in ("milvus_lite", "faiss"):
        logging.getLogger(name).setLevel(logging.WARNING)


def _as_stored(namespace: str, rows: Sequence[StoredRow]) -> list[dict[str, Any]]:
    """The namespace is part of the key, so that no client's id can stand in the way of another's."""
    return [
        {"id": namespace + row.id, "namespace": namespace, "source": row.source, "vector": row.vector} for row in rows
    ]


def _partition(namespace: str) -> str:
    return "in_" + re.sub(r"\W", "_", namespace)


def _hit(namespace: str, row: Any) -> Hit:
    """Raises RuntimeError for a row of another namespace: the filter let it through, so nothing of it is told."""
    id = str(row["id"])
    if not id.startswith(namespace):
        raise RuntimeError("the vector store gave a row of another namespace")
    return Hit(id.removeprefix(namespace), float(row["distance"]))
