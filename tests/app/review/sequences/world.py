"""A client with hubs, and deeds done to it one after the other through the services, each held against what it must do.

The engine stands still here: whatever a job would do next is a deed like the others, so that people come in between any
two of its steps, and steps of jobs that are over come late.
"""

import json
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from app.clients.access import ClientAccess
from app.errors import AppError
from app.generation import healing_loop, workflow
from app.generation import service as generation
from app.generation.briefing import Unwanted, read_material
from app.generation.cloning import clone_spoke
from app.generation.healing_loop import write_slot
from app.generation.regenerating import regenerate_spoke
from app.hubs.jobs import Ticket
from app.hubs.registry import HubRegistry
from app.hubs.workflow import ENDED, guarded
from app.review import service as review
from app.review.bulk import decide_many
from app.review.kill_log import Kill as Killed
from app.review.killing import kill_hub, kill_pillar, kill_spoke
from app.review.restoring import restore
from app.vocabulary import Decision, Platform, RegistryStatus
from tests.app.review.sequences import expecting
from tests.app.review.sequences.expecting import Expected, Model, Refused, assert_as_expected
from tests.app.review.sequences.state import AT_WORK, Reader, Row, State, assert_sound

REASON = "Off message."
WORDS = (
    "Sold out is a promise.",
    "Bake less, tell more.",
    "Nobody thanks you for the fourth tray.",
    "Count the loaves.",
)


Work = Callable[[Ticket], Awaitable[None]]


class StandingEngine:
    """Starts and cancels nothing."""

    async def start(self, *_: Any, **__: Any) -> None:
        """The job waits for its steps."""

    async def cancel(self, workflow_id: str) -> None:
        """Its steps come all the same."""

    async def forget_client(self, client_id: str) -> int:
        return 0


@dataclass
class World:
    access: ClientAccess
    reader: Reader
    chance: random.Random
    model: Model = field(default_factory=Model)
    stages: dict[tuple[str, int], int] = field(default_factory=dict)
    done: list[str] = field(default_factory=list)

    async def step(self) -> None:
        """One deed, by chance."""
        before = self.reader.look()
        [deed] = self.chance.choices(list(DEEDS), list(DEEDS.values()))
        await deed(self, before)
        after = self.reader.look()
        self.model.set_aside = {id: row for id, row in self.model.set_aside.items() if not _settled(after, id)}
        assert_sound(after)
        await self.assert_registered(after)

    async def bring_everything_back(self) -> None:
        """From the outside in, until nothing is killed."""
        while dead := killed_in(before := self.reader.look()):
            await restore_one(self, before, *dead[0])

    async def do(self, before: State, expected: Expected, work: Awaitable[Any]) -> Any:
        """What the deed answers; None where it is refused, as expected."""
        try:
            answer = await work
        except AppError as error:
            above = error.details.get("hubId") or error.details.get("pillarId")
            found = Refused(error.code, error.details.get("state"), above)
            assert found == expected.refused
            answer = None
        else:
            assert expected.refused is None, f"{expected.refused} was expected, and it was done"
        assert_as_expected(before, self.reader.look(), expected)
        return answer

    def one(self, rows: dict[str, Row]) -> str:
        return self.chance.choice(list(rows))

    def say(self, *words: object) -> None:
        self.done.append(" ".join(map(str, words)))

    async def assert_registered(self, state: State) -> None:
        """The registry tells the truth whenever nothing is at work on the hub."""
        for row in await HubRegistry.filter(client_id=self.access.client_id):
            hub = state.hubs[row.id]
            count = sum(spoke["hub_id"] == row.id for spoke in state.spokes.values())
            if state.at_work(row.id):
                assert row.status is not RegistryStatus.ARCHIVED
            elif hub["status"] == "killed":
                assert (row.status, row.spoke_count) == (RegistryStatus.ARCHIVED, count)
            else:
                assert (row.status, row.spoke_count) == (RegistryStatus.READY, count)


def _settled(state: State, id: str) -> bool:
    return bool(state.spokes.get(id, {"is_settled": 1})["is_settled"])


