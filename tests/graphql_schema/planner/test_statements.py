"""Conditions become SQL as Tortoise would have it, and what is remembered of them is bounded."""

import pytest

from app.clients.models import Client
from app.spokes.models import Spoke
from app.vocabulary import ClientStatus, Platform
from graphql_schema.planner import statements
from graphql_schema.planner.statements import POSTGRES, SQLITE, where

pytestmark = pytest.mark.usefixtures("resources")  # models know their columns once they are open
AMONG = "IN (SELECT value FROM json_each(?))"


@pytest.mark.parametrize(
    ("given", "parts", "values"),
    [
        ({}, (), ()),
        ({"platform": Platform.TWITTER, "is_mutated": True}, ("t.platform = ?", "t.is_mutated = ?"), ("twitter", 1)),
        ({"hub_id__isnull": True}, ("t.hub_id IS NULL",), ()),
        ({"hub_id__isnull": False}, ("t.hub_id IS NOT NULL",), ()),
        ({"id__in": ("a", "b")}, (f"t.id {AMONG}",), ('["a","b"]',)),
        ({"status__not": "killed"}, ("(t.status <> ? OR t.status IS NULL)",), ("killed",)),
        (
            {"score__g2_hook_strength__gte": 80.0},
            ("t.id IN (SELECT x.spoke_id FROM quality_scores x WHERE x.g2_hook_strength >= ?)",),
            (80.0,),
        ),
        (
            {"content__icontains": r"50%_\x"},
            ("UPPER(CAST(t.content AS VARCHAR)) LIKE UPPER(?) ESCAPE '\\'",),
            (r"%50\%\_\\x%",),
        ),
    ],
)
def test_conditions_become_sql(given: dict[str, object], parts: tuple[str, ...], values: tuple[object, ...]) -> None:
    assert where(Spoke, given, SQLITE) == (parts, values)
    assert where(Spoke, given, SQLITE) == (parts, values)  # remembered


def test_a_list_is_one_parameter_on_postgres() -> None:
    found = where(Client, {"id__in": ("a", "b"), "status": ClientStatus.ACTIVE}, POSTGRES)

    assert found == (("t.id = ANY(?)", "t.status = ?"), (["a", "b"], "active"))


def test_an_attribute_that_is_none_is_refused() -> None:
    with pytest.raises(KeyError):
        where(Spoke, {"no_such": 1}, SQLITE)


def test_what_is_long_is_not_remembered() -> None:
    before = statements._known_where.cache_info().currsize
    where(Spoke, {"content__icontains": "long" * 1000}, SQLITE)
    where(Spoke, {"id__in": tuple(map(str, range(1000)))}, SQLITE)

    assert statements._known_where.cache_info().currsize == before
