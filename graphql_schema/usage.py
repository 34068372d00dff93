"""What the account knows without opening a client: its plan, its usage, the hub registry and the audit log."""

from datetime import UTC, datetime

import strawberry
from strawberry.scalars import JSON

from app.accounts import models as accounts
from app.accounts.policy import Permission
from app.audit.models import AuditEntry as AuditRow
from app.billing import models, service
from app.billing.models import UsageEvent as UsageRow
from app.clients.auditing import bring_up_to_date
from app.clients.models import Client
from app.hubs.registry import HubRegistry
from app.vocabulary import RegistryStatus, SourceType, SubscriptionStatus, Tier, UsageType
from graphql_schema.connections import Connection
from graphql_schema.context import Context
from graphql_schema.fields import column, computed, found, one, page
from graphql_schema.reading import Conditions, Row
from graphql_schema.users import User


@strawberry.type(description="The plan that the account is on.")
class BillingSubscription(Row, of=models.Subscription):
    id: strawberry.ID
    tier: Tier
    status: SubscriptionStatus
    stripe_customer_id: str | None = column("Shown to those with the right `billing`.", only=Permission.BILLING)
    stripe_subscription_id: str | None = column("Shown to those with the right `billing`.", only=Permission.BILLING)
    hubs_limit: int | None = column("Hubs a month; null means unlimited.")
    clients_limit: int | None = column("Clients; null means unlimited.")
    current_period_start: datetime | None
    current_period_end: datetime | None


@strawberry.type(description="What was used in the current period.")
class Usage:
    period_start: datetime
    period_end: datetime
    hubs_created: int
    spokes_generated: int
    voice_calibrations: int
    clients: int
    hubs_limit: int | None
    clients_limit: int | None
    overage_hubs: int = strawberry.field(description="Hubs beyond the plan's limit.")


@strawberry.type(description="A row of the hub registry: what the account knows of a hub without opening its client.")
class RegistryEntry(Row, of=HubRegistry):
    id: strawberry.ID
    client_id: strawberry.ID
    source_type: SourceType
    status: RegistryStatus
    spoke_count: int
    created_at: datetime
    completed_at: datetime | None


@strawberry.type(description="Something that counts towards the plan.")
class UsageEvent(Row, of=UsageRow):
    id: strawberry.ID
    client_id: strawberry.ID | None
    event_type: UsageType
    quantity: int
    created_at: datetime


@strawberry.type(description="Something that somebody did. Never edited.")
class AuditEntry(Row, of=AuditRow):
    id: strawberry.ID
    at: datetime
    actor_label: str = column("Who it was, in the words of that time.")
    action: str
    client_id: strawberry.ID | None
    subject_id: strawberry.ID | None
    detail: JSON | None
    actor: User | None = one(
        accounts.User, here="actor_id", of_account=True, description="The person, as long as they are of the account."
    )


@strawberry.type(name="AuditConnection", description="A page of at most 200 items.")
class AuditConnection(Connection[AuditEntry]):
    pass


@strawberry.type(name="RegistryConnection", description="A page of at most 200 items.")
class RegistryConnection(Connection[RegistryEntry]):
    pass


async def the_plan(context: Context) -> Conditions:
    """An account that has none is given the local one."""
    return {"id": (await service.subscription_of(context.viewer.account_id)).id}


async def used(context: Context) -> Usage:
    account_id = context.viewer.account_id
    used = await service.usage_of(account_id)
    return Usage(
        period_start=used.period_start,
        period_end=used.period_end,
        hubs_created=used.hubs_created,
        spokes_generated=used.spokes_generated,
        voice_calibrations=used.voice_calibrations,
        clients=await Client.filter(account_id=account_id).count(),
        hubs_limit=used.hubs_limit,
        clients_limit=used.clients_limit,
        overage_hubs=used.overage_hubs,
    )


async def log_up_to_date(context: Context) -> None:
    if context.viewer.may(Permission.TEAM):
        await bring_up_to_date(context.viewer.account_id)


def audited(
    context: Context,
    client_id: strawberry.ID | None = None,
    action: str | None = None,
    actor_id: strawberry.ID | None = None,
    subject_id: strawberry.ID | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
) -> Conditions:
    """Raises Forbidden."""
    context.viewer.require(Permission.TEAM)
    return {
        "account_id": context.viewer.account_id,
        "client_id": client_id,
        "action": action,
        "actor_id": actor_id,
        "subject_id": subject_id,
        "at__gte": aware(since),
        "at__lt": aware(until),
    }


def registered(
    context: Context, client_id: strawberry.ID | None = None, status: RegistryStatus | None = None
) -> Conditions:
    """Raises Forbidden."""
    context.viewer.require(Permission.ALL_CLIENTS)
    return {"account_id": context.viewer.account_id, "client_id": client_id, "status": status}


def counted(
    context: Context,
    client_id: strawberry.ID | None = None,
    type: UsageType | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
) -> Conditions:
    """Raises Forbidden."""
    context.viewer.require(Permission.ALL_CLIENTS)
    return {
        "account_id": context.viewer.account_id,
        "client_id": client_id,
        "event_type": type,
        "created_at__gte": aware(since),
        "created_at__lt": aware(until),
    }


def aware(moment: datetime | None) -> datetime | None:
    """A time that names no zone is taken as UTC."""
    return moment.replace(tzinfo=UTC) if moment is not None and moment.tzinfo is None else moment


@strawberry.type
class AccountUsage:
    """The part of `Account` that is about plan and past."""

    subscription: BillingSubscription = found(
        models.Subscription, "subscription", where=the_plan, description="The plan that the account is on."
    )
    usage: Usage = computed(used, description="What was used in the current period.")
    audit_log: AuditConnection = page(
        AuditRow,
        order="-id",
        size=50,
        where=audited,
        before=log_up_to_date,
        description=(
            "Who did what, newest first; not in which words. What was done before the question was asked is there, but "
            "for clients whose database cannot be opened just then: theirs follows. (Needs the right `team`.)"
        ),
    )
    hub_registry: RegistryConnection = page(
        HubRegistry,
        order="-id",
        size=50,
        where=registered,
        description="The account's hubs, newest first. (Needs the right to see all clients.)",
    )
    usage_events: Connection[UsageEvent] = page(
        UsageRow,
        order="-id",
        size=50,
        where=counted,
        description="What counts towards the plan, newest first. (Needs the right to see all clients.)",
    )
