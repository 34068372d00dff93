"""The bus of one process. Each watcher has a bounded queue: a slow one loses intermediate events, never a final one."""

import asyncio
from collections import defaultdict, deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from math import inf

from app.progress.events import Event, JobChanged

MAX_WAITING = 256


class MemoryWatch:
    """For one task, which waits on a future for the next event and on a timer that many waits share."""

    __slots__ = ("_events", "_limit", "_timer", "_timer_at", "_waiter", "dropped")

    def __init__(self, limit: int = MAX_WAITING) -> None:
        self._limit = limit
        self._events: deque[Event] = deque()
        self._waiter: asyncio.Future[None] | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._timer_at = inf
        self.dropped = 0

    def put(self, event: Event) -> None:
        if len(self._events) >= self._limit:
            self._make_room()
        self._events.append(event)
        self._wake()

    def __aiter__(self) -> "MemoryWatch":
        return self

    async def __anext__(self) -> Event:
        event = None
        while event is None:
            event = await self.next(inf)
        return event

    async def next(self, before: float) -> Event | None:
        """The next event, or None at the time `before` of the event loop's clock."""
        if not self._events:
            if before != self._timer_at:
                self._set_timer(before)
            self._waiter = asyncio.get_running_loop().create_future()
            try:
                await self._waiter
            finally:
                self._waiter = None
        return self._events.popleft() if self._events else None

    def _set_timer(self, at: float) -> None:
        self.close()
        if at < inf:
            self._timer, self._timer_at = asyncio.get_running_loop().call_at(at, self._ring), at

    def _ring(self) -> None:
        self._timer, self._timer_at = None, inf
        self._wake()

    def _wake(self) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)

    def close(self) -> None:
        """The timer is forgotten."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer, self._timer_at = None, inf

    def _make_room(self) -> None:
        """Drops the oldest report that a later one outdates, else the oldest event that is not final.

        A queue of nothing but final events grows instead.
        """
        index = self._first(_is_outdated_soon)
        if index is None:
            index = self._first(lambda event: not event.is_final)
        if index is not None:
            del self._events[index]
            self.dropped += 1

    def _first(self, accepts: Callable[[Event], bool]) -> int | None:
        return next((index for index, event in enumerate(self._events) if accepts(event)), None)


def _is_outdated_soon(event: Event) -> bool:
    return isinstance(event, JobChanged) and not event.is_final


class MemoryBus:
    def __init__(self) -> None:
        self._watches: defaultdict[str, set[MemoryWatch]] = defaultdict(set)

    def publish(self, client_id: str, event: Event) -> None:
        for watch in self._watches.get(client_id, ()):
            watch.put(event)

    @contextmanager
    def watch(self, client_id: str) -> Iterator[MemoryWatch]:
        watch = MemoryWatch()
        self._watches[client_id].add(watch)
        try:
            yield watch
        finally:
            watch.close()
            self._watches[client_id].discard(watch)
            if not self._watches[client_id]:
                del self._watches[client_id]

    @property
    def watchers(self) -> int:
        return sum(map(len, self._watches.values()))
