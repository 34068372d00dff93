"""What an account may use and what it used."""

from tortoise import fields

from app.kit import clock, ids
from app.vocabulary import SubscriptionStatus, Tier, UsageType
from tenancy import EnumField, GlobalModel, UnixMillisField


class Subscription(GlobalModel):
    """One a account. A limit of NULL means unlimited."""

    id = fields.CharField(max_length=36, primary_key=True, default=ids.new_id)
    account_id = fields.CharField(max_length=36, unique=True)
    stripe_customer_id = fields.CharField(max_length=255, db_index=True)
    stripe_subscription_id = fields.TextField(null=True)
    tier = EnumField(Tier)
    status = EnumField(SubscriptionStatus)
    hubs_limit = fields.IntField(null=True)
    clients_limit = fields.IntField(null=True)
    current_period_start = UnixMillisField(null=True)
    current_period_end = UnixMillisField(null=True)

    class Meta:
        table = "subscriptions"


class UsageEvent(GlobalModel):
    id = fields.CharField(max_length=36, primary_key=True, default=ids.new_id)
    account_id = fields.CharField(max_length=36)
    client_id = fields.CharField(max_length=36, null=True, db_index=True)
    event_type = EnumField(UsageType)
    quantity = fields.IntField(default=1)
    created_at = UnixMillisField(default=clock.now)

    class Meta:
        table = "usage_events"
        indexes = (("account_id", "id"), ("account_id", "event_type", "created_at"))


class StripeEvent(GlobalModel):
    """Webhook events that were handled: the primary key is Stripe's own id, so that a replay changes nothing."""

    id = fields.CharField(max_length=255, primary_key=True)
    type = fields.TextField()
    received_at = UnixMillisField(default=clock.now)

    class Meta:
        table = "stripe_events"
