"""Watching below the API: what a slow watcher still hears, and when rights are looked up."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from typing import Any, cast

import pytest
import pytest_asyncio

import tenancy
from app.accounts.credentials import viewer_of
from app.clients.access import ClientAccess, authorize
from app.errors import NotFound, Unauthenticated
from app.hubs import jobs, watching
from app.hubs.models import Hub, Job
from app.hubs.watching import Standing
from app.progress import MemoryBus
from app.progress.events import Event, JobChanged
from app.progress.memory import MAX_WAITING
from app.resources import Resources
from app.vocabulary import HubStatus, JobStatus, SourceType
from tests.api import Api
from tests.app.generation.following import create_hub, following

WITHIN_S = 10


async def nothing() -> None:
    """May go on."""


FREE = Standing(nothing, 60.0)


@pytest.fixture
def bus(resources: Resources) -> MemoryBus:
    assert isinstance(resources.bus, MemoryBus)
    return resources.bus


@pytest_asyncio.fixture(loop_scope="session")
async def access(owner: Api, client_id: str) -> ClientAccess:
    return await authorize(await viewer_of(owner.token or ""), client_id)


@pytest_asyncio.fixture(loop_scope="session")
async def job(access: ClientAccess) -> Job:
    """Waits for ever: no workflow stands behind it."""
    async with access.bind(), tenancy.transaction():
        hub = await Hub.create(id="hub", registry_id="hub", source_type=SourceType.TEXT, status=HubStatus.READY)
        return await Job.create(hub_id=hub.id, kind="hub.create", status=JobStatus.QUEUED)


async def change(access: ClientAccess, job: Job, times: int = 1, **changes: Any) -> None:
    """In one transaction, so that all of it is told at once."""
    async with access.bind(), tenancy.transaction():
        current = await jobs.get_job(job.id)
        for number in range(times):
            await jobs.change(current, **{"message": str(number), **changes})


def opened(source: AsyncIterator[Any]) -> "aclosing[AsyncGenerator[Any]]":
    return aclosing(cast("AsyncGenerator[Any]", source))


async def soon(source: AsyncIterator[Any]) -> Any:
    async with asyncio.timeout(WITHIN_S):
        return await anext(source)


async def rest(source: AsyncIterator[Any]) -> list[Any]:
    async with asyncio.timeout(WITHIN_S):
        return [event async for event in source]


def versions(events: list[Event]) -> list[int]:
    return [event.version for event in events if isinstance(event, JobChanged)]


async def test_every_change_of_a_real_job_is_heard_once_and_in_order(
    resources: Resources, owner: Api, access: ClientAccess
) -> None:
    async with following(resources, access.client_id) as followed:
        _, job_id = await create_hub(owner, access.client_id)
        async with opened(watching.watch_job(access, job_id, FREE)) as watched:
            heard = [event async for event in watched]
        await followed.until(job_id, status=JobStatus.COMPLETE)
    first = heard[0].version
    assert versions(heard) == list(range(first, first + len(heard)))
    assert heard[1:] == followed.changes(job_id)[first + 1 :]
    assert [event.is_final for event in heard] == [False] * (len(heard) - 1) + [True]


@pytest.mark.parametrize("by_hub", [False, True], ids=["job", "hub"])
async def test_a_watcher_that_does_not_read_hears_the_end(
    bus: MemoryBus, access: ClientAccess, job: Job, by_hub: bool
) -> None:
    source = watching.watch_hub(access, "hub", FREE) if by_hub else watching.watch_job(access, job.id, FREE)
    async with opened(source) as watched:
        assert versions([await soon(watched)]) == [0]
        times = 2 * MAX_WAITING
        await change(access, job, times)
        await change(access, job, status=JobStatus.COMPLETE, progress_percent=100)
        heard = versions(await rest(watched))
    assert heard == list(range(times + 2 - MAX_WAITING, times + 2))
    assert bus.watchers == 0


async def test_a_watcher_of_a_client_that_does_not_read_hears_the_end_of_every_job(
    access: ClientAccess, job: Job
) -> None:
    async with opened(watching.watch_client(access, FREE)) as watched:
        await soon(watched)
        async with access.bind(), tenancy.transaction():
            many = [await Job.create(hub_id="hub", kind="k", status=JobStatus.QUEUED) for _ in range(3)]
        for other in many:
            await change(access, other, MAX_WAITING)
            await change(access, other, status=JobStatus.COMPLETE)
        await change(access, job, status=JobStatus.CANCELED)
        ends: list[str] = []
        while len(ends) < 4:
            event = await soon(watched)
            ends += [event.job_id] if event.is_final else []
    assert ends == [*(other.id for other in many), job.id]


async def test_nothing_falls_between_the_state_and_the_first_change(access: ClientAccess, job: Job) -> None:
    """The watcher begins while a change is being written, and may read the state before or after its commit."""
    async with opened(watching.watch_job(access, job.id, FREE)) as watched:
        async with access.bind(), tenancy.transaction():
            first = asyncio.create_task(soon(watched))
            await jobs.change(await jobs.get_job(job.id), progress_percent=7)
        heard = [await first]
        await change(access, job, status=JobStatus.COMPLETE)
        heard += await rest(watched)
    assert versions(heard) in ([0, 1, 2], [1, 2])


async def test_an_event_that_is_older_than_the_state_is_not_told(
    bus: MemoryBus, access: ClientAccess, job: Job
) -> None:
    await change(access, job, 3)
    old = jobs.snapshot(job)
    for source in (
        watching.watch_job(access, job.id, FREE),
        watching.watch_hub(access, "hub", FREE),
        watching.watch_client(access, FREE),
    ):
        async with opened(source) as watched:
            state = await soon(watched)
            bus.publish(access.client_id, old)
            bus.publish(access.client_id, state)
            await change(access, job)
            assert (await soon(watched)).version == state.version + 1


async def test_rights_are_looked_up_while_nothing_happens_and_the_watch_is_freed(
    bus: MemoryBus, access: ClientAccess, job: Job
) -> None:
    asked = 0

    async def until_the_third_time() -> None:
        nonlocal asked
        asked += 1
        if asked == 3:
            raise Unauthenticated("Enough.")

    standing = Standing(until_the_third_time, 0.01)
    async with opened(watching.watch_job(access, job.id, standing)) as watched:
        await soon(watched)
        assert bus.watchers == 1
        with pytest.raises(Unauthenticated, match="Enough"):
            await soon(watched)
    assert (asked, bus.watchers) == (3, 0)


async def test_nothing_is_told_after_the_right_is_lost_when_the_watcher_was_slow(
    access: ClientAccess, job: Job
) -> None:
    """What waits in the queue is looked at only after the rights are: the watcher had none when it came to read."""

    async def refuse() -> None:
        raise NotFound("client", access.client_id)

    async with opened(watching.watch_job(access, job.id, Standing(refuse, 1e-9))) as watched:
        await soon(watched)
        await change(access, job, 5)
        with pytest.raises(NotFound):
            await soon(watched)


async def test_rights_are_looked_up_also_while_events_never_cease(access: ClientAccess, job: Job) -> None:
    asked = 0

    async def count() -> None:
        nonlocal asked
        asked += 1

    async with opened(watching.watch_client(access, Standing(count, 1e-9))) as watched:
        await soon(watched)
        await change(access, job, 20)
        for _ in range(20):
            await soon(watched)
    assert asked == 20


async def test_a_job_that_is_run_again_is_followed_from_its_new_beginning(access: ClientAccess, job: Job) -> None:
    await change(access, job, status=JobStatus.FAILED, error_message="No.")
    async with opened(watching.watch_hub(access, "hub", FREE)) as watched:
        assert (await soon(watched)).is_final
        async with access.bind(), tenancy.transaction():
            await jobs.new_run(await jobs.get_job(job.id), access.account_id)
        queued = await soon(watched)
        assert (queued.status, queued.percent, queued.message) == (JobStatus.QUEUED, 0, jobs.WAITING)
        await change(access, job, status=JobStatus.COMPLETE, progress_percent=100)
        assert [event.percent for event in await rest(watched)] == [100]


async def test_a_hub_without_a_job_is_silent_until_it_has_one(access: ClientAccess, job: Job) -> None:
    async with access.bind(), tenancy.transaction():
        await Hub.create(id="bare", registry_id="bare", source_type=SourceType.TEXT, status=HubStatus.READY)
    async with opened(watching.watch_hub(access, "bare", FREE)) as watched:
        first = asyncio.create_task(soon(watched))
        await change(access, job)
        async with access.bind(), tenancy.transaction():
            made = await Job.create(hub_id="bare", kind="hub.create", status=JobStatus.QUEUED)
            jobs.publish(jobs.snapshot(made))
        assert (await first).job_id == made.id


@pytest.mark.parametrize("absent", ["", "absent"])
async def test_an_absent_job_is_not_found_and_not_watched(bus: MemoryBus, access: ClientAccess, absent: str) -> None:
    with pytest.raises(NotFound):
        await soon(watching.watch_job(access, absent, FREE))
    assert bus.watchers == 0
