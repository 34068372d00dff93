"""The SQLite engine as a client's database: every statement passes the guard, every instance shows its owner.

With no client bound, the same alias names a connection that refuses.
"""

import asyncio
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from tortoise.backends.sqlite.client import SqliteClient
from tortoise.backends.sqlite.executor import SqliteExecutor

from tenancy import binding, driver
from tenancy.driver import Link
from tenancy.errors import ClientNotBound
from tenancy.short import ShortLink
from tenancy.sqlite import SqliteDb, SqliteTx
from tenancy.wal import Wal

T = TypeVar("T")

# Its ShortLink sees to the checkpoints.
CLIENT_PRAGMAS = (*driver.COMMON_PRAGMAS, "synchronous=NORMAL", "wal_autocheckpoint=0")


class TenantExecutor(SqliteExecutor):
    """Refuses instances of other clients, and stamps those that it inserts."""

    db: "TenantDb | TenantTx | UnboundDb"

    async def execute_insert(self, instance: Any) -> None:
        binding.check_owner(self.db.client_id, (instance,))
        await super().execute_insert(instance)
        binding.stamp(instance, self.db.client_id)

    async def execute_update(self, instance: Any, update_fields: Any) -> int:
        binding.check_owner(self.db.client_id, (instance,))
        return await super().execute_update(instance, update_fields)

    async def execute_delete(self, instance: Any) -> int:
        binding.check_owner(self.db.client_id, (instance,))
        return await super().execute_delete(instance)

    async def fetch_for_list(self, instance_list: Any, *args: str) -> Any:
        instances = list(instance_list)
        binding.check_owner(self.db.client_id, instances)
        return await super().fetch_for_list(instances, *args)


class TenantDb(SqliteDb):
    """One client's file. Every statement passes the guard, before it waits for the connection and after."""

    executor_class = TenantExecutor
    _connection: ShortLink | None

    def __init__(self, client_id: str, path: Path, link: ShortLink) -> None:
        # One connection name for all clients: Tortoise caches statements by it, for ever.
        super().__init__(str(path), connection_name=binding.ALIAS)
        self.client_id = client_id
        self._connection = link
        link.watch(Wal(path))
        self._bound_loop = asyncio.get_running_loop()

    @property
    def transaction_class(self) -> "type[TenantTx]":
        return TenantTx

    def acquire_connection(self) -> Any:
        lease = binding.guard(self.client_id)
        # The client may have been closed and opened again since this query was built.
        return super().acquire_connection() if lease.client.db is self else lease.client.db.acquire_connection()

    def _in_transaction(self) -> Any:
        binding.guard(self.client_id)
        return super()._in_transaction()

    async def link(self) -> Link:
        binding.guard(self.client_id)
        return await super().link()

    def at_once(self, work: Callable[[sqlite3.Connection], T]) -> tuple[T] | None:
        """Run work that is whole or not at all, if nobody has the connection and nothing must be waited for.

        Raises: ClientNotBound, CrossClientAccess.
        """
        binding.guard(self.client_id)
        if self._lock.locked() or self._connection is None:
            return None
        return self._connection.transact_at_once(work)

    async def create_connection(self, with_db: bool) -> None:
        raise ClientNotBound(f"client {self.client_id} was closed")


class TenantTx(SqliteTx):
    """A transaction in one client's file."""

    executor_class = TenantExecutor

    def __init__(self, parent: "TenantDb | TenantTx") -> None:
        super().__init__(parent)
        self.client_id: str = parent.client_id

    def acquire_connection(self) -> Any:
        binding.guard(self.client_id)
        return super().acquire_connection()

    def _in_transaction(self) -> Any:
        binding.guard(self.client_id)
        return super()._in_transaction()

    async def link(self) -> Link:
        binding.guard(self.client_id)
        return await super().link()


class UnboundDb(SqliteClient):
    """What the tenant alias names while no client is bound: queries can be built on it, none can be run."""

    executor_class = TenantExecutor

    def __init__(self, connection_name: str, **ignored: Any) -> None:
        super().__init__("", connection_name=connection_name)

    @property
    def client_id(self) -> str:
        raise ClientNotBound("no client is bound to this task")

    def acquire_connection(self) -> Any:
        raise ClientNotBound("no client is bound to this task")

    def _in_transaction(self) -> Any:
        raise ClientNotBound("no client is bound to this task")

    async def create_connection(self, with_db: bool) -> None:
        raise ClientNotBound("no client is bound to this task")

    async def close(self) -> None:
        """There is nothing to close."""


client_class = UnboundDb  # what Tortoise looks for in an engine
