"""What nearness to shared hooks adds to G2, on texts that those hooks do not hold: `DIR/hooks/top_performers.jsonl`."""

import asyncio
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import orjson
from numpy.typing import NDArray

from app.generation.gates.pull.nearness import blended
from app.vectors.embedder import BuiltIn
from scripts.fit.data import Hooks
from scripts.fit.measures import measures

Floats = NDArray[np.float64]
_NEAREST, _BATCH = 10, 500
_EVERY = 4  # Of the rows of the large set and of the shared hooks, to be done within a minute.


def with_nearness(folder: Path, hooks: Hooks, scores: Floats) -> Iterator[tuple[str, float, float, int]]:
    """By set, on the same rows: without it, with it, and how many; nothing where there are no shared hooks."""
    path = folder / "hooks" / "top_performers.jsonl"
    if not path.exists():
        return
    pairs = {name: rows for name, rows in hooks.pairs.items() if name == "upworthy" and len(rows)}
    worths = {name: rows[::_EVERY] for name, rows in hooks.worths.items() if name == "clickbait" and len(rows)}
    subset = Hooks(hooks.texts, pairs, worths)
    asked = np.unique(
        np.concatenate(
            [np.zeros(0, np.int64), *(r.ravel() for r in pairs.values()), *(r[:, 0] for r in worths.values())]
        )
    )
    own = {hooks.texts[index] for index in asked}
    shared = [text for line in path.read_bytes().splitlines() if (text := orjson.loads(line)["text"]) not in own]
    ranks = np.argsort(np.argsort(scores, kind="stable")) * 100.0 / max(len(scores) - 1, 1)
    both = ranks.copy()
    for index, near in zip(asked, _near([hooks.texts[index] for index in asked], shared[::_EVERY]), strict=True):
        both[index] = blended(ranks[index], near)
    before, after = measures(subset, ranks), measures(subset, both)
    for name, rows in {**pairs, **worths}.items():
        yield name, before[name], after[name], len(rows)


def _near(texts: Sequence[str], shared: Sequence[str]) -> Iterator[list[float]]:
    """The highest cosines of each text, highest first."""
    ours, theirs = (asyncio.run(BuiltIn().embed(each)) for each in (texts, shared))
    for start in range(0, len(ours), _BATCH):
        cosines = ours[start : start + _BATCH] @ theirs.T
        for row in -np.sort(-cosines, axis=1)[:, :_NEAREST]:
            yield row.tolist()
