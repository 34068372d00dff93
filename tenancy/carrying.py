"""A client's database as a file that is carried elsewhere: copied while it is in use, and taken in only if it is sound.

A file that comes from elsewhere is believed in nothing. It is taken in when its tables, indexes and triggers are
exactly those that the steps make, so that no view or trigger of somebody else's ever runs here.
"""

import asyncio
import sqlite3
import tempfile
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from tenancy import driver
from tenancy.errors import UnsoundCopy
from tenancy.files import build_template, check_owner_row
from tenancy.migrations import Step, missing
from tenancy.migrations import sqlite as migrations
from tenancy.process import installed

UNTRUSTED = ("cell_size_check=ON", "mmap_size=0", "temp_store=MEMORY", "busy_timeout=5000")
_SCHEMA = "SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY type, name"


async def copy_client(client_id: str, target: Path) -> int:
    """Writes one state of the client's database to a new file; returns its version. Whoever writes meanwhile may.

    What was deleted in it is not in the copy. Raises: UnknownClient, WrongOwner.
    """
    return await asyncio.to_thread(_copy, client_id, target)


def _copy(client_id: str, target: Path) -> int:
    with closing(installed().files.connect_to_read(client_id)) as raw:
        raw.execute("PRAGMA query_only=OFF")  # else it could not be written elsewhere; the file itself is open to read
        raw.execute("VACUUM INTO ?", (str(target),))
    return migrations.file_version(target)


async def make_sound(client_id: str, path: Path) -> int:
    """Checks a file that was brought here, and brings it up to date; returns the version that it came with.

    Raises: UnsoundCopy, WrongOwner, SchemaTooNew, MigrationFailed.
    """
    return await asyncio.to_thread(_make_sound, client_id, path, installed().files.steps)


def _make_sound(client_id: str, path: Path, steps: Sequence[Step]) -> int:
    try:
        with closing(driver.connect(path, "rw", UNTRUSTED)) as raw:
            raw.row_factory = None
            version = migrations.version_of(raw)
            missing(steps, version, path.name)
            _check_schema(raw, steps[:version])
            _check_content(raw)
            check_owner_row(raw, client_id, path)
            raw.execute("PRAGMA journal_mode=DELETE")
            migrations.migrate(raw, steps, path.name)
    except sqlite3.Error as error:
        raise UnsoundCopy(f"{path.name} cannot be read: {error}") from error
    return version


def _check_schema(raw: sqlite3.Connection, steps: Sequence[Step]) -> None:
    with tempfile.TemporaryDirectory(prefix="client-schema-") as folder:
        path = Path(folder) / "expected.db"
        path.write_bytes(build_template(steps))
        with closing(driver.connect(path, "ro")) as expected:
            expected.row_factory = None
            ours, theirs = set(expected.execute(_SCHEMA)), set(raw.execute(_SCHEMA))
    unlike = sorted(str(name) for _, name, *_ in ours ^ theirs)
    if unlike or not steps:
        raise UnsoundCopy(f"it does not have the tables of a client's database: {', '.join(unlike[:5])}")


def _check_content(raw: sqlite3.Connection) -> None:
    """After the schema: what is checked runs nothing but what is ours."""
    if (found := raw.execute("PRAGMA integrity_check(1)").fetchone()[0]) != "ok":
        raise UnsoundCopy(f"it is damaged: {found}")
    if raw.execute("PRAGMA foreign_key_check").fetchone() is not None:
        raise UnsoundCopy("it has rows without their parent")
    if raw.execute("PRAGMA encoding").fetchone()[0] != "UTF-8":
        raise UnsoundCopy("its texts are not UTF-8")


async def take_in(client_id: str, path: Path) -> None:
    """Makes a sound file, which is moved, the client's database. Raises: WrongOwner where there is one already."""
    await asyncio.to_thread(installed().files.take_in, client_id, path)


async def rows_of(path: Path, sql: str) -> list[tuple[object, ...]]:
    """One SELECT on a sound file that is not taken in yet."""

    def read() -> list[tuple[object, ...]]:
        with closing(driver.connect(path, "ro", UNTRUSTED)) as raw:
            raw.row_factory = None
            return raw.execute(sql).fetchall()

    return await asyncio.to_thread(read)
