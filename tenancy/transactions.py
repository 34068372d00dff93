"""Transactions that end whole, whatever is cancelled: the same rules on both engines.

The outermost one keeps others out until it has committed and its callbacks have run; inner ones are savepoints that
follow one another. A client of a transaction that has ended refuses to run anything.
"""

import asyncio
import logging
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from itertools import count
from types import TracebackType
from typing import Any, Protocol, cast

from tortoise.backends.base.client import BaseDBAsyncClient, TransactionContext
from tortoise.connection import get_connections
from tortoise.context import get_current_context
from tortoise.exceptions import TransactionManagementError

from tenancy.binding import ALIAS
from tenancy.errors import TransactionEnded

log = logging.getLogger(__name__)

Callback = Callable[[], object]
_savepoint_number = count(1)


class Engine(Protocol):
    """What an engine's transaction client adds to the rules of `TransactionRules`."""

    BEGIN: str

    async def take(self) -> None:
        """Get the connection to oneself."""

    async def give_back(self) -> None:
        """Let others have the connection; never leave it inside a transaction."""

    async def command(self, sql: str) -> asyncio.CancelledError | None:
        """Run one control statement to its end; return the cancellation that came meanwhile."""


class TransactionRules:
    """Mixed into the transaction client of an engine."""

    connection_name: str
    _finalized: bool
    _lock: asyncio.Lock

    def start_rules(self, outer: "TransactionRules | None") -> None:
        self._finalized = False
        self._callbacks: list[Callback] = []
        self._savepoint = f"inner_{next(_savepoint_number)}"
        self.outer = outer
        # One statement at a time on one connection, inner transactions included.
        self._lock = outer._lock if outer else asyncio.Lock()
        # Savepoints are a stack: those of sibling tasks must not interleave.
        self.inner_turn = asyncio.Lock()

    @property
    def is_open(self) -> bool:
        return not self._finalized

    def refuse_if_over(self) -> None:
        """Raises: TransactionEnded."""
        if self._finalized:
            raise TransactionEnded("this transaction has ended; a task that outlives it must open its own")

    def after_commit(self, callback: Callback) -> None:
        self.refuse_if_over()
        self._callbacks.append(callback)

    async def begin(self) -> None:
        await self._control(self._engine.BEGIN)

    async def commit(self) -> None:
        self.refuse_if_over()
        cancelled = await self._control_kept("COMMIT")
        self._finalized = True
        for callback in self._callbacks:
            _call(callback)
        if cancelled is not None:
            raise cancelled

    async def rollback(self) -> None:
        self.refuse_if_over()
        self._finalized = True
        await self._control("ROLLBACK")

    async def savepoint(self) -> None:
        cancelled = await self._control_kept(f"SAVEPOINT {self._savepoint}")
        if cancelled is not None:
            await self.savepoint_rollback()
            raise cancelled

    async def release_savepoint(self) -> None:
        self.refuse_if_over()
        cancelled = await self._control_kept(f"RELEASE SAVEPOINT {self._savepoint}")
        self._finalized = True
        if self.outer is not None:
            self.outer._callbacks.extend(self._callbacks)
        if cancelled is not None:
            raise cancelled

    async def savepoint_rollback(self) -> None:
        self.refuse_if_over()
        self._finalized = True
        await self._control(f"ROLLBACK TO SAVEPOINT {self._savepoint}", f"RELEASE SAVEPOINT {self._savepoint}")

    @property
    def _engine(self) -> Engine:
        return cast(Engine, self)

    async def _control(self, *statements: str) -> None:
        cancelled = await self._control_kept(*statements)
        if cancelled is not None:
            raise cancelled

    async def _control_kept(self, *statements: str) -> asyncio.CancelledError | None:
        """Run control statements once the statement of a sibling task has ended; keep a cancellation for later."""
        cancelled = await settle_lock(self._lock)
        try:
            for sql in statements:
                cancelled = await self._engine.command(sql) or cancelled
        finally:
            self._lock.release()
        return cancelled


