"""What one answer may hold, and what happens when the planner itself fails."""

import asyncio
from collections.abc import AsyncIterator
from threading import get_ident
from typing import Any

import pytest
import pytest_asyncio

import tenancy
from app.hubs.models import Hub
from app.resources import Resources
from app.settings import Settings
from graphql_schema.planner import running, steps
from tests.api import Api
from tests.fixtures.app import settings_in
from tests.graphql_schema.content import Rows, rows_in, spoke_in
from tests.graphql_schema.planner.ways import Ways, read, ways

LIST = "query($id: ID!) { hub(id: $id) { spokes { id } } }"
AND_BACK = "query($id: ID!) { hub(id: $id) { spokes { hub { spokes { hub { spokes { id } } } } } } }"
LONG = "query($id: ID!) { hub(id: $id) { spokes { id hub { sourceContent } } } }"


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return settings_in(tmp_path_factory.mktemp("data"), max_rows=20)


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def doors(settings: Settings, resources: Resources) -> AsyncIterator[Ways]:
    async with ways(settings) as open_ways:
        yield open_ways


@pytest_asyncio.fixture(loop_scope="session")
async def hub(owner: Api, client_id: str) -> Rows:
    """Three spokes, found through the registry."""
    rows = await rows_in(client_id)
    async with tenancy.bind(client_id), tenancy.transaction():
        for _ in range(2):
            await spoke_in(rows.hub, rows.pillar)
    return rows


def nested(rows: Rows, inner: str) -> tuple[str, dict[str, str]]:
    query = f"query($c: ID!, $id: ID!) {{ client(id: $c) {{ hub(id: $id) {{ {inner} }} }} }}"
    return query, {"c": rows.client, "id": rows.hub}


async def test_a_list_within_the_bound_is_shown(doors: Ways, owner: Api, hub: Rows) -> None:
    query, ids = nested(hub, "spokes { hub { spokes { id } } }")

    planned, ordinary = await doors.both(owner, query, **ids)

    assert planned == ordinary
    assert planned.count(b'"id":') == 9


async def test_rows_that_are_shown_often_count_each_time(doors: Ways, owner: Api, hub: Rows) -> None:
    query, ids = nested(hub, "spokes { hub { spokes { hub { spokes { id } } } } }")

    planned, ordinary = await doors.both(owner, query, **ids)

    for answer in (planned, ordinary):
        assert b"more than 20 rows; ask for less at once" in answer
        assert b'"code":"VALIDATION_ERROR","limit":20' in answer
    assert b'"data"' not in planned


async def test_many_rows_are_too_many(doors: Ways, owner: Api, hub: Rows) -> None:
    async with tenancy.bind(hub.client), tenancy.transaction():
        for _ in range(18):
            await spoke_in(hub.hub, hub.pillar)
    query, ids = nested(hub, "spokes { id }")

    planned, ordinary = await doors.both(owner, query, **ids)

    assert b"more than 20 rows" in planned
    assert b"more than 20 rows" in ordinary


async def test_what_figures_are_counted_of_counts_as_rows(doors: Ways, owner: Api, hub: Rows) -> None:
    again = " ".join(f"again{number}: analytics {{ volume {{ pending }} }}" for number in range(8))
    query = "query($id: ID!) { client(id: $id) { analytics { volume { pending } } %s } }"

    shown, _ = await doors.both(owner, query % "", id=hub.client)
    refused, ordinary = await doors.both(owner, query % again, id=hub.client)

    assert shown == b'{"data":{"client":{"analytics":{"volume":{"pending":3}}}}}'
    assert b"more than 20 rows" in refused
    assert b"more than 20 rows" in ordinary


async def test_a_long_text_below_many_rows_counts_each_time(doors: Ways, owner: Api, hub: Rows) -> None:
    query, ids = nested(hub, "spokes { id hub { sourceContent } }")
    async with tenancy.bind(hub.client):
        await Hub.filter(id=hub.hub).update(source_content="x" * 6_600)
    shown, ordinary = await doors.both(owner, query, **ids)
    async with tenancy.bind(hub.client):
        await Hub.filter(id=hub.hub).update(source_content="x" * 6_700)
    refused, _ = await doors.both(owner, query, **ids)

    assert shown == ordinary
    assert shown.count(b"x" * 6_600) == 3
    assert b"more than 20,000 letters" in refused


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> None:
    """A planner with a fault."""

    def fault(*arguments: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(steps.Reading, "spread", fault)


@pytest.mark.usefixtures("broken")
async def test_a_fault_is_read_the_ordinary_way_and_counted(
    settings: Settings, owner: Api, hub: Rows, caplog: pytest.LogCaptureFixture
) -> None:
    query, ids = nested(hub, "spokes { id }")
    faults = read("ordinary", "fault")
    async with ways(settings.model_copy(update={"strict_reads": False})) as lenient:
        planned, ordinary = await lenient.both(owner, query, **ids)

    assert planned == ordinary
    assert b'"errors"' not in planned
    assert read("ordinary", "fault") == faults + 1
    assert "ZeroDivisionError" in caplog.text


@pytest.mark.usefixtures("broken")
async def test_a_fault_is_an_error_where_reads_are_strict(doors: Ways, owner: Api, hub: Rows) -> None:
    query, ids = nested(hub, "spokes { id }")

    planned, ordinary = await doors.both(owner, query, **ids)

    assert b"INTERNAL_ERROR" in planned
    assert b'"errors"' not in ordinary


async def test_a_slow_plan_is_run_beside_the_event_loop(
    doors: Ways, owner: Api, hub: Rows, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each answer is the same; only where the work is done changes."""
    monkeypatch.setattr("graphql_schema.planner.planner.SLOW_S", -1.0)
    threads: list[int] = []
    within = running.Run._within

    def noting(*arguments: Any) -> None:
        threads.append(get_ident())
        within(*arguments)

    monkeypatch.setattr(running.Run, "_within", noting)
    query, ids = nested(hub, "spokes { id content qualityScore { g2HookStrength } approvedBy { id } }")

    async def without_cache() -> bytes:
        async with tenancy.bind(hub.client):
            await Hub.filter(id=hub.hub).update(title="Again")
        planned, ordinary = await doors.both(owner, query, **ids)
        assert planned == ordinary
        return planned

    answers = [await without_cache() for _ in range(3)]
    together = await asyncio.gather(*(doors.both(owner, query, **ids) for _ in range(8)))

    assert {*answers, *(planned for planned, _ in together)} == {answers[0]}
    assert threads[0] == get_ident()
    assert get_ident() not in threads[1:3]
