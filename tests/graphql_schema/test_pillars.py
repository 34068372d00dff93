"""Pillars: added, worded, put into order."""

from typing import Any

import pytest

import tenancy
from app.hubs.models import Hub, Pillar
from app.vocabulary import HubStatus, PillarStatus
from tests.api import Api
from tests.graphql_schema.content import rows_in
from tests.graphql_schema.test_accounts import fields

ADD = """mutation($input: AddPillarInput!) {
  addPillar(input: $input) { id hubId title angle keyPoints orderIndex status spokes { id } }
}"""
UPDATE = "mutation($input: UpdatePillarInput!) { updatePillar(input: $input) { title angle keyPoints } }"
REORDER = "mutation($input: ReorderPillarsInput!) { reorderPillars(input: $input) { id orderIndex } }"
READ = """query($id: ID!, $hub: ID!, $status: PillarStatus) { client(id: $id) { hub(id: $hub) {
  pillars(status: $status) { id title angle keyPoints orderIndex status }
} } }"""


async def pillars(api: Api, client_id: str, hub_id: str, **variables: Any) -> list[dict[str, Any]]:
    read = await api.run(READ, id=client_id, hub=hub_id, **variables)
    found: list[dict[str, Any]] = read["client"]["hub"]["pillars"]
    return found


async def test_a_pillar_of_ones_own_comes_last(owner: Api, client_id: str) -> None:
    hub = (await rows_in(client_id)).hub
    point = {"clientId": client_id, "hubId": hub, "title": " Trust ", "angle": " Sold out is honest. "}
    added = (await owner.run(ADD, input={**point, "keyPoints": [" One ", " ", "Two"]}))["addPillar"]

    expected = {"title": "Trust", "angle": "Sold out is honest.", "keyPoints": ["One", "Two"], "orderIndex": 1}
    assert added == {"id": added["id"], "hubId": hub, **expected, "status": "ACTIVE", "spokes": []}
    assert [pillar["orderIndex"] for pillar in await pillars(owner, client_id, hub)] == [0, 1]


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"title": " "}, "input.title"),
        ({"title": "x" * 301}, "input.title"),
        ({"angle": "\n"}, "input.angle"),
    ],
)
async def test_a_pillar_needs_title_and_angle(owner: Api, client_id: str, change: dict[str, str], path: str) -> None:
    rows = await rows_in(client_id)
    before = await pillars(owner, client_id, rows.hub)
    new = {"clientId": client_id, "hubId": rows.hub, "title": "Trust", "angle": "Honest", **change}
    worded = {"clientId": client_id, "pillarId": rows.pillar, **change}

    assert fields(await owner.execute(ADD, input=new)) == [path]
    assert fields(await owner.execute(UPDATE, input=worded)) == [path]
    assert await pillars(owner, client_id, rows.hub) == before


@pytest.mark.parametrize("status", [HubStatus.PROCESSING, HubStatus.KILLED])
async def test_a_hub_gets_no_pillar_while_it_is_not_ready(owner: Api, client_id: str, status: HubStatus) -> None:
    rows = await rows_in(client_id)
    async with tenancy.bind(client_id):
        await Hub.filter(id=rows.hub).update(status=status)
    before = await pillars(owner, client_id, rows.hub)

    new = {"clientId": client_id, "hubId": rows.hub, "title": "Trust", "angle": "Honest"}
    refused = await owner.execute(ADD, input=new)
    assert (refused.code, refused.error["extensions"]["state"]) == ("CONFLICT", status)
    assert await pillars(owner, client_id, rows.hub) == before