async def approve(world: World, before: State) -> None:
    id = world.one(before.spokes)
    world.say("approve", id)
    user = world.access.viewer.user_id
    await world.do(before, expecting.decided(before, id, "approved", user), review.approve(world.access, id))


async def reject(world: World, before: State) -> None:
    id = world.one(before.spokes)
    world.say("reject", id)
    user = world.access.viewer.user_id
    await world.do(before, expecting.decided(before, id, "rejected", user), review.reject(world.access, id, REASON))


async def bulk(world: World, before: State) -> None:
    ids = [world.one(before.spokes) for _ in range(world.chance.randint(0, 8))]
    decision = world.chance.choice((Decision.APPROVE, Decision.REJECT))
    world.say("bulk", decision, ids)
    status = "approved" if decision is Decision.APPROVE else "rejected"
    expected, count = expecting.decided_many(before, ids, status, world.access.viewer.user_id)
    outcome = await world.do(before, expected, decide_many(world.access, decision, ids))
    assert (outcome.changed, len(outcome.skipped)) == (count, len({*ids}) - count)


async def edit(world: World, before: State) -> None:
    id = world.one(before.spokes)
    words = world.chance.choice((*WORDS, before.spokes[id]["content"]))
    world.say("edit", id, words)
    await world.do(before, expecting.edited(before, id, words), review.edit(world.access, id, words))


async def kill(world: World, before: State) -> None:
    kind = world.chance.choices(("hub", "pillar", "spoke"), (2, 3, 4))[0]
    id = world.one({"hub": before.hubs, "pillar": before.pillars, "spoke": before.spokes}[kind])
    world.say("kill", kind, id)
    expected, kill = expecting.killed(before, world.model, kind, id)
    done = await world.do(before, expected, KILLS[kind](world.access, id, REASON))
    if kill is not None:
        world.model.kills.append(kill)
    if isinstance(done, Killed):
        killed = sum("status" in was for was in kill.spokes.values()) if kill else 0
        survived = len(kill.spokes) - killed if kill else 0
        assert (done.is_old, len(done.stopped)) == (kill is None, len(expected.canceled))
        assert (done.changed.killed, done.changed.survived) == (killed, survived)


KILLS: dict[str, Callable[..., Awaitable[Any]]] = {"hub": kill_hub, "pillar": kill_pillar, "spoke": kill_spoke}


async def bring_back(world: World, before: State) -> None:
    """Mostly of what is killed."""
    dead = killed_in(before)
    every = [("hub", world.one(before.hubs)), ("spoke", world.one(before.spokes))]
    await restore_one(world, before, *world.chance.choice(dead if dead and world.chance.random() < 0.9 else every))


def killed_in(state: State) -> list[tuple[str, str]]:
    """Kinds and ids, from the outside in."""
    rows = [("hub", state.hubs), ("pillar", state.pillars), ("spoke", state.spokes)]
    return [(kind, id) for kind, found in rows for id, row in found.items() if row["status"] == "killed"]


async def restore_one(world: World, before: State, kind: str, id: str) -> None:
    world.say("restore", kind, id)
    expected, kill = expecting.restored(before, world.model, kind, id)
    await world.do(before, expected, restore(world.access, **{f"{kind}_id": id}))
    if kill is not None:
        kill.is_undone = True


async def generate(world: World, before: State) -> None:
    id = world.one(before.hubs)
    world.say("generate", id)
    work = generation.generate_spokes(world.access, id, platforms=[Platform.TWITTER], spokes_per_hub=2)
    await world.do(before, expecting.generated(before, id), work)


async def clone(world: World, before: State) -> None:
    id = world.one(before.spokes)
    world.say("clone", id)
    await world.do(before, expecting.cloned(before, id), clone_spoke(world.access, id, world.chance.randint(1, 2)))


async def regenerate(world: World, before: State) -> None:
    id = world.one(before.spokes)
    world.say("regenerate", id)
    await world.do(before, expecting.regenerated(before, world.model, id), regenerate_spoke(world.access, id))


