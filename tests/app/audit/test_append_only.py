"""The log is only ever added to: on either engine, by whatever connection, until an entry is old enough to go."""

import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AsyncExitStack, closing
from datetime import timedelta
from pathlib import Path

import asyncpg
import pytest
import pytest_asyncio

from app.audit.models import AuditEntry
from app.audit.service import prune
from app.kit import clock, ids
from app.main import opened
from tests.fixtures.app import settings_in
from tests.fixtures.postgres import PostgresServer, postgres_server

__all__ = ["postgres_server"]

Run = Callable[[str], Awaitable[object]]
REFUSED = (sqlite3.IntegrityError, asyncpg.RaiseError)
OLD, YOUNG = 91, 89


@pytest_asyncio.fixture(scope="module", loop_scope="session", params=["sqlite", "postgres"])
async def raw(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[tuple[str, Run]]:
    """The engine, and a connection to its global database that is not the application's."""
    data = tmp_path_factory.mktemp("data")
    async with AsyncExitStack() as stack:
        if request.param == "sqlite":
            await stack.enter_async_context(opened(settings_in(data)))
            connection = stack.enter_context(closing(sqlite3.connect(data / "global.db", isolation_level=None)))

            async def run(sql: str) -> object:
                return connection.execute(sql).rowcount

        else:
            server: PostgresServer = request.getfixturevalue("postgres_server")
            url = await stack.enter_async_context(server.database())
            await stack.enter_async_context(opened(settings_in(data, database_url=url)))
            session = await asyncpg.connect(url)
            stack.push_async_callback(session.close)
            run = session.execute
        yield request.param, run


async def entry(days: int, action: str = "hub.created", account_id: str = "") -> AuditEntry:
    at = clock.now() - timedelta(days=days)
    return await AuditEntry.create(account_id=account_id or ids.new_id(), at=at, actor_label="Anna", action=action)


def attempts(engine: str, kept: AuditEntry) -> Sequence[str]:
    one = f"WHERE id = '{kept.id}'"
    columns, values = "(id, account_id, at, actor_label, action)", f"('{kept.id}', 'x', 0, 'Eve', 'x')"
    both = [f"UPDATE audit_log SET actor_label = 'Eve' {one}", f"UPDATE audit_log SET at = 0 {one}"]
    both += [f"DELETE FROM audit_log {one}", "DELETE FROM audit_log"]
    both += [f"INSERT INTO audit_log {columns} VALUES {values} ON CONFLICT (id) DO UPDATE SET action = 'x'"]
    if engine == "postgres":
        return [*both, "TRUNCATE audit_log"]
    return [*both, f"REPLACE INTO audit_log {columns} VALUES {values}", f"UPDATE OR REPLACE audit_log SET at = 0 {one}"]


async def test_an_entry_is_neither_changed_nor_taken_away_nor_written_over(raw: tuple[str, Run]) -> None:
    engine, run = raw
    kept = await entry(YOUNG)

    for attempt in attempts(engine, kept):
        with pytest.raises(REFUSED, match="an audit entry is"):
            await run(attempt)

    assert await AuditEntry.get(id=kept.id) == kept
    again = await AuditEntry.get(id=kept.id)
    assert (again.at, again.actor_label, again.action) == (kept.at, "Anna", "hub.created")


async def test_what_is_older_than_it_is_kept_goes_and_that_a_client_was_deleted_stays(raw: tuple[str, Run]) -> None:
    account_id = ids.new_id()
    made = [(OLD, "hub.created"), (OLD, "client.deleted"), (YOUNG, "hub.created"), (0, "hub.created")]
    old, *kept = [await entry(days, action, account_id) for days, action in made]

    assert await prune(120) == 0
    assert await prune(90) == 1

    left = await AuditEntry.filter(account_id=account_id).order_by("id")
    assert [entry.id for entry in left] == [entry.id for entry in kept]
    assert not await AuditEntry.filter(id=old.id).exists()


def test_a_log_that_is_pruned_is_kept_for_at_least_90_days(tmp_path: Path) -> None:
    assert [settings_in(tmp_path, audit_days=days).audit_days for days in (0, 90)] == [0, 90]
    for days in (-1, 1, 89):
        with pytest.raises(ValueError, match="audit_days"):
            settings_in(tmp_path, audit_days=days)
