"""Figures across the clients of an account."""

from typing import Any

import strawberry

from app.analytics import service
from app.analytics.period import period_of
from app.clients.access import access_to
from app.kit import clock
from graphql_schema.analytics import Analytics, Cost, GateRate, KillChain, SelfHealing, Velocity, Volume, ZeroEdit
from graphql_schema.clients import Client
from graphql_schema.context import Context
from graphql_schema.fields import computed


@strawberry.type(description="One client's figures.")
class ClientAnalytics:
    client: Client
    unavailable: str | None = strawberry.field(description="Why there are no figures; null where there are.")
    analytics: Analytics | None


@strawberry.type(description="The figures of all clients that could be read, as if they were one.")
class AccountTotals:
    clients_read: int
    dna_reached: int = strawberry.field(description="Clients whose zero-edit rate has reached 60 %.")
    zero_edit: ZeroEdit
    gates: list[GateRate] = strawberry.field(description="Reasons are counted from the most frequent of each client.")
    self_healing: SelfHealing = strawberry.field(description="Reasons likewise.")
    velocity: Velocity
    volume: Volume
    kill_chain: KillChain = strawberry.field(description="Reasons likewise.")
    cost: Cost


@strawberry.type(description="Of the clients that the caller may see.")
class AccountAnalytics:
    clients: list[ClientAnalytics] = strawberry.field(
        description="Each of them, by id; one whose database cannot be opened has no figures, and does not count."
    )
    totals: AccountTotals


async def across(context: Context, names: frozenset[str] | None, period_days: int | None = 30) -> Any:
    """Raises Forbidden, ValidationFailed."""
    viewer = context.viewer
    found = await service.across(viewer, period_of(period_days, clock.now_millis()), names)
    shown: list[Any] = [
        ClientAnalytics(
            client=Client.of(each.client, access_to(viewer, each.client)),
            unavailable=each.unavailable,
            analytics=each.analytics,  # type: ignore[arg-type]  # it is shown by its attributes
        )
        for each in found.clients
    ]
    return AccountAnalytics(clients=shown, totals=found.totals)  # type: ignore[arg-type]  # likewise


@strawberry.type
class AccountFigures:
    """The part of `Account` that looks across its clients."""

    analytics: AccountAnalytics = computed(
        across,
        description="Figures of the last 1 to 365 days, of each client and of all. (Needs the right `analytics`.)",
    )
