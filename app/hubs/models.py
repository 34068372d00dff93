"""A hub is one source of truth, a pillar one angle in it, a job one durable piece of work on it."""

from typing import TYPE_CHECKING

from tortoise import fields

from app.kit import clock, ids
from app.vocabulary import HubStatus, JobStatus, PillarStatus, SourceType
from tenancy import EnumField, JsonField, TenantModel, UnixMillisField


class Hub(TenantModel):
    """`id` is also the id of its registry row, so that a hub is found without knowing its client."""

    id = fields.CharField(max_length=36, primary_key=True)
    registry_id = fields.CharField(max_length=36)
    title = fields.TextField(null=True)
    source_type = EnumField(SourceType)
    source_content = fields.TextField(null=True)
    source_r2_key = fields.TextField(null=True)
    source_url = fields.TextField(null=True)
    language = fields.CharField(max_length=8, null=True)
    themes = JsonField(null=True)
    claims = JsonField(null=True)
    status = EnumField(HubStatus)
    killed_at = UnixMillisField(null=True)
    kill_reason = fields.TextField(null=True)
    created_at = UnixMillisField(default=clock.now)
    updated_at = UnixMillisField(default=clock.now)

    class Meta:
        table = "hubs"
        indexes = (("status", "id"), ("created_at", "id"))


class Pillar(TenantModel):
    """`spans` are the passages of the hub's source text that the angle rests on: pairs of code point offsets."""

    id = fields.CharField(max_length=36, primary_key=True, default=ids.new_id)
    hub: fields.ForeignKeyRelation[Hub] = fields.ForeignKeyField("tenant.Hub", related_name="pillars")
    title = fields.TextField()
    angle = fields.TextField()
    key_points = JsonField(null=True)
    spans = JsonField(null=True)
    order_index = fields.IntField()
    status = EnumField(PillarStatus, default=PillarStatus.ACTIVE)
    created_at = UnixMillisField(default=clock.now)

    if TYPE_CHECKING:
        hub_id: str

    class Meta:
        table = "pillars"
        indexes = (("hub_id", "order_index"),)


class Job(TenantModel):
    """The mirror of a workflow that people read. `version` counts its changes; `plan` is what it will make.

    `model_name` is what wrote for it, NULL for the built-in writer alone. `cost_micro_usd` are millionths of a dollar,
    NULL where the model's price is not known. While the model cannot be had, `waits` counts how often in a row the job
    was put off, the first time at `waiting_since`, the last by the run `waiting_run`, and `refusals` how often for
    answers that could not be used.
    """

    id = fields.CharField(max_length=36, primary_key=True, default=ids.new_id)
    hub: fields.ForeignKeyNullableRelation[Hub] = fields.ForeignKeyField(
        "tenant.Hub", related_name="jobs", null=True, on_delete=fields.CASCADE
    )
    workflow_id = fields.TextField(null=True)
    kind = fields.CharField(max_length=32)
    status = EnumField(JobStatus)
    current_phase = fields.TextField(null=True)
    progress_percent = fields.IntField(default=0)
    message = fields.TextField(null=True)
    error_message = fields.TextField(null=True)
    params = JsonField(null=True)
    plan = JsonField(null=True)
    spokes_done = fields.IntField(default=0)
    spokes_failed = fields.IntField(default=0)
    spokes_total = fields.IntField(default=0)
    model_name = fields.TextField(null=True)
    prompt_tokens = fields.BigIntField(default=0)
    completion_tokens = fields.BigIntField(default=0)
    cost_micro_usd = fields.BigIntField(null=True)
    waits = fields.IntField(default=0)
    refusals = fields.IntField(default=0)
    waiting_since = UnixMillisField(null=True)
    waiting_run = fields.IntField(null=True)
    run = fields.IntField(default=1)
    version = fields.IntField(default=0)
    created_at = UnixMillisField(default=clock.now)
    updated_at = UnixMillisField(default=clock.now)
    started_at = UnixMillisField(null=True)
    completed_at = UnixMillisField(null=True)

    if TYPE_CHECKING:
        hub_id: str | None

    class Meta:
        table = "generation_queue"
        indexes = (
            ("hub_id", "id"),
            ("status", "id"),
            ("created_at", "model_name", "prompt_tokens", "completion_tokens", "cost_micro_usd"),
        )
