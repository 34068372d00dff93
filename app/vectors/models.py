"""Hooks that did well, of no client: everybody's measure. The vector indexes are made from these rows."""

from tortoise import fields

from app.kit import clock
from tenancy import GlobalModel, UnixMillisField


class SharedHook(GlobalModel):
    """`platform` is where it did well, one of ours or another; `tier` and `points` are the source's own words."""

    id = fields.CharField(max_length=36, primary_key=True)
    text = fields.TextField()
    platform = fields.TextField(null=True)
    source = fields.TextField()
    tier = fields.TextField(null=True)
    points = fields.FloatField(null=True)
    created_at = UnixMillisField(default=clock.now)

    class Meta:
        table = "shared_hooks"
        indexes = (("platform", "id"),)
