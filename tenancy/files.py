"""The clients' files: their names, how one is made whole or not at all, and how one is removed.

A file is complete when it has its name: it is built beside it, flushed, and linked. Whoever makes or removes files
holds the folder's lock, so what lies about from an attempt that died can be swept away.
"""

import fcntl
import os
import re
import sqlite3
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from tenancy import driver
from tenancy.errors import InvalidClientId, UnknownClient, WrongOwner
from tenancy.migrations import Step
from tenancy.migrations import sqlite as migrations
from tenancy.tenant import CLIENT_PRAGMAS

_CLIENT_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_NO_OWNER = (sqlite3.SQLITE_ERROR, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT)
READ_PRAGMAS = ("query_only=ON", "busy_timeout=5000", "cache_size=-2048")
_BUILDING = ".new"
_BESIDE = ("-wal", "-shm", "-journal")


def check_client_id(client_id: str) -> None:
    """Raises: InvalidClientId."""
    if not isinstance(client_id, str) or _CLIENT_ID.fullmatch(client_id) is None:
        raise InvalidClientId(f"{client_id!r} is not a UUID of 36 lower-case characters")


def known_in(root: Path) -> list[str]:
    return sorted(path.stem for path in root.glob("*.db") if _CLIENT_ID.fullmatch(path.stem))


class ClientFiles:
    """The folder of client databases, and the template that new ones are copied from."""

    def __init__(self, root: Path, steps: Sequence[Step]) -> None:
        self.root = root
        self.steps = steps
        root.mkdir(parents=True, exist_ok=True)
        self._template = build_template(steps)

    def path(self, client_id: str) -> Path:
        """Raises: InvalidClientId."""
        check_client_id(client_id)
        return self.root / f"{client_id}.db"

    def exists(self, client_id: str) -> bool:
        return self.path(client_id).exists()

    def known(self) -> list[str]:
        """The ids of all clients that have a file here, in order."""
        return known_in(self.root)

    def connect(self, client_id: str) -> sqlite3.Connection:
        """Open a client's file, check that it is the client's, and bring it up to date.

        Raises: UnknownClient, WrongOwner, SchemaTooNew, MigrationFailed.
        """
        with self._opened(client_id, "rw", CLIENT_PRAGMAS) as raw:
            migrations.migrate(raw, self.steps, f"client {client_id}")
            return raw

    def connect_to_read(self, client_id: str) -> sqlite3.Connection:
        """Open a client's file so that nothing can be written. Raises: UnknownClient, WrongOwner."""
        with self._opened(client_id, "ro", READ_PRAGMAS) as raw:
            return raw

    @contextmanager
    def _opened(self, client_id: str, mode: str, pragmas: Sequence[str]) -> Iterator[sqlite3.Connection]:
        """An open file that is the client's; it is closed again if the block fails, and only then."""
        path = self.path(client_id)
        if not path.exists():
            raise UnknownClient(f"client {client_id} has no database")
        raw = driver.connect(path, mode)
        try:
            check_owner_row(raw, client_id, path)  # before a pragma can write to what may be another's
            driver.set_up(raw, pragmas)
            yield raw
        except BaseException:
            raw.close()
            raise

    def create(self, client_id: str) -> None:
        """Make the client's file, durably; do nothing if it is there and rightly owned. Raises: WrongOwner."""
        path = self.path(client_id)
        with self._locked():
            if path.exists():
                with closing(driver.connect(path, "rw")) as raw:
                    check_owner_row(raw, client_id, path)
                return
            building = Path(f"{path}{_BUILDING}")
            _remove(building, *_beside(building), *_beside(path))
            self._build(building, client_id)
            building.rename(path)
            _flush(self.root)

    def take_in(self, client_id: str, source: Path) -> None:
        """Move a file here as the client's. It must be closed, whole, and on the same disk. Raises: WrongOwner."""
        path = self.path(client_id)
        with self._locked():
            if path.exists():
                raise WrongOwner(f"{path.name} is there already")
            _remove(*_beside(path))
            _flush(source)
            source.rename(path)
            _flush(self.root)

    def _build(self, path: Path, client_id: str) -> None:
        path.write_bytes(self._template)
        with closing(driver.connect(path, "rw", ("synchronous=OFF",))) as raw:
            raw.execute("INSERT INTO _owner (client_id) VALUES (?)", (client_id,))
        _flush(path)

    def remove(self, client_id: str) -> None:
        """Remove the client's file and all beside it. The file goes first: without it the rest means nothing."""
        path = self.path(client_id)
        with self._locked():
            _remove(path, *_beside(path))
            _flush(self.root)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        with (self.root / ".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def build_template(steps: Sequence[Step]) -> bytes:
    """An up-to-date client database that belongs to nobody yet."""
    with tempfile.TemporaryDirectory(prefix="client-template-") as folder:
        path = Path(folder) / "template.db"
        with closing(driver.connect(path, "rwc", (driver.WAL, "synchronous=OFF"))) as raw:
            raw.execute("CREATE TABLE _owner (client_id TEXT NOT NULL PRIMARY KEY)")
            migrations.migrate(raw, steps, "the client template")
        return path.read_bytes()


def check_owner_row(raw: sqlite3.Connection, client_id: str, path: Path) -> None:
    """Raises: WrongOwner: a file was copied or restored under another client's name, or is no client's at all."""
    try:
        owners = [row[0] for row in raw.execute("SELECT client_id FROM _owner")]
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorcode not in _NO_OWNER:
            raise
        raise WrongOwner(f"{path.name} cannot be read as a client's database: {error}") from error
    if owners != [client_id]:
        raise WrongOwner(f"{path.name} holds the data of {owners or 'nobody'}")


def _beside(path: Path) -> list[Path]:
    return [Path(f"{path}{suffix}") for suffix in _BESIDE]


def _remove(*paths: Path) -> None:
    for path in paths:
        path.unlink(missing_ok=True)


def _flush(path: Path) -> None:
    """Make a file, or the names in a folder, survive a power cut."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
