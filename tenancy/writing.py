"""A short transaction of the bound client as one plain function: what people do a thousand times a day costs little.

It is whole or not at all, alone while it lasts, and passes the same guard as everything else.
"""

import sqlite3
from collections.abc import Callable, Sequence
from contextvars import copy_context
from functools import partial
from typing import Any, TypeVar

from tenancy import binding, driver
from tenancy.errors import TransactionEnded
from tenancy.rules import Callback, call
from tenancy.sqlite import TORTOISE_ERRORS
from tenancy.transactions import collecting, open_transaction

T = TypeVar("T")
Row = tuple[Any, ...]


class Writing:
    """The transaction, for the function that it was given to."""

    __slots__ = ("_raw", "callbacks")

    def __init__(self, raw: sqlite3.Connection) -> None:
        self._raw: sqlite3.Connection | None = raw
        self.callbacks: list[Callback] = []

    def fetch(self, sql: str, params: Sequence[Any] = ()) -> list[Row]:
        """All rows of one SELECT, or of a write that is RETURNING them, with `?` placeholders, as plain tuples."""
        return driver.tuples(self._open(), sql, params)

    def run(self, sql: str, params: Sequence[Any] = ()) -> int:
        """Run one statement that writes; return how many rows it named."""
        return max(self._open().execute(sql, params).rowcount, 0)

    def after_commit(self, callback: Callback) -> None:
        """What `tenancy.after_commit` comes to inside the function."""
        self._open()
        self.callbacks.append(callback)

    def _open(self) -> sqlite3.Connection:
        if self._raw is None:
            raise TransactionEnded("this transaction has ended")
        return self._raw

    def end(self) -> None:
        self._raw = None


async def write(work: Callable[[Writing], T], *, threaded: bool = False) -> T:
    """Run the function, which must not be a coroutine's, as one transaction of the bound client; return its result.

    For what takes well under a millisecond: it runs on the event loop's thread, or where that would have to wait, on
    the connection's, as it does with `threaded`, for what takes longer. Inside `transaction()` it is a part of that
    one, and takes back only its own when it raises.

    Raises: ClientNotBound; what the function raises; Tortoise's errors for SQLite's, as a model's own methods do.
    """
    client = binding.current().client
    await driver.give_turn()
    outer = open_transaction(binding.ALIAS)
    with TORTOISE_ERRORS:
        if outer is None and not threaded and (done := client.db.at_once(partial(_transact, work=work))) is not None:
            result, callbacks = done[0]
            for callback in callbacks:
                call(callback)
            return result
        return await _in_line(outer or client.db, outer.after_commit if outer else call, work, threaded)


async def _in_line(db: Any, tell: Callable[[Callback], None], work: Callable[[Writing], T], threaded: bool) -> T:
    """Wait for the connection; where the transaction must wait for others or the disk, it does so in the thread."""
    context = copy_context()
    async with db.acquire_connection() as link:
        (done, callbacks), cancelled = await link.transact(
            lambda raw: context.run(_transact, raw, work), threaded=threaded
        )
        for callback in callbacks:
            tell(callback)
    if cancelled is not None:
        raise cancelled
    result: T = done
    return result


def _transact(raw: sqlite3.Connection, work: Callable[[Writing], T]) -> tuple[T, list[Callback]]:
    writing = Writing(raw)
    token = collecting.set(writing.after_commit)
    try:
        with driver.Atomic(raw):
            done = work(writing)
        return done, writing.callbacks
    finally:
        writing.end()
        collecting.reset(token)
