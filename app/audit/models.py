"""Who did what: rows are only ever added, and outlive what they speak of.

What happens in a client is first written in the client's own trail, in the transaction that does it, with the words
that were given for it; from there it comes into the account's log, without words.
"""

from tortoise import fields

from app.kit import clock, ids
from tenancy import GlobalModel, JsonField, UnixMillisField


class AuditEntry(GlobalModel):
    """`detail` holds ids, roles and reasons' codes, never a client's content."""

    id = fields.CharField(max_length=36, primary_key=True, default=ids.new_id)
    account_id = fields.CharField(max_length=36)
    at = UnixMillisField(default=clock.now, db_index=True)
    actor_id = fields.CharField(max_length=36, null=True)
    actor_label = fields.TextField()
    action = fields.CharField(max_length=64)
    client_id = fields.CharField(max_length=36, null=True)
    subject_id = fields.CharField(max_length=36, null=True)
    detail = JsonField(null=True)

    class Meta:
        table = "audit_log"
        indexes = (
            ("account_id", "id"),
            ("account_id", "client_id", "id"),
            ("account_id", "action", "id"),
            ("account_id", "actor_id", "id"),
            ("account_id", "subject_id", "id"),
        )


class AuditPosition(GlobalModel):
    """Up to which entry of a client's trail, by its number and id, everything stands in the account's log."""

    client_id = fields.CharField(max_length=36, primary_key=True)
    number = fields.BigIntField()
    entry_id = fields.CharField(max_length=36)

    class Meta:
        table = "audit_positions"
