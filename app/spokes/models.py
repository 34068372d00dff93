"""A spoke is one platform's piece; around it what the Critic said, the drafts, and what people changed."""

from typing import TYPE_CHECKING

from tortoise import fields

from app.hubs.models import Hub, Pillar
from app.kit import clock, ids
from app.vocabulary import AssetType, ComplianceStatus, ContentType, Gate, Platform, SpokeStatus
from tenancy import BoolField, EnumField, JsonField, TenantModel, UnixMillisField


class Spoke(TenantModel):
    """`hub` is NULL for an edited piece that outlived its hub. `sources` are the passages that it rests on.

    While the healing loop still works on a piece, `is_settled` is false. `revision` counts how often the words changed.
    """

    id = fields.CharField(max_length=36, primary_key=True, default=ids.new_id)
    hub: fields.ForeignKeyNullableRelation[Hub] = fields.ForeignKeyField(
        "tenant.Hub", related_name="spokes", null=True, on_delete=fields.CASCADE
    )
    pillar: fields.ForeignKeyNullableRelation[Pillar] = fields.ForeignKeyField(
        "tenant.Pillar", related_name="spokes", null=True, on_delete=fields.CASCADE
    )
    parent_spoke_id = fields.CharField(max_length=36, null=True, db_index=True)
    job_id = fields.CharField(max_length=36, null=True)
    slot = fields.IntField(null=True)
    is_settled = BoolField(default=True)
    revision = fields.IntField(default=0)
    platform = EnumField(Platform)
    content_type = EnumField(ContentType)
    content = fields.TextField()
    content_json = JsonField(null=True)
    character_count = fields.IntField()
    status = EnumField(SpokeStatus)
    is_mutated = BoolField(default=False)
    is_creative_conflict = BoolField(default=False)
    visual_archetype = fields.TextField(null=True)
    visual_concept = fields.TextField(null=True)
    image_prompt = fields.TextField(null=True)
    sources = JsonField(null=True)
    written_by = fields.TextField(null=True)
    approved_at = UnixMillisField(null=True)
    approved_by = fields.CharField(max_length=36, null=True)
    created_at = UnixMillisField(default=clock.now)
    updated_at = UnixMillisField(default=clock.now)

    if TYPE_CHECKING:
        hub_id: str | None
        pillar_id: str | None

    class Meta:
        table = "spokes"
        indexes = (
            ("hub_id", "pillar_id", "platform", "id"),
            ("hub_id", "id"),
            ("pillar_id", "platform", "id"),
            ("pillar_id", "id"),
            ("job_id", "is_settled"),
            ("status", "id"),
            ("platform", "status", "id"),
            ("platform", "id"),
            ("approved_at", "is_mutated", "hub_id"),
            ("created_at", "is_settled"),
            ("updated_at", "status"),
            ("created_at", "is_settled", "platform", "is_creative_conflict", "id"),
        )


class QualityScore(TenantModel):
    """The Critic's newest verdict; a gate that was not evaluated is NULL. Offsets in `violations` count code points.

    `overrides` are the gates that a person let these very words pass: [{gate, reason, user_id, at}].
    """

    id = fields.CharField(max_length=36, primary_key=True, default=ids.new_id)
    spoke: fields.OneToOneRelation[Spoke] = fields.OneToOneField("tenant.Spoke", related_name="score")
    g2_hook_strength = fields.FloatField(null=True, db_index=True)
    g4_voice_alignment = BoolField(null=True)
    g5_platform_compliance = BoolField(null=True)
    g6_visual_metaphor = fields.FloatField(null=True)
    g7_engagement_prediction = fields.FloatField(null=True, db_index=True)
    g_compliance_status = EnumField(ComplianceStatus)
    overall_pass = BoolField()
    rubric = JsonField(null=True)
    violations = JsonField(null=True)
    overrides = JsonField(null=True)
    evaluated_at = UnixMillisField(default=clock.now)

    if TYPE_CHECKING:
        spoke_id: str

    class Meta:
        table = "quality_scores"
        indexes = (
            (
                *("evaluated_at", "spoke_id", "g2_hook_strength", "g4_voice_alignment", "g5_platform_compliance"),
                *("g6_visual_metaphor", "g7_engagement_prediction", "g_compliance_status"),
            ),
        )


