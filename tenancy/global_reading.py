"""Raw SQL reads of the global database, on either engine, on connections which can do nothing but read.

Placeholders are `?` everywhere, so the SQL never holds a question mark that means something else. Inside a
`global_transaction()` of this task `rows` sees what the transaction wrote; outside it waits for no writer.
"""

from collections.abc import AsyncIterator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any, Literal, Protocol

from tenancy import driver
from tenancy.errors import TenancyError
from tenancy.reading import ReadConnection, Row, Snapshot, Version
from tenancy.transactions import open_transaction
from tenancy.urls import GLOBAL, GlobalDatabase

READ_PRAGMAS = ("query_only=ON", "busy_timeout=5000", "cache_size=-2048")
MAX_FREE = 4


class GlobalSnapshot(Protocol):
    """One state of the global database, whatever others commit meanwhile. It ends with its block."""

    async def fetch(self, sql: str, params: Sequence[Any] = ()) -> list[Row]:
        """All rows of one SELECT with `?` placeholders. Raises: the driver's errors; TransactionEnded."""


class GlobalReader(Protocol):
    """Made once a tenancy; `tenancy.global_reader()` gives it."""

    @property
    def dialect(self) -> Literal["sqlite", "postgres"]: ...

    async def rows(self, sql: str, params: Sequence[Any] = ()) -> list[Row]:
        """All rows of one SELECT with `?` placeholders. Raises: the driver's errors; TenancyError once closed."""

    async def version(self) -> Version | None:
        """What the database is at now; None on Postgres, where it is not to be had as cheaply.

        Ask for it before reading what it is to label: then the label may be older than the data, never newer.
        """

    def snapshot(self) -> AbstractAsyncContextManager[GlobalSnapshot]:
        """Several statements on one state of what is committed."""

    async def close(self) -> None:
        """Close what is open. Snapshots that are being read are let end."""


def open_global_reader(database: GlobalDatabase) -> GlobalReader:
    if database.path is not None:
        return SqliteReader(database.path)
    from tenancy.global_postgres import PostgresReader  # here, because the driver is not needed otherwise

    return PostgresReader(database)


class SqliteGlobalSnapshot:
    __slots__ = ("_snapshot",)

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot

    async def fetch(self, sql: str, params: Sequence[Any] = ()) -> list[Row]:
        return self._snapshot.fetch(sql, params)


class SqliteReader:
    """All on the event loop's thread: one connection for single statements, and a few that wait for snapshots."""

    dialect: Literal["sqlite"] = "sqlite"

    def __init__(self, path: Path) -> None:
        self._path = path
        self._single: ReadConnection | None = None
        self._free: list[ReadConnection] = []
        self._closed = False

    async def rows(self, sql: str, params: Sequence[Any] = ()) -> list[Row]:
        inside = open_transaction(GLOBAL)
        if inside is None:
            return self._one().rows(sql, params)
        async with inside.acquire_connection() as link:
            return driver.tuples(link.raw, sql, params)

    async def version(self) -> Version:
        return self._one().version()

    @asynccontextmanager
    async def snapshot(self) -> AsyncIterator[SqliteGlobalSnapshot]:
        connection = self._free.pop() if self._free else self._connect()
        connection.raw.execute("BEGIN")
        snapshot = Snapshot(connection.raw)
        try:
            yield SqliteGlobalSnapshot(snapshot)
        finally:
            snapshot.end()
            self._give_back(connection)

    def _one(self) -> ReadConnection:
        if self._single is None:
            self._single = self._connect()
        return self._single

    def _connect(self) -> ReadConnection:
        if self._closed:
            raise TenancyError("tenancy is closed")
        return ReadConnection(driver.connect(self._path, "ro", READ_PRAGMAS))

    def _give_back(self, connection: ReadConnection) -> None:
        if connection.raw.in_transaction:
            connection.raw.execute("COMMIT")
        if self._closed or len(self._free) >= MAX_FREE:
            connection.raw.close()
        else:
            self._free.append(connection)

    async def close(self) -> None:
        self._closed = True
        for connection in (*self._free, *([self._single] if self._single else [])):
            connection.raw.close()
        self._free, self._single = [], None
