"""The same few acts on a client's database and on the global one, so that one body of tests serves all engines."""

import sqlite3
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager, closing, nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import asyncpg
from tortoise.connection import get_connection

import tenancy as t
from tests.tenancy.sample import Book, Shelf
from tests.tenancy.sample_global import Account, Usage

NOON = datetime(2026, 1, 31, 12, 0, 0, 123000, tzinfo=UTC)


@dataclass
class Plane:
    alias: str
    begin: Callable[[], AbstractAsyncContextManager[Any]]
    client_id: str | None = None

    def bound(self) -> AbstractAsyncContextManager[Any]:
        return t.bind(self.client_id) if self.client_id else nullcontext()

    def row(self, id: str) -> Any:
        return Shelf(id=id, title=id) if self.client_id else Account(id=id, name=id, joined_at=NOON)

    async def add(self, *ids: str) -> None:
        for id in ids:
            await self.row(id).save()

    async def add_child(self, id: str) -> None:
        if self.client_id:
            await Book.create(shelf_id=id, title="child")
        else:
            await Usage.create(account_id=id, quantity=1)

    async def add_in_bulk(self, *ids: str) -> None:
        await self.model.bulk_create([self.row(id) for id in ids])

    async def get_or_create(self, id: str) -> bool:
        other = {"title": id} if self.client_id else {"name": id, "joined_at": NOON}
        _, made = await self.model.get_or_create(id=id, defaults=other)
        return bool(made)

    @property
    def model(self) -> Any:
        return Shelf if self.client_id else Account

    async def ids(self) -> list[str]:
        return sorted(await self.model.all().values_list("id", flat=True))

    async def ids_on_disk(self) -> list[str]:
        """What a connection of our own reads."""
        tenancy, sql = t.installed(), f"SELECT id FROM {self.model._meta.db_table} ORDER BY id"
        path = tenancy.files.path(self.client_id) if self.client_id else tenancy.database.path
        if path is not None:
            with closing(sqlite3.connect(path)) as raw:
                return [row[0] for row in raw.execute(sql)]
        connection = await asyncpg.connect(**tenancy.database.credentials)
        try:
            return [row[0] for row in await connection.fetch(sql)]
        finally:
            await connection.close()

    def connection(self) -> Any:
        return get_connection(self.alias)


def tenant_plane(client_id: str) -> Plane:
    return Plane("tenant", t.transaction, client_id)


def global_plane() -> Plane:
    return Plane("global", t.global_transaction)
