"""The global database's reads on Postgres: a pool of their own, in whose sessions the server refuses every write.

A pool apart, so that reads find a connection however many transactions are open.
"""

import asyncio
import re
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from functools import lru_cache
from itertools import count
from typing import Any, Literal

import asyncpg

from tenancy.errors import TenancyError, TransactionEnded
from tenancy.reading import Row
from tenancy.transactions import open_transaction
from tenancy.urls import GLOBAL, GlobalDatabase

MAX_CONNECTIONS = 5
CLOSE_S = 10


class _Session(asyncpg.Connection):  # type: ignore[misc]  # its base has no types
    """A session that keeps no state, so that giving it back costs no round trip. A transaction is rolled back still."""

    def get_reset_query(self) -> str:
        return ""


class PostgresSnapshot:
    __slots__ = ("_connection",)

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    async def fetch(self, sql: str, params: Sequence[Any] = ()) -> list[Row]:
        if self._connection is None:
            raise TransactionEnded("this snapshot has ended")
        return await _fetch(self._connection, sql, params)

    def end(self) -> None:
        self._connection = None


class PostgresReader:
    dialect: Literal["postgres"] = "postgres"

    def __init__(self, database: GlobalDatabase) -> None:
        self._options = {
            **database.credentials,
            "min_size": 0,
            "max_size": database.pool.get("maxsize", MAX_CONNECTIONS),
            "connection_class": _Session,
            "server_settings": {"default_transaction_read_only": "on"},
        }
        self._pool: Any = None
        self._opening = asyncio.Lock()
        self._closed = False

    async def rows(self, sql: str, params: Sequence[Any] = ()) -> list[Row]:
        inside = open_transaction(GLOBAL)
        source = inside.acquire_connection() if inside else (await self._opened()).acquire()
        async with source as connection:
            return await _fetch(connection, sql, params)

    async def version(self) -> None:
        return None

    @asynccontextmanager
    async def snapshot(self) -> AsyncIterator[PostgresSnapshot]:
        pool = await self._opened()
        async with (
            pool.acquire() as connection,
            connection.transaction(isolation="repeatable_read", readonly=True),
        ):
            snapshot = PostgresSnapshot(connection)
            try:
                yield snapshot
            finally:
                snapshot.end()

    async def _opened(self) -> Any:
        async with self._opening:
            if self._closed:
                raise TenancyError("tenancy is closed")
            if self._pool is None:
                self._pool = await asyncpg.create_pool(**self._options)
            return self._pool

    async def close(self) -> None:
        """Waits for snapshots that are being read, but not for ever."""
        async with self._opening:
            self._closed = True
            pool, self._pool = self._pool, None
        if pool is None:
            return
        try:
            await asyncio.wait_for(pool.close(), CLOSE_S)
        except TimeoutError:
            pool.terminate()


async def _fetch(connection: Any, sql: str, params: Sequence[Any]) -> list[Row]:
    return [tuple(record) for record in await connection.fetch(numbered(sql), *params)]


@lru_cache(maxsize=1024)
def numbered(sql: str) -> str:
    """Turn the placeholders `?` into `$1`, `$2` and so on."""
    numbers = count(1)
    return re.sub(r"\?", lambda _: f"${next(numbers)}", sql)
