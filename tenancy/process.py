"""The tenancy of this process: the global database, the clients' files, and Tortoise between them.

There is one at a time, because Tortoise's models are bound to one set of connections. The package's functions use it.
"""

import asyncio
import logging
import resource
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from tortoise.backends.base.executor import EXECUTOR_CACHE
from tortoise.context import TortoiseContext

from tenancy.binding import ALIAS
from tenancy.errors import NotInstalled
from tenancy.files import ClientFiles
from tenancy.global_reading import GlobalReader, open_global_reader
from tenancy.migrations import Step
from tenancy.migrations import postgres as postgres_migrations
from tenancy.migrations import sqlite as sqlite_migrations
from tenancy.models import guard_models
from tenancy.reading import ReadLink
from tenancy.registry import OpenClient, Registry
from tenancy.short import ShortLink
from tenancy.tenant import TenantDb
from tenancy.urls import GLOBAL, GlobalDatabase, parse_global_url

log = logging.getLogger(__name__)

FILES_PER_CLIENT = 5  # the database, its -wal and -shm, and for reads the first two again
FILES_BESIDE = 256  # sockets, logs, the global database

_installed: "Tenancy | None" = None


def installed() -> "Tenancy":
    """Raises: NotInstalled."""
    if _installed is None:
        raise NotInstalled("no tenancy is open in this process: call Tenancy.open first")
    return _installed


class Tenancy:
    """Open it once with `Tenancy.open`, close it once with `close`."""

    def __init__(self, database: GlobalDatabase, files: ClientFiles, max_open: int) -> None:
        self.database = database
        self.files = files
        self.registry = Registry(self._open_client, max_open)
        self.global_reader = open_global_reader(database)
        self._context = TortoiseContext()

    @classmethod
    async def open(
        cls,
        global_url: str,
        clients_dir: Path,
        *,
        global_modules: list[str],
        tenant_modules: list[str],
        global_steps: Sequence[Step],
        tenant_steps: Sequence[Step],
        max_open: int = 512,
    ) -> "Tenancy":
        """Bring the global database up to date, prepare the client template, and install this tenancy.

        Up to `max_open` clients stay open when unused; those in use always are. Each one takes up to five file
        descriptors, so the limit of the process is raised, and `max_open` lowered if that does not suffice.

        Raises: NotInstalled when one is open already, TenancyError, SchemaTooNew, MigrationFailed.
        """
        global _installed
        if _installed is not None:
            raise NotInstalled("a tenancy is open in this process already")
        database = parse_global_url(global_url)
        await _migrate_global(database, global_steps)
        files = await asyncio.to_thread(ClientFiles, clients_dir, tenant_steps)
        tenancy = cls(database, files, _raise_file_limit(max_open))
        _installed = tenancy
        try:
            await tenancy._connect_tortoise(global_modules, tenant_modules)
        except BaseException:
            await tenancy.close()
            raise
        return tenancy

    async def close(self) -> None:
        """Close every client and the global database. Statements that run are waited for."""
        global _installed
        await self.registry.close()
        await self.global_reader.close()
        await self._context.close_connections()
        EXECUTOR_CACHE.clear()  # it holds statements by the name of the connection, not by model or engine
        if _installed is self:
            _installed = None

    def is_open(self, client_id: str) -> bool:
        """Whether binding this client is warm: its database is open now."""
        return self.registry.is_open(client_id)

    @property
    def open_clients(self) -> int:
        return self.registry.open_clients

    @property
    def pinned(self) -> int:
        return self.registry.pinned

    @property
    def opens_total(self) -> int:
        return self.registry.opens_total

    @property
    def evictions_total(self) -> int:
        return self.registry.evictions_total

    async def _connect_tortoise(self, global_modules: list[str], tenant_modules: list[str]) -> None:
        config: dict[str, Any] = {
            "connections": {
                GLOBAL: self.database.tortoise_connection(),
                ALIAS: {"engine": "tenancy.tenant", "credentials": {}},
            },
            "apps": {
                GLOBAL: {"models": global_modules, "default_connection": GLOBAL},
                ALIAS: {"models": tenant_modules, "default_connection": ALIAS},
            },
        }
        # Afterwards the context is found through the global fallback: a ContextVar would be seen by this task alone.
        with self._context:
            await self._context.init(config, _enable_global_fallback=True)
        await self._context.connections.get(GLOBAL).create_connection(with_db=True)
        if self._context.apps is not None:
            guard_models(self._context.apps[ALIAS].values())

    async def _open_client(self, client_id: str) -> OpenClient:
        link = await ShortLink.open(partial(self.files.connect, client_id))
        db = TenantDb(client_id, self.files.path(client_id), link)
        return OpenClient(client_id, db, ReadLink(partial(self.files.connect_to_read, client_id)))


async def _migrate_global(database: GlobalDatabase, steps: Sequence[Step]) -> int:
    if database.path is None:
        return await postgres_migrations.migrate(database.credentials, steps, database.name)
    database.path.parent.mkdir(parents=True, exist_ok=True)
    return await asyncio.to_thread(sqlite_migrations.migrate_file, database.path, steps)


def _raise_file_limit(max_open: int) -> int:
    """Raise the soft limit of open files as far as needed and allowed; return how many clients may then stay open."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = max_open * FILES_PER_CLIENT + FILES_BESIDE
    if soft == resource.RLIM_INFINITY or soft >= wanted:
        return max_open
    soft = wanted if hard == resource.RLIM_INFINITY or hard > wanted else hard
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    if soft >= wanted:
        return max_open
    allowed = max(1, (soft - FILES_BESIDE) // FILES_PER_CLIENT)
    log.warning("the limit of %d open files keeps only %d clients open, not %d", soft, allowed, max_open)
    return min(allowed, max_open)


def global_reader() -> GlobalReader:
    """The reads of the global database of this process. Raises: NotInstalled."""
    return installed().global_reader
