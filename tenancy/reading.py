"""Raw SQL reads of the bound client on a connection of their own, which can do nothing but read.

It sees what is committed: not the writes of a transaction that is open. Reads here neither wait for writers nor hold
up the ORM, and run off the event loop, so this is the place for statements that scan.
"""

import asyncio
import sqlite3
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from tenancy import binding
from tenancy.driver import Link, answer


class ReadLink:
    """The read-only connection of an open client, opened when first used."""

    def __init__(self, connector: Callable[[], sqlite3.Connection]) -> None:
        self._connector = connector
        self._link: Link | None = None
        self._lock = asyncio.Lock()
        self._closed = False

    async def execute(self, sql: str, params: Sequence[Any], inline: bool) -> list[sqlite3.Row]:
        async with self._lock:
            link = await self._opened()
            if inline:
                return answer(link.raw, sql, params).rows
            return (await link.run(partial(answer, sql=sql, values=params))).rows

    async def _opened(self) -> Link:
        if self._link is None:
            self._link = await Link.open(self._connector)
        return self._link

    async def close(self) -> None:
        async with self._lock:
            link, self._link = self._link, None
            if link is not None:
                await link.close()


class Reader:
    """`async with reader(client_id) as reads:` where the same client is bound.

    Raises: ClientNotBound, CrossClientAccess, on entry and at every statement.
    """

    __slots__ = ("_client_id",)

    def __init__(self, client_id: str) -> None:
        self._client_id = client_id

    async def __aenter__(self) -> "Reader":
        binding.guard(self._client_id)
        return self

    async def __aexit__(self, *exception: object) -> None:
        """The connection stays with the client; the binding is what ends."""

    async def execute(self, sql: str, params: Sequence[Any] = (), *, inline: bool = False) -> list[sqlite3.Row]:
        """Run one SELECT. With `inline` it runs on the event loop's thread: for point reads well under a millisecond.

        Raises: sqlite3.Error; an attempt to write is sqlite3.OperationalError.
        """
        lease = binding.guard(self._client_id)
        return await lease.client.reads.execute(sql, params, inline)


def reader(client_id: str) -> Reader:
    return Reader(client_id)
