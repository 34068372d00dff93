"""What the account knows of its hubs, and of work that is under way, without opening a client: ids, status and counts,
no content."""

from tortoise import fields

from app.kit import clock, ids
from app.vocabulary import RegistryStatus, SourceType
from tenancy import EnumField, GlobalModel, UnixMillisField


class HubRegistry(GlobalModel):
    id = fields.CharField(max_length=36, primary_key=True, default=ids.new_id)
    account_id = fields.CharField(max_length=36)
    client_id = fields.CharField(max_length=36)
    source_type = EnumField(SourceType)
    status = EnumField(RegistryStatus)
    spoke_count = fields.IntField(default=0)
    created_at = UnixMillisField(default=clock.now)
    completed_at = UnixMillisField(null=True)

    class Meta:
        table = "hub_registry"
        indexes = (("account_id", "id"), ("account_id", "client_id", "id"), ("client_id", "status"), ("status", "id"))


class JobPromise(GlobalModel):
    """A job over a whole client that is not over yet; `id` is the job's."""

    id = fields.CharField(max_length=36, primary_key=True)
    account_id = fields.CharField(max_length=36)
    client_id = fields.CharField(max_length=36, db_index=True)
    created_at = UnixMillisField(default=clock.now)

    class Meta:
        table = "job_promises"
