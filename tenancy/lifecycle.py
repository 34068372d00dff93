"""Making, removing, and bringing up to date the clients' databases."""

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from tenancy import binding, driver
from tenancy.errors import ClientInUse, TenancyError
from tenancy.files import ClientFiles, known_in
from tenancy.migrations import Step, missing
from tenancy.migrations import postgres as postgres_migrations
from tenancy.migrations import sqlite as sqlite_migrations
from tenancy.process import Tenancy, installed
from tenancy.reading import Snapshot
from tenancy.urls import parse_global_url

Progress = Callable[[int, int, str, TenancyError | None], object]
_AT_ONCE = 4


def bind(client_id: str) -> binding.Bind:
    """`async with bind(client_id) as lease:` binds the client for this task and the tasks that it starts inside.

    Binding a client that is bound joins its open transaction, if there is one. Never `yield` inside the block.

    Raises (on entry): UnknownClient, InvalidClientId, WrongOwner, SchemaTooNew, MigrationFailed.
    """
    return binding.Bind(installed().registry, client_id)


async def provision(client_id: str) -> None:
    """Make the client's database; a second call changes nothing. Leavings of a crashed attempt are swept away.

    Raises: InvalidClientId, WrongOwner when there is a file with another client's data.
    """
    await asyncio.to_thread(installed().files.create, client_id)


async def destroy(
    client_id: str, *, wait_s: float = 5.0, before: Callable[[Snapshot], Awaitable[object]] | None = None
) -> None:
    """Remove the client's database for good; without one, nothing happens.

    New bindings are refused at once (UnknownClient); those that hold get `wait_s` seconds to end. Then `before` may
    read what they left: nothing is written any more. What it raises keeps the database.

    Raises: InvalidClientId, ClientInUse when a binding does not end in time, or is the caller's own.
    """
    tenancy = installed()
    tenancy.files.path(client_id)
    if binding.is_bound(client_id):
        raise ClientInUse(f"client {client_id} is bound by the task that would destroy it")
    async with tenancy.registry.retired(client_id, wait_s):
        if before is not None and tenancy.files.exists(client_id):
            await _last_look(tenancy, client_id, before)
        await asyncio.to_thread(tenancy.files.remove, client_id)


async def _last_look(tenancy: Tenancy, client_id: str, look: Callable[[Snapshot], Awaitable[object]]) -> None:
    with closing(await asyncio.to_thread(tenancy.files.connect_to_read, client_id)) as raw:
        raw.row_factory = None
        await look(Snapshot(raw))


async def carry_over_global() -> None:
    """What was deleted from the global database is gone from its file and its log, if that is a file here."""
    path = installed().database.path
    if path is not None:
        await asyncio.to_thread(driver.carry_over, path)


def exists(client_id: str) -> bool:
    """Whether the client has a database here. Raises: InvalidClientId."""
    return installed().files.exists(client_id)


def known_clients() -> list[str]:
    """The ids of all clients with a database here, in order."""
    return installed().files.known()


@dataclass
class Report:
    """How bringing all clients up to date went: how many there are, and what went wrong with which."""

    total: int = 0
    failed: dict[str, TenancyError] = field(default_factory=dict)


async def migrate_all_clients(progress: Progress | None = None) -> Report:
    """Bring every client's database up to date, dormant ones too. One that fails does not stop the others.

    `progress(done, total, client_id, error)` is called after each.
    """
    files = installed().files
    ids = files.known()
    report = Report(total=len(ids))
    turns = asyncio.Semaphore(_AT_ONCE)
    done = 0

    async def one(client_id: str) -> None:
        nonlocal done
        async with turns:
            error = await asyncio.to_thread(_migrate_one, files, client_id)
        done += 1
        if error is not None:
            report.failed[client_id] = error
        if progress is not None:
            progress(done, len(ids), client_id, error)

    await asyncio.gather(*(one(client_id) for client_id in ids))
    return report


def _migrate_one(files: ClientFiles, client_id: str) -> TenancyError | None:
    try:
        with closing(files.connect(client_id)):
            return None
    except TenancyError as error:
        return error


@dataclass
class Pending:
    """How many steps each database lacks (clients that lack none are left out), and which cannot be used."""

    global_steps: int = 0
    clients: dict[str, int] = field(default_factory=dict)
    unusable: dict[str, str] = field(default_factory=dict)


async def pending(
    global_url: str, clients_dir: Path, *, global_steps: Sequence[Step], tenant_steps: Sequence[Step]
) -> Pending:
    """What is not up to date. Changes nothing, and needs no open tenancy.

    Raises: SchemaTooNew for the global database, TenancyError for its address.
    """
    database = parse_global_url(global_url)
    if database.path is None:
        version = await postgres_migrations.database_version(database.credentials)
    else:
        version = await asyncio.to_thread(sqlite_migrations.file_version, database.path)
    result = Pending(global_steps=len(missing(global_steps, version, database.name)))
    await asyncio.to_thread(_look_at_clients, result, clients_dir, tenant_steps)
    return result


def _look_at_clients(result: Pending, clients_dir: Path, steps: Sequence[Step]) -> None:
    for client_id in known_in(clients_dir):
        try:
            version = sqlite_migrations.file_version(clients_dir / f"{client_id}.db")
            lacking = len(missing(steps, version, f"client {client_id}"))
        except (TenancyError, sqlite3.Error) as error:
            result.unusable[client_id] = str(error)
        else:
            if lacking:
                result.clients[client_id] = lacking
