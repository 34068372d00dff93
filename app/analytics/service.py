"""Figures of one client, and of all that somebody may see, side by side."""

import asyncio
import logging
import sqlite3
from collections.abc import Generator, Sequence
from dataclasses import dataclass, fields
from typing import Any, NamedTuple

import tenancy
from app.accounts.policy import Permission
from app.accounts.viewer import Viewer
from app.analytics.figures import (
    Analytics,
    Cost,
    GateRate,
    KillChain,
    SelfHealing,
    Velocity,
    Volume,
    ZeroEdit,
)
from app.analytics.making import figures_of
from app.analytics.period import Period
from app.analytics.study import Found, Rows, added, study
from app.clients.access import ClientAccess, access_to
from app.clients.models import Client
from app.clients.service import visible_to
from app.kit.studies import concluded

log = logging.getLogger(__name__)
AT_ONCE = 8
"""Clients whose databases are opened and read side by side."""
UNAVAILABLE = "The client's database cannot be opened."


@dataclass(frozen=True, slots=True)
class OfClient:
    """`figures` are None where the database cannot be opened; `unavailable` says so."""

    client: Client
    access: ClientAccess
    figures: Analytics | None
    unavailable: str | None


@dataclass(frozen=True, slots=True)
class Totals:
    """Of all clients that could be read. `dna_reached` counts those whose zero-edit rate has reached the target."""

    clients_read: int
    dna_reached: int
    zero_edit: ZeroEdit
    gates: Sequence[GateRate]
    self_healing: SelfHealing
    velocity: Velocity
    volume: Volume
    kill_chain: KillChain
    cost: Cost


class Across(NamedTuple):
    clients: Sequence[OfClient]
    totals: Totals


def client_figures(period: Period) -> Generator[tuple[str, Sequence[Any]], Rows, Analytics]:
    """Yields statements for the client's database, with their parameters, and is sent their rows."""
    return figures_of(period, (yield from study(period)))


async def across(viewer: Viewer, period: Period) -> Across:
    """Of every client that the viewer may see, by id. Raises Forbidden."""
    viewer.require(Permission.ANALYTICS)
    clients = await Client.filter(**await visible_to(viewer)).order_by("id")
    places = asyncio.Semaphore(AT_ONCE)
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(_found_in(client.id, period, places)) for client in clients]
    found = [task.result() for task in tasks]
    figures = [None if each is None else figures_of(period, each) for each in found]
    of_each = [
        OfClient(client, access_to(viewer, client), each, UNAVAILABLE if each is None else None)
        for client, each in zip(clients, figures, strict=True)
    ]
    together = figures_of(period, added([each for each in found if each is not None]))
    return Across(of_each, _totals([each for each in figures if each is not None], together))


def _totals(clients: Sequence[Analytics], together: Analytics) -> Totals:
    reached = sum(each.time_to_dna.reached for each in clients)
    shared = [each.name for each in fields(Totals) if hasattr(together, each.name)]
    return Totals(len(clients), reached, **{name: getattr(together, name) for name in shared})


async def _found_in(client_id: str, period: Period, places: asyncio.Semaphore) -> Found | None:
    """None where the database cannot be opened, which the log is told."""
    async with places:
        try:
            async with tenancy.look(client_id) as reads:
                return await reads.snapshot(lambda snapshot: concluded(study(period), snapshot.fetch), threaded=True)
        except (tenancy.TenancyError, sqlite3.Error) as error:
            log.error("the figures of client %s cannot be had: %s", client_id, error)
            return None
