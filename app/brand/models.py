"""What the system knows of a client's voice, and the thresholds and rules its pieces are held to."""

from tortoise import fields

from app.kit import clock, ids
from app.vocabulary import (
    BrandSource,
    CalibrationInput,
    CalibrationSource,
    CalibrationTrigger,
    Gate,
    Industry,
    MarkerCategory,
    Severity,
    StanceCategory,
)
from tenancy import BoolField, EnumField, JsonField, TenantModel, UnixMillisField

PRIMARY = "primary"


class BrandDna(TenantModel):
    """One row, id `primary`. `tone_set` are the traits that a person has set, which measuring does not move, and
    `tone_said` is what instructions have added to the others; `analysis` is what measuring the samples gave,
    and `strength` the parts of the score."""

    id = fields.CharField(max_length=36, primary_key=True, default=PRIMARY)
    strength_score = fields.FloatField(null=True)
    tone_profile = JsonField(null=True)
    signature_patterns = JsonField(null=True)
    topics_to_avoid = JsonField(null=True)
    tone_set = JsonField(null=True)
    tone_said = JsonField(null=True)
    analysis = JsonField(null=True)
    strength = JsonField(null=True)
    last_calibration_at = UnixMillisField(null=True)
    calibration_source = EnumField(CalibrationSource, null=True)
    created_at = UnixMillisField(default=clock.now)
    updated_at = UnixMillisField(default=clock.now)

    class Meta:
        table = "brand_dna"


class VoiceMarker(TenantModel):
    id = fields.CharField(max_length=36, primary_key=True, default=ids.new_id)
    phrase = fields.TextField()
    category = EnumField(MarkerCategory, default=MarkerCategory.SIGNATURE)
    weight = fields.FloatField(default=1.0)
    source = EnumField(BrandSource, default=BrandSource.MANUAL)
    example = fields.TextField(null=True)
    created_at = UnixMillisField(default=clock.now)

    class Meta:
        table = "voice_markers"


class BannedWord(TenantModel):
    id = fields.CharField(max_length=36, primary_key=True, default=ids.new_id)
    word = fields.TextField()
    reason = fields.TextField(null=True)
    severity = EnumField(Severity, default=Severity.HARD)
    source = EnumField(BrandSource, default=BrandSource.MANUAL)
    created_at = UnixMillisField(default=clock.now)

    class Meta:
        table = "banned_words"


class BrandStance(TenantModel):
    id = fields.CharField(max_length=36, primary_key=True, default=ids.new_id)
    stance = fields.TextField()
    category = EnumField(StanceCategory)
    keywords = JsonField(null=True)
    source = EnumField(BrandSource, default=BrandSource.MANUAL)
    created_at = UnixMillisField(default=clock.now)

    class Meta:
        table = "brand_stances"


class Persona(TenantModel):
    id = fields.CharField(max_length=36, primary_key=True, default=ids.new_id)
    name = fields.TextField()
    description = fields.TextField(null=True)
    attributes = JsonField(null=True)
    is_primary = BoolField(default=False)
    created_at = UnixMillisField(default=clock.now)

    class Meta:
        table = "personas"


class TrainingSample(TenantModel):
    """A text in the client's own voice that calibration learned from."""

    id = fields.CharField(max_length=36, primary_key=True, default=ids.new_id)
    calibration_id = fields.CharField(max_length=36, null=True, db_index=True)
    text = fields.TextField()
    created_at = UnixMillisField(default=clock.now)

    class Meta:
        table = "training_samples"


class BrandRemoval(TenantModel):
    """Words that a person took out of the brand: calibration does not bring them back. `kind` is as in the trail."""

    id = fields.CharField(max_length=36, primary_key=True, default=ids.new_id)
    kind = fields.TextField()
    words = fields.TextField()
    created_at = UnixMillisField(default=clock.now)

    class Meta:
        table = "brand_removals"
        unique_together = (("kind", "words"),)


class CalibrationEvent(TenantModel):
    """What was given: a recording at `input_r2_key` with its `transcript`, an `instruction` that was typed, and
    `samples`, until the job that `job_id` names has learned from them. `entities_extracted` is NULL until then, and
    `completed_at` until the job is over."""

    id = fields.CharField(max_length=36, primary_key=True, default=ids.new_id)
    trigger_type = EnumField(CalibrationTrigger)
    input_type = EnumField(CalibrationInput)
    input_r2_key = fields.TextField(null=True)
    transcript = fields.TextField(null=True)
    entities_extracted = JsonField(null=True)
    dna_score_before = fields.FloatField(null=True)
    dna_score_after = fields.FloatField(null=True)
    spokes_reevaluated = fields.IntField(default=0)
    job_id = fields.CharField(max_length=36, null=True, db_index=True)
    requested_by = fields.CharField(max_length=36, null=True)
    instruction = fields.TextField(null=True)
    samples = JsonField(null=True)
    completed_at = UnixMillisField(null=True)
    created_at = UnixMillisField(default=clock.now)

    class Meta:
        table = "calibration_events"


class RubricOverride(TenantModel):
    id = fields.CharField(max_length=36, primary_key=True, default=ids.new_id)
    gate = EnumField(Gate, unique=True)
    threshold = fields.FloatField()
    reason = fields.TextField(null=True)
    created_at = UnixMillisField(default=clock.now)

    class Meta:
        table = "rubric_overrides"


class ComplianceConfig(TenantModel):
    """One row, id `primary`, when the client is in a regulated industry."""

    id = fields.CharField(max_length=36, primary_key=True, default=PRIMARY)
    industry = EnumField(Industry)
    required_disclosures = JsonField(null=True)
    updated_at = UnixMillisField(default=clock.now)

    class Meta:
        table = "compliance_config"
