"""How the cost of a read grows: with the size of a hub, with the number of clients, with writes in between.

Foundry with a known plan, from its memory of answers and without plans, beside the floor; in turns, over real HTTP.
"""

import asyncio
import random
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from scripts.benches.agreement import agreed, answer_counts
from scripts.benches.contestants import (
    APPROVE,
    CACHED,
    FLOOR,
    HUB,
    OFF,
    WARM,
    Contestant,
    all_bodies,
    contestant,
    floor,
    on_a_copy,
)
from scripts.benches.dataset import Size
from scripts.benches.measure import Row, row
from scripts.benches.reads import FLOOR_NAME
from scripts.benches.runs import Measured, detail, in_turns, ran
from scripts.benches.world import World, made

OPEN, OPEN_CACHED, CLOSED = "all open", "all open, cached", "8 open"
MANY, FEW = 4000, 8
PLANNED, UNPLANNED = {"answer_cache_bytes": 0}, {"answer_cache_bytes": 0, "planned_reads": 0}
SMALL_HUB = Size(pillars=5, spokes=25)
CONNECTIONS = 16
READS_A_WRITE = 9


@dataclass(frozen=True, slots=True)
class Pace:
    """Rounds, seconds of requests in each, and how far each part goes."""

    rounds: int = 3
    seconds: float = 0.6
    spokes: tuple[int, ...] = (10, 100, 1_000, 10_000)
    clients: tuple[int, ...] = (1, 10, 100, 1_000)
    written: tuple[int, ...] = (1, 20)


FULL, QUICK = Pace(), Pace(rounds=1, seconds=0.2, spokes=(10, 1_000), clients=(1, 50), written=(4,))


async def run(tmp: Path, pace: Pace) -> list[Row]:
    """Raises RuntimeError when contestants do not say the same."""
    return [
        *await with_size(tmp / "sizes", pace),
        *await with_clients(tmp / "clients", pace),
        *await with_written(tmp / "writes", pace),
    ]


async def with_size(tmp: Path, pace: Pace) -> list[Row]:
    """One hub after the other, each of another size, one request at a time."""
    world = await _made(tmp, [Size(spokes=number) for number in pace.spokes])
    rows: list[Row] = []
    with ExitStack() as stack:
        settings = {WARM: PLANNED, CACHED: {}, OFF: UNPLANNED}
        all = await asyncio.to_thread(_started, stack, world, tmp, settings)
        await asyncio.to_thread(agreed, HUB, all)
        for index, number in enumerate(pace.spokes):

            async def turn(one: Contestant, index: int = index) -> list[Measured]:
                return [await ran(one, _forever([one.sent[HUB][index]]), connections=1, seconds=pace.seconds)]

            rows += _rows(f"{number:,} spokes", await in_turns(all, pace.rounds, turn), 1)
    return rows


async def with_clients(tmp: Path, pace: Pace) -> list[Row]:
    """Small hubs of more and more clients at random; the databases all open, or hardly any of them."""
    world = await _made(tmp, [SMALL_HUB] * max(pace.clients))
    rows: list[Row] = []
    with ExitStack() as stack:
        settings = {
            OPEN: PLANNED | {"max_open_clients": MANY},
            OPEN_CACHED: {"max_open_clients": MANY},
            CLOSED: PLANNED | {"max_open_clients": FEW},
        }
        all = await asyncio.to_thread(_started, stack, world, tmp, settings)
        await asyncio.to_thread(agreed, HUB, all)
        for number in pace.clients:

            async def turn(one: Contestant, number: int = number) -> list[Measured]:
                return [await ran(one, _at_random(one.sent[HUB][:number]), connections=1, seconds=pace.seconds)]

            rows += _rows(
                f"{number:,} clients" if number > 1 else "1 client", await in_turns(all, pace.rounds, turn), 1
            )
    return rows


async def with_written(tmp: Path, pace: Pace) -> list[Row]:
    """For each number of clients that are written to."""
    return [line for clients in pace.written for line in await with_writes(tmp / str(clients), pace, clients)]


async def with_writes(tmp: Path, pace: Pace, clients: int) -> list[Row]:
    """Full hubs of some clients at random, every tenth request an approval in one of them."""
    world = await _made(tmp, [Size()] * clients)
    shares: dict[str, list[float]] = {}
    with ExitStack() as stack:
        settings = {WARM: PLANNED, CACHED: {}, OFF: UNPLANNED}
        all = await asyncio.to_thread(_started, stack, world, tmp, settings)

        async def turn(one: Contestant) -> list[Measured]:
            await asyncio.to_thread(one.store.make_pending)
            before = await asyncio.to_thread(answer_counts, one.port)
            run = await ran(one, _mixed(one), connections=CONNECTIONS, seconds=2 * pace.seconds)
            after = await asyncio.to_thread(answer_counts, one.port)
            if after.get("hit"):
                hits, misses = (after.get(what, 0) - before.get(what, 0) for what in ("hit", "miss"))
                shares.setdefault(one.name, []).append(hits / (hits + misses))
            return [run]

        runs = await in_turns(all, pace.rounds, turn)
    notes = {name: f"{median(of):.0%} of the reads from memory" for name, of in shares.items()}
    return _rows(f"one write in ten, {_clients(clients)}", runs, CONNECTIONS, notes)


def _rows(
    what: str, runs: dict[str, list[Sequence[Measured]]], connections: int, notes: dict[str, str] | None = None
) -> list[Row]:
    told = {name: detail(connections, [one for turn in turns for one in turn]) for name, turns in runs.items()}
    return [
        row(
            "growth",
            f"{what}: {name}",
            of["cpu_ms"],
            "ms",
            floor=told[FLOOR]["cpu_ms"],
            floor_name=FLOOR_NAME,
            rounds=len(runs[name]),
            note=(notes or {}).get(name, ""),
            detail=[of],
        )
        for name, of in told.items()
    ]


def _clients(number: int) -> str:
    return f"{number:,} clients" if number > 1 else "1 client"


async def _made(tmp: Path, sizes: Sequence[Size]) -> World:
    return await asyncio.to_thread(made, tmp / "world", sizes)


def _started(stack: ExitStack, world: World, tmp: Path, settings: dict[str, dict[str, int]]) -> list[Contestant]:
    bodies = all_bodies(world)
    return [
        *(
            contestant(name, *on_a_copy(stack, world, tmp / f"copy{number}", **given), bodies)
            for number, (name, given) in enumerate(settings.items())
        ),
        floor(stack, world.copy(tmp / FLOOR)),
    ]


def _forever(sent: Sequence[bytes]) -> Iterator[bytes]:
    while True:
        yield from sent


def _at_random(sent: Sequence[bytes]) -> Iterator[bytes]:
    chance = random.Random(5)
    while True:
        yield chance.choice(sent)


def _mixed(one: Contestant) -> Iterator[bytes]:
    """Until every piece is approved."""
    reads = _at_random(one.sent[HUB])
    for approval in one.sent[APPROVE]:
        for _ in range(READS_A_WRITE):
            yield next(reads)
        yield approval
