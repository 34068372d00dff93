"""Steps on a Postgres database; its version is the one row of `schema_version`.

An advisory lock lets one process at a time in; the others find the work done.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import asyncpg

from tenancy.errors import MigrationFailed
from tenancy.migrations import Step, missing, statements_of

LOCK_KEY = 0x666F756E647279  # "foundry"
CREATE_VERSION = (
    "CREATE TABLE IF NOT EXISTS schema_version (id INTEGER PRIMARY KEY CHECK (id = 1), version INTEGER NOT NULL)"
)
SET_VERSION = (
    "INSERT INTO schema_version (id, version) VALUES (1, $1) ON CONFLICT (id) DO UPDATE SET version = EXCLUDED.version"
)


async def migrate(credentials: Mapping[str, Any], steps: Sequence[Step], where: str) -> int:
    """Run what is missing; return how many steps.

    Raises: SchemaTooNew, MigrationFailed; the database is then as it was.
    """
    connection = await asyncpg.connect(**credentials)
    try:
        async with connection.transaction():
            await connection.execute("SELECT pg_advisory_xact_lock($1)", LOCK_KEY)
            todo = missing(steps, await _version(connection), where)
            for step in todo:
                await _run(connection, step, where)
            if todo:
                await connection.execute(CREATE_VERSION)
                await connection.execute(SET_VERSION, len(steps))
            return len(todo)
    finally:
        await connection.close()


async def database_version(credentials: Mapping[str, Any]) -> int:
    """The version of a database, which is not changed; 0 when no step has run."""
    connection = await asyncpg.connect(**credentials)
    try:
        return await _version(connection)
    finally:
        await connection.close()


async def _version(connection: Any) -> int:
    if await connection.fetchval("SELECT to_regclass('schema_version')") is None:
        return 0
    return int(await connection.fetchval("SELECT version FROM schema_version"))


async def _run(connection: Any, step: Step, where: str) -> None:
    for statement in statements_of(step, "postgres", where):
        try:
            # Preparing it takes one statement only; execute() would run any number.
            await (await connection.prepare(statement)).fetch()
        except asyncpg.PostgresError as error:
            raise MigrationFailed(f"{where}: step {step.number} ({step.name}): {error}") from error
