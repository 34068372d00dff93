"""Running load on contestants in turns, and what is told of it: what the client met and what the server used."""

from collections.abc import Awaitable, Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from scripts.benches.contestants import Contestant
from scripts.benches.load import Load, drive
from scripts.benches.measure import Detail, tree_cpu_ms


@dataclass(frozen=True, slots=True)
class Measured:
    """One run: what the client met, and milliseconds on the server's processors a request."""

    load: Load
    cpu_ms: float


async def ran(
    one: Contestant,
    requests: Iterator[bytes],
    *,
    connections: int,
    seconds: float,
    lengths: Container[int] | None = None,
) -> Measured:
    """Raises RuntimeError when an answer is not what it should be."""
    before = tree_cpu_ms(*one.pids)
    try:
        load = await drive(one.port, requests, connections=connections, seconds=seconds, lengths=lengths)
    except RuntimeError as error:
        raise RuntimeError(f"{one.name}: {error}") from error
    return Measured(load, (tree_cpu_ms(*one.pids) - before) / len(load.waits_ms))


async def in_turns(
    taking_part: Sequence[Contestant], rounds: int, turn: Callable[[Contestant], Awaitable[Sequence[Measured]]]
) -> dict[str, list[Sequence[Measured]]]:
    """Of each what its turns gave. The order is turned round every other time."""
    runs: dict[str, list[Sequence[Measured]]] = {one.name: [] for one in taking_part}
    for number in range(rounds):
        for one in taking_part if number % 2 == 0 else reversed(taking_part):
            runs[one.name].append(await turn(one))
    return runs


def details(runs: Mapping[str, Sequence[Sequence[Measured]]], lanes: Sequence[int]) -> dict[str, list[Detail]]:
    """The medians of each contestant's turns, which had a run for each number of connections in `lanes`."""
    return {
        name: [detail(connections, of) for connections, of in zip(lanes, zip(*turns, strict=True), strict=True)]
        for name, turns in runs.items()
    }


def detail(connections: int, of: Sequence[Measured]) -> Detail:
    return Detail(
        connections=connections,
        per_second=round(median(one.load.per_second for one in of), 1),
        p50_ms=round(median(one.load.p50 for one in of), 3),
        p99_ms=round(median(one.load.p99 for one in of), 3),
        spread=round(median(one.load.p99 / one.load.p50 for one in of), 3),
        cpu_ms=round(median(one.cpu_ms for one in of), 4),
    )
