"""Measuring side by side: contestants take turns, medians are kept, and each number is told as a ratio to a floor.

One machine's milliseconds mean little elsewhere; the ratio to a floor that ran in the same minutes does.
"""

import os
import statistics
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypedDict

Contestant = Callable[[int], Awaitable[float]]
"""Runs one round, given its number, and returns what it measured."""

TICKS_A_SECOND = os.sysconf("SC_CLK_TCK")


class Detail(TypedDict):
    """A server under load: medians of requests a second, waits, p99 divided by p50, and its processors' time."""

    connections: int
    per_second: float
    p50_ms: float
    p99_ms: float
    spread: float
    cpu_ms: float


class Row(TypedDict, total=False):
    """What a bench says of one thing. `met` is None where there is no `goal`, `ratio` where there is no `floor`."""

    bench: str
    name: str
    value: float
    unit: str
    floor: float | None
    floor_name: str | None
    ratio: float | None
    goal: float | None
    met: bool | None
    rounds: int
    note: str
    detail: list[Detail]


def percentile(values: Sequence[float], percent: int) -> float:
    """Of two values at least; between two of them, what lies between."""
    return statistics.quantiles(values, n=100, method="inclusive")[percent - 1]


def wait(
    bench: str, name: str, took_s: float, floor_s: float, floor_name: str, *, rounds: int, note: str, goal: float | None
) -> Row:
    """Seconds beside those of a floor, told in milliseconds, as the goal is."""
    floor = floor_s * 1000
    return row(
        bench, name, took_s * 1000, "ms", floor=floor, floor_name=floor_name, goal=goal, rounds=rounds, note=note
    )


def row(
    bench: str,
    name: str,
    value: float,
    unit: str,
    *,
    floor: float | None = None,
    floor_name: str | None = None,
    goal: float | None = None,
    rounds: int = 1,
    note: str = "",
    detail: Sequence[Detail] = (),
) -> Row:
    """A goal is an upper bound in `unit` that must not be reached."""
    return Row(
        bench=bench,
        name=name,
        value=round(value, 4),
        unit=unit,
        floor=None if floor is None else round(floor, 4),
        floor_name=floor_name,
        ratio=value / floor if floor else None,
        goal=goal,
        met=None if goal is None else value < goal,
        rounds=rounds,
        note=note,
        detail=list(detail),
    )


async def alternating(contestants: Mapping[str, Contestant], rounds: int) -> dict[str, float]:
    """The median of each contestant. The order is turned round every other time, so that no one always goes first."""
    measured: dict[str, list[float]] = {name: [] for name in contestants}
    names = list(contestants)
    for number in range(rounds):
        for name in names if number % 2 == 0 else reversed(names):
            measured[name].append(await contestants[name](number))
    return {name: statistics.median(values) for name, values in measured.items()}


async def seconds_of(work: Awaitable[Any]) -> float:
    started = time.perf_counter()
    await work
    return time.perf_counter() - started


def tree_cpu_ms(*pids: int) -> float:
    """Likewise for processes with all that they have started, those that have ended and were waited for included."""
    return sum(_with_children_ms(pid) for pid in pids)


def cpu_ms(pid: int) -> float:
    """User and system time that a process has used so far; the kernel counts it in ticks of 10 ms."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) * 1000 / TICKS_A_SECOND


def _with_children_ms(pid: int) -> float:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        children = [line for task in Path(f"/proc/{pid}/task").iterdir() for line in _children(task)]
    except FileNotFoundError:
        return 0.0  # it ended meanwhile; what it used is counted with its parent's
    own = sum(map(int, fields[11:15])) * 1000 / TICKS_A_SECOND
    return own + sum(_with_children_ms(int(child)) for child in children)


def _children(task: Path) -> list[str]:
    try:
        return (task / "children").read_text().split()
    except (FileNotFoundError, ProcessLookupError):
        return []
