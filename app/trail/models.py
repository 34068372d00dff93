"""A client's own audit trail: rows are only ever added."""

from tortoise import fields

from app.kit import clock, ids
from tenancy import JsonField, TenantModel, UnixMillisField


class TrailEntry(TenantModel):
    """One thing that somebody did in a client. `number` is its place in the trail; `reason` is in their words."""

    number = fields.IntField(primary_key=True)
    id = fields.CharField(max_length=36, unique=True, default=ids.new_id)
    account_id = fields.CharField(max_length=36)
    at = UnixMillisField(default=clock.now)
    actor_id = fields.CharField(max_length=36, null=True)
    actor_label = fields.TextField()
    action = fields.CharField(max_length=64)
    subject_id = fields.CharField(max_length=36, null=True)
    session_id = fields.CharField(max_length=36, null=True)
    reason = fields.TextField(null=True)
    detail = JsonField(null=True)

    class Meta:
        table = "audit_trail"
        indexes = (("subject_id", "id"), ("session_id", "number"))
