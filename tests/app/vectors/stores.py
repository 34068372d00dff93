"""Vectors that a person can follow: each points along one axis, or between two."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import numpy as np

from app.vectors.embedded import Embedded
from app.vectors.embedder import DIMENSIONS, Matrix, unit
from app.vectors.milvus import Milvus
from app.vectors.rows import Store, StoredRow, Vector


def towards(axis: int, other: int | None = None, share: float = 0.0) -> Vector:
    """Along one axis; with `share`, turned towards another."""
    vector = np.zeros(DIMENSIONS)
    vector[axis] = 1.0 - share
    if other is not None:
        vector[other] = share
    found: Vector = unit(vector[None])[0]
    return found


def row(id: str, vector: Vector, source: str | None = None) -> StoredRow:
    return StoredRow(id, source or id, vector)


def asked(*vectors: Vector) -> Matrix:
    return np.array(vectors, np.float32)


@asynccontextmanager
async def embedded(data: Path) -> AsyncIterator[Store]:
    store = Embedded(data)
    try:
        yield store
    finally:
        await store.close()


@asynccontextmanager
async def lite(data: Path) -> AsyncIterator[Store]:
    """Milvus Lite for everything, as a Milvus server is."""
    store = Milvus(str(data / "vectors.db"), is_embedded=True)
    try:
        yield store
    finally:
        await store.close()


@asynccontextmanager
async def server(url: str) -> AsyncIterator[Store]:
    """A Milvus server; what is in it is erased."""
    store = Milvus(url)
    try:
        await store.clear()
        yield store
        await store.clear()
    finally:
        await store.close()
