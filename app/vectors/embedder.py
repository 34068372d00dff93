"""Texts become vectors of 768 numbers and length 1, so that their product is their cosine.

The built-in embedder needs no network: its weights come with the package. It has 256 numbers, the rest are zeros, which
change no cosine. Vectors of two models say nothing about each other; so each embedder has the name of its model.
"""

import asyncio
import logging
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

DIMENSIONS = 768
Matrix = NDArray[np.float32]
_LONGEST = 30_000  # Characters; what a spoke may have. More of a text hardly moves the mean of its words.
_AT_ONCE = 64
_CHARACTERS_AT_ONCE = 100_000  # Texts of one round are padded to the longest: this bounds the memory it takes.


class Embedder(Protocol):
    @property
    def model(self) -> str:
        """The name that is kept beside the vectors."""

    async def embed(self, texts: Sequence[str]) -> Matrix:
        """A row of length 1 for each text; zeros for one without words. Raises Unavailable."""


class BuiltIn:
    """The mean of a text's word vectors. It knows what a text is about, not how it is said, and not negation."""

    model = "wordllama-l2-supercat-256"

    async def embed(self, texts: Sequence[str]) -> Matrix:
        return await asyncio.to_thread(_embed, [text.strip()[:_LONGEST] for text in texts])


def _embed(texts: Sequence[str]) -> Matrix:
    found = np.zeros((len(texts), DIMENSIONS), np.float32)
    for places in _rounds(texts):
        means = _model().embed([texts[place] for place in places], norm=False)
        found[places, : means.shape[1]] = means
    return unit(found)


def _rounds(texts: Sequence[str]) -> Iterator[list[int]]:
    """Which texts are embedded together: those of like length, none of the empty ones."""
    waiting = sorted((place for place, text in enumerate(texts) if text), key=lambda place: len(texts[place]))
    while waiting:
        size = 1
        while size < min(_AT_ONCE, len(waiting)) and (size + 1) * len(texts[waiting[size]]) <= _CHARACTERS_AT_ONCE:
            size += 1
        yield waiting[:size]
        waiting = waiting[size:]


def unit(vectors: NDArray[Any]) -> Matrix:
    """Each row divided by its length; zeros stay zeros."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    lengths[lengths == 0] = 1
    return np.ascontiguousarray(vectors / lengths, np.float32)


@cache
def _model() -> Any:
    """Loaded once, from the package's own folder and never from the network."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    import wordllama

    root.handlers[:] = handlers  # it sets the whole process's log up when it is imported
    root.setLevel(level)
    return wordllama.WordLlama.load(cache_dir=Path(wordllama.__file__).parent, disable_download=True)
