"""What reviewing leaves behind: shared links and their comments, kills that can be undone, and how fast it went."""

from tortoise import fields

from app.kit import clock, ids
from app.vocabulary import LinkPermission
from tenancy import EnumField, JsonField, TenantModel, UnixMillisField


class ReviewLink(TenantModel):
    id = fields.CharField(max_length=36, primary_key=True, default=ids.new_id)
    hub_id = fields.CharField(max_length=36, null=True, db_index=True)
    email = fields.TextField(null=True)
    permission = EnumField(LinkPermission)
    token_hash = fields.CharField(max_length=64, unique=True)
    created_by = fields.CharField(max_length=36)
    created_at = UnixMillisField(default=clock.now)
    expires_at = UnixMillisField()
    revoked_at = UnixMillisField(null=True)

    class Meta:
        table = "review_links"


class Comment(TenantModel):
    id = fields.CharField(max_length=36, primary_key=True, default=ids.new_id)
    spoke_id = fields.CharField(max_length=36)
    author = fields.TextField()
    body = fields.TextField()
    created_at = UnixMillisField(default=clock.now)

    class Meta:
        table = "comments"
        indexes = (("spoke_id", "id"),)


class KillLog(TenantModel):
    """`changed` names what one kill changed and how it was before, so that `restore` brings back exactly that."""

    id = fields.CharField(max_length=36, primary_key=True, default=ids.new_id)
    subject_kind = fields.CharField(max_length=16)
    subject_id = fields.CharField(max_length=36)
    actor_id = fields.CharField(max_length=36, null=True)
    reason = fields.TextField(null=True)
    changed = JsonField()
    created_at = UnixMillisField(default=clock.now)
    restored_at = UnixMillisField(null=True)

    class Meta:
        table = "kill_log"
        indexes = (("subject_id", "id"),)


class ReviewVelocity(TenantModel):
    id = fields.CharField(max_length=36, primary_key=True, default=ids.new_id)
    session_id = fields.CharField(max_length=36, null=True, db_index=True)
    decisions_count = fields.IntField(default=0)
    total_time_ms = fields.IntField(default=0)
    avg_time_per_decision_ms = fields.IntField(null=True)
    bulk_approve_count = fields.IntField(default=0)
    kill_chain_count = fields.IntField(default=0)
    created_at = UnixMillisField(default=clock.now, db_index=True)

    class Meta:
        table = "review_velocity"
