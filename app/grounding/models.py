"""What was noticed of a voice that is drifting away, and what is proposed against it."""

from tortoise import fields

from app.kit import clock, ids
from app.vocabulary import AlertKind, ProposalKind, ProposalStatus
from tenancy import EnumField, JsonField, TenantModel, UnixMillisField


class DriftAlertRow(TenantModel):
    """One crossing of a bound; `cleared_at` is when it was crossed back. At most one of a kind is not cleared."""

    id = fields.CharField(max_length=36, primary_key=True, default=ids.new_id)
    kind = EnumField(AlertKind)
    trigger_name = fields.TextField()
    drift_score = fields.FloatField(null=True)
    average_edit_distance = fields.FloatField(null=True)
    zero_edit_rate = fields.FloatField(null=True)
    raised_at = UnixMillisField(default=clock.now)
    cleared_at = UnixMillisField(null=True)

    class Meta:
        table = "drift_alerts"
        indexes = (("kind", "raised_at"),)


class GroundingAudit(TenantModel):
    """One reading of the edits and remarks between two times, by the job `job_id`, whose id it has."""

    id = fields.CharField(max_length=36, primary_key=True, default=ids.new_id)
    job_id = fields.CharField(max_length=36, null=True, db_index=True)
    requested_by = fields.CharField(max_length=36, null=True)
    since = UnixMillisField()
    until = UnixMillisField()
    edits_read = fields.IntField(default=0)
    remarks_read = fields.IntField(default=0)
    completed_at = UnixMillisField(null=True)
    created_at = UnixMillisField(default=clock.now)

    class Meta:
        table = "grounding_audits"


class DnaProposal(TenantModel):
    """A change that edits or remarks speak for. `value` is what would be merged into the brand, `evidence` some of the
    `pieces` that show it, by so many `people`; `confidence` is 0 to 1."""

    id = fields.CharField(max_length=36, primary_key=True, default=ids.new_id)
    audit_id = fields.CharField(max_length=36, db_index=True)
    kind = EnumField(ProposalKind)
    words = fields.TextField()
    value = JsonField()
    evidence = JsonField()
    summary = fields.TextField()
    pieces = fields.IntField()
    people = fields.IntField()
    confidence = fields.FloatField()
    status = EnumField(ProposalStatus, default=ProposalStatus.PROPOSED)
    decided_at = UnixMillisField(null=True)
    decided_by = fields.CharField(max_length=36, null=True)
    created_at = UnixMillisField(default=clock.now)

    class Meta:
        table = "dna_proposals"
        indexes = (("status", "id"),)
