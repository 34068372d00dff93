"""The SQLite engine: one file behind one connection and one lock. The global plane uses it as it is.

It stands in for Tortoise's own client, which dead-locks or loses writes when a task is cancelled, and whose
transactions begin deferred, so that two processes can fail each other at once.
"""

import asyncio
import sqlite3
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Any

from tortoise.backends.base.client import TransactionalDBClient
from tortoise.backends.sqlite.client import SqliteClient
from tortoise.exceptions import IntegrityError, OperationalError, TransactionManagementError

from tenancy import driver
from tenancy.driver import Answer, Link
from tenancy.errors import TransactionEnded
from tenancy.rules import TransactionRules
from tenancy.transactions import Inner, Outermost, joined

GLOBAL_PRAGMAS = (*driver.COMMON_PRAGMAS, "synchronous=FULL", "foreign_keys=ON")


class _TortoiseErrors:
    """Speak of failures as Tortoise does, so that get_or_create and callers recognise them."""

    def __enter__(self) -> None:
        pass

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if isinstance(error, sqlite3.IntegrityError):
            raise IntegrityError(error) from error
        if isinstance(error, sqlite3.OperationalError):
            raise OperationalError(error) from error


TORTOISE_ERRORS = _TortoiseErrors()


class Held:
    """The connection for one statement."""

    __slots__ = ("_db", "_link", "_lock")
    _link: Link

    def __init__(self, db: "SqliteDb") -> None:
        self._db = db
        self._lock = db._lock

    async def __aenter__(self) -> Link:
        await driver.give_turn()
        await self._lock.acquire()
        try:
            self._link = await self._db.link()
        except BaseException:
            self._lock.release()
            raise
        return self._link

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if self._link.in_transaction:
                await self._db.check_left(self._link)
        finally:
            self._lock.release()


class SqliteDb(SqliteClient):
    """A SQLite file outside of any transaction: each statement commits by itself."""

    _connection: Link | None
    pragmas_at_open: tuple[str, ...] = GLOBAL_PRAGMAS

    @property
    def transaction_class(self) -> "type[SqliteTx]":
        return SqliteTx

    async def create_connection(self, with_db: bool) -> None:
        if self._connection is None:
            path = Path(self.filename)
            self._connection = await Link.open(partial(driver.connect, path, "rwc", self.pragmas_at_open))
            await self._post_connect()

    async def close(self) -> None:
        async with self._lock:
            link, self._connection = self._connection, None
            if link is not None:
                await link.close()

    async def link(self) -> Link:
        """The open connection; the caller holds the lock."""
        if self._connection is None:
            await self.create_connection(with_db=True)
        assert self._connection is not None
        return self._connection

    def acquire_connection(self) -> Any:
        return Held(joined(self) or self)

    def _in_transaction(self) -> Any:
        inside = joined(self)
        return inside._in_transaction() if inside else Outermost(self.transaction_class(self))

    async def check_left(self, link: Link) -> None:
        """A statement such as BEGIN must not leave the shared connection inside a transaction."""
        await link.run(sqlite3.Connection.rollback)
        raise TransactionManagementError("transactions are begun with transaction(), not by a statement")

    async def _answer(self, sql: str, values: Sequence[Any] | None) -> Answer:
        with TORTOISE_ERRORS:
            async with self.acquire_connection() as link:
                answer: Answer = await link.answer(sql, values or ())
                return answer

    async def execute_insert(self, query: str, values: list[Any]) -> int:
        return (await self._answer(query, values)).last_id

    async def execute_query(self, query: str, values: list[Any] | None = None) -> tuple[int, Sequence[Any]]:
        answer = await self._answer(query, values)
        return answer.affected, answer.rows

    async def execute_query_dict(self, query: str, values: list[Any] | None = None) -> list[dict[str, Any]]:
        return [dict(row) for row in (await self._answer(query, values)).rows]

    async def execute_many(self, query: str, values: list[list[Any]]) -> None:
        with TORTOISE_ERRORS:
            async with self.acquire_connection() as link:
                await link.run(partial(driver.run_many, sql=query, rows=values))

    async def execute_script(self, query: str) -> None:
        with TORTOISE_ERRORS:
            async with self.acquire_connection() as link:
                await link.run(partial(driver.run_script, script=query))


class SqliteTx(TransactionRules, SqliteDb, TransactionalDBClient):
    """The same file inside a transaction."""

    BEGIN = "BEGIN IMMEDIATE"

    def __init__(self, parent: SqliteDb) -> None:
        # The parent's state is shared, not made anew: the file is open already, or is opened on `take`.
        self.connection_name = parent.connection_name
        self.filename = parent.filename
        self.log = parent.log
        self.fetch_inserted = parent.fetch_inserted
        self._bound_loop = parent._bound_loop
        self._parent = parent
        self._connection = parent._connection
        self.start_rules(parent if isinstance(parent, SqliteTx) else None)

    def acquire_connection(self) -> Any:
        self.refuse_if_over()
        return Held(self)

    def _in_transaction(self) -> Any:
        self.refuse_if_over()
        return Inner(type(self)(self))

    async def take(self) -> None:
        assert isinstance(self._parent, SqliteDb)
        await driver.give_turn()
        await self._parent._lock.acquire()
        try:
            self._connection = await self._parent.link()
        except BaseException:
            self._parent._lock.release()
            raise

    async def give_back(self) -> None:
        assert isinstance(self._parent, SqliteDb)
        try:
            if self._connection is not None and self._connection.in_transaction:
                await self._connection.run(sqlite3.Connection.rollback)
        finally:
            self._parent._lock.release()

    async def command(self, sql: str) -> asyncio.CancelledError | None:
        assert self._connection is not None
        if sql.startswith("ROLLBACK") and not self._connection.in_transaction:
            return None  # SQLite has rolled back by itself, as it does when the disk is full
        with TORTOISE_ERRORS:
            return await self._connection.command(sql)

    async def link(self) -> Link:
        self.refuse_if_over()
        assert self._connection is not None
        if not self._connection.in_transaction:
            raise TransactionEnded("the database has rolled this transaction back")
        return self._connection

    async def check_left(self, link: Link) -> None:
        """Inside a transaction is where the connection should be."""

    async def create_connection(self, with_db: bool) -> None:
        raise TransactionEnded("a transaction does not open connections")

    async def close(self) -> None:
        raise TransactionEnded("a transaction does not close connections")


client_class = SqliteDb  # what Tortoise looks for in an engine
