"""Figures of one client, and of all that somebody may see, side by side."""

import asyncio
import logging
import sqlite3
from collections.abc import Generator, Sequence
from typing import Any, NamedTuple

import tenancy
from app.accounts.policy import Permission
from app.accounts.viewer import Viewer
from app.analytics.making import Analytics
from app.analytics.period import Period
from app.analytics.study import Found, Rows, added, study
from app.clients.models import Client
from app.clients.service import visible_to
from app.kit.studies import concluded

log = logging.getLogger(__name__)
AT_ONCE = 8
"""Clients whose databases are opened and read side by side."""
UNAVAILABLE = "The client's database cannot be opened."
Names = frozenset[str] | None
"""Which figures, and which parts of them, are asked for; None for all."""


class OfClient(NamedTuple):
    """`analytics` are None where the database cannot be opened; `unavailable` says so."""

    client: Client
    analytics: Analytics | None
    unavailable: str | None


class Totals(Analytics):
    """Of the clients that could be read, as if they were one; how far their hubs have come does not add up."""

    def __init__(self, period: Period, clients: Sequence[Found]) -> None:
        super().__init__(period, added(clients))
        self._clients = clients

    @property
    def clients_read(self) -> int:
        return len(self._clients)

    @property
    def dna_reached(self) -> int:
        return sum(Analytics(self._period, found).time_to_dna.reached for found in self._clients)


class Across(NamedTuple):
    clients: Sequence[OfClient]
    totals: Totals


def client_figures(names: Names, period: Period) -> Generator[tuple[str, Sequence[Any]], Rows, Analytics]:
    """Yields statements for the client's database, with their parameters, and is sent their rows."""
    return Analytics(period, (yield from study(period, names)))


async def across(viewer: Viewer, period: Period, names: Names = None) -> Across:
    """Of every client that the viewer may see, by id. Raises Forbidden."""
    viewer.require(Permission.ANALYTICS)
    clients = await Client.filter(**await visible_to(viewer)).order_by("id")
    places = asyncio.Semaphore(AT_ONCE)
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(_found_in(client.id, period, names, places)) for client in clients]
    found = [task.result() for task in tasks]
    of_each = [
        OfClient(client, None, UNAVAILABLE) if rows is None else OfClient(client, Analytics(period, rows), None)
        for client, rows in zip(clients, found, strict=True)
    ]
    return Across(of_each, Totals(period, [rows for rows in found if rows is not None]))


async def _found_in(client_id: str, period: Period, names: Names, places: asyncio.Semaphore) -> Found | None:
    """None where the database cannot be opened, which the log is told."""

    def find(snapshot: tenancy.Snapshot) -> Found:
        return concluded(study(period, names), snapshot.fetch)

    async with places:
        try:
            async with tenancy.look(client_id) as reads:
                return await reads.snapshot(find, threaded=True)
        except (tenancy.TenancyError, sqlite3.Error) as error:
            log.error("the figures of client %s cannot be had: %s", client_id, error)
            return None
