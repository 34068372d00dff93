"""Steps on a SQLite file; its version is `PRAGMA user_version`, which a rollback takes back too.

Foreign keys are off while steps run (else rebuilding a parent table would delete its children) and all are checked
before the commit.
"""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from tenancy import driver
from tenancy.errors import MigrationFailed
from tenancy.migrations import Step, missing, statements_of

WAIT_FOR_OTHERS = "busy_timeout=60000"


def version_of(raw: sqlite3.Connection) -> int:
    return int(raw.execute("PRAGMA user_version").fetchone()[0])


def migrate(raw: sqlite3.Connection, steps: Sequence[Step], where: str) -> int:
    """Run what is missing; return how many steps. Leaves foreign keys on.

    Raises: SchemaTooNew, MigrationFailed; the file is then as it was.
    """
    done = 0
    if missing(steps, version_of(raw), where):
        usual_wait = raw.execute("PRAGMA busy_timeout").fetchone()[0]
        raw.execute(f"PRAGMA {WAIT_FOR_OTHERS}")
        raw.execute("PRAGMA foreign_keys=OFF")
        done = _run_missing(raw, steps, where)
        raw.execute(f"PRAGMA busy_timeout={usual_wait}")
    raw.execute("PRAGMA foreign_keys=ON")
    return done


def _run_missing(raw: sqlite3.Connection, steps: Sequence[Step], where: str) -> int:
    with driver.Atomic(raw):
        todo = missing(steps, version_of(raw), where)  # another process may have been first
        for step in todo:
            _run(raw, step, where)
        if broken := raw.execute("PRAGMA foreign_key_check").fetchmany(3):
            raise MigrationFailed(f"{where}: rows without their parent: {[tuple(row) for row in broken]}")
        raw.execute(f"PRAGMA user_version={len(steps)}")
    return len(todo)


def _run(raw: sqlite3.Connection, step: Step, where: str) -> None:
    for statement in statements_of(step, "sqlite", where):
        try:
            raw.execute(statement)
        except (sqlite3.Error, sqlite3.Warning) as error:
            raise MigrationFailed(f"{where}: step {step.number} ({step.name}): {error}") from error


def migrate_file(path: Path, steps: Sequence[Step]) -> int:
    """Bring a file up to date, making it if need be; return how many steps ran."""
    with closing(driver.connect(path, "rwc", driver.COMMON_PRAGMAS)) as raw:
        return migrate(raw, steps, str(path))


def file_version(path: Path) -> int:
    """The version of a file, which is not changed; 0 when there is none."""
    if not path.exists():
        return 0
    with closing(driver.connect(path, "ro")) as raw:
        return version_of(raw)
