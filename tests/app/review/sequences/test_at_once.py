"""People and jobs at it at the same time, with the engine at work: whoever comes first, what must hold holds then.

One round of it by default; a twentieth of `FOUNDRY_SEQUENCES` rounds else.
"""

import asyncio
import random
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from app.brand.entries import add_banned_word
from app.clients import service as clients
from app.clients.access import ClientAccess
from app.errors import AppError
from app.generation import service as generation
from app.generation.cloning import clone_spoke
from app.generation.regenerating import regenerate_spoke
from app.generation.rescoring import rescored
from app.resources import Resources
from app.review import service as review
from app.review.bulk import decide_many
from app.review.killing import kill_hub, kill_pillar, kill_spoke
from app.review.restoring import restore
from app.settings import Settings
from app.vocabulary import Decision, Platform, Severity
from tests.app.generation.following import ended
from tests.app.review.sequences.state import AT_WORK, Reader, State, assert_sound, reader
from tests.app.review.sequences.test_sequences import FIRST, SEED, SEQUENCES, Source, assert_shown, client_of, source
from tests.app.review.sequences.world import World, killed_in

__all__ = ["source"]
AT_ONCE, TIMES = 8, 3
BANNED = "loaves"
Deed = Callable[[ClientAccess, State, random.Random], Awaitable[Any]]


def one(rows: dict[str, Any], chance: random.Random) -> str:
    return chance.choice(list(rows))


def of_hubs(state: State) -> dict[str, Any]:
    """What the cancelled judging anew leaves to be retried is a test of its own."""
    return {id: job for id, job in state.jobs.items() if job["hub_id"]} or {"absent": None}


async def ban(access: ClientAccess) -> None:
    async with rescored(access):
        await add_banned_word(access, BANNED, Severity.HARD)


DEEDS: dict[str, tuple[int, Deed]] = {
    "ban": (1, lambda access, state, chance: ban(access)),
    "approve": (3, lambda access, state, chance: review.approve(access, one(state.spokes, chance))),
    "bulk": (1, lambda access, state, chance: decide_many(access, Decision.APPROVE, list(state.spokes))),
    "edit": (
        4,
        lambda access, state, chance: review.edit(access, one(state.spokes, chance), f"{chance.random()} loaves."),
    ),
    "hub": (1, lambda access, state, chance: kill_hub(access, one(state.hubs, chance))),
    "pillar": (1, lambda access, state, chance: kill_pillar(access, one(state.pillars, chance))),
    "spoke": (2, lambda access, state, chance: kill_spoke(access, one(state.spokes, chance))),
    "restore hub": (2, lambda access, state, chance: restore(access, hub_id=one(state.hubs, chance))),
    "restore spoke": (2, lambda access, state, chance: restore(access, spoke_id=one(state.spokes, chance))),
    "generate": (
        2,
        lambda access, state, chance: generation.generate_spokes(
            access, one(state.hubs, chance), platforms=[Platform.TWITTER], spokes_per_hub=3
        ),
    ),
    "regenerate": (2, lambda access, state, chance: regenerate_spoke(access, one(state.spokes, chance))),
    "clone": (1, lambda access, state, chance: clone_spoke(access, one(state.spokes, chance), 1)),
    "cancel": (
        1,
        lambda access, state, chance: generation.cancel_job(access, one(of_hubs(state), chance)),
    ),
}
NOTED = {
    "edit": "spoke.edited",
    "regenerate": "spoke.regenerated",
    "clone": "spoke.cloned",
    "generate": "generation.requested",
}


@pytest.mark.slow
async def test_what_must_hold_holds_when_all_is_done_at_the_same_time(
    resources: Resources, settings: Settings, source: Source
) -> None:
    for number in range(FIRST, FIRST + max(1, SEQUENCES // 20)):
        chance = random.Random(SEED * 1_000_000 + number)
        access = await client_of(source, chance)
        with reader(settings.data_dir, access.client_id) as reads:
            try:
                await all_at_once(resources, World(access, reads, chance), source)
            except Exception as error:
                raise AssertionError(f"FOUNDRY_SEED={SEED} FOUNDRY_FIRST_SEQUENCE={number}") from error
        await clients.delete_client(source.viewer, access.client_id, "Acme")


async def all_at_once(resources: Resources, world: World, source: Source) -> None:
    done: list[str] = []
    for _ in range(TIMES):
        state = world.reader.look()
        names = world.chance.choices(list(DEEDS), [weight for weight, _ in DEEDS.values()], k=AT_ONCE)
        await asyncio.gather(*(tried(world, state, name, done) for name in names))
    await rest(resources, world.reader)
    state = world.reader.look()
    await world.assert_registered(state)
    await assert_shown(source.owner, world.access.client_id, state)
    for name, action in NOTED.items():
        assert sum(noted == action for noted, _ in state.trail) == done.count(name)
    assert sum(state.edits.values()) == done.count("edit")
    assert_held_to(state, "ban" in done)
    while dead := killed_in(world.reader.look()):
        kind, id = dead[0]
        await restore(world.access, **{f"{kind}_id": id})
    await rest(resources, world.reader)
    assert_held_to(world.reader.look(), "ban" in done)


def assert_held_to(state: State, is_banned: bool) -> None:
    """What may still be approved does not pass with a banned word in it, wherever it was when the word was banned."""
    assert_sound(state)
    waiting = [id for id, spoke in state.spokes.items() if spoke["status"] in ("pending", "rejected")]
    passing = [state.spokes[id]["content"] for id in waiting if state.scores[id]["overall_pass"]]
    assert not is_banned or [content for content in passing if BANNED in content] == []


async def tried(world: World, state: State, name: str, done: list[str]) -> None:
    try:
        await DEEDS[name][1](world.access, state, world.chance)
    except AppError:
        return
    done.append(name)


async def rest(resources: Resources, reads: Reader) -> None:
    """Until no job is at work and no workflow runs."""
    for job in reads.look().jobs.values():
        await ended(resources, f"{job['id']}.{job['run']}")
    assert [job for job in reads.look().jobs.values() if job["status"] in AT_WORK] == []
