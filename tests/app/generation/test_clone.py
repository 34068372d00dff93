"""Variations of a piece: promised by id, unlike the original and each other, and fewer where the source has no more."""

from typing import Any

import pytest

import tenancy
from app.hubs.models import Job, Pillar
from app.hubs.registry import HubRegistry
from app.resources import Resources
from app.settings import Settings
from tests.api import Api
from tests.app.generation.following import following
from tests.app.generation.ledger import assert_no_two_alike, client_file, rows
from tests.app.generation.pieces import over, spokes_of, written
from tests.app.generation.test_healing_loop import short_hub
from tests.graphql_schema.content import spoke_in
from tests.graphql_schema.test_accounts import fields

CLONE = "mutation($input: CloneSpokeInput!) { cloneSpoke(input: $input) { job { id hubId status } spokeIds } }"
VARIATIONS = "query($c: ID!, $s: ID!) { client(id: $c) { spoke(id: $s) { variations { id } } } }"


async def cloned(
    resources: Resources, owner: Api, client_id: str, spoke_id: str, **more: Any
) -> tuple[Job, list[str], list[dict[str, Any]]]:
    """The job, the ids that were promised, and the clones that there are."""
    async with following(resources, client_id) as followed:
        made = await owner.run(CLONE, input={"clientId": client_id, "spokeId": spoke_id, **more})
        promise = made["cloneSpoke"]
        job = await over(resources, followed, client_id, promise["job"]["id"])
    assert promise["job"] == {"id": job.id, "hubId": job.hub_id, "status": "QUEUED"}
    spokes = await spokes_of(owner, client_id)
    return job, promise["spokeIds"], [spoke for spoke in spokes if spoke["parentSpokeId"] == spoke_id]


async def test_clones_are_the_promised_ones_and_unlike_all_others(
    resources: Resources, settings: Settings, owner: Api, client_id: str
) -> None:
    hub_id, spokes = await written(resources, owner, client_id, 4)
    original = next(spoke for spoke in spokes if spoke["platform"] == "LINKEDIN")

    job, promised, clones = await cloned(resources, owner, client_id, original["id"], count=3)

    assert [clone["id"] for clone in clones] == promised
    assert len(promised) == 3
    for clone in clones:
        assert [clone[key] for key in ("hubId", "pillarId", "platform")] == [
            original[key] for key in ("hubId", "pillarId", "platform")
        ]
        assert clone["qualityScore"]["overallPass"] is not clone["isCreativeConflict"]
        assert clone["drafts"][-1]["content"] == clone["content"]
    now = await spokes_of(owner, client_id)
    assert_no_two_alike([spoke["content"] for spoke in now])
    assert [spoke for spoke in now if spoke["parentSpokeId"] is None] == spokes
    shown = (await owner.run(VARIATIONS, c=client_id, s=original["id"]))["client"]["spoke"]["variations"]
    assert [each["id"] for each in shown] == promised
    assert (job.spokes_done, job.spokes_total) == (3, 3)
    entry = await HubRegistry.get(id=hub_id)
    assert (str(entry.status), entry.spoke_count) == ("ready", 7)
    [usage] = rows(settings.data_dir / "global.db", "SELECT quantity FROM usage_events WHERE id = ?", job.id)
    assert usage["quantity"] == 3
    trail = "SELECT action, subject_id, actor_id, json(detail) FROM audit_trail WHERE action LIKE 'spoke.%'"
    [noted] = rows(client_file(settings.data_dir, client_id), trail)
    said = f'{{"job_id":"{job.id}","count":3}}'
    assert tuple(noted) == ("spoke.cloned", original["id"], owner.user_id, said)


async def test_clones_take_turns_on_the_platforms_that_are_named(
    resources: Resources, owner: Api, client_id: str
) -> None:
    _, spokes = await written(resources, owner, client_id, 2)

    _, promised, clones = await cloned(
        resources, owner, client_id, spokes[0]["id"], count=3, platforms=["TWITTER", "INSTAGRAM", "TWITTER"]
    )

    assert {clone["id"]: clone["platform"] for clone in clones} == dict(
        zip(promised, ["TWITTER", "INSTAGRAM", "TWITTER"], strict=True)
    )


async def test_clones_that_the_source_cannot_give_are_given_up_openly(
    resources: Resources, owner: Api, client_id: str
) -> None:
    """Two sentences make no thread, and no other platform was asked for."""
    hub_id = await short_hub(client_id, "Buyers compare one number. One price sold 34 percent more than three.")
    async with tenancy.bind(client_id), tenancy.transaction():
        original = await spoke_in(hub_id, (await Pillar.get(hub_id=hub_id)).id)

    job, promised, clones = await cloned(resources, owner, client_id, original.id, platforms=["THREAD"])

    assert (len(promised), clones) == (5, [])
    assert (job.spokes_done, job.spokes_total) == (0, 0)
    assert job.message == "0 spokes written, 0 wait for a person. The source had nothing left for 5 more."


@pytest.mark.parametrize(
    ("given", "path"),
    [({"count": 0}, "input.count"), ({"count": 6}, "input.count"), ({"platforms": []}, "input.platforms")],
)
async def test_a_number_or_platforms_that_make_no_sense_are_refused(
    owner: Api, client_id: str, given: dict[str, Any], path: str
) -> None:
    hub_id = await short_hub(client_id)
    async with tenancy.bind(client_id), tenancy.transaction():
        original = await spoke_in(hub_id, (await Pillar.get(hub_id=hub_id)).id)
    refused = await owner.execute(CLONE, input={"clientId": client_id, "spokeId": original.id, **given})

    assert fields(refused) == [path]
    async with tenancy.bind(client_id):
        assert await Job.all().count() == 0
