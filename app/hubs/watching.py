"""Watching a client: first the present state, then every change in order, as long as one may.

The watch begins before the state is read, so that nothing falls between; what the state had already is left out by its
version. Rights are looked up again while it runs, also when nothing happens.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Generic, Protocol, TypeGuard, TypeVar

from app import resources
from app.clients.access import ClientAccess
from app.errors import NotFound
from app.hubs import jobs
from app.progress import Watch
from app.progress.events import Event, JobChanged

E = TypeVar("E", bound=Event)
Recheck = Callable[[], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Standing:
    """`recheck` raises when the watcher may not go on; it is called every `every_s` seconds."""

    recheck: Recheck
    every_s: float


class Interest(Protocol[E]):
    """What of a client is watched."""

    async def states(self) -> Sequence[E]:
        """The jobs concerned as they are now; called once, with the client bound."""

    def hears(self, event: Event) -> TypeGuard[E]:
        """Whether the event concerns it, and was not told by a state already."""

    def ends_with(self, event: E, is_state: bool) -> bool:
        """Whether nothing comes after this."""


class Watching(Generic[E]):
    """An iterator for one task. One that is not read to its end wants to be closed."""

    __slots__ = ("_access", "_clock", "_deadline", "_interest", "_is_over", "_opened", "_standing", "_states", "_watch")

    def __init__(self, access: ClientAccess, interest: Interest[E], standing: Standing) -> None:
        self._access = access
        self._interest = interest
        self._standing = standing
        self._opened: AbstractContextManager[Watch] | None = None
        self._states: list[E] = []
        self._is_over = False

    def __aiter__(self) -> "Watching[E]":
        return self

    async def __anext__(self) -> E:
        """Raises NotFound, and what `recheck` raises; it is over then."""
        if self._is_over:
            raise StopAsyncIteration
        try:
            if self._opened is None:
                await self._open()
            is_state = bool(self._states)
            event: E | None = self._states.pop() if is_state else None
            while event is None:
                told = await self._watch.next(self._deadline)
                if self._clock() >= self._deadline:
                    await self._look_again()
                if told is not None and self._interest.hears(told):
                    event = told
        except BaseException:
            self.close()
            raise
        if self._interest.ends_with(event, is_state):
            self.close()
        return event

    async def aclose(self) -> None:
        self.close()

    def close(self) -> None:
        self._is_over = True
        opened, self._opened = self._opened, None
        if opened is not None:
            opened.__exit__(None, None, None)

    async def _open(self) -> None:
        self._opened = resources.current().bus.watch(self._access.client_id)
        self._watch = self._opened.__enter__()
        async with self._access.bind():
            self._states = list(await self._interest.states())[::-1]
        self._clock = asyncio.get_running_loop().time
        self._deadline = self._clock() + self._standing.every_s

    async def _look_again(self) -> None:
        await self._standing.recheck()
        self._deadline = self._clock() + self._standing.every_s


def watch_job(access: ClientAccess, job_id: str, standing: Standing) -> Watching[JobChanged]:
    """Ends after the job's terminal event. Raises NotFound."""
    return Watching(access, _OneJob(job_id), standing)


def watch_hub(access: ClientAccess, hub_id: str, standing: Standing) -> Watching[JobChanged]:
    """The newest job's state; if that is over, or there is none, the next job's. Ends with a job that it followed."""
    return Watching(access, _OneHub(hub_id), standing)


def watch_client(access: ClientAccess, standing: Standing) -> Watching[Event]:
    """The state of every job at work, then everything that happens. Ends only with the watcher."""
    return Watching(access, _Everything(), standing)


class _OneJob:
    __slots__ = ("_job_id", "_seen")

    def __init__(self, job_id: str) -> None:
        self._job_id = job_id
        self._seen = -1

    async def states(self) -> list[JobChanged]:
        states = await jobs.snapshots("WHERE id = ?", self._job_id)
        if not states:
            raise NotFound("job", self._job_id)
        self._seen = states[0].version
        return states

    def hears(self, event: Event) -> TypeGuard[JobChanged]:
        if not isinstance(event, JobChanged) or event.job_id != self._job_id or event.version <= self._seen:
            return False
        self._seen = event.version
        return True

    def ends_with(self, event: JobChanged, is_state: bool) -> bool:
        return event.is_final


class _OneHub:
    __slots__ = ("_hub_id", "_seen")

    def __init__(self, hub_id: str) -> None:
        self._hub_id = hub_id
        self._seen: dict[str | None, int] = {}

    async def states(self) -> list[JobChanged]:
        newest = await jobs.snapshots("WHERE hub_id = ? ORDER BY id DESC LIMIT 1", self._hub_id)
        self._seen = {state.job_id: state.version for state in newest}
        return newest

    def hears(self, event: Event) -> TypeGuard[JobChanged]:
        if not isinstance(event, JobChanged) or event.hub_id != self._hub_id:
            return False
        if event.version <= self._seen.get(event.job_id, -1):
            return False
        self._seen[event.job_id] = event.version
        return True

    def ends_with(self, event: JobChanged, is_state: bool) -> bool:
        return event.is_final and not is_state


class _Everything:
    __slots__ = ("_seen",)

    def __init__(self) -> None:
        self._seen: dict[str | None, int] = {}

    async def states(self) -> Sequence[Event]:
        active = await jobs.snapshots("WHERE status IN (?, ?) ORDER BY id", *jobs.ACTIVE)
        self._seen = {state.job_id: state.version for state in active}
        return active

    def hears(self, event: Event) -> TypeGuard[Event]:
        return not isinstance(event, JobChanged) or event.version > self._seen.get(event.job_id, -1)

    def ends_with(self, event: Event, is_state: bool) -> bool:
        return False
