"""Which clients have something new: told by whoever writes, heard by the one who carries it on."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from weakref import WeakValueDictionary


class Changes:
    """A hint that costs nothing and may be lost: what is to be done stands in each client's own database."""

    def __init__(self) -> None:
        self._clients: dict[str, None] = {}
        self._told = asyncio.Event()
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    def mark(self, client_id: str) -> None:
        self._clients[client_id] = None
        self._told.set()

    def marked(self) -> frozenset[str]:
        return frozenset(self._clients)

    async def next(self) -> list[str]:
        """Waits for clients, and gives all that were marked since the last time."""
        await self._told.wait()
        self._told.clear()
        found = list(self._clients)
        self._clients.clear()
        return found

    @asynccontextmanager
    async def turn(self, client_id: str) -> AsyncIterator[None]:
        """Whose turn it is works off what is new of this client; the others wait."""
        # Those who wait keep the lock alive: while there is one, everybody is given the same.
        lock = self._turns.setdefault(client_id, asyncio.Lock())
        async with lock:
            yield
