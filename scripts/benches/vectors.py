"""Vectors with the built-in parts: making them, finding the nearest of 40,000 hooks, and a hundred clients on one node.

The floor compares with every row in plain numpy, on the same vectors in the same run; both must find the same.
"""

import os
import random
import threading
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import cycle
from pathlib import Path
from statistics import quantiles
from typing import Any
from uuid import UUID

import numpy as np

from app.vectors import DIMENSIONS, Hit
from app.vectors.embedded import Embedded
from app.vectors.embedder import BuiltIn, Matrix, unit
from app.vectors.milvus import Milvus
from app.vectors.rows import SHARED, StoredRow
from app.vocabulary import HookIndex, Platform, VectorIndex
from scripts.benches.measure import Row, row
from scripts.benches.topics import CLAIMS, TOPICS

NEAREST = 10
SEARCH_GOAL_MS = 20.0
THREADS_GOAL = 100
TOP, RESEARCH = str(HookIndex.TOP_PERFORMERS), str(VectorIndex.RESEARCH)
FLOOR = "numpy over every row"


@dataclass(frozen=True, slots=True)
class Pace:
    hooks: int = 40_000
    searches: int = 200
    clients: int = 100
    passages: int = 200
    with_lite: bool = True


FULL, QUICK = Pace(), Pace(searches=50, passages=50, with_lite=False)


async def run(tmp: Path, pace: Pace) -> list[Row]:
    """Raises RuntimeError where the floor finds something else."""
    texts = hook_texts(pace.hooks + pace.searches)
    embedder = BuiltIn()
    await embedder.embed(texts[:1])  # loads the model
    started = time.perf_counter()
    vectors = await embedder.embed(texts)
    took = (time.perf_counter() - started) * 1000
    hooks, questions = vectors[: pace.hooks], vectors[pace.hooks :]
    rows = [row("vectors", "embedding a hook, built in", took / len(texts), "ms", note=f"{len(texts):,} texts at a go")]
    rows += await _clients(tmp / "clients", pace, vectors)  # first, for the memory that it is to tell
    rows += await _hooks(tmp / "built-in", hooks, questions, "256 numbers of the built-in model")
    wide = unit(np.random.default_rng(1).standard_normal((len(vectors), DIMENSIONS)))
    rows += await _hooks(tmp / "wide", wide[: pace.hooks], wide[pace.hooks :], "all 768 numbers in use")
    if pace.with_lite:
        rows += await _lite(tmp / "lite.db", hooks, questions[:20])
    return rows


def hook_texts(count: int) -> list[str]:
    """Different ones, and the same each time."""
    chance = random.Random(4)
    found: dict[str, None] = {}
    while len(found) < count:
        one, other = chance.sample(TOPICS, 2)
        claim = chance.choice(CLAIMS).format(
            topic=one.name,
            things=chance.choice(one.things),
            act=chance.choice(other.acts),
            effect=chance.choice(one.effects),
            number=chance.randint(2, 99),
        )
        found[claim] = None
    return list(found)


async def _hooks(data: Path, vectors: Matrix, questions: Matrix, note: str) -> list[Row]:
    store = Embedded(data)
    await store.add(TOP, SHARED, _rows(vectors))
    await store.nearest(TOP, SHARED, questions[:1], NEAREST)  # reads the file
    found, ours = await _timed(partial(store.nearest, TOP, SHARED, k=NEAREST), questions)
    expected, floor = await _timed(_plainly(vectors), questions)
    _compare(found, expected)
    some = questions[:25]
    _, at_once = await _timed(lambda _: store.nearest(TOP, SHARED, some, NEAREST), questions[:20])
    await store.close()
    name = f"the {NEAREST} nearest of {len(vectors):,} hooks"
    floors: dict[str, Any] = {"floor_name": FLOOR, "note": note, "rounds": len(ours)}
    return [
        row("vectors", f"{name}, p50", _p50(ours), "ms", floor=_p50(floor), goal=SEARCH_GOAL_MS, **floors),
        row("vectors", f"{name}, p99", _p99(ours), "ms", floor=_p99(floor), **floors),
        row("vectors", f"the same for {len(some)} at once, p50", _p50(at_once), "ms", note=note),
    ]


