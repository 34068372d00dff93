"""Which clients have something new: told by whoever writes, heard by the one who carries it on."""

import asyncio
import time
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
        self.put_back(client_id)
        self._told.set()

    def marked(self) -> frozenset[str]:
        return frozenset(self._clients)

    def taken_up(self, client_id: str) -> None:
        """By whoever has the client's turn: what is marked from now on is newer than what they find."""
        self._clients.pop(client_id, None)

    def put_back(self, client_id: str) -> None:
        """Marks it, but wakes nobody: what could not be done now is tried at another time."""
        self._clients[client_id] = None

    def open(self) -> frozenset[str]:
        """The marked, and those whose turn somebody has this moment: of all others nothing is left to be done."""
        return frozenset(self._clients) | {id for id, turn in self._turns.items() if turn.locked()}

    async def told(self) -> None:
        """Waits until some are marked; who marks one after this has returned is heard the next time."""
        await self._told.wait()
        self._told.clear()

    async def next(self, still_s: float = 0.0, longest_s: float = 0.0) -> list[str]:
        """Waits for clients, and gives all that were marked since the last time: as soon as none has been for `still_s`
        seconds, and after `longest_s` at the latest."""
        await self.told()
        await self._calm(still_s, longest_s)
        found = list(self._clients)
        self._clients.clear()
        return found

    async def _calm(self, still_s: float, longest_s: float) -> None:
        until = time.monotonic() + longest_s
        while (left := until - time.monotonic()) > 0:
            try:
                # Unlike `wait_for`, this never takes a cancellation for the end of waiting.
                async with asyncio.timeout(min(still_s, left)):
                    await self.told()
            except TimeoutError:
                return

    @asynccontextmanager
    async def turn(self, client_id: str) -> AsyncIterator[None]:
        """Whose turn it is works off what is new of this client; the others wait."""
        # Those who wait keep the lock alive: while there is one, everybody is given the same.
        lock = self._turns.setdefault(client_id, asyncio.Lock())
        async with lock:
            yield
