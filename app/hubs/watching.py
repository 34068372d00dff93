"""Watching a client: first the present state, then every change in order, as long as one may.

The watch begins before the state is read, so that nothing falls between; what the state had already is left out by its
version. Rights are looked up again while it runs, also when nothing happens.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass

from app import resources
from app.clients.access import ClientAccess
from app.hubs import jobs
from app.hubs.models import Job
from app.progress import Watch
from app.progress.events import Event, JobChanged

Recheck = Callable[[], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Standing:
    """`recheck` raises when the watcher may not go on; it is called every `every_s` seconds."""

    recheck: Recheck
    every_s: float


async def watch_job(access: ClientAccess, job_id: str, standing: Standing) -> AsyncIterator[JobChanged]:
    """Ends after the job's terminal event. Raises NotFound."""
    with resources.current().bus.watch(access.client_id) as watch:
        async with access.bind():
            state = jobs.snapshot(await jobs.get_job(job_id))
        yield state
        if state.is_final:
            return
        seen = state.version
        async for event in _events(watch, standing):
            if isinstance(event, JobChanged) and event.job_id == job_id and event.version > seen:
                seen = event.version
                yield event
                if event.is_final:
                    return


async def watch_hub(access: ClientAccess, hub_id: str, standing: Standing) -> AsyncIterator[JobChanged]:
    """The newest job's state; if that is over, or there is none, the next job's. Ends with a job that it followed."""
    with resources.current().bus.watch(access.client_id) as watch:
        async with access.bind():
            newest = await jobs.newest_job(hub_id)
        seen: dict[str | None, int] = {}
        if newest is not None:
            state = jobs.snapshot(newest)
            seen[newest.id] = state.version
            yield state
        async for event in _events(watch, standing):
            if isinstance(event, JobChanged) and event.hub_id == hub_id and event.version > seen.get(event.job_id, -1):
                seen[event.job_id] = event.version
                yield event
                if event.is_final:
                    return


async def watch_client(access: ClientAccess, standing: Standing) -> AsyncIterator[Event]:
    """The state of every job at work, then everything that happens. Ends only with the watcher."""
    with resources.current().bus.watch(access.client_id) as watch:
        async with access.bind():
            active = await Job.filter(status__in=jobs.ACTIVE).order_by("id")
        seen = {job.id: job.version for job in active}
        for job in active:
            yield jobs.snapshot(job)
        async for event in _events(watch, standing):
            if isinstance(event, JobChanged) and event.version <= seen.get(event.job_id or "", -1):
                continue
            yield event


async def _events(watch: Watch, standing: Standing) -> AsyncIterator[Event]:
    clock = asyncio.get_running_loop()
    deadline = clock.time() + standing.every_s
    while True:
        event: Event | None = None
        try:
            async with asyncio.timeout_at(deadline):
                event = await anext(watch)
        except TimeoutError:
            pass
        if clock.time() >= deadline:
            await standing.recheck()
            deadline = clock.time() + standing.every_s
        if event is not None:
            yield event
