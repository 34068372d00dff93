"""The shared hooks' vectors as one file, searched exactly in memory: in Milvus' place where there is no server.

Milvus Lite needs longer for 40,000 rows than a gate may take, holds up all other requests meanwhile, and lets no second
process import hooks beside a server that runs. A file of this kind is replaced whole, and whoever reads it finds out.
"""

import asyncio
import fcntl
import os
import threading
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.errors import Unavailable
from app.vectors.embedder import DIMENSIONS, Matrix
from app.vectors.rows import Hit, StoredRow, usable


@dataclass(frozen=True, slots=True)
class _Loaded:
    """Rows in the order of their platforms; `spans` says where each platform's begin and end."""

    ids: NDArray[Any]
    vectors: Matrix
    spans: dict[str, tuple[int, int]]


class HookFile:
    """Columns that are zero in every row are not kept: they change no cosine and cost time."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._seen: tuple[int, int] | None = None
        self._loaded: _Loaded | None = None

    @property
    def is_there(self) -> bool:
        return self._path.exists()

    async def add(self, rows: Sequence[StoredRow]) -> None:
        """Adds rows, or replaces those of the same id. Here a row's source is its platform. Raises Unavailable."""
        await asyncio.to_thread(self._add, rows)

    def _add(self, new: Sequence[StoredRow]) -> None:
        self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with self._path.with_suffix(".lock").open("w") as held:
            fcntl.flock(held, fcntl.LOCK_EX)  # two imports at a time would each keep only its own
            self._replace(new)

    def _replace(self, new: Sequence[StoredRow]) -> None:
        by_id = {row.id: row for row in self._rows()} | {row.id: row for row in usable(new)}
        rows = sorted(by_id.values(), key=lambda row: (row.source, row.id))
        vectors = np.array([row.vector for row in rows], np.float32).reshape(len(rows), DIMENSIONS)
        width = int(np.flatnonzero(vectors.any(axis=0)).max(initial=0)) + 1
        building = self._path.with_name(f"{self._path.name}.{os.getpid()}.new")
        with building.open("wb") as file:
            np.savez(
                file,
                ids=np.array([row.id for row in rows], dtype=np.str_),
                sources=np.array([row.source for row in rows], dtype=np.str_),
                vectors=vectors[:, :width],
            )
            file.flush()
            os.fsync(file.fileno())
        building.replace(self._path)

    def _rows(self) -> Iterator[StoredRow]:
        loaded = self._load()
        if loaded is None:
            return
        for source, (first, end) in loaded.spans.items():
            for place in range(first, end):
                vector = np.zeros(DIMENSIONS, np.float32)
                vector[: loaded.vectors.shape[1]] = loaded.vectors[place]
                yield StoredRow(str(loaded.ids[place]), source, vector)

    def remove(self) -> None:
        self._path.unlink(missing_ok=True)

    def count(self, but: str | None = None) -> int:
        """How many there are, without those of one source. Raises Unavailable."""
        loaded = self._load()
        spans = loaded.spans if loaded else {}
        return sum(end - first for source, (first, end) in spans.items() if source != but)

    async def nearest(self, vectors: Matrix, k: int, source: str | None = None) -> list[list[Hit]]:
        """As `Store.nearest`. Raises Unavailable."""
        return await asyncio.to_thread(self._nearest, vectors, k, source)

    def _nearest(self, vectors: Matrix, k: int, source: str | None) -> list[list[Hit]]:
        loaded = self._load()
        first, end = _span(loaded, source) if loaded else (0, 0)
        if loaded is None or first == end or k < 1:
            return [[] for _ in vectors]
        kept = loaded.vectors[first:end]
        # What lies in columns that are not kept meets only zeros.
        scores = np.ascontiguousarray(vectors[:, : kept.shape[1]]) @ kept.T
        return [
            _best(row, k, loaded.ids[first:end]) if vector.any() else []
            for row, vector in zip(scores, vectors, strict=True)
        ]

    def _load(self) -> _Loaded | None:
        """What the file holds now; it is read again when it has been replaced."""
        with self._lock:
            try:
                found = self._path.stat()
            except FileNotFoundError:
                self._seen = self._loaded = None
                return None
            if self._seen != (found.st_mtime_ns, found.st_ino):
                self._loaded = _read(self._path)
                self._seen = (found.st_mtime_ns, found.st_ino)
            return self._loaded


def _read(path: Path) -> _Loaded:
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as held:
            sources, starts = np.unique(held["sources"], return_index=True)
            ends = [*starts[1:].tolist(), len(held["sources"])]
            spans = {str(name): (int(start), end) for name, start, end in zip(sources, starts, ends, strict=True)}
            return _Loaded(held["ids"], held["vectors"], spans)
    except (OSError, ValueError, KeyError, zipfile.BadZipFile) as error:
        raise Unavailable(f"{path.name} cannot be read: run `foundry vectors rebuild`.") from error


def _span(loaded: _Loaded, source: str | None) -> tuple[int, int]:
    return (0, len(loaded.ids)) if source is None else loaded.spans.get(source, (0, 0))


def _best(scores: Matrix, k: int, ids: NDArray[Any]) -> list[Hit]:
    """Best first; of equals the one that comes first in the file."""
    k = min(k, len(scores))
    candidates = np.argpartition(-scores, k - 1)[:k]
    order = sorted(candidates.tolist(), key=lambda place: (-scores[place], place))
    return [Hit(str(ids[place]), float(scores[place])) for place in order]
