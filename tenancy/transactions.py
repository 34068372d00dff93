"""Transactions as blocks: the outermost keeps others out until it has committed and its callbacks have run.

Inner ones are savepoints that follow one another. `rules` says how each of them ends.
"""

import asyncio
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from contextvars import ContextVar
from types import TracebackType
from typing import Any, cast

from tortoise.backends.base.client import BaseDBAsyncClient, TransactionContext
from tortoise.connection import get_connections
from tortoise.context import get_current_context
from tortoise.exceptions import TransactionManagementError

from tenancy.binding import ALIAS, inside_transaction
from tenancy.rules import Callback, TransactionRules, call
from tenancy.urls import GLOBAL

# Where callbacks go while the function of a transaction runs that is done at one go.
collecting: ContextVar[Callable[[Callback], None] | None] = ContextVar("collecting", default=None)


class Ambient:
    """Makes a client the one that statements of this task run on, until it is restored."""

    def __init__(self, client: Any) -> None:
        self._connections = get_connections()
        self._token = self._connections.set(client.connection_name, client)
        self._inside = inside_transaction.set(True)

    def restore(self) -> None:
        try:
            self._connections.reset(self._token)
            inside_transaction.reset(self._inside)
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
    return open_transaction(db.connection_name)


def open_transaction(alias: str) -> Any:
    """The open transaction of this task on the database that the alias names, or None."""
    context = get_current_context() if inside_transaction.get() else None
    if context is None:
        return None  # or tenancy is closed; the connection will say so
    ambient = context.connections.get(alias)
    return ambient if isinstance(ambient, TransactionRules) and ambient.is_open else None


def transaction() -> AbstractAsyncContextManager[BaseDBAsyncClient]:
    """A transaction in the bound client's database (BEGIN IMMEDIATE); inside another one, a savepoint.

    Raises: ClientNotBound.
    """
    return _in(ALIAS)


def global_transaction() -> AbstractAsyncContextManager[BaseDBAsyncClient]:
    """A transaction in the global database; inside another one, a savepoint."""
    return _in(GLOBAL)


def _in(alias: str) -> AbstractAsyncContextManager[BaseDBAsyncClient]:
    return cast(AbstractAsyncContextManager[BaseDBAsyncClient], get_connections().get(alias)._in_transaction())


def after_commit(callback: Callback) -> None:
    """Call this when the tenant transaction of this task has committed, before the next one may begin.

    Inside an inner transaction it waits for the outermost commit; after a rollback it is never called; outside a
    transaction it is called at once. The callable is synchronous; what it raises is logged and changes nothing.

    Raises: TransactionEnded.
    """
    if (collect := collecting.get()) is not None:
        collect(callback)
        return
    client = get_connections().get(ALIAS)
    if isinstance(client, TransactionRules):
        client.after_commit(callback)
    else:
        call(callback)
