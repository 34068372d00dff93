"""What the engine deletes is overwritten, so that its file does not go on naming a client that is gone."""

import sqlite3
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Engine


def erase_what_is_deleted() -> None:
    """To be called before the engine opens its first connection; calling it again changes nothing."""
    if not event.contains(Engine, "connect", overwrite):
        event.listen(Engine, "connect", overwrite)


def overwrite(connection: Any, _: object = None) -> None:
    if isinstance(connection, sqlite3.Connection):
        connection.execute("PRAGMA secure_delete=ON").close()
