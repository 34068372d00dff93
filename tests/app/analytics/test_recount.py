"""The figures of random months of work are those that counting by hand gives, to the last bit.

FOUNDRY_SPOKES=10000 counts so many pieces; FOUNDRY_SEED draws other ones.
"""

import os
import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import fields, is_dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from app.analytics.figures import Followed, Point, ReasonCount
from app.analytics.period import period_of
from app.analytics.service import client_figures
from app.kit.clock import to_millis
from app.kit.studies import concluded
from app.planes import TENANT_STEPS
from scripts.benches.histories import DAY_MS, History
from tenancy import load_steps
from tenancy.migrations.sqlite import migrate_file
from tests.app.analytics.recount import Recount

SPOKES = int(os.environ.get("FOUNDRY_SPOKES", "400"))
SEED = int(os.environ.get("FOUNDRY_SEED", "11"))
FIGURES = ("zero_edit", "gates", "self_healing", "velocity", "volume", "kill_chain", "time_to_dna", "cost")
NOON = 1_732_363_200_000 + 12 * 60 * 60 * 1000
MIDNIGHT = 1_732_363_200_000


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("client") / "empty.db"
    migrate_file(path, load_steps(TENANT_STEPS))
    return path


@pytest.fixture
def db(empty: Path, tmp_path: Path) -> Iterator[sqlite3.Connection]:
    path = tmp_path / "client.db"
    path.write_bytes(empty.read_bytes())
    with closing(sqlite3.connect(path)) as raw:
        yield raw


def figures(db: sqlite3.Connection, days: int, now: int) -> Any:
    db.row_factory = None
    found = concluded(
        client_figures(None, period_of(days, now)), lambda sql, params: db.execute(sql, params).fetchall()
    )
    return {name: plain(getattr(found, name)) for name in FIGURES}


def plain(value: Any) -> Any:
    """As the recount tells it."""
    if isinstance(value, Point):
        return to_millis(value.period_start), value.value, value.count
    if isinstance(value, ReasonCount):
        return value.reason, value.count
    if isinstance(value, datetime):
        return to_millis(value)
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    if not is_dataclass(value):
        return value
    told = {each.name: plain(getattr(value, each.name)) for each in fields(value) if each.name != "points"}
    if isinstance(value, Followed):
        return {**told, "series": plain(value.series)}
    return tuple(told.values()) if "model" in told else told


@pytest.mark.parametrize(("days", "now"), [(30, NOON), (1, NOON), (7, MIDNIGHT), (45, NOON), (365, MIDNIGHT - 1)])
def test_the_figures_are_those_that_counting_by_hand_gives(db: sqlite3.Connection, days: int, now: int) -> None:
    ago = min(3 * days, 900)
    with db:
        History(db, random.Random(SEED + days), now, days, ago).write(SPOKES)

    counted = Recount(db, now, days).everything()
    found = figures(db, days, now)

    assert found.keys() == counted.keys()
    for name in counted:
        assert found[name] == counted[name], name
    assert found["zero_edit"]["total"] > SPOKES / 20
    assert found["self_healing"]["failed_first"] > found["self_healing"]["conflicts"] > 0
    assert sum(count for _, _, count in found["volume"]["series"]) == found["volume"]["spokes_generated"]


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_alone_is_the_same_and_asks_for_no_more_than_it_needs(db: sqlite3.Connection, name: str) -> None:
    with db:
        History(db, random.Random(SEED), NOON).write(60)
    everything = figures(db, 30, NOON)[name]
    asked: list[str] = []

    def answer(sql: str, params: Any) -> list[Any]:
        asked.append(sql)
        return db.execute(sql, params).fetchall()

    told = everything if name == "gates" else [everything]
    parts = frozenset({name, *(part for each in told for part in each if part != "series")})
    found = concluded(client_figures(parts, period_of(30, NOON)), answer)

    alone = plain(getattr(found, name))
    for one, other in zip(alone if name == "gates" else [alone], told, strict=True):
        assert {**one, "series": None} == {**other, "series": None}
    assert 1 <= len(asked) <= 3


def test_where_nothing_happened_there_is_nothing_to_divide(db: sqlite3.Connection) -> None:
    found = figures(db, 30, NOON)

    assert found == Recount(db, NOON, 30).everything()
    divided = [
        value
        for figure in (found["zero_edit"], *found["gates"], found["self_healing"], found["velocity"])
        for name, value in figure.items()
        if "rate" in name or "average" in name or name in ("previous", "kill_chain_usage")
    ]
    assert divided == [None] * (2 + 6 * 3 + 5 + 4)
    assert (found["cost"]["cost_micro_usd"], found["time_to_dna"]["hubs"]) == (0, 0)
    assert [point for point in found["zero_edit"]["series"] if point[1:] != (None, 0)] == []


def test_a_client_that_rejects_everything_has_approved_nothing(db: sqlite3.Connection) -> None:
    with db:
        History(db, random.Random(SEED), NOON).write(30)
        db.execute("UPDATE spokes SET status = 'rejected', approved_at = NULL")

    found = figures(db, 30, NOON)

    assert found == Recount(db, NOON, 30).everything()
    assert (found["zero_edit"]["rate"], found["zero_edit"]["total"]) == (None, 0)
    assert (found["time_to_dna"]["reached"], found["time_to_dna"]["zero_edit_rate"]) == (False, None)
    assert found["volume"]["rejected"] > 0 == found["volume"]["approved"]


def test_each_statement_is_read_along_an_index(db: sqlite3.Connection) -> None:
    plans: list[str] = []

    def explained(sql: str, params: Any) -> list[Any]:
        plans.extend(row[3] for row in db.execute(f"EXPLAIN QUERY PLAN {sql}", params))
        return db.execute(sql, params).fetchall()

    concluded(client_figures(None, period_of(30, NOON)), explained)

    tables = ("spokes", "quality_scores", "feedback_log", "hubs", "generation_queue", "kill_log", "review_velocity")
    looked_at = [plan for plan in plans if plan.split()[1] in tables or plan.split()[1] in ("s", "q", "f", "h", "k")]
    assert len(looked_at) >= 14
    assert [plan for plan in looked_at if "INDEX" not in plan] == []
    assert period_of(31, NOON).step == DAY_MS
