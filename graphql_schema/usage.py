"""What the account knows without opening a client: its plan, its usage, the hub registry and the audit log."""

from datetime import UTC, datetime
from typing import Any, TypeVar

import strawberry
from strawberry.scalars import JSON

from app.accounts.policy import Permission
from app.accounts.viewer import Viewer
from app.audit.models import AuditEntry as AuditRow
from app.billing import models, service
from app.billing.models import UsageEvent as UsageRow
from app.clients.models import Client
from app.hubs.registry import HubRegistry
from app.kit import paging
from app.vocabulary import RegistryStatus, SourceType, SubscriptionStatus, Tier, UsageType
from graphql_schema.connections import Connection, connection, size
from graphql_schema.context import Info
from graphql_schema.users import User, user_of
from tenancy import GlobalModel

Row = TypeVar("Row", bound=GlobalModel)


@strawberry.type(description="The plan that the account is on.")
class BillingSubscription:
    id: strawberry.ID
    tier: Tier
    status: SubscriptionStatus
    stripe_customer_id: str | None = strawberry.field(description="Shown to those with the right `billing`.")
    stripe_subscription_id: str | None = strawberry.field(description="Shown to those with the right `billing`.")
    hubs_limit: int | None = strawberry.field(description="Hubs a month; null means unlimited.")
    clients_limit: int | None = strawberry.field(description="Clients; null means unlimited.")
    current_period_start: datetime | None
    current_period_end: datetime | None

    @classmethod
    def of(cls, row: models.Subscription, viewer: Viewer) -> "BillingSubscription":
        pays = viewer.may(Permission.BILLING)
        return cls(
            id=strawberry.ID(row.id),
            tier=row.tier,
            status=row.status,
            stripe_customer_id=row.stripe_customer_id if pays else None,
            stripe_subscription_id=row.stripe_subscription_id if pays else None,
            hubs_limit=row.hubs_limit,
            clients_limit=row.clients_limit,
            current_period_start=row.current_period_start,
            current_period_end=row.current_period_end,
        )


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
class RegistryEntry:
    id: strawberry.ID
    client_id: strawberry.ID
    source_type: SourceType
    status: RegistryStatus
    spoke_count: int
    created_at: datetime
    completed_at: datetime | None

    @classmethod
    def of(cls, row: HubRegistry) -> "RegistryEntry":
        return cls(
            id=strawberry.ID(row.id),
            client_id=strawberry.ID(row.client_id),
            source_type=row.source_type,
            status=row.status,
            spoke_count=row.spoke_count,
            created_at=row.created_at,
            completed_at=row.completed_at,
        )


@strawberry.type(description="Something that counts towards the plan.")
class UsageEvent:
    id: strawberry.ID
    client_id: strawberry.ID | None
    event_type: UsageType
    quantity: int
    created_at: datetime

    @classmethod
    def of(cls, row: UsageRow) -> "UsageEvent":
        return cls(
            id=strawberry.ID(row.id),
            client_id=strawberry.ID(row.client_id) if row.client_id else None,
            event_type=row.event_type,
            quantity=row.quantity,
            created_at=row.created_at,
        )


@strawberry.type(description="Something that somebody did. Never edited.")
class AuditEntry:
    id: strawberry.ID
    at: datetime
    actor_label: str = strawberry.field(description="Who it was, in the words of that time.")
    action: str
    client_id: strawberry.ID | None
    subject_id: strawberry.ID | None
    detail: JSON | None
    actor_id: strawberry.Private[str | None]

    @classmethod
    def of(cls, row: AuditRow) -> "AuditEntry":
        return cls(
            id=strawberry.ID(row.id),
            at=row.at,
            actor_label=row.actor_label,
            action=row.action,
            client_id=strawberry.ID(row.client_id) if row.client_id else None,
            subject_id=strawberry.ID(row.subject_id) if row.subject_id else None,
            detail=row.detail,
            actor_id=row.actor_id,
        )

    @strawberry.field(description="The person, as long as they are of the account.")
    async def actor(self, info: Info) -> User | None:
        return await user_of(info, self.actor_id)


@strawberry.type(name="AuditConnection", description="A page of at most 200 items.")
class AuditConnection(Connection[AuditEntry]):
    pass


@strawberry.type(name="RegistryConnection", description="A page of at most 200 items.")
class RegistryConnection(Connection[RegistryEntry]):
    pass


@strawberry.type
class AccountUsage:
    """The part of `Account` that is about plan and past."""

    @strawberry.field(description="The plan that the account is on.")
    async def subscription(self, info: Info) -> BillingSubscription:
        viewer = info.context.viewer
        return BillingSubscription.of(await service.subscription_of(viewer.account_id), viewer)

    @strawberry.field(description="What was used in the current period.")
    async def usage(self, info: Info) -> Usage:
        account_id = info.context.viewer.account_id
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

    @strawberry.field(description="Who did what, newest first. (Needs the right `team`.)")
    async def audit_log(
        self, info: Info, client_id: strawberry.ID | None = None, first: int | None = 50, after: str | None = None
    ) -> AuditConnection:
        info.context.viewer.require(Permission.TEAM)
        page, total = await newest_first(
            AuditRow, size(first, 50), after, account_id=info.context.viewer.account_id, client_id=client_id
        )
        return connection(page, total, AuditEntry.of, AuditConnection)

    @strawberry.field(description="The account's hubs, newest first. (Needs the right to see all clients.)")
    async def hub_registry(
        self,
        info: Info,
        client_id: strawberry.ID | None = None,
        status: RegistryStatus | None = None,
        first: int | None = 50,
        after: str | None = None,
    ) -> RegistryConnection:
        info.context.viewer.require(Permission.ALL_CLIENTS)
        page, total = await newest_first(
            HubRegistry,
            size(first, 50),
            after,
            account_id=info.context.viewer.account_id,
            client_id=client_id,
            status=status,
        )
        return connection(page, total, RegistryEntry.of, RegistryConnection)

    @strawberry.field(description="What counts towards the plan, newest first. (Needs the right to see all clients.)")
    async def usage_events(
        self,
        info: Info,
        client_id: strawberry.ID | None = None,
        type: UsageType | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
        first: int | None = 50,
        after: str | None = None,
    ) -> Connection[UsageEvent]:
        info.context.viewer.require(Permission.ALL_CLIENTS)
        conditions = {
            "account_id": info.context.viewer.account_id,
            "client_id": client_id,
            "event_type": type,
            "created_at__gte": aware(since),
            "created_at__lt": aware(until),
        }
        page, total = await newest_first(UsageRow, size(first, 50), after, **conditions)
        return connection(page, total, UsageEvent.of)


def aware(moment: datetime | None) -> datetime | None:
    """A time that names no zone is taken as UTC."""
    return moment.replace(tzinfo=UTC) if moment is not None and moment.tzinfo is None else moment


async def newest_first(
    model: type[Row], first: int, after: str | None, **conditions: Any
) -> tuple[paging.Page[Row], int]:
    """A page of a global table; conditions that are None do not count."""
    paging.checked_size(first)
    query = model.filter(**{name: value for name, value in conditions.items() if value is not None})
    total = await query.count()
    if after is not None:
        query = query.filter(id__lt=paging.id_of(after))
    rows = await query.order_by("-id").limit(first + 1)
    return paging.page_of(rows, first, lambda row: str(row.pk)), total
