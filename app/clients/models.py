"""The brands an account works for, and who of the team may see which."""

from tortoise import fields

from app.kit import clock, ids
from app.vocabulary import ClientStatus
from tenancy import BoolField, EnumField, GlobalModel, UnixMillisField


class Client(GlobalModel):
    """A row here names the client's own database, vector namespace and object prefix; its content is only there.

    Until that database is made, `provisioned_at` is NULL; one that is missing later is lost, and never made anew.
    `writer_fallback` allows the built-in writer where the configured model cannot be had. `rescoring` names the newest
    promise to judge the client's pieces anew, until it is kept.
    """

    id = fields.CharField(max_length=36, primary_key=True, default=ids.new_id)
    account_id = fields.CharField(max_length=36)
    name = fields.TextField()
    durable_object_id = fields.TextField()
    vectorize_namespace = fields.TextField()
    r2_prefix = fields.TextField()
    status = EnumField(ClientStatus, default=ClientStatus.ACTIVE)
    industry = fields.TextField(null=True)
    brand_color = fields.TextField(null=True)
    contact_email = fields.TextField(null=True)
    writer_fallback = BoolField(default=False)
    rescoring = fields.CharField(max_length=36, null=True)
    created_at = UnixMillisField(default=clock.now)
    provisioned_at = UnixMillisField(null=True)

    class Meta:
        table = "clients"
        indexes = (("account_id", "id"), ("account_id", "status", "id"))


class ClientMember(GlobalModel):
    """An assignment: managers, creators and viewers see the clients they are assigned to."""

    id = fields.CharField(max_length=36, primary_key=True, default=ids.new_id)
    user_id = fields.CharField(max_length=36)
    client_id = fields.CharField(max_length=36, db_index=True)
    created_at = UnixMillisField(default=clock.now)

    class Meta:
        table = "client_members"
        unique_together = (("user_id", "client_id"),)