class Feedback(TenantModel):
    id = fields.CharField(max_length=36, primary_key=True, default=ids.new_id)
    spoke: fields.ForeignKeyRelation[Spoke] = fields.ForeignKeyField("tenant.Spoke", related_name="feedback")
    gate = EnumField(Gate)
    score = fields.FloatField(null=True)
    reason = fields.TextField()
    suggestion = fields.TextField(null=True)
    attempt_number = fields.IntField()
    resolved = BoolField(default=False)
    created_at = UnixMillisField(default=clock.now)

    if TYPE_CHECKING:
        spoke_id: str

    class Meta:
        table = "feedback_log"
        indexes = (
            ("spoke_id", "id"),
            ("resolved", "id"),
            ("spoke_id", "attempt_number", "gate", "resolved"),
            ("created_at",),
        )


class Draft(TenantModel):
    """One attempt of the self-healing loop; 0 is the first writing. A piece that is written anew counts on."""

    id = fields.CharField(max_length=36, primary_key=True, default=ids.new_id)
    spoke: fields.ForeignKeyRelation[Spoke] = fields.ForeignKeyField("tenant.Spoke", related_name="drafts")
    attempt_number = fields.IntField()
    content = fields.TextField()
    violations = JsonField(null=True)
    created_at = UnixMillisField(default=clock.now)

    if TYPE_CHECKING:
        spoke_id: str

    class Meta:
        table = "drafts"
        unique_together = (("spoke_id", "attempt_number"),)


class Rewrite(TenantModel):
    """A piece that a job writes anew, under the piece's id: `spoke` and `score` are its rows as they were before.

    It had so many `drafts`; the first new one is the healing loop's `attempt`, 1 where the words that are there have
    failed. The row goes when the piece is settled again.
    """

    id = fields.CharField(max_length=36, primary_key=True)
    job_id = fields.CharField(max_length=36, db_index=True)
    drafts = fields.IntField()
    attempt = fields.IntField()
    spoke = JsonField()
    score = JsonField(null=True)
    created_at = UnixMillisField(default=clock.now)

    class Meta:
        table = "rewrites"


class MutationRecord(TenantModel):
    id = fields.CharField(max_length=36, primary_key=True, default=ids.new_id)
    spoke: fields.ForeignKeyRelation[Spoke] = fields.ForeignKeyField("tenant.Spoke", related_name="mutations")
    original_content = fields.TextField()
    edited_content = fields.TextField()
    edit_distance = fields.FloatField()
    editor_user_id = fields.CharField(max_length=36, null=True)
    created_at = UnixMillisField(default=clock.now, db_index=True)

    if TYPE_CHECKING:
        spoke_id: str

    class Meta:
        table = "mutation_registry"
        indexes = (("spoke_id", "id"),)


class ContentAsset(TenantModel):
    id = fields.CharField(max_length=36, primary_key=True, default=ids.new_id)
    spoke: fields.ForeignKeyRelation[Spoke] = fields.ForeignKeyField("tenant.Spoke", related_name="assets")
    asset_type = EnumField(AssetType)
    position = fields.IntField(default=0)
    r2_key = fields.TextField()
    width = fields.IntField(null=True)
    height = fields.IntField(null=True)
    visual_archetype = fields.TextField(null=True)
    alt_text = fields.TextField(null=True)
    created_at = UnixMillisField(default=clock.now)

    if TYPE_CHECKING:
        spoke_id: str

    class Meta:
        table = "content_assets"
        indexes = (("spoke_id", "id"),)
