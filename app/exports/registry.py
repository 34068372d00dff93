"""Exports that are promised and not over yet: the one part of them outside of their client's database.

The row is there before anything else is written, so that the next start finds whatever a stop has left behind without
opening every client.
"""

from tortoise import fields

from app.kit import clock
from tenancy import GlobalModel, UnixMillisField


class ExportPromise(GlobalModel):
    """`id` is that of the export."""

    id = fields.CharField(max_length=36, primary_key=True)
    account_id = fields.CharField(max_length=36)
    client_id = fields.CharField(max_length=36, db_index=True)
    created_at = UnixMillisField(default=clock.now)

    class Meta:
        table = "export_promises"