async def settle_lock(lock: asyncio.Lock) -> asyncio.CancelledError | None:
    """Acquire the lock, however often the task is cancelled: a rollback cannot be called off."""
    cancelled = None
    while True:
        try:
            await lock.acquire()
        except asyncio.CancelledError as error:
            cancelled = error
        else:
            return cancelled


def _call(callback: Callback) -> None:
    try:
        callback()
    except Exception:
        log.exception("a callback failed after its transaction was committed: %r", callback)


class Ambient:
    """Makes a client the one that statements of this task run on, until it is restored."""

    def __init__(self, client: Any) -> None:
        self._connections = get_connections()
        self._token = self._connections.set(client.connection_name, client)

    def restore(self) -> None:
        try:
            self._connections.reset(self._token)
        except ValueError as error:
            raise TransactionManagementError("a transaction must end in the task that began it") from error


class Outermost(TransactionContext):
    """BEGIN ... COMMIT, with the connection to oneself."""

    client: Any

    def __init__(self, client: Any) -> None:
        self.client = client

    async def __aenter__(self) -> Any:
        await self.client.take()
        try:
            await self.client.begin()
        except BaseException:
            await self.client.give_back()
            raise
        self._ambient = Ambient(self.client)
        return self.client

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            await _end(self.client, kind, self.client.commit, self.client.rollback)
        finally:
            self._ambient.restore()
            await self.client.give_back()


class Inner(TransactionContext):
    """SAVEPOINT ... RELEASE inside an open transaction."""

    client: Any

    def __init__(self, client: Any) -> None:
        self.client = client
        self._turn: asyncio.Lock = client.outer.inner_turn

    async def __aenter__(self) -> Any:
        await self._turn.acquire()
        try:
            self.client.outer.refuse_if_over()
            await self.client.savepoint()
        except BaseException:
            self._turn.release()
            raise
        self._ambient = Ambient(self.client)
        return self.client

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            await _end(self.client, kind, self.client.release_savepoint, self.client.savepoint_rollback)
        finally:
            self._ambient.restore()
            self._turn.release()


async def _end(client: Any, kind: type[BaseException] | None, keep: Callable[[], Any], undo: Callable[[], Any]) -> None:
    if client._finalized:
        return
    if kind is not None:
        await undo()
        return
    try:
        await keep()
    except BaseException:
        if not client._finalized:
            await undo()
        raise


def joined(db: BaseDBAsyncClient) -> Any:
    """The open transaction of this task on the same database, or None.

    A query that was tied to the database before the transaction began must run inside it: waiting for the connection
    would be waiting for oneself.
    """
    context = get_current_context()
    if context is None:
        return None  # tenancy is closed; the connection will say so
    ambient = context.connections.get(db.connection_name)
    return ambient if isinstance(ambient, TransactionRules) and ambient.is_open else None


def transaction() -> AbstractAsyncContextManager[BaseDBAsyncClient]:
    """A transaction in the bound client's database (BEGIN IMMEDIATE); inside another one, a savepoint.

    Raises: ClientNotBound.
    """
    return _in(ALIAS)


def global_transaction() -> AbstractAsyncContextManager[BaseDBAsyncClient]:
    """A transaction in the global database; inside another one, a savepoint."""
    return _in("global")


def _in(alias: str) -> AbstractAsyncContextManager[BaseDBAsyncClient]:
    return cast(AbstractAsyncContextManager[BaseDBAsyncClient], get_connections().get(alias)._in_transaction())


def after_commit(callback: Callback) -> None:
    """Call this when the tenant transaction of this task has committed, before the next one may begin.

    Inside an inner transaction it waits for the outermost commit; after a rollback it is never called; outside a
    transaction it is called at once. The callable is synchronous; what it raises is logged and changes nothing.

    Raises: TransactionEnded.
    """
    client = get_connections().get(ALIAS)
    if isinstance(client, TransactionRules):
        client.after_commit(callback)
    else:
        _call(callback)
