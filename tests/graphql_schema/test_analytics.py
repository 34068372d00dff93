"""Figures through the API: for whom, of which period, and across the clients of an account."""

import random
import sqlite3
from contextlib import closing
from typing import Any

import pytest_asyncio

from app.kit import clock
from app.settings import Settings
from app.vocabulary import Role
from scripts.benches.histories import History
from tests.api import Api
from tests.graphql_schema.content import rows_in

OF_CLIENT = """query($id: ID!, $days: Int) { client(id: $id) { analytics(periodDays: $days) {
  zeroEdit { rate total withoutEdit previous trend series { periodStart value count } }
  gates { gate evaluated passed firstPassRate }
  volume { spokesGenerated approved pending series { count } }
  timeToDna { reached hubs zeroEditRate target }
} } }"""
ACROSS = """query($days: Int) { account { analytics(periodDays: $days) {
  clients { unavailable client { id name } analytics { zeroEdit { rate total } volume { spokesGenerated } } }
  totals { clientsRead dnaReached zeroEdit { rate total withoutEdit series { count } } volume { spokesGenerated }
    velocity { averageDecisionMs decisions totalTimeMs } selfHealing { written healed } killChain { survivors }
    cost { costMicroUsd } }
} } }"""
APPROVE = "mutation($input: SpokeInput!) { approveSpoke(input: $input) { status } }"
EDIT = "mutation($input: EditSpokeInput!) { editSpoke(input: $input) { editDistance } }"


async def figures(api: Api, client_id: str, days: int | None = 30) -> dict[str, Any]:
    told: dict[str, Any] = (await api.run(OF_CLIENT, id=client_id, days=days))["client"]["analytics"]
    return told


async def test_an_approval_and_an_edit_are_seen_at_once(owner: Api, client_id: str) -> None:
    rows = await rows_in(client_id)
    given = {"clientId": client_id, "spokeId": rows.spoke}
    before = await figures(owner, client_id)
    await owner.run(APPROVE, input=given)
    approved = await figures(owner, client_id)
    await owner.run(EDIT, input={**given, "content": "Bake less, and say so."})
    edited = await figures(owner, client_id)

    assert [(told["zeroEdit"]["rate"], told["zeroEdit"]["total"]) for told in (before, approved, edited)] == [
        (None, 0),
        (1.0, 1),
        (None, 0),
    ]
    assert [told["volume"]["pending"] for told in (before, approved, edited)] == [1, 0, 1]
    assert approved["timeToDna"] == {"reached": True, "hubs": 1, "zeroEditRate": 1.0, "target": 0.6}
    assert approved["zeroEdit"]["series"][-1]["count"] == 1
    assert len(approved["zeroEdit"]["series"]) in (30, 31)
    assert approved["zeroEdit"]["series"][0]["periodStart"].endswith("T00:00:00+00:00")
    assert approved["gates"][0] == {"gate": "G2", "evaluated": 1, "passed": 1, "firstPassRate": 1.0}


async def test_a_period_has_1_to_365_days(owner: Api, client_id: str) -> None:
    for days in (0, 366, -1):
        for query in (OF_CLIENT, ACROSS):
            refused = await owner.execute(query, id=client_id, days=days)
            assert refused.code == "VALIDATION_ERROR"
            assert refused.error["extensions"]["fields"] == [
                {"path": "periodDays", "message": "A period has 1 to 365 days."}
            ]
    year = await figures(owner, client_id, 365)
    assert len(year["zeroEdit"]["series"]) == 53
    assert len((await figures(owner, client_id, None))["volume"]["series"]) in (30, 31)


@pytest_asyncio.fixture(loop_scope="session")
async def three(owner: Api, settings: Settings) -> list[str]:
    """Clients with months of work behind them."""
    ids = [await owner.create_client(name) for name in ("One", "Two", "Three")]
    for number, id in enumerate(ids):
        with closing(sqlite3.connect(settings.clients_dir / f"{id}.db", timeout=30)) as db, db:
            History(db, random.Random(number), clock.now_millis()).write(60)
    return ids


async def test_the_totals_of_an_account_are_the_sums_of_its_clients(owner: Api, three: list[str]) -> None:
    told = (await owner.run(ACROSS, days=45))["account"]["analytics"]
    alone = [await figures(owner, id, 45) for id in three]

    assert [each["client"]["id"] for each in told["clients"]] == three
    assert [each["analytics"]["zeroEdit"]["rate"] for each in told["clients"]] == [
        each["zeroEdit"]["rate"] for each in alone
    ]
    totals = told["totals"]
    approved, unedited = (sum(each["zeroEdit"][name] for each in alone) for name in ("total", "withoutEdit"))
    assert totals["zeroEdit"]["rate"] == unedited / approved
    assert sum(point["count"] for point in totals["zeroEdit"]["series"]) == approved > 0
    assert totals["volume"]["spokesGenerated"] == sum(each["volume"]["spokesGenerated"] for each in alone)
    assert totals["clientsRead"] == 3
    assert totals["dnaReached"] == sum(each["timeToDna"]["reached"] for each in alone)


async def test_everybody_sees_figures_of_what_they_may_see(owner: Api, three: list[str]) -> None:
    manager = await owner.colleague(Role.MANAGER, (three[1],))
    viewer = await owner.colleague(Role.VIEWER, (three[1],))
    stranger = await (owner.as_(None)).sign_up()

    seen = (await manager.run(ACROSS))["account"]["analytics"]
    assert [each["client"]["name"] for each in seen["clients"]] == ["Two"]
    assert seen["totals"]["zeroEdit"]["total"] == seen["clients"][0]["analytics"]["zeroEdit"]["total"]
    assert (await manager.execute(OF_CLIENT, id=three[0])).code == "NOT_FOUND"
    assert (await viewer.execute(OF_CLIENT, id=three[1])).code == "FORBIDDEN"
    assert (await viewer.execute(ACROSS)).code == "FORBIDDEN"
    nobody = (await stranger.run(ACROSS))["account"]["analytics"]
    assert nobody["clients"] == []
    assert nobody["totals"]["zeroEdit"]["rate"] is None


async def test_a_client_whose_database_cannot_be_opened_is_named_and_counts_for_nothing(
    owner: Api, settings: Settings, three: list[str]
) -> None:
    broken = await owner.create_client("Broken")
    path = settings.clients_dir / f"{broken}.db"
    path.rename(path.with_suffix(".away"))
    path.write_bytes(b"no database" * 1000)

    told = (await owner.run(ACROSS))["account"]["analytics"]

    assert [each["unavailable"] for each in told["clients"]] == [None] * 3 + ["The client's database cannot be opened."]
    assert told["clients"][3]["client"]["name"] == "Broken"
    assert told["clients"][3]["analytics"] is None
    assert told["totals"]["clientsRead"] == 3
