"""What the stores of vectors take and give. Names go into filters as they are, so only plain ones are let in."""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from app.errors import Conflict
from app.vectors.embedder import DIMENSIONS, Matrix

Vector = NDArray[np.float32]
SHARED = "hooks/"
"""The namespace of the shared hooks."""
ELSEWHERE = "elsewhere"
"""The source of hooks that did well on none of our platforms; those of others have the platform's name."""
_PLAIN = re.compile(r"[A-Za-z0-9_.:/-]{1,128}")


class Hit(NamedTuple):
    """A text by its id, and its cosine to what was asked for."""

    id: str
    score: float


class StoredRow(NamedTuple):
    """`source` is what the text was taken from: its rows come and go together."""

    id: str
    source: str
    vector: Vector


class Store(Protocol):
    """Rows by index and namespace. Nothing here knows who may read which namespace: `index` does."""

    is_local: bool

    async def model(self) -> str | None:
        """The model whose vectors are here; None where there are none yet. Raises Unavailable."""

    async def begin(self, model: str) -> None:
        """Says whose vectors will be here. Raises Unavailable."""

    async def replace(self, index: str, namespace: str, sources: Sequence[str], rows: Sequence[StoredRow]) -> None:
        """Makes `rows` all that there is of the `sources`. Raises Unavailable."""

    async def add(self, index: str, namespace: str, rows: Sequence[StoredRow]) -> None:
        """Adds rows, or replaces those of the same id. Raises Unavailable."""

    async def nearest(
        self, index: str, namespace: str, vectors: Matrix, k: int, source: str | None = None
    ) -> list[list[Hit]]:
        """For each vector its `k` nearest, best first; of one source where it is named. Raises Unavailable."""

    async def count(self, index: str, namespace: str) -> int:
        """Raises Unavailable."""

    async def has_hooks(self) -> bool:
        """Raises Unavailable."""

    async def drop(self, index: str, namespace: str) -> None:
        """Raises Unavailable."""

    async def clear(self) -> None:
        """Nothing is left, and any model may begin. Raises Unavailable."""

    async def close(self) -> None: ...


def plain(name: str) -> str:
    """Raises ValueError for what is no name of ours."""
    if not isinstance(name, str) or _PLAIN.fullmatch(name) is None:
        raise ValueError(f"{name!r} is no name that vectors are kept under")
    return name


def check_names(namespace: str, sources: Iterable[str] = (), rows: Sequence[StoredRow] = ()) -> None:
    """Raises ValueError."""
    for name in (namespace, *sources, *(row.source for row in rows), *(row.id for row in rows)):
        plain(name)


def require_model(kept: str | None, model: str) -> None:
    """Raises Conflict: vectors of two models have nothing in common."""
    if kept is not None and kept != model:
        raise Conflict(
            f"The vectors were made by {kept}, the settings name {model}. Run `foundry vectors rebuild`, or set the "
            f"embeddings back.",
            state="other_model",
        )


def usable(rows: Sequence[StoredRow]) -> list[StoredRow]:
    """Those with a direction: a text without words is near to nothing. Raises ValueError for another dimension."""
    if any(row.vector.shape != (DIMENSIONS,) for row in rows):
        raise ValueError(f"a vector has not {DIMENSIONS} numbers")
    return [row for row in rows if row.vector.any()]