async def _lite(path: Path, vectors: Matrix, questions: Matrix) -> list[Row]:
    """What it would be to keep the hooks in Milvus Lite as well."""
    store = Milvus(str(path), is_embedded=True)
    started = time.perf_counter()
    await store.add(TOP, SHARED, _rows(vectors))
    importing = time.perf_counter() - started
    found, ours = await _timed(partial(store.nearest, TOP, SHARED, k=NEAREST), questions)
    expected, floor = await _timed(_plainly(vectors), questions)
    _compare(found, expected)
    await store.close()
    note = f"not what is used: {importing:.0f} s to import, and other requests wait for it"
    return [
        row(
            "vectors",
            "the same hooks in Milvus Lite, p50",
            _p50(ours),
            "ms",
            floor=_p50(floor),
            floor_name=FLOOR,
            note=note,
        )
    ]


async def _clients(data: Path, pace: Pace, vectors: Matrix) -> list[Row]:
    """Every client has as many passages in one index, of a hub each; searches go round the clients."""
    store = Embedded(data)
    names = [f"client:{UUID(int=number)}/" for number in range(pace.clients)]
    own = [vectors[number * pace.passages :][: pace.passages] for number in range(pace.clients)]
    before_mb, before_threads = _rss_mb(), threading.active_count()
    started = time.perf_counter()
    for name, part in zip(names, own, strict=True):
        await store.replace(
            RESEARCH, name, ["hub"], [StoredRow(f"hub.{n}", "hub", each) for n, each in enumerate(part)]
        )
    writing = (time.perf_counter() - started) * 1000 / pace.clients
    ours, floor = [], []
    for name, part, question in zip(cycle(names), cycle(own), vectors[-pace.searches :], strict=False):
        found, took = await _timed(partial(store.nearest, RESEARCH, name, k=NEAREST), question[None])
        expected, least = await _timed(_plainly(part), question[None])
        _compare(found, expected)
        ours += took
        floor += least
    # A process that has had more before may give some back meanwhile: then it has not grown.
    grown_mb, threads = max(0.0, _rss_mb() - before_mb), threading.active_count()
    await store.close()
    note = f"{pace.clients} clients with {pace.passages} passages each"
    floors: dict[str, Any] = {"floor_name": FLOOR, "note": note, "rounds": len(ours)}
    return [
        row("vectors", "the nearest of a client's own, p50", _p50(ours), "ms", floor=_p50(floor), **floors),
        row("vectors", "the nearest of a client's own, p99", _p99(ours), "ms", floor=_p99(floor), **floors),
        row("vectors", "writing a client's passages", writing, "ms", note=note),
        row("vectors", "threads", threads, "threads", goal=THREADS_GOAL, note=f"{note}; {before_threads} before"),
        row("vectors", "memory", grown_mb, "MB", note=f"{note}; Milvus Lite with its libraries"),
    ]


def _rows(vectors: Matrix) -> list[StoredRow]:
    platforms = cycle(Platform)
    return [StoredRow(str(number), str(next(platforms)), each) for number, each in enumerate(vectors)]


def _plainly(vectors: Matrix) -> Callable[[Matrix], Awaitable[list[list[Hit]]]]:
    """Without the columns that are zero everywhere, which nobody would compare."""
    columns = vectors.any(axis=0)
    used = np.ascontiguousarray(vectors[:, columns])

    async def nearest(question: Matrix) -> list[list[Hit]]:
        scores = used @ question[0, columns]
        best = np.argpartition(-scores, NEAREST)[:NEAREST]
        return [[Hit(str(place), float(scores[place])) for place in best[np.argsort(-scores[best])]]]

    return nearest


async def _timed(
    search: Callable[[Matrix], Awaitable[list[list[Hit]]]], questions: Matrix
) -> tuple[list[list[Hit]], list[float]]:
    """Each question by itself; milliseconds."""
    found: list[list[Hit]] = []
    took: list[float] = []
    for question in questions:
        started = time.perf_counter()
        found += await search(question[None])
        took.append((time.perf_counter() - started) * 1000)
    return found, took


def _compare(found: Sequence[Sequence[Hit]], expected: Sequence[Sequence[Hit]]) -> None:
    """By the cosines: of two that are alike either may come first."""
    ours, floor = ([[hit.score for hit in hits] for hits in of] for of in (found, expected))
    if not np.allclose(ours, floor, atol=1e-4):
        raise RuntimeError("vectors: Foundry and the floor do not find the same")


def _p50(took: Sequence[float]) -> float:
    return quantiles(took, n=100)[49]


def _p99(took: Sequence[float]) -> float:
    return quantiles(took, n=100)[98]


def _rss_mb() -> float:
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6