async def cancel(world: World, before: State) -> None:
    if before.jobs:
        id = world.one(before.jobs)
        world.say("cancel", id)
        await world.do(before, expecting.canceled(before, world.model, id), generation.cancel_job(world.access, id))


async def retry(world: World, before: State) -> None:
    if before.jobs:
        id = world.one(before.jobs)
        world.say("retry", id)
        await world.do(before, expecting.retried(before, world.model, id), generation.retry_job(world.access, id))


async def go_on(world: World, before: State) -> None:
    """The next step of a job at work; or a late one of a run that is over."""
    at_work = [id for id, job in before.jobs.items() if job["status"] in AT_WORK]
    ids = at_work if at_work and world.chance.random() < 0.8 else list(before.jobs)
    if not ids:
        return
    job = before.jobs[world.chance.choice(ids)]
    run = job["run"] if world.chance.random() < 0.8 else world.chance.randint(1, job["run"])
    ticket = Ticket(world.access.client_id, world.access.account_id, job["hub_id"], job["id"], run)
    stage = world.stages.get((job["id"], run), -1)
    plan = json.loads(job["plan"] or "[]")
    is_half = 0 <= stage < len(plan) and world.chance.random() < 0.5
    work: Work = partial(one_attempt, index=stage) if is_half else _next_step(stage, len(plan))
    world.stages[job["id"], run] = stage if is_half else stage + 1
    world.say("attempt" if is_half else "step", stage, "of", job["kind"], job["id"], run)
    if run != job["run"] or job["status"] not in AT_WORK:
        await guarded(ticket, work)
        assert_as_expected(before, world.reader.look(), Expected())
        return
    if await guarded(ticket, work) == ENDED:  # it has failed, and its workflow puts everything in order
        await guarded(ticket, workflow._close)
    assert_written(world, before, world.reader.look(), job, plan[stage] if 0 <= stage < len(plan) else None)


async def one_attempt(ticket: Ticket, index: int) -> None:
    """As far as a process comes that is cut off then."""
    try:
        material = await read_material(ticket, index)
        proposal = await healing_loop._proposed(ticket, material) if material else None
        if material and proposal:
            await healing_loop._keep(ticket, index, material, proposal)
    except Unwanted:
        await healing_loop._leave(ticket, index)


def _next_step(stage: int, planned: int) -> Work:
    if stage < 0:
        return workflow._plan
    if stage < planned:
        return lambda ticket: write_slot(ticket, stage)
    ends = (workflow._settle, workflow._finish, workflow._close)
    return ends[min(stage - planned, 2)]


def assert_written(world: World, before: State, after: State, job: Row, slot: Row | None) -> None:
    """A step of a job at work writes the piece of its slot and its job's row, and nothing else."""
    expected, mine = Expected(changed_jobs={job["id"]}), slot and slot["spoke_id"]
    new = {id: row for id, row in after.spokes.items() if id not in before.spokes}
    assert set(new) <= {mine}
    for row in new.values():
        assert (row["hub_id"], row["status"], row["is_mutated"]) == (job["hub_id"], "pending", 0)
        assert after.pillars[row["pillar_id"]]["status"] == "active"
    if mine in before.spokes and not before.spokes[mine]["is_settled"]:
        expected.spokes, expected.rescored = {mine: dict.fromkeys(before.spokes[mine], expecting.ANY)}, {mine}
        old, now = world.model.set_aside.get(mine), after.spokes[mine]
        if old is not None and now["is_settled"]:
            same = {**now, "revision": old["revision"]} == old
            assert same or (now["is_mutated"], now["status"], now["job_id"]) == (0, "pending", old["job_id"])
    without_new = {id: row for id, row in after.spokes.items() if id not in new}
    seen = State(**{**vars(after), "spokes": without_new})
    assert_as_expected(before, seen, expected)


DEEDS: dict[Callable[[World, State], Awaitable[None]], int] = {
    approve: 4,
    reject: 2,
    bulk: 2,
    edit: 4,
    kill: 5,
    bring_back: 5,
    generate: 1,
    clone: 1,
    regenerate: 2,
    cancel: 1,
    retry: 1,
    go_on: 8,
}
