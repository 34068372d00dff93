"""The bus of one process. Each watcher has a bounded queue: a slow one loses intermediate events, never a final one."""

import asyncio
from collections import defaultdict, deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from app.progress.events import Event, JobChanged

MAX_WAITING = 256


class MemoryWatch:
    def __init__(self, limit: int = MAX_WAITING) -> None:
        self._limit = limit
        self._events: deque[Event] = deque()
        self._arrived = asyncio.Event()
        self.dropped = 0

    def put(self, event: Event) -> None:
        if len(self._events) >= self._limit:
            self._make_room()
        self._events.append(event)
        self._arrived.set()

    def __aiter__(self) -> "MemoryWatch":
        return self

    async def __anext__(self) -> Event:
        while not self._events:
            self._arrived.clear()
            await self._arrived.wait()
        return self._events.popleft()

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
            self._watches[client_id].discard(watch)
            if not self._watches[client_id]:
                del self._watches[client_id]

    @property
    def watchers(self) -> int:
        return sum(map(len, self._watches.values()))
