"""From Python 3.12 on, the engine dates its rows by `unixepoch('subsec')`, which SQLite knows from 3.42 on.

Where an older SQLite is linked in, the function is given to every connection of the engine's.
"""

import sqlite3
import sys
import time
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Engine

KNOWS_SUBSEC = (3, 42, 0)


def teach_where_needed() -> None:
    """To be called before the engine opens its first connection; calling it again changes nothing."""
    needed = sys.version_info >= (3, 12) and sqlite3.sqlite_version_info < KNOWS_SUBSEC
    if needed and not event.contains(Engine, "connect", teach):
        event.listen(Engine, "connect", teach)


def teach(connection: Any, _: object = None) -> None:
    if isinstance(connection, sqlite3.Connection):
        connection.create_function("unixepoch", 1, _subsec)


def _subsec(modifier: str) -> float:
    """The one form that the engine asks for: now, in seconds with their fraction."""
    if modifier != "subsec":
        raise ValueError(f"unixepoch({modifier!r}) is not known")
    return time.time()
