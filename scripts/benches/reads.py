"""What the heaviest reads and the commonest write cost a server, through the whole of it: sign-in, tenancy, GraphQL.

Foundry with a plan that is new, known, answered from memory, and without one; the floor; and, if asked for, peers. All
over the same rows, in turns, each in a process of its own. The time on the processor is what counts; requests a second
and how long they wait are told beside it.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from scripts.benches import contestants
from scripts.benches.agreement import agreed, check_approved
from scripts.benches.contestants import (
    APPROVE,
    CACHED,
    FLOOR,
    HUB,
    MERCURIUS,
    MERCURIUS_LOADED,
    POSTGRAPHILE,
    QUEUE,
    WARM,
    Contestant,
)
from scripts.benches.dataset import Size
from scripts.benches.measure import Detail, Row, row
from scripts.benches.runs import Measured, details, in_turns, ran
from scripts.benches.world import World, made

FLOOR_NAME = "plain Starlette, sqlite3 and orjson"
TASKS = (HUB, QUEUE, APPROVE)
LANES = (1, 16)
FULL_HUB = Size()
Others = Callable[[ExitStack, World, Path], Sequence[Contestant]]
"""Starts further contestants over the same rows."""


@dataclass(frozen=True, slots=True)
class Pace:
    """Rounds, seconds of requests in each, seconds before the first one that are not counted, clients."""

    rounds: int = 5
    seconds: float = 0.8
    warm_up: float = 0.5
    clients: int = 20


Details = Mapping[str, Sequence[Detail]]
FULL, QUICK = Pace(), Pace(rounds=1, seconds=0.25, warm_up=0.1, clients=4)
AMONG_PEERS = Pace(warm_up=2.0)


async def run(tmp: Path, pace: Pace, size: Size = FULL_HUB, others: Others = lambda *_: ()) -> list[Row]:
    """Raises RuntimeError when contestants do not say the same, or do not write what they say."""
    world = await asyncio.to_thread(made, tmp / "world", [size] * pace.clients)
    with ExitStack() as stack:
        all = await asyncio.to_thread(lambda: [*contestants.ours(stack, world, tmp), *others(stack, world, tmp)])
        rows: list[Row] = []
        goals: list[Row] = []
        for task in TASKS:
            told = details(await measured(task, [one for one in all if task in one.sent], pace), LANES)
            rows += [_row(task, name, told, pace.rounds) for name in told]
            goals += goal_rows(task, told, pace.rounds)
        return rows + goals


async def measured(task: str, taking_part: Sequence[Contestant], pace: Pace) -> dict[str, list[Sequence[Measured]]]:
    """A run for each number of connections, in turns, after a first one that does not count."""
    lengths = await asyncio.to_thread(agreed, task, taking_part)

    async def run_with(one: Contestant, connections: int, seconds: float) -> Measured:
        if task == APPROVE:
            await asyncio.to_thread(one.store.make_pending)
        requests, allowed = one.requests(task), lengths[one.name]
        run = await ran(one, requests, connections=connections, seconds=seconds, lengths=allowed)
        if task == APPROVE:
            await asyncio.to_thread(check_approved, one, len(run.load.waits_ms))
        return run

    for one in taking_part:
        await run_with(one, LANES[-1], pace.warm_up)

    async def turn(one: Contestant) -> list[Measured]:
        return [await run_with(one, lanes, pace.seconds) for lanes in LANES]

    return await in_turns(taking_part, pace.rounds, turn)


def _row(task: str, name: str, told: Details, rounds: int) -> Row:
    """Processor time under load, beside the floor's."""
    cpu, floor = told[name][-1]["cpu_ms"], told[FLOOR][-1]["cpu_ms"]
    what = f"{task}: {name}"
    return row("reads", what, cpu, "ms", floor=floor, floor_name=FLOOR_NAME, rounds=rounds, detail=told[name])


def goal_rows(task: str, told: Details, rounds: int) -> list[Row]:
    """What is promised, as the upper bound of a ratio; \"2.5 times better\" is at most 0.4 of the other."""
    wanted: dict[str, list[tuple[str, str, float]]] = {
        HUB: [
            (WARM, FLOOR, 1.15),
            (CACHED, FLOOR, 1 / 8),
            *((WARM, peer, 1 / 2.5) for peer in (MERCURIUS, MERCURIUS_LOADED)),
            *((WARM, peer, 1 / 5) for peer in POSTGRAPHILE),
        ],
        QUEUE: [(WARM, FLOOR, 1.5), *((WARM, peer, 1 / 1.7) for peer in (MERCURIUS, MERCURIUS_LOADED))],
        APPROVE: [(WARM, peer, 3.0) for peer in (MERCURIUS, MERCURIUS_LOADED)],
    }
    rows = [
        _goal(f"{task}: {who} to {whom}", _cpu(told, who) / _cpu(told, whom), bound, rounds)
        for who, whom, bound in wanted[task]
        if whom in told
    ]
    return rows + [
        _goal(f"{task}: p99 to p50 of {who}, {LANES[-1]} connections", told[who][-1]["spread"], 2.0, rounds)
        for who in (WARM, CACHED)
        if task != APPROVE
    ]


def _cpu(told: Details, name: str) -> float:
    """At least what the kernel can tell: a run of no time at all divides nothing."""
    return max(told[name][-1]["cpu_ms"], 0.0001)


def _goal(name: str, ratio: float, bound: float, rounds: int) -> Row:
    return row("reads", name, ratio, "x", goal=round(bound, 3), rounds=rounds)
