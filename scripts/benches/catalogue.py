"""Which benches there are, by the name that the command line knows them by."""

from collections.abc import Callable, Coroutine, Mapping, Sequence
from pathlib import Path
from typing import Any

from scripts.benches import analytics, exports, growth, live, pipeline, reads, review, start, tenancy, vectors
from scripts.benches.measure import Row, row
from scripts.benches.opponents import peers

Bench = Callable[[Path, bool], Coroutine[Any, Any, Sequence[Row]]]
"""Measures in an empty folder; the second argument asks for fewer rounds."""


async def run_tenancy(tmp: Path, quick: bool) -> list[Row]:
    """It has one pace, which is quick already."""
    return [in_common_shape(measured) for measured in await tenancy.run(tmp)]


async def run_pipeline(tmp: Path, quick: bool) -> list[Row]:
    return await pipeline.run(tmp, pipeline.QUICK if quick else pipeline.FULL)


async def run_reads(tmp: Path, quick: bool) -> list[Row]:
    return await reads.run(tmp, reads.QUICK if quick else reads.FULL)


async def run_reads_among_peers(tmp: Path, quick: bool) -> list[Row]:
    return await reads.run(tmp, reads.QUICK if quick else reads.AMONG_PEERS, others=peers)


async def run_growth(tmp: Path, quick: bool) -> list[Row]:
    return await growth.run(tmp, growth.QUICK if quick else growth.FULL)


async def run_live(tmp: Path, quick: bool) -> list[Row]:
    return await live.run(tmp, live.QUICK if quick else live.FULL)


async def run_start(tmp: Path, quick: bool) -> list[Row]:
    return await start.run(tmp, rounds=1 if quick else 5)


async def run_review(tmp: Path, quick: bool) -> list[Row]:
    return await review.run(tmp, review.QUICK if quick else review.FULL)


async def run_vectors(tmp: Path, quick: bool) -> list[Row]:
    return await vectors.run(tmp, vectors.QUICK if quick else vectors.FULL)


async def run_exports(tmp: Path, quick: bool) -> list[Row]:
    return await exports.run(tmp, exports.QUICK if quick else exports.FULL)


async def run_analytics(tmp: Path, quick: bool) -> list[Row]:
    return await analytics.run(tmp, analytics.QUICK if quick else analytics.FULL)


BENCHES: dict[str, Bench] = {
    "tenancy": run_tenancy,
    "pipeline": run_pipeline,
    "reads": run_reads,
    "growth": run_growth,
    "live": run_live,
    "review": run_review,
    "start": run_start,
    "vectors": run_vectors,
    "exports": run_exports,
    "analytics": run_analytics,
}


WITH_PEERS: dict[str, Bench] = {"reads": run_reads_among_peers}
"""The benches that can compare with other servers, in the way that does."""


def in_common_shape(measured: Mapping[str, Any]) -> Row:
    """A row of the tenancy bench as the others are: its unit is milliseconds unless it says otherwise."""
    unit = measured.get("unit", "ms")
    return row(
        measured["bench"],
        measured["name"],
        measured.get("value", measured.get("value_ms")),
        unit,
        floor=measured.get("floor", measured.get("floor_ms")),
        floor_name="plain sqlite3",
        goal=measured.get("goal", measured.get("goal_ms")),
        note=", ".join(f"{measured[key]:,} {key}" for key in ("known", "open") if key in measured),
    )
