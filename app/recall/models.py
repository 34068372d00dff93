"""What the indexes have not caught up with."""

from tortoise import fields

from app.vocabulary import VectorIndex
from tenancy import EnumField, TenantModel


class TextChange(TenantModel):
    """Written by the database itself, in the transaction that changes a text. A later change has a higher number."""

    number = fields.IntField(primary_key=True)
    index_name = EnumField(VectorIndex)
    source_id = fields.TextField()

    class Meta:
        table = "text_changes"
        unique_together = (("index_name", "source_id"),)
