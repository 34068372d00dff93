"""The Postgres engine of the global plane: one pool, whose connections survive cancelled tasks.

Tortoise's own client loses a pooled connection when a task is cancelled while its transaction begins.
"""

import asyncio
from typing import Any

from tortoise.backends.asyncpg.client import AsyncpgDBClient
from tortoise.backends.base.client import TransactionalDBClient
from tortoise.backends.base_postgres.client import translate_exceptions
from tortoise.exceptions import TransactionManagementError

from tenancy.driver import finish, settle
from tenancy.rules import TransactionRules
from tenancy.transactions import Inner, Outermost, joined


class PostgresDb(AsyncpgDBClient):
    """The database outside of any transaction: each statement takes a connection of the pool and commits by itself."""

    def acquire_connection(self) -> Any:
        inside = joined(self)
        return inside.acquire_connection() if inside else super().acquire_connection()

    def _in_transaction(self) -> Any:
        inside = joined(self)
        return inside._in_transaction() if inside else Outermost(PostgresTx(self))

    async def pool(self) -> Any:
        if self._pool is None:
            async with self._pool_init_lock:
                if self._pool is None:
                    await self.create_connection(with_db=True)
        return self._pool

    @translate_exceptions
    async def execute_many(self, query: str, values: list[Any]) -> None:
        async with self.acquire_connection() as connection, connection.transaction():
            await connection.executemany(query, values)


class Held:
    """The transaction's connection for one statement."""

    __slots__ = ("_tx",)

    def __init__(self, tx: "PostgresTx") -> None:
        self._tx = tx

    async def __aenter__(self) -> Any:
        await self._tx._lock.acquire()
        try:
            self._tx.refuse_if_over()
        except BaseException:
            self._tx._lock.release()
            raise
        return self._tx._connection

    async def __aexit__(self, *exception: object) -> None:
        self._tx._lock.release()


class PostgresTx(TransactionRules, AsyncpgDBClient, TransactionalDBClient):
    """One connection of the pool inside a transaction."""

    BEGIN = "BEGIN"

    def __init__(self, parent: "PostgresDb | PostgresTx") -> None:
        self.connection_name = parent.connection_name
        self.log = parent.log
        self.fetch_inserted = parent.fetch_inserted
        self._bound_loop = parent._bound_loop
        self._parent = parent
        self._connection: Any = parent._connection
        self.start_rules(parent if isinstance(parent, PostgresTx) else None)

    def acquire_connection(self) -> Any:
        self.refuse_if_over()
        return Held(self)

    def _in_transaction(self) -> Any:
        self.refuse_if_over()
        return Inner(PostgresTx(self))

    async def take(self) -> None:
        assert isinstance(self._parent, PostgresDb)
        self._pool = await self._parent.pool()
        self._connection = await self._pool.acquire()

    async def give_back(self) -> None:
        await finish(asyncio.ensure_future(self._release()))

    async def _release(self) -> None:
        assert self._pool is not None
        try:
            if not self._connection.is_closed() and self._connection.is_in_transaction():
                await self._connection.execute("ROLLBACK")
        finally:
            await self._pool.release(self._connection)

    @translate_exceptions
    async def command(self, sql: str) -> asyncio.CancelledError | None:
        """Raises: TransactionManagementError when a COMMIT was a rollback, as after a failed statement."""
        running = asyncio.ensure_future(self._connection.execute(sql))
        cancelled = await settle(running)
        status = running.result()
        if sql == "COMMIT" and status != "COMMIT":
            self._finalized = True
            raise TransactionManagementError("the transaction was rolled back: a statement in it had failed")
        return cancelled

    @translate_exceptions
    async def execute_many(self, query: str, values: list[Any]) -> None:
        async with self.acquire_connection() as connection:
            await connection.executemany(query, values)

    async def create_connection(self, with_db: bool) -> None:
        raise TransactionManagementError("a transaction does not open connections")

    async def close(self) -> None:
        raise TransactionManagementError("a transaction does not close connections")


client_class = PostgresDb  # what Tortoise looks for in an engine
