"""Who takes part: Foundry in four ways, the floor, and what each is sent for each task."""

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import orjson

from scripts.benches import questions
from scripts.benches.load import request
from scripts.benches.servers import Served, foundry, served
from scripts.benches.world import World

HUB, QUEUE, APPROVE = "full hub", "review queue", "approveSpoke"
COLD, WARM, CACHED, OFF, FLOOR = "cold plan", "warm plan", "cached", "planner off", "floor"
MERCURIUS, MERCURIUS_LOADED = "mercurius", "mercurius, DataLoader"
POSTGRAPHILE = ("PostGraphile 4", "PostGraphile 5")
Bodies = Mapping[str, Sequence[bytes]]
"""For each task what is sent, one body after the other."""


class Store(Protocol):
    """Where a contestant's pieces are kept, so that approvals can be taken back and counted."""

    def make_pending(self) -> None: ...
    def approved(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Contestant:
    """A server and what it is sent. `pids` are its processes, with all that they start.

    `canonical` makes its answers comparable with Foundry's; None when they are the same bytes.
    """

    name: str
    port: int
    pids: tuple[int, ...]
    store: Store
    sent: Mapping[str, Sequence[bytes]]
    canonical: Callable[[bytes], bytes] | None = None

    def requests(self, task: str) -> Iterator[bytes]:
        """Reads go round for ever; an approval that was sent is not sent again."""
        if task == APPROVE:
            return iter(self.sent[task])
        rounds = itertools.cycle(self.sent[task])
        return map(_renumbered, rounds) if self.name == COLD else rounds


_numbers = itertools.count()


def _renumbered(sent: bytes) -> bytes:
    """The request with a comment that nobody has seen before, and of the same length."""
    return sent.replace(questions.UNSEEN, b"#%010d" % next(_numbers), 1)


def contestant(
    name: str, server: Served, world: World, bodies: Bodies, paths: Mapping[str, str] | str = "/graphql"
) -> Contestant:
    """One that serves the files of `world`."""
    at = paths if isinstance(paths, Mapping) else dict.fromkeys(bodies, paths)
    sent = {task: [request(at[task], body, world.token) for body in all] for task, all in bodies.items()}
    return Contestant(name, server.port, (server.pid,), world, sent)


def ours(stack: ExitStack, world: World, folder: Path) -> list[Contestant]:
    """Foundry's processes and the floor's, each on a copy of the files. They end with the stack."""
    reads, cold, all = read_bodies(world), read_bodies(world, questions.unseen), all_bodies(world)
    warm = on_a_copy(stack, world, folder / "warm", answer_cache_bytes=0)
    cached = on_a_copy(stack, world, folder / "cached")
    off = on_a_copy(stack, world, folder / "off", planned_reads=0, answer_cache_bytes=0)
    return [
        contestant(COLD, *warm, cold),
        contestant(WARM, *warm, all),
        contestant(CACHED, *cached, reads),
        contestant(OFF, *off, all),
        floor(stack, world.copy(folder / FLOOR)),
    ]


def on_a_copy(stack: ExitStack, world: World, folder: Path, **settings: object) -> tuple[Served, World]:
    """Foundry with these settings, over a copy of the files in `folder`."""
    copy = world.copy(folder)
    return stack.enter_context(foundry(copy.folder, **settings)), copy


def floor(stack: ExitStack, world: World) -> Contestant:
    server = stack.enter_context(
        served("scripts.benches.floor", "--data", str(world.folder), folder=world.folder.parent)
    )
    plain = {
        HUB: [orjson.dumps({"id": id}) for id in world.hub_ids],
        QUEUE: [orjson.dumps({"id": id, "first": questions.PAGE}) for id in world.client_ids],
        APPROVE: [orjson.dumps({"clientId": one.client_id, "spokeId": one.id}) for one in world.spokes()],
    }
    return contestant(FLOOR, server, world, plain, {HUB: "/hub", QUEUE: "/queue", APPROVE: "/approve"})


def read_bodies(world: World, changed: Callable[[str], str] = str) -> Bodies:
    """The reads, their documents `changed`."""
    hub, queue = changed(questions.HUB), changed(questions.QUEUE)
    return {
        HUB: [questions.hub(id, hub) for id in world.hub_ids],
        QUEUE: [questions.queue(id, queue) for id in world.client_ids],
    }


def all_bodies(world: World) -> Bodies:
    return {**read_bodies(world), APPROVE: [questions.approve(spoke) for spoke in world.spokes()]}
