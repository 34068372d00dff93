"""Files made of approved pieces."""

from tortoise import fields

from app.kit import clock, ids
from app.vocabulary import ExportFormat, JobStatus
from tenancy import EnumField, JsonField, TenantModel, UnixMillisField


class Export(TenantModel):
    id = fields.CharField(max_length=36, primary_key=True, default=ids.new_id)
    format = EnumField(ExportFormat)
    status = EnumField(JobStatus)
    filters = JsonField(null=True)
    item_count = fields.IntField(default=0)
    r2_key = fields.TextField(null=True)
    requested_by = fields.CharField(max_length=36, null=True)
    workflow_id = fields.TextField(null=True)
    size_bytes = fields.BigIntField(null=True)
    sha256 = fields.CharField(max_length=64, null=True)
    error_message = fields.TextField(null=True)
    created_at = UnixMillisField(default=clock.now)
    completed_at = UnixMillisField(null=True)

    class Meta:
        table = "exports"
        indexes = (("status", "id"),)
