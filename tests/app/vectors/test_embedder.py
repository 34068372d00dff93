"""Texts become vectors of 768 numbers and length 1, without the network."""

import numpy as np
import pytest

from app.vectors.embedder import DIMENSIONS, BuiltIn

TEXTS = [
    "Bake less bread.",
    "",
    "  \n",
    "Nobody counts the loaves that are thrown away.",
    "パンを焼く",
    "long words " * 4000,
]


async def test_a_text_has_the_same_vector_in_whatever_company_it_comes() -> None:
    together = await BuiltIn().embed(TEXTS)
    alone = np.concatenate([await BuiltIn().embed([text]) for text in TEXTS])

    assert together.shape == (len(TEXTS), DIMENSIONS)
    assert together.dtype == np.float32
    assert np.allclose(together, alone, atol=1e-5)
    assert np.linalg.norm(together, axis=1) == pytest.approx([1, 0, 0, 1, 1, 1], abs=1e-5)


async def test_what_means_the_same_is_nearer_than_what_does_not() -> None:
    bread, loaves, ships = await BuiltIn().embed(
        ["The bakery throws away bread", "Loaves are wasted at the baker's", "The harbour was closed to ships"]
    )

    assert bread @ loaves > bread @ ships + 0.1


async def test_no_texts_are_no_vectors() -> None:
    assert (await BuiltIn().embed([])).shape == (0, DIMENSIONS)
