"""The fitted numbers that ship: tables of weights, the reference set as quantiles. `scripts/fit` writes the file."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

FILE = Path(__file__).with_name("numbers.npz")
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Head:
    """One fitted scorer: weights of the plain features in units of their spread, and of the hashed n-grams in steps of
    `step`. `quantiles` has a row for each part and one, the last, for the whole: the values of the reference set."""

    mean: Floats
    spread: Floats
    plain: Floats
    hashed: NDArray[np.int8]
    step: float
    quantiles: Floats


@dataclass(frozen=True, slots=True)
class Numbers:
    """`about` says what they were fitted on and how good they were found, as docs/quality.md tells it."""

    heads: Mapping[str, Head]
    about: Mapping[str, Any]


def load(path: Path = FILE) -> Numbers:
    """Raises OSError or ValueError when the file is not there or is none of ours."""
    with np.load(path, allow_pickle=False) as file:
        about = json.loads(str(file["about"]))
        return Numbers({name: _head(file, name) for name in about["heads"]}, about)


@lru_cache(maxsize=1)
def shipped() -> Numbers:
    return load()


def save(numbers: Numbers, path: Path) -> None:
    arrays: dict[str, Any] = {"about": json.dumps({**numbers.about, "heads": list(numbers.heads)})}
    for name, head in numbers.heads.items():
        for field in ("mean", "spread", "plain", "quantiles"):
            arrays[f"{name}.{field}"] = getattr(head, field).astype(np.float32)
        arrays[f"{name}.hashed"], arrays[f"{name}.step"] = head.hashed, np.float32(head.step)
    np.savez_compressed(path, **arrays)


def _head(file: Mapping[str, Any], name: str) -> Head:
    mean, spread, plain, quantiles = (
        file[f"{name}.{field}"].astype(np.float64) for field in ("mean", "spread", "plain", "quantiles")
    )
    return Head(mean, spread, plain, file[f"{name}.hashed"], float(file[f"{name}.step"]), quantiles)
