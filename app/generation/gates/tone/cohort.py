"""The public voices that a client's is told apart from: of each the mean of its marks, and the figures fitted on them.

The file holds numbers only. `scripts.fit_voices` makes it; `docs/voice.md` says of whom.
"""

from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

import numpy as np

from app.generation.gates.tone.marks import Floats

FILE = Path(__file__).with_name("cohort.npz")


@dataclass(frozen=True)
class Cohort:
    """`rarity` weighs the columns of each kind; `means` are voices x kinds x columns; `registers` names each voice's.

    `usual_spread` is the middle of how far a text lies from the voices like it. `floor` holds the weights of
    (1, own, ln words, ln samples) that give the score which 85 of 100 texts of an author's own reach; `scale` the two
    weights that turn a score into the odds that the author is the same.
    """

    rarity: Floats
    means: Floats
    registers: tuple[str, ...]
    usual_spread: float = 1.0
    floor: tuple[float, ...] = (0.0, 0.0, 0.0, 0.0)
    scale: tuple[float, float] = (0.0, 1.0)

    @cached_property
    def centre(self) -> Floats:
        return np.asarray(self.means.mean(axis=0), dtype=np.float32)

    @cached_property
    def square_lengths(self) -> Floats:
        """Voices x kinds."""
        return np.asarray((self.means**2).sum(axis=2), dtype=np.float32)

    @cached_property
    def by_kind(self) -> Floats:
        """Kinds x voices x columns, for products."""
        return np.ascontiguousarray(self.means.transpose(1, 0, 2))

    def weigh(self, marks: Floats) -> Floats:
        """Texts x kinds x columns, each row of length one, rare columns counting more."""
        return unit(marks * self.rarity)


def unit(rows: Floats) -> Floats:
    """Of length one along the last axis; a row of zeros stays."""
    lengths = np.linalg.norm(rows, axis=-1, keepdims=True)
    return np.asarray(rows / np.maximum(lengths, 1e-9), dtype=np.float32)


@lru_cache(maxsize=1)
def shipped() -> Cohort:
    return load(FILE)


def load(path: Path) -> Cohort:
    with np.load(path) as stored:
        return Cohort(
            rarity=stored["rarity"].astype(np.float32),
            means=np.asarray(stored["means"].astype(np.float32) * stored["steps"], dtype=np.float32),
            registers=tuple(str(name) for name in stored["registers"]),
            usual_spread=float(stored["usual_spread"]),
            floor=tuple(float(weight) for weight in stored["floor"]),
            scale=(float(stored["scale"][0]), float(stored["scale"][1])),
        )


def store(cohort: Cohort, path: Path) -> None:
    """Means are kept in steps of 1/255 of the largest of each row."""
    steps = np.maximum(cohort.means.max(axis=2, keepdims=True) / 255, 1e-9)
    np.savez_compressed(
        path,
        rarity=cohort.rarity.astype(np.float16),
        means=np.round(cohort.means / steps).astype(np.uint8),
        steps=steps.astype(np.float32),
        registers=np.array(cohort.registers),
        usual_spread=cohort.usual_spread,
        floor=np.array(cohort.floor),
        scale=np.array(cohort.scale),
    )
