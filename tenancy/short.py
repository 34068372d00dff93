"""A client's connection, on which what is short runs on the event loop's thread: a hop costs ten times that.

Short is what reads, or writes one row by its key, and a transaction of such statements. It never waits there: where
another process writes, or the disk is to be waited for, the connection's own thread does it after all.
"""

import asyncio
import logging
import re
import sqlite3
from collections.abc import Callable, Sequence
from functools import lru_cache, partial
from typing import Any, TypeVar

from tenancy.driver import Answer, Link, answer
from tenancy.wal import Wal

log = logging.getLogger(__name__)
T = TypeVar("T")

PATIENCE_MS = 5000
_ONE_ROW = re.compile(r'UPDATE [^;]* WHERE ("\w+"\.)?"?id"?\s*=\s*\?|INSERT INTO [^;]* VALUES \([^();]*\)')


@lru_cache(maxsize=1024)
def writes_one_row(sql: str) -> bool:
    return _ONE_ROW.fullmatch(sql) is not None


def is_busy(error: sqlite3.OperationalError) -> bool:
    return error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY


def patiently(raw: sqlite3.Connection, work: Callable[[sqlite3.Connection], T]) -> T:
    """Do the work; where another process holds the file, wait for it."""
    raw.execute(f"PRAGMA busy_timeout={PATIENCE_MS}")
    try:
        return work(raw)
    finally:
        raw.execute("PRAGMA busy_timeout=0")


class ShortLink(Link):
    """The caller holds the lock of the database, so that one thread at a time uses the connection."""

    wal: Wal
    _is_short = False  # whether the open transaction has been of short statements so far

    def watch(self, wal: Wal) -> None:
        """To be called once it is open: from now on whoever waits for another process does so in the thread."""
        self.wal = wal
        self.raw.execute("PRAGMA busy_timeout=0")

    async def answer(self, sql: str, values: Sequence[Any]) -> Answer:
        work = partial(answer, sql=sql, values=values)
        if sql.startswith("SELECT"):
            return read[0] if (read := self._tried(work)) else await self.run(work)
        if writes_one_row(sql) and self.may_write_here and (written := self._tried(work)):
            self._look()
            return written[0]
        return await self.run(work)

    async def command(self, sql: str) -> asyncio.CancelledError | None:
        if sql.startswith("BEGIN"):
            self._is_short = True
        _, cancelled = await self._settled(lambda raw: raw.execute(sql), self._is_short and not self._waits_for(sql))
        return cancelled

    async def transact(
        self, work: Callable[[sqlite3.Connection], T], *, threaded: bool
    ) -> tuple[T, asyncio.CancelledError | None]:
        """Run work that is whole or not at all; return its result and the cancellation that came meanwhile."""
        return await self._settled(work, not threaded and self.may_write_here)

    def transact_at_once(self, work: Callable[[sqlite3.Connection], T]) -> tuple[T] | None:
        """The same here and now, for a caller that found the lock free; None when that would be waiting."""
        if not self.may_write_here or (done := self._tried(work)) is None:
            return None
        self._look()
        return done

    async def run(self, work: Callable[[sqlite3.Connection], T]) -> T:
        self._is_short = False
        done = await super().run(lambda raw: patiently(raw, work))
        self._look()
        return done

    @property
    def may_write_here(self) -> bool:
        """Whether a short write may run on the event loop's thread."""
        return self._is_short if self.in_transaction else not self.wal.is_slow

    def _waits_for(self, sql: str) -> bool:
        return sql == "COMMIT" and self.wal.is_slow

    async def _settled(
        self, work: Callable[[sqlite3.Connection], T], here: bool
    ) -> tuple[T, asyncio.CancelledError | None]:
        if here and (done := self._tried(work)):
            self._look()
            return done[0], None
        ended = await self.complete(lambda raw: patiently(raw, work))
        self._look()
        return ended

    def _tried(self, work: Callable[[sqlite3.Connection], T]) -> tuple[T] | None:
        """Do the work here; None when that would be waiting for another process. Then nothing is done."""
        try:
            return (work(self.raw),)
        except sqlite3.OperationalError as error:
            if not is_busy(error):
                raise
            return None

    def _look(self) -> None:
        """After what may have been a commit."""
        if not self.in_transaction and self.wal.has_grown():
            self._submit(self.wal.checkpoint).add_done_callback(_report)


def _report(checkpoint: "asyncio.Future[None]") -> None:
    if not checkpoint.cancelled() and (error := checkpoint.exception()) is not None:
        log.error("a client's log could not be carried over into its file: %s", error)
