"""Raw SQL reads of the bound client on a connection of their own, which can do nothing but read.

It sees what is committed: not the writes of a transaction that is open. Reads here neither wait for writers nor hold
up the ORM. Every commit of the product goes through another connection, so `version` of this one tells of each.
"""

import asyncio
import secrets
import sqlite3
from collections.abc import Callable, Sequence
from functools import partial
from itertools import count
from typing import Any, TypeVar

from tenancy import binding
from tenancy.driver import Link
from tenancy.errors import ClientNotBound, TransactionEnded

T = TypeVar("T")
Row = tuple[Any, ...]
Version = tuple[int, int]
"""The serial number of a connection and its PRAGMA data_version. Two are equal or not: nothing else is meant."""

# Each connection counts its data_version anew. The start keeps apart what two runs of the process call a version.
_serials = count(secrets.randbits(62))


class Snapshot:
    """One state of the database, whatever others commit meanwhile. It ends with the function that it was given to."""

    __slots__ = ("_raw",)

    def __init__(self, raw: sqlite3.Connection) -> None:
        self._raw: sqlite3.Connection | None = raw

    def fetch(self, sql: str, params: Sequence[Any] = ()) -> list[Row]:
        """All rows of one SELECT with `?` placeholders, as plain tuples.

        Raises: sqlite3.Error; TransactionEnded when the snapshot is over.
        """
        if self._raw is None:
            raise TransactionEnded("this snapshot has ended")
        return self._raw.execute(sql, params).fetchall()

    def end(self) -> None:
        self._raw = None


class ReadConnection:
    """A connection that only reads, and the number that makes its versions unlike those of any other connection."""

    __slots__ = ("raw", "serial")

    def __init__(self, raw: sqlite3.Connection) -> None:
        raw.row_factory = None
        self.raw = raw
        self.serial = next(_serials)

    def version(self) -> Version:
        return self.serial, self.raw.execute("PRAGMA data_version").fetchone()[0]

    def rows(self, sql: str, params: Sequence[Any], factory: type[sqlite3.Row] | None = None) -> list[Any]:
        """One statement. It must not leave a transaction behind, in which later reads would see what is no more."""
        if factory is None:
            rows = self.raw.execute(sql, params).fetchall()
        else:
            cursor = self.raw.cursor()
            cursor.row_factory = factory
            rows = cursor.execute(sql, params).fetchall()
        if self.raw.in_transaction:
            self.raw.rollback()
            raise sqlite3.OperationalError("a read is one statement: for several there is snapshot()")
        return rows

    def within(self, work: Callable[[Snapshot], T]) -> T:
        """Run the function inside one read transaction."""
        snapshot = Snapshot(self.raw)
        self.raw.execute("BEGIN")
        try:
            return work(snapshot)
        finally:
            snapshot.end()
            if self.raw.in_transaction:
                self.raw.execute("COMMIT")


class ReadLink:
    """The read-only connection of an open client, opened when first used."""

    def __init__(self, connector: Callable[[], sqlite3.Connection]) -> None:
        self._connector = connector
        self._link: Link | None = None
        self._connection: ReadConnection | None = None
        self._lock = asyncio.Lock()
        self._closed = False

    async def run(
        self, work: Callable[[ReadConnection], T], *, threaded: bool, guard: Callable[[], object] | None = None
    ) -> T:
        """Do the work on this thread, or in the connection's own; one after the other, whichever it is.

        The caller may do it now; where it has to wait, `guard` is asked again.
        """
        if self._connection is not None and not threaded and not self._lock.locked():
            return work(self._connection)
        async with self._lock:
            connection = self._connection or await self._opened()
            if guard is not None:
                guard()
            if not threaded:
                return work(connection)
            assert self._link is not None
            return await self._link.run(lambda raw: work(connection))

    async def _opened(self) -> ReadConnection:
        if self._closed:
            raise ClientNotBound("the client was closed")
        self._link = await Link.open(self._connector)
        self._connection = ReadConnection(self._link.raw)
        return self._connection

    async def close(self) -> None:
        async with self._lock:
            self._closed = True
            link, self._link, self._connection = self._link, None, None
            if link is not None:
                await link.close()


class Reader:
    """`async with reader(client_id) as reads:` where the same client is bound.

    Raises: ClientNotBound, CrossClientAccess, on entry and at every call.
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
        work = partial(ReadConnection.rows, sql=sql, params=params, factory=sqlite3.Row)
        return await self._run(work, threaded=not inline)

    async def version(self) -> Version:
        """What the client's database is at now: it differs after every commit, and after closing and opening again.

        Ask for it before reading what it is to label: then the label may be older than the data, never newer.
        """
        return await self._run(ReadConnection.version, threaded=False)

    async def snapshot(self, work: Callable[[Snapshot], T], *, threaded: bool = False) -> T:
        """Run the function, which must not be a coroutine's, on one state of the database; return what it returns.

        It runs on the event loop's thread, or with `threaded`, for what takes more than some milliseconds, in the
        connection's own. Whatever reads this client meanwhile waits.
        """
        return await self._run(lambda connection: connection.within(work), threaded=threaded)

    async def _run(self, work: Callable[[ReadConnection], T], *, threaded: bool) -> T:
        guard = partial(binding.guard, self._client_id)
        return await guard().client.reads.run(work, threaded=threaded, guard=guard)


def reader(client_id: str) -> Reader:
    return Reader(client_id)
