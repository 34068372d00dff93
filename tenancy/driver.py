"""SQLite through aiosqlite, so that cancelling a task never leaves a statement running behind its back.

A statement that was handed to the connection's thread is always waited for; a cancellation is delivered after it.
Plain SELECTs run on the event loop's own thread: the hop to another thread costs ten times such a query.
"""

import asyncio
import sqlite3
import time
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple, Self, TypeVar
from urllib.parse import quote

import aiosqlite

T = TypeVar("T")

TURN_S = 0.002
WAL = "journal_mode=WAL"
COMMON_PRAGMAS = (
    WAL,
    "busy_timeout=5000",
    "journal_size_limit=1048576",
    "cache_size=-1024",
    "temp_store=MEMORY",
    "secure_delete=ON",
)


class Answer(NamedTuple):
    rows: list[sqlite3.Row]
    affected: int
    last_id: int


async def settle(future: "asyncio.Future[Any]") -> asyncio.CancelledError | None:
    """Wait until the future is done, however often the waiting task is cancelled; return that cancellation."""
    cancelled = None
    while not future.done():
        try:
            await asyncio.wait((future,))
        except asyncio.CancelledError as error:
            cancelled = error
    return cancelled


class _Turns:
    """When others of the event loop had their last turn by `give_turn`."""

    last = 0.0


async def give_turn() -> None:
    """Let others of the loop run, if that is longer ago than some milliseconds: what runs here at once never waits."""
    now = time.monotonic()
    if now - _Turns.last > TURN_S:
        _Turns.last = now
        await asyncio.sleep(0)


async def finish(future: "asyncio.Future[T]") -> T:
    """The result of a future that must not be abandoned; a cancellation is raised once it is done."""
    cancelled = await settle(future)
    if cancelled is not None:
        future.exception()
        raise cancelled
    return future.result()


class Link(aiosqlite.Connection):
    """An aiosqlite connection that is safe to cancel and never holds up the end of the process."""

    def __init__(self, connector: Callable[[], sqlite3.Connection]) -> None:
        super().__init__(connector, iter_chunk_size=64)
        self._thread.daemon = True

    @classmethod
    async def open(cls, connector: Callable[[], sqlite3.Connection]) -> Self:
        """Run the connector in the new connection's thread. Whatever it raises comes out here."""
        link = cls(connector)
        link._thread.start()
        opened = link._submit(connector)
        cancelled = await settle(opened)
        if opened.exception() is None:
            link._connection = opened.result()
        if cancelled is not None or link._connection is None:
            link.stop()
        if cancelled is not None:
            raise cancelled
        opened.result()
        return link

    @property
    def raw(self) -> sqlite3.Connection:
        return self._conn

    def _submit(self, work: Callable[[], T]) -> "asyncio.Future[T]":
        future: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._tx.put_nowait((future, work))
        return future

    async def complete(self, work: Callable[[sqlite3.Connection], T]) -> tuple[T, asyncio.CancelledError | None]:
        """Run the work in the connection's thread; return its result and the cancellation that came meanwhile."""
        future = self._submit(partial(work, self.raw))
        cancelled = await settle(future)
        return future.result(), cancelled

    async def run(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Run the work in the connection's thread."""
        return await finish(self._submit(partial(work, self.raw)))

    async def answer(self, sql: str, values: Sequence[Any]) -> Answer:
        """Run one statement: a SELECT here and now, anything else in the connection's thread."""
        if sql.startswith("SELECT"):
            return answer(self.raw, sql, values)
        return await self.run(partial(answer, sql=sql, values=values))

    async def command(self, sql: str) -> asyncio.CancelledError | None:
        """Run one statement that controls a transaction to its end; return the cancellation that came meanwhile."""
        _, cancelled = await self.complete(lambda raw: raw.execute(sql))
        return cancelled

    async def close(self) -> None:
        if self._running and (stopped := self.stop()) is not None:
            await finish(stopped)


def answer(raw: sqlite3.Connection, sql: str, values: Sequence[Any]) -> Answer:
    cursor = raw.execute(sql, values)
    rows = cursor.fetchall()
    # total_changes would count the rows that a cascade took along; rowcount counts those that the statement names.
    affected = len(rows) if cursor.description else max(cursor.rowcount, 0)
    return Answer(rows, affected, cursor.lastrowid or 0)


def tuples(raw: sqlite3.Connection, sql: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    """The rows of one statement without their columns' names."""
    cursor = raw.cursor()
    cursor.row_factory = None
    return cursor.execute(sql, values).fetchall()


def connect(path: Path, mode: str, pragmas: Iterable[str] = ()) -> sqlite3.Connection:
    """Open a file by URI. Modes: `rw` never creates, `rwc` creates, `ro` reads only.

    Raises: sqlite3.OperationalError when the file is missing or cannot be opened.
    """
    raw = sqlite3.connect(
        f"file:{quote(str(path))}?mode={mode}",
        uri=True,
        isolation_level=None,
        check_same_thread=False,
        cached_statements=256,
    )
    try:
        raw.row_factory = sqlite3.Row
        set_up(raw, pragmas)
    except BaseException:
        raw.close()
        raise
    return raw


def set_up(raw: sqlite3.Connection, pragmas: Iterable[str]) -> None:
    """Run pragmas on a fresh connection."""
    for pragma in pragmas:
        if pragma == WAL:
            _switch_to_wal(raw)
        else:
            raw.execute(f"PRAGMA {pragma}")


def _switch_to_wal(raw: sqlite3.Connection) -> None:
    """Turn a new file to WAL. The busy timeout does not cover this: two processes that make one file would collide."""
    give_up = time.monotonic() + 5
    while True:
        try:
            raw.execute(f"PRAGMA {WAL}")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > give_up:
                raise
            time.sleep(0.005)
        else:
            return


def carry_over(path: Path) -> None:
    """Empty the write-ahead log into its file, as far as others let it: what was deleted is gone from both then."""
    raw = connect(path, "rw", ("busy_timeout=5000",))
    try:
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    finally:
        raw.close()


class Atomic:
    """`with Atomic(raw):` all or nothing: a savepoint inside a transaction, a transaction of its own outside one."""

    __slots__ = ("_inside", "_raw")

    def __init__(self, raw: sqlite3.Connection) -> None:
        self._raw = raw

    def __enter__(self) -> None:
        self._inside = self._raw.in_transaction
        self._raw.execute("SAVEPOINT batch" if self._inside else "BEGIN IMMEDIATE")

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if kind is None:
                self._raw.execute("RELEASE batch" if self._inside else "COMMIT")
        except BaseException:
            self._undo()
            raise
        if kind is not None:
            self._undo()

    def _undo(self) -> None:
        if self._raw.in_transaction:
            for undo in ("ROLLBACK TO batch", "RELEASE batch") if self._inside else ("ROLLBACK",):
                self._raw.execute(undo)


def run_many(raw: sqlite3.Connection, sql: str, rows: Sequence[Sequence[Any]]) -> None:
    with Atomic(raw):
        raw.executemany(sql, rows)


def run_script(raw: sqlite3.Connection, script: str) -> None:
    """Run several statements. sqlite3.executescript is of no use here: it commits a transaction that is open."""
    with Atomic(raw):
        statement = ""
        for piece in script.split(";"):
            statement += piece + ";"
            if sqlite3.complete_statement(statement):
                raw.execute(statement)
                statement = ""
