"""What reviewing leaves behind: shared links and their comments, kills that can be undone, and how fast it went."""

from tortoise import fields

from app.kit import clock, ids
from app.vocabulary import CommentKind, Decision, LinkPermission, Platform, ReviewBucket
from tenancy import EnumField, JsonField, TenantModel, UnixMillisField


class ReviewLink(TenantModel):
    """`last_used_at` is noted every few minutes at most, so it may be that much older."""

    id = fields.CharField(max_length=36, primary_key=True, default=ids.new_id)
    hub_id = fields.CharField(max_length=36, null=True, db_index=True)
    email = fields.TextField(null=True)
    permission = EnumField(LinkPermission)
    token_hash = fields.CharField(max_length=64, unique=True)
    created_by = fields.CharField(max_length=36)
    created_at = UnixMillisField(default=clock.now)
    expires_at = UnixMillisField()
    revoked_at = UnixMillisField(null=True)
    last_used_at = UnixMillisField(null=True)

    class Meta:
        table = "review_links"


class ReviewVisit(TenantModel):
    """Somebody who says that a link's address is theirs: the code sent there, and what it was exchanged for."""

    id = fields.CharField(max_length=36, primary_key=True, default=ids.new_id)
    link_id = fields.CharField(max_length=36)
    email = fields.TextField()
    code_hash = fields.CharField(max_length=64)
    code_expires_at = UnixMillisField()
    tries = fields.IntField(default=0)
    pass_hash = fields.CharField(max_length=64, null=True, unique=True)
    confirmed_at = UnixMillisField(null=True)
    created_at = UnixMillisField(default=clock.now)

    class Meta:
        table = "review_visits"
        indexes = (("link_id", "created_at"),)


class QueueItem(TenantModel):
    """A piece that waits for a person, under its own id: written by the database alone, whenever the piece changes.

    `place` sorts the best first; `flag_reason` says in words what a person should look at.
    """

    id = fields.CharField(max_length=36, primary_key=True)
    place = fields.CharField(max_length=64, unique=True)
    bucket = EnumField(ReviewBucket, db_index=True)
    flag_reason = fields.TextField(null=True)
    platform = EnumField(Platform)
    hub_id = fields.CharField(max_length=36, null=True)

    class Meta:
        table = "review_queue"
        indexes = (("bucket", "place"), ("platform", "place"), ("hub_id", "place"))


class ReviewSession(TenantModel):
    """One person's way through a part of the queue, up to `last_place` where the part is the queue's best tenth.

    `trail_number` is where the client's trail stood when it began; `report` is what came of it.
    """

    id = fields.CharField(max_length=36, primary_key=True, default=ids.new_id)
    reviewer_id = fields.CharField(max_length=36)
    bucket = EnumField(ReviewBucket)
    platform = EnumField(Platform, null=True)
    hub_id = fields.CharField(max_length=36, null=True)
    last_place = fields.TextField(null=True)
    trail_number = fields.BigIntField()
    started_at = UnixMillisField(default=clock.now)
    finished_at = UnixMillisField(null=True)
    report = JsonField(null=True)

    class Meta:
        table = "review_sessions"
        indexes = (("reviewer_id", "id"),)


class ReviewDecision(TenantModel):
    """What a session said of a piece, and in which revision it knows it; a piece is put before a session once."""

    id = fields.CharField(max_length=36, primary_key=True, default=ids.new_id)
    session_id = fields.CharField(max_length=36)
    spoke_id = fields.CharField(max_length=36)
    decision = EnumField(Decision)
    revision = fields.IntField(null=True)
    elapsed_ms = fields.IntField(null=True)
    created_at = UnixMillisField(default=clock.now)

    class Meta:
        table = "review_decisions"
        unique_together = (("session_id", "spoke_id"),)


class ReviewClaim(TenantModel):
    """A piece that is kept for a session until the claim expires, in the revision that it was handed over in.

    One that has expired still says which words the session has seen; when the piece is decided, its decision does.
    """

    id = fields.CharField(max_length=36, primary_key=True, default=ids.new_id)
    session_id = fields.CharField(max_length=36)
    spoke_id = fields.CharField(max_length=36)
    revision = fields.IntField()
    claimed_at = UnixMillisField(default=clock.now)
    handed_at = UnixMillisField(null=True)
    expires_at = UnixMillisField()

    class Meta:
        table = "review_claims"
        unique_together = (("session_id", "spoke_id"),)
        indexes = (("spoke_id", "expires_at"),)


class Comment(TenantModel):
    """`author` is how the author is called; `author_id` is a user, `link_id` the link that an outsider came by."""

    id = fields.CharField(max_length=36, primary_key=True, default=ids.new_id)
    spoke_id = fields.CharField(max_length=36)
    kind = EnumField(CommentKind, default=CommentKind.COMMENT)
    author = fields.TextField()
    author_id = fields.CharField(max_length=36, null=True)
    link_id = fields.CharField(max_length=36, null=True)
    body = fields.TextField()
    created_at = UnixMillisField(default=clock.now)

    class Meta:
        table = "comments"
        indexes = (("spoke_id", "id"), ("link_id", "id"))


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
        indexes = (("subject_id", "id"), ("created_at",))


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
