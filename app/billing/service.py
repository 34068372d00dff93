"""Subscriptions, quotas and usage. A quota is checked in the global transaction that writes what it limits."""

from dataclasses import dataclass
from datetime import datetime

from tortoise.functions import Sum

from app.billing.models import Subscription, UsageEvent
from app.billing.plans import LOCAL_CUSTOMER, LOCAL_TIER, PLANS
from app.errors import Conflict, QuotaExceeded
from app.kit import clock, ids
from app.vocabulary import SubscriptionStatus, Tier, UsageType


async def subscription_of(account_id: str) -> Subscription:
    """The account's subscription; where no payment provider made one, the local tier."""
    plan = PLANS[LOCAL_TIER]
    subscription, _ = await Subscription.get_or_create(
        account_id=account_id,
        defaults={
            "id": ids.derived_id("subscription", account_id),
            "stripe_customer_id": LOCAL_CUSTOMER,
            "tier": LOCAL_TIER,
            "status": SubscriptionStatus.ACTIVE,
            "hubs_limit": plan.hubs,
            "clients_limit": plan.clients,
        },
    )
    return subscription


def spokes_per_hub(subscription: Subscription) -> int:
    return PLANS[Tier(subscription.tier)].spokes_per_hub


def month_of(moment: datetime) -> tuple[datetime, datetime]:
    start = moment.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    end = start.replace(year=start.year + 1, month=1) if start.month == 12 else start.replace(month=start.month + 1)
    return start, end


def period_of(subscription: Subscription) -> tuple[datetime, datetime]:
    """The subscription's own period; the calendar month in UTC where it has none."""
    if subscription.current_period_start and subscription.current_period_end:
        return subscription.current_period_start, subscription.current_period_end
    return month_of(clock.now())


async def used(account_id: str, event_type: UsageType, start: datetime, end: datetime) -> int:
    total = Sum("quantity")
    within = UsageEvent.filter(account_id=account_id, event_type=event_type, created_at__gte=start, created_at__lt=end)
    row = await within.annotate(total=total).first().values("total")
    return int(row["total"] or 0) if row else 0


async def require_writable(account_id: str) -> Subscription:
    """Raises Conflict where the subscription's state allows nothing new."""
    subscription = await subscription_of(account_id)
    if subscription.status is not SubscriptionStatus.ACTIVE:
        raise Conflict("The subscription does not allow new work.", state=str(subscription.status))
    return subscription


async def require_hub_quota(account_id: str, hubs: int = 1) -> None:
    """That so many more may be made. Raises QuotaExceeded or Conflict."""
    subscription = await require_writable(account_id)
    if subscription.hubs_limit is None:
        return
    spent = await used(account_id, UsageType.HUB_CREATED, *period_of(subscription))
    if spent + hubs > subscription.hubs_limit:
        raise QuotaExceeded("hubs a month", subscription.hubs_limit, spent)


async def require_client_quota(account_id: str, clients: int) -> None:
    """Raises QuotaExceeded or Conflict; `clients` is how many the account has."""
    subscription = await require_writable(account_id)
    if subscription.clients_limit is not None and clients >= subscription.clients_limit:
        raise QuotaExceeded("clients", subscription.clients_limit, clients)


async def record_usage(id: str, account_id: str, client_id: str, event_type: UsageType, quantity: int = 1) -> None:
    """Counts once however often it is called with the same id."""
    await UsageEvent.get_or_create(
        id=id,
        defaults={"account_id": account_id, "client_id": client_id, "event_type": event_type, "quantity": quantity},
    )


@dataclass(frozen=True, slots=True)
class Usage:
    period_start: datetime
    period_end: datetime
    hubs_created: int
    spokes_generated: int
    voice_calibrations: int
    hubs_limit: int | None
    clients_limit: int | None

    @property
    def overage_hubs(self) -> int:
        return max(0, self.hubs_created - self.hubs_limit) if self.hubs_limit is not None else 0


async def usage_of(account_id: str) -> Usage:
    subscription = await subscription_of(account_id)
    start, end = period_of(subscription)
    return Usage(
        period_start=start,
        period_end=end,
        hubs_created=await used(account_id, UsageType.HUB_CREATED, start, end),
        spokes_generated=await used(account_id, UsageType.SPOKE_GENERATED, start, end),
        voice_calibrations=await used(account_id, UsageType.VOICE_CALIBRATION, start, end),
        hubs_limit=subscription.hubs_limit,
        clients_limit=subscription.clients_limit,
    )
