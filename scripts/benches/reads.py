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
from statistics import median

from scripts.benches import contestants
from scripts.benches.agreement import agreed, check_approved
from scripts.benches.contestants import APPROVE, CACHED, FLOOR, HUB, QUEUE, WARM, Contestant
from scripts.benches.dataset import Size
from scripts.benches.load import Load, drive
from scripts.benches.measure import Detail, Row, row, tree_cpu_ms
from scripts.benches.world import World, made

FLOOR_NAME = "plain Starlette, sqlite3 and orjson"
TASKS = (HUB, QUEUE, APPROVE)
LANES = (1, 16)
FULL_HUB = Size()
MERCURIUS, POSTGRAPHILE = "mercurius", ("PostGraphile 4", "PostGraphile 5")
Others = Callable[[ExitStack, World, Path], Sequence[Contestant]]
"""Starts further contestants over the same rows."""


@dataclass(frozen=True, slots=True)
class Pace:
    """Rounds, seconds of requests in each, seconds before the first one that are not counted, clients."""

    rounds: int = 5
    seconds: float = 0.8
    warm_up: float = 0.5
    clients: int = 20


FULL, QUICK = Pace(), Pace(rounds=1, seconds=0.25, warm_up=0.1, clients=4)
AMONG_PEERS = Pace(warm_up=2.0)


@dataclass(frozen=True, slots=True)
class Measured:
    """One run of load: what the client met, and milliseconds on the server's processors a request."""

    load: Load
    cpu: float


Runs = Mapping[tuple[str, int], Sequence[Measured]]
"""By contestant and number of connections."""


async def run(tmp: Path, pace: Pace, size: Size = FULL_HUB, others: Others = lambda *_: ()) -> list[Row]:
    """Raises RuntimeError when contestants do not say the same, or do not write what they say."""
    world = await asyncio.to_thread(made, tmp / "world", pace.clients, size)
    with ExitStack() as stack:
        all = await asyncio.to_thread(lambda: [*contestants.ours(stack, world, tmp), *others(stack, world, tmp)])
        rows: list[Row] = []
        goals: list[Row] = []
        for task in TASKS:
            taking_part = [one for one in all if task in one.sent]
            runs = await measured(task, taking_part, pace)
            details = {one.name: detail(runs, one.name) for one in taking_part}
            rows += [_row(task, name, details, pace.rounds) for name in details]
            goals += list(goal_rows(task, details, pace.rounds))
        return rows + goals


async def measured(task: str, taking_part: Sequence[Contestant], pace: Pace) -> Runs:
    """In turns, the order turned round every other time."""
    lengths = await asyncio.to_thread(agreed, task, taking_part)
    runs: dict[tuple[str, int], list[Measured]] = {(one.name, lanes): [] for one in taking_part for lanes in LANES}
    for one in taking_part:
        await _run(task, one, LANES[-1], pace.warm_up, lengths[one.name])
    for number in range(pace.rounds):
        for one in taking_part if number % 2 == 0 else reversed(taking_part):
            for lanes in LANES:
                runs[one.name, lanes].append(await _run(task, one, lanes, pace.seconds, lengths[one.name]))
    return runs


async def _run(task: str, one: Contestant, lanes: int, seconds: float, lengths: frozenset[int]) -> Measured:
    if task == APPROVE:
        await asyncio.to_thread(one.store.make_pending)
    before = tree_cpu_ms(*one.pids)
    try:
        load = await drive(one.port, one.requests(task), connections=lanes, seconds=seconds, lengths=lengths)
    except RuntimeError as error:
        raise RuntimeError(f"{task}, {one.name}: {error}") from error
    cpu = (tree_cpu_ms(*one.pids) - before) / len(load.waits_ms)
    if task == APPROVE:
        await asyncio.to_thread(check_approved, one, len(load.waits_ms))
    return Measured(load, cpu)


def detail(runs: Runs, name: str) -> list[Detail]:
    """The medians of a contestant's rounds, for each number of connections."""
    return [
        Detail(
            connections=lanes,
            per_second=round(median(one.load.per_second for one in of), 1),
            p50_ms=round(median(one.load.p50 for one in of), 3),
            p99_ms=round(median(one.load.p99 for one in of), 3),
            spread=round(median(one.load.p99 / one.load.p50 for one in of), 3),
            cpu_ms=round(median(one.cpu for one in of), 4),
        )
        for (who, lanes), of in runs.items()
        if who == name
    ]


Details = Mapping[str, Sequence[Detail]]


def _row(task: str, name: str, details: Details, rounds: int) -> Row:
    """Processor time under load, beside the floor's."""
    cpu, floor = details[name][-1]["cpu_ms"], details[FLOOR][-1]["cpu_ms"]
    what = f"{task}: {name}"
    return row("reads", what, cpu, "ms", floor=floor, floor_name=FLOOR_NAME, rounds=rounds, detail=details[name])


def goal_rows(task: str, details: Details, rounds: int) -> list[Row]:
    """What is promised, as the upper bound of a ratio; \"2.5 times better\" is at most 0.4 of the other."""
    wanted: dict[str, list[tuple[str, str, float]]] = {
        HUB: [
            (WARM, FLOOR, 1.15),
            (CACHED, FLOOR, 1 / 8),
            (WARM, MERCURIUS, 1 / 2.5),
            *((WARM, peer, 1 / 5) for peer in POSTGRAPHILE),
        ],
        QUEUE: [(WARM, FLOOR, 1.5), (WARM, MERCURIUS, 1 / 1.7)],
        APPROVE: [(WARM, MERCURIUS, 3.0)],
    }
    rows = [
        _goal(f"{task}: {who} to {whom}", _cpu(details, who) / _cpu(details, whom), bound, rounds)
        for who, whom, bound in wanted[task]
        if whom in details
    ]
    return rows + [
        _goal(f"{task}: p99 to p50 of {who}, {LANES[-1]} connections", details[who][-1]["spread"], 2.0, rounds)
        for who in (WARM, CACHED)
        if task != APPROVE
    ]


def _cpu(details: Details, name: str) -> float:
    """At least what the kernel can tell: a run of no time at all divides nothing."""
    return max(details[name][-1]["cpu_ms"], 0.0001)


def _goal(name: str, ratio: float, bound: float, rounds: int) -> Row:
    return row("reads", name, ratio, "x", goal=round(bound, 3), rounds=rounds)
