"""Figures kept a period, so that a trend can be drawn without reading every piece again."""

from tortoise import fields

from app.kit import clock, ids
from tenancy import TenantModel, UnixMillisField


class ZeroEditTracking(TenantModel):
    id = fields.CharField(max_length=36, primary_key=True, default=ids.new_id)
    period_start = UnixMillisField(unique=True)
    period_end = UnixMillisField()
    total_approved = fields.IntField()
    approved_without_edit = fields.IntField()
    zero_edit_rate = fields.FloatField(null=True)
    created_at = UnixMillisField(default=clock.now)

    class Meta:
        table = "zero_edit_tracking"
