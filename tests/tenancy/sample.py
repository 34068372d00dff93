"""A small world for the tests: what a client has, which is shelves, books and tags."""

from collections.abc import Iterable
from enum import StrEnum

from tortoise import fields
from tortoise.fields.relational import ForeignKeyRelation, ManyToManyRelation, ReverseRelation

from tenancy import BoolField, EnumField, JsonField, Step, TenantModel, UnixMillisField


class Mood(StrEnum):
    CALM = "calm"
    WILD = "wild"


class Shelf(TenantModel):
    id = fields.CharField(max_length=36, primary_key=True)
    title = fields.TextField()
    mood = EnumField(Mood, default=Mood.CALM)
    is_open = BoolField(default=True)
    facts = JsonField(null=True)
    built_at = UnixMillisField(null=True)
    books: ReverseRelation["Book"]
    tags: ManyToManyRelation["Tag"] = fields.ManyToManyField("tenant.Tag", through="shelf_tags", related_name="shelves")

    class Meta:
        table = "shelves"


class Book(TenantModel):
    id = fields.IntField(primary_key=True)
    shelf: ForeignKeyRelation[Shelf] = fields.ForeignKeyField("tenant.Shelf", related_name="books")
    title = fields.TextField()

    class Meta:
        table = "books"


class Tag(TenantModel):
    id = fields.IntField(primary_key=True)
    word = fields.TextField()

    class Meta:
        table = "tags"


def tenant_statements(dialect: str) -> Iterable[str]:
    yield """
        CREATE TABLE shelves (
            id TEXT NOT NULL PRIMARY KEY, title TEXT NOT NULL, mood TEXT NOT NULL, is_open INTEGER NOT NULL,
            facts TEXT CHECK (facts IS NULL OR json_valid(facts)), built_at BIGINT
        )"""
    yield """
        CREATE TABLE books (
            id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, title TEXT NOT NULL,
            shelf_id TEXT NOT NULL REFERENCES shelves (id) ON DELETE CASCADE
        )"""
    yield "CREATE INDEX idx_books_shelf ON books (shelf_id)"
    yield "CREATE TABLE tags (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, word TEXT NOT NULL)"
    yield """
        CREATE TABLE shelf_tags (
            shelves_id TEXT NOT NULL REFERENCES shelves (id) ON DELETE CASCADE,
            tag_id INTEGER NOT NULL REFERENCES tags (id) ON DELETE CASCADE
        )"""


TENANT_STEPS = (Step(1, "shelves", tenant_statements),)
