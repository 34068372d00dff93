"""The committed schema is the served one, and a broken promise is found."""

import re

from graphql_schema.schema import sdl
from scripts.checks.sdl import COMMITTED, breaking_changes


def test_the_committed_schema_is_the_served_one() -> None:
    assert COMMITTED.read_text() == sdl()


def test_removing_a_field_and_narrowing_an_argument_are_breaking() -> None:
    committed = sdl()
    without_field = committed.replace("  brandColor: String\n", "", 1)
    narrowed = re.sub(r"client\(id: ID!\)", "client(id: ID!, secret: String!)", committed)

    assert breaking_changes(committed, without_field) == ["Field Client.brandColor was removed."]
    assert breaking_changes(committed, narrowed) == ["A required argument Query.client(secret:) was added."]


def test_adding_a_field_breaks_nothing() -> None:
    committed = sdl()

    assert breaking_changes(committed, committed.replace("type User {", "type User {\n  nickname: String", 1)) == []
