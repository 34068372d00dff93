"""Texts as vectors: who makes them, where they are kept, and the one gateway to them."""

from app.vectors.embedder import DIMENSIONS, Embedder
from app.vectors.index import HookHits, Vectors
from app.vectors.opening import vectors_of
from app.vectors.rows import Hit

__all__ = ["DIMENSIONS", "Embedder", "Hit", "HookHits", "Vectors", "vectors_of"]
