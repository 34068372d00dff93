"""Which clients are open: the least recently used are closed when there are too many, those in use never are.

It knows no engine: how a client is opened and closed is told to it.
"""

import asyncio
import logging
from collections import Counter, OrderedDict
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from threading import get_ident
from typing import TYPE_CHECKING

from tenancy.errors import ClientInUse, TenancyError, UnknownClient

if TYPE_CHECKING:
    from tenancy.reading import ReadLink
    from tenancy.tenant import TenantDb

log = logging.getLogger(__name__)


class OpenClient:
    """An open client: its connection for the ORM, the one for planned reads once asked for, and who uses them."""

    def __init__(self, client_id: str, db: "TenantDb", reads: "ReadLink") -> None:
        self.client_id = client_id
        self.db = db
        self.reads = reads
        self.pins = 0
        self.idle = asyncio.Event()
        self.idle.set()

    async def close(self) -> None:
        await self.reads.close()
        await self.db.close()


class Registry:
    def __init__(self, opener: Callable[[str], Awaitable[OpenClient]], max_open: int) -> None:
        self._opener = opener
        self._loop = asyncio.get_running_loop()
        self._thread = get_ident()
        self.max_open = max_open
        self._open: OrderedDict[str, OpenClient] = OrderedDict()
        self._opening: dict[str, asyncio.Task[None]] = {}
        self._closing: dict[str, asyncio.Task[None]] = {}
        self._waiting: Counter[str] = Counter()
        self._retired: set[str] = set()
        self._closed = False
        self.opens_total = 0
        self.evictions_total = 0

    @property
    def open_clients(self) -> int:
        return len(self._open)

    @property
    def pinned(self) -> int:
        return sum(1 for client in self._open.values() if client.pins)

    def is_open(self, client_id: str) -> bool:
        return client_id in self._open

    def pin_open(self, client_id: str) -> OpenClient | None:
        """The client if it is open: the fast way of `pin`. Unpin it when done."""
        client = self._open.get(client_id)
        if client is None or client_id in self._retired:
            return None
        self._open.move_to_end(client_id)
        client.pins += 1
        return client

    async def pin(self, client_id: str) -> OpenClient:
        """Open the client if need be and keep it from being closed. Concurrent calls share one opening.

        Raises: UnknownClient, WrongOwner, SchemaTooNew, MigrationFailed, InvalidClientId.
        """
        # Whoever waits counts like a pin, else a client could be evicted between its opening and its first use.
        self._waiting[client_id] += 1
        try:
            while (client := self._pin_or_refuse(client_id)) is None:
                # One that is done has been closed again already: waiting for it would never end.
                if (opening := self._opening.get(client_id)) is None or opening.done():
                    opening = self._opening[client_id] = asyncio.create_task(self._do_open(client_id))
                    opening.add_done_callback(lambda done: self._opened(client_id, done))
                await asyncio.shield(opening)
            return client
        finally:
            self._waiting[client_id] -= 1
            if not self._waiting[client_id]:
                del self._waiting[client_id]
                self._evict()

    def check_loop(self) -> None:
        """Connections and locks belong to the event loop that they were made on. Raises: TenancyError."""
        if get_ident() == self._thread and self._loop.is_running():
            return  # asking asyncio for the loop is a call of the kernel
        if asyncio.get_running_loop() is not self._loop:
            raise TenancyError("clients can be bound on the event loop that opened the tenancy, not on another one")

    def _pin_or_refuse(self, client_id: str) -> OpenClient | None:
        if self._closed:
            raise TenancyError("tenancy is closed")
        if client_id in self._retired:
            raise UnknownClient(f"client {client_id} is being destroyed")
        return self.pin_open(client_id)

    def _opened(self, client_id: str, done: "asyncio.Task[None]") -> None:
        if self._opening.get(client_id) is done:
            del self._opening[client_id]
        if not done.cancelled():
            done.exception()  # those who waited have it; if all of them were cancelled, nobody needs it

    async def _do_open(self, client_id: str) -> None:
        if (closing := self._closing.get(client_id)) is not None:
            await asyncio.wait((closing,))
        self._open[client_id] = await self._opener(client_id)
        self.opens_total += 1
        self._evict()

    def unpin(self, client: OpenClient) -> None:
        client.pins -= 1
        if client.pins == 0:
            client.idle.set()
            self._evict()

    def _evict(self) -> None:
        surplus = len(self._open) - self.max_open
        if surplus <= 0:
            return
        unused = [client for key, client in self._open.items() if not client.pins and key not in self._waiting]
        for client in unused[:surplus]:
            self.evictions_total += 1
            self._start_closing(client)

    def _start_closing(self, client: OpenClient) -> "asyncio.Task[None]":
        del self._open[client.client_id]
        task = self._closing[client.client_id] = asyncio.create_task(client.close())
        task.add_done_callback(lambda done: self._closed_one(client.client_id, done))
        return task

    def _closed_one(self, client_id: str, done: "asyncio.Task[None]") -> None:
        self._closing.pop(client_id, None)
        if not done.cancelled() and (error := done.exception()) is not None:
            log.error("client %s could not be closed: %s", client_id, error)

    @asynccontextmanager
    async def retired(self, client_id: str, wait_s: float) -> AsyncIterator[None]:
        """Close the client and keep it closed inside the block. New bindings are refused from the start.

        Raises: ClientInUse when its bindings have not ended after `wait_s` seconds.
        """
        if client_id in self._retired:
            raise ClientInUse(f"client {client_id} is being destroyed already")
        self._retired.add(client_id)
        try:
            await self._close_when_idle(client_id, wait_s)
            yield
        finally:
            self._retired.discard(client_id)

    async def _close_when_idle(self, client_id: str, wait_s: float) -> None:
        if (opening := self._opening.get(client_id)) is not None:
            await asyncio.wait((opening,))
        if (client := self._open.get(client_id)) is not None:
            if client.pins:
                client.idle.clear()
                try:
                    await asyncio.wait_for(client.idle.wait(), wait_s)
                except TimeoutError as error:
                    raise ClientInUse(f"client {client_id} is bound {client.pins} times") from error
            self._start_closing(client)
        if (closing := self._closing.get(client_id)) is not None:
            await asyncio.wait((closing,))

    async def close(self) -> None:
        """Close every client. Statements that run are waited for; bindings that are left find no client."""
        self._closed = True
        if self._opening:
            await asyncio.wait(self._opening.values())
        for client in list(self._open.values()):
            self._start_closing(client)
        if self._closing:
            await asyncio.wait(self._closing.values())
