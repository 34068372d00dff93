"""How a transaction ends, on either engine and whatever is cancelled: control statements always run to their end.

A client of a transaction that has ended refuses to run anything.
"""

import asyncio
import logging
from collections.abc import Callable
from itertools import count
from typing import Protocol, cast

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
            call(callback)
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


def call(callback: Callback) -> None:
    try:
        callback()
    except Exception:
        log.exception("a callback failed after its transaction was committed: %r", callback)
