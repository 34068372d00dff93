"""A small world for the tests: what the global plane has, which is accounts and what they use."""

from collections.abc import Iterable

from tortoise import fields
from tortoise.fields.relational import ForeignKeyRelation, ReverseRelation

from tenancy import EnumField, GlobalModel, JsonField, Step, UnixMillisField
from tests.tenancy.sample import Mood


class Account(GlobalModel):
    id = fields.CharField(max_length=36, primary_key=True)
    name = fields.CharField(max_length=100, unique=True)
    mood = EnumField(Mood, null=True)
    notes = JsonField(null=True)
    joined_at = UnixMillisField()
    usages: ReverseRelation["Usage"]

    class Meta:
        table = "accounts"


class Usage(GlobalModel):
    id = fields.IntField(primary_key=True)
    account: ForeignKeyRelation[Account] = fields.ForeignKeyField("global.Account", related_name="usages")
    quantity = fields.IntField()

    class Meta:
        table = "usages"


def global_statements(dialect: str) -> Iterable[str]:
    yield """
        CREATE TABLE accounts (
            id TEXT NOT NULL PRIMARY KEY, name TEXT NOT NULL UNIQUE, mood TEXT, notes TEXT, joined_at BIGINT NOT NULL
        )"""
    key = "SERIAL PRIMARY KEY" if dialect == "postgres" else "INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL"
    yield f"""
        CREATE TABLE usages (
            id {key}, quantity INTEGER NOT NULL,
            account_id TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE
        )"""


GLOBAL_STEPS = (Step(1, "accounts", global_statements),)