async def test_a_hub_holds_at_most_forty_pillars(owner: Api, client_id: str) -> None:
    rows = await rows_in(client_id)
    async with tenancy.bind(client_id), tenancy.transaction():
        await Pillar.bulk_create(
            [Pillar(hub_id=rows.hub, title="t", angle="a", order_index=number) for number in range(1, 40)]
        )
    new = {"clientId": client_id, "hubId": rows.hub, "title": "Trust", "angle": "Honest"}

    refused = await owner.execute(ADD, input=new)
    assert (refused.code, refused.error["extensions"]["state"]) == ("CONFLICT", "full")
    assert "40" in refused.error["message"]
    assert len(await pillars(owner, client_id, rows.hub)) == 40


async def test_wording_changes_what_is_given(owner: Api, client_id: str) -> None:
    rows = await rows_in(client_id)
    ids = {"clientId": client_id, "pillarId": rows.pillar}

    assert (await owner.run(UPDATE, input={**ids, "title": " Fewer "}))["updatePillar"] == {
        "title": "Fewer",
        "angle": "Bake less",
        "keyPoints": [],
    }
    changed = await owner.run(UPDATE, input={**ids, "angle": "Bake half", "keyPoints": ["Count", " "]})
    assert changed["updatePillar"] == {"title": "Fewer", "angle": "Bake half", "keyPoints": ["Count"]}
    assert (await owner.run(UPDATE, input=ids))["updatePillar"] == changed["updatePillar"]


async def test_a_killed_pillar_is_not_worded_but_shown(owner: Api, client_id: str) -> None:
    rows = await rows_in(client_id)
    async with tenancy.bind(client_id):
        await Pillar.filter(id=rows.pillar).update(status=PillarStatus.KILLED)

    refused = await owner.execute(UPDATE, input={"clientId": client_id, "pillarId": rows.pillar, "title": "New"})
    assert (refused.code, refused.error["extensions"]["state"]) == ("CONFLICT", "killed")
    assert [pillar["title"] for pillar in await pillars(owner, client_id, rows.hub, status="KILLED")] == ["Less"]
    assert await pillars(owner, client_id, rows.hub, status="ACTIVE") == []


async def test_pillars_are_put_into_the_order_named(owner: Api, client_id: str) -> None:
    rows = await rows_in(client_id)
    new = {"clientId": client_id, "hubId": rows.hub, "title": "Trust", "angle": "Honest"}
    made = [rows.pillar, *[(await owner.run(ADD, input=new))["addPillar"]["id"] for _ in range(2)]]
    order = [made[2], made[0], made[1]]

    ids = {"clientId": client_id, "hubId": rows.hub}
    answered = (await owner.run(REORDER, input={**ids, "pillarIds": order}))["reorderPillars"]
    assert answered == [{"id": id, "orderIndex": index} for index, id in enumerate(order)]
    assert [pillar["id"] for pillar in await pillars(owner, client_id, rows.hub)] == order

    stranger = (await rows_in(client_id)).pillar
    for wrong in ([], order[:2], [*order, order[0]], [order[0], order[0], order[1]], [*order[:2], stranger]):
        assert fields(await owner.execute(REORDER, input={**ids, "pillarIds": wrong})) == ["input.pillarIds"]
    assert [pillar["id"] for pillar in await pillars(owner, client_id, rows.hub)] == order


async def test_killed_pillars_need_not_be_named_and_come_after_the_others(owner: Api, client_id: str) -> None:
    rows = await rows_in(client_id)
    new = {"clientId": client_id, "hubId": rows.hub, "title": "Trust", "angle": "Honest"}
    made = [rows.pillar, *[(await owner.run(ADD, input=new))["addPillar"]["id"] for _ in range(2)]]
    async with tenancy.bind(client_id):
        await Pillar.filter(id=made[0]).update(status=PillarStatus.KILLED)
    order = {"clientId": client_id, "hubId": rows.hub, "pillarIds": [made[2], made[1]]}

    answered = (await owner.run(REORDER, input=order))["reorderPillars"]
    assert [pillar["id"] for pillar in answered] == [made[2], made[1], made[0]]
    assert fields(await owner.execute(REORDER, input={**order, "pillarIds": made[:2]})) == ["input.pillarIds"]
