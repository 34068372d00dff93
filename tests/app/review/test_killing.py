"""The kill chain: what goes, what survives, and that nothing else is touched; and that it is undone exactly."""

import asyncio
import json
from typing import Any

import tenancy
from app.brand.models import BannedWord
from app.clients.models import Client
from app.hubs.models import Job
from app.hubs.registry import HubRegistry
from app.kit import clock, ids
from app.main import build_app
from app.progress.events import ContentKilled, ContentRestored
from app.resources import Resources
from app.review.models import KillLog, ReviewClaim, ReviewSession
from app.settings import Settings
from app.spokes.models import MutationRecord, Spoke
from app.vocabulary import JobStatus, RegistryStatus, ReviewBucket
from tests.api import Answer, Api
from tests.app.generation.following import following
from tests.app.generation.ledger import client_file, rows
from tests.app.review.chain import (
    KILL_HUB,
    KILL_PILLAR,
    KILL_SPOKE,
    RESTORE,
    Chain,
    chain_in,
    everything,
    pieces,
    trail,
)
from tests.graphql_schema.content import rows_in
from tests.graphql_schema.streams import subscribed

EVENTS = """subscription($client: ID!) { clientEvents(clientId: $client) {
  __typename
  ... on ContentKilled { hubId pillarId spokeId killed survived reason }
  ... on ContentRestored { hubId pillarId spokeId restored rejoined }
} }"""
EDIT = "mutation($input: EditSpokeInput!) { editSpoke(input: $input) { spoke { id content hubId } } }"
APPROVE = "mutation($input: SpokeInput!) { approveSpoke(input: $input) { id } }"
ZERO_EDIT = "SELECT SUM(total_approved), SUM(approved_without_edit) FROM zero_edit_tracking"


async def kill_hub(api: Api, chain: Chain, **more: Any) -> dict[str, Any]:
    answer = await api.run(KILL_HUB, input={"clientId": chain.client, "hubId": chain.hub, **more})
    return dict(answer["killHub"])


async def kill_pillar(api: Api, chain: Chain, pillar_id: str) -> dict[str, Any]:
    return dict((await api.run(KILL_PILLAR, input={"clientId": chain.client, "pillarId": pillar_id}))["killPillar"])


async def kill_spoke(api: Api, chain: Chain, spoke_id: str, **more: Any) -> dict[str, Any]:
    return dict((await api.run(KILL_SPOKE, input={"clientId": chain.client, "spokeId": spoke_id, **more}))["killSpoke"])


async def restore(api: Api, chain: Chain, **id: str) -> Answer:
    return await api.execute(RESTORE, input={"clientId": chain.client, **id})


def refusal(answer: Answer) -> dict[str, Any]:
    assert answer.code == "CONFLICT"
    return {key: value for key, value in answer.error["extensions"].items() if key != "code"}


async def registered(hub_id: str) -> tuple[RegistryStatus, int]:
    row = await HubRegistry.get(id=hub_id)
    return row.status, row.spoke_count


async def test_a_hub_goes_with_what_nobody_edited_and_comes_back_exactly(
    resources: Resources, settings: Settings, owner: Api, client_id: str
) -> None:
    chain = await chain_in(client_id)
    before, was = everything(settings.data_dir, client_id), await pieces(client_id)
    counted = rows(client_file(settings.data_dir, client_id), ZERO_EDIT)
    assert [tuple(row) for row in counted] == [(2, 1)]

    async with following(resources, client_id) as followed:
        killed = await kill_hub(owner, chain, reason="  Off message.  ")
        await followed.until_told(ContentKilled)
    hub = {"id": chain.hub, "status": "KILLED", "killReason": "Off message.", "spokeCount": 0, "pendingCount": 0}
    counts = {"killed": 4, "survived": 3, "restored": 0, "canceledJobs": 0, "alreadyKilled": False}
    assert killed == {**counts, "hub": hub, "pillar": None}
    gone = [chain.pending, chain.approved, chain.rejected, chain.other]
    survivors = {id: (was[id][0], None, was[id][2]) for id in (chain.edited, chain.edited_approved, chain.other_edited)}
    expected = {**was, **{id: ("killed", *was[id][1:]) for id in gone}, **survivors}
    assert await pieces(client_id) == expected
    assert await registered(chain.hub) == (RegistryStatus.ARCHIVED, 5)
    after = everything(settings.data_dir, client_id)
    assert {row["status"] for row in after["pillars"]} == {"killed"}
    assert [after[table] for table in ("quality_scores", "drafts")] == [before["quality_scores"], before["drafts"]]
    assert [tuple(row) for row in rows(client_file(settings.data_dir, client_id), ZERO_EDIT)] == [(1, 0)]
    [told] = [event for event in followed.events if isinstance(event, ContentKilled)]
    assert (told.hub_id, told.killed, told.survived, told.reason) == (chain.hub, 4, 3, "Off message.")
    assets = "query($id: ID!) { client(id: $id) { manualAssets { nodes { id } } } }"
    found = (await owner.run(assets, id=client_id))["client"]["manualAssets"]["nodes"]
    assert {node["id"] for node in found} == set(survivors)

    again = await kill_hub(owner, chain, reason="Twice.")
    assert (again["alreadyKilled"], again["killed"], again["survived"]) == (True, 0, 0)
    assert everything(settings.data_dir, client_id) == after

    async with following(resources, client_id) as followed:
        back = (await restore(owner, chain, hubId=chain.hub)).data["restore"]
        await followed.until_told(ContentRestored)
    counts = {"killed": 0, "survived": 3, "restored": 4, "canceledJobs": 0, "alreadyKilled": False}
    hub = {"id": chain.hub, "status": "READY", "killedAt": None, "killReason": None, "spokeCount": 7}
    assert back == {**counts, "hub": hub, "pillar": None, "spoke": None}
    assert everything(settings.data_dir, client_id) == before
    assert await registered(chain.hub) == (RegistryStatus.READY, 8)
    assert [tuple(row) for row in rows(client_file(settings.data_dir, client_id), ZERO_EDIT)] == [(2, 1)]
    assert refusal(await restore(owner, chain, hubId=chain.hub)) == {"state": "not_killed"}
    assert everything(settings.data_dir, client_id) == before

    actions = [(row["action"], row["subject_id"], row["reason"]) for row in trail(settings.data_dir, client_id)]
    assert actions == [("hub.killed", chain.hub, "Off message."), ("hub.restored", chain.hub, None)]
    detail = json.loads(trail(settings.data_dir, client_id)[0]["detail"])
    assert detail == {"killed": 4, "survived": 3, "canceled_jobs": 0}


async def test_each_kill_is_undone_by_itself_and_from_the_outside_in(
    settings: Settings, owner: Api, client_id: str
) -> None:
    """A piece, then its angle, then the hub; what was killed by another kill stays killed."""
    chain = await chain_in(client_id)
    states = [everything(settings.data_dir, client_id)]
    await kill_spoke(owner, chain, chain.edited, reason="Dull.")
    states.append(everything(settings.data_dir, client_id))
    killed = await kill_pillar(owner, chain, chain.first)
    assert killed["pillar"] == {"id": chain.first, "status": "KILLED"}
    assert (killed["killed"], killed["survived"], killed["hub"]) == (3, 1, None)
    assert (await pieces(client_id))[chain.edited_approved] == ("approved", chain.hub, None)
    states.append(everything(settings.data_dir, client_id))
    outer = await kill_hub(owner, chain)
    assert (outer["killed"], outer["survived"]) == (1, 2)
    log = await kills(client_id)
    assert [set(changed["spokes"]) for changed in log] == [
        {chain.edited},
        {chain.pending, chain.approved, chain.rejected, chain.edited_approved},
        {chain.other, chain.edited_approved, chain.other_edited},
    ]
    assert log[1]["spokes"][chain.edited_approved] == {"pillar_id": chain.first}
    assert log[2]["pillars"] == {chain.second: {"status": "active"}}

    for id, refused in (
        ({"spokeId": chain.other}, {"state": "killed_with_hub", "hubId": chain.hub}),
        ({"pillarId": chain.second}, {"state": "killed_with_hub", "hubId": chain.hub}),
        ({"pillarId": chain.first}, {"state": "hub_killed", "hubId": chain.hub}),
        ({"spokeId": chain.edited}, {"state": "hub_killed", "hubId": chain.hub}),
        ({"spokeId": chain.pending}, {"state": "hub_killed", "hubId": chain.hub}),
    ):
        before = everything(settings.data_dir, client_id)
        assert refusal(await restore(owner, chain, **id)) == refused
        assert everything(settings.data_dir, client_id) == before

    assert (await restore(owner, chain, hubId=chain.hub)).data["restore"]["restored"] == 1
    assert everything(settings.data_dir, client_id) == states.pop()
    with_it = {"state": "killed_with_pillar", "pillarId": chain.first}
    assert refusal(await restore(owner, chain, spokeId=chain.pending)) == with_it
    first = {"state": "pillar_killed", "pillarId": chain.first}
    assert refusal(await restore(owner, chain, spokeId=chain.edited)) == first
    back = (await restore(owner, chain, pillarId=chain.first)).data["restore"]
    assert (back["pillar"], back["restored"], back["survived"]) == ({"id": chain.first, "status": "ACTIVE"}, 3, 1)
    assert everything(settings.data_dir, client_id) == states.pop()
    back = (await restore(owner, chain, spokeId=chain.edited)).data["restore"]
    assert (back["spoke"], back["hub"], back["restored"]) == ({"id": chain.edited, "status": "PENDING"}, None, 1)
    assert everything(settings.data_dir, client_id) == states.pop()


async def kills(client_id: str) -> list[dict[str, Any]]:
    async with tenancy.bind(client_id):
        return [row.changed for row in await KillLog.all().order_by("created_at", "id")]


async def test_what_is_done_to_survivors_stays_when_the_hub_comes_back(
    settings: Settings, owner: Api, client_id: str
) -> None:
    chain = await chain_in(client_id)
    await kill_hub(owner, chain)
    words = {"clientId": client_id, "spokeId": chain.edited, "content": "Sold out is a promise."}
    await owner.run(EDIT, input=words)
    asset = await kill_spoke(owner, chain, chain.other_edited)
    assert asset == {"id": chain.other_edited, "status": "KILLED", "isMutated": True, "hubId": None}
    assert await kill_spoke(owner, chain, chain.other_edited) == asset
    await restore(owner, chain, hubId=chain.hub)

    now = await pieces(client_id)
    assert now[chain.edited] == ("pending", chain.hub, chain.first)
    assert now[chain.other_edited] == ("killed", chain.hub, chain.second)
    async with tenancy.bind(client_id):
        assert (await Spoke.get(id=chain.edited)).content == "Sold out is a promise."
        assert await MutationRecord.filter(spoke_id=chain.edited).count() == 1
    assert (await restore(owner, chain, spokeId=chain.other_edited)).data["restore"]["restored"] == 1
    assert (await pieces(client_id))[chain.other_edited] == ("pending", chain.hub, chain.second)


async def test_watchers_are_told_what_was_killed_and_what_came_back(
    settings: Settings, owner: Api, client_id: str
) -> None:
    chain, elsewhere = await chain_in(client_id), await rows_in(client_id)
    async with tenancy.bind(client_id):
        await Job.filter(id=elsewhere.job).update(status=JobStatus.QUEUED)
    async with subscribed(build_app(settings), owner, EVENTS, {"client": client_id}) as events:
        assert await asyncio.wait_for(events.get(), 10) == {"data": {"clientEvents": {"__typename": "JobProgress"}}}
        await kill_pillar(owner, chain, chain.first)
        await restore(owner, chain, pillarId=chain.first)
        await kill_spoke(owner, chain, chain.other, reason="Dull.")
        told = [(await asyncio.wait_for(events.get(), 10))["data"]["clientEvents"] for _ in range(3)]
    place = {"hubId": chain.hub, "pillarId": chain.first, "spokeId": None}
    piece = {"hubId": chain.hub, "pillarId": None, "spokeId": chain.other}
    assert told == [
        {"__typename": "ContentKilled", **place, "killed": 3, "survived": 2, "reason": None},
        {"__typename": "ContentRestored", **place, "restored": 3, "rejoined": 2},
        {"__typename": "ContentKilled", **piece, "killed": 1, "survived": 0, "reason": "Dull."},
    ]


async def test_a_manual_asset_comes_back_without_its_hub(owner: Api, client_id: str) -> None:
    chain = await chain_in(client_id)
    await kill_hub(owner, chain)
    await kill_spoke(owner, chain, chain.edited)
    assert (await restore(owner, chain, spokeId=chain.edited)).data["restore"]["spoke"]["status"] == "PENDING"
    assert (await pieces(client_id))[chain.edited] == ("pending", None, chain.first)


async def test_killed_pieces_leave_those_who_had_them_before_them(owner: Api, client_id: str) -> None:
    chain = await chain_in(client_id)
    async with tenancy.bind(client_id), tenancy.transaction():
        session = await ReviewSession.create(reviewer_id=owner.user_id, bucket=ReviewBucket.ALL, trail_number=0)
        for spoke_id in (chain.pending, chain.edited, chain.other):
            await ReviewClaim.create(spoke_id=spoke_id, session_id=session.id, revision=0, expires_at=clock.now())
    await kill_pillar(owner, chain, chain.first)
    async with tenancy.bind(client_id):
        claimed = {claim.spoke_id for claim in await ReviewClaim.all()}
    assert claimed == {chain.edited, chain.other}


async def test_what_cannot_be_killed_or_restored_is_refused_and_nothing_changes(
    settings: Settings, owner: Api, client_id: str
) -> None:
    chain = await chain_in(client_id)
    before, noted = everything(settings.data_dir, client_id), trail(settings.data_dir, client_id)
    long = await owner.execute(KILL_HUB, input={"clientId": client_id, "hubId": chain.hub, "reason": "x" * 501})
    assert long.error["extensions"]["fields"][0]["path"] == "input.reason"
    for given in ({}, {"hubId": chain.hub, "spokeId": chain.pending}):
        assert (await restore(owner, chain, **given)).code == "VALIDATION_ERROR"
    for given in ({"hubId": chain.hub}, {"pillarId": chain.first}, {"spokeId": chain.pending}):
        assert refusal(await restore(owner, chain, **given)) == {"state": "not_killed"}
    assert (await restore(owner, chain, spokeId=ids.new_id())).code == "NOT_FOUND"
    async with tenancy.bind(client_id):
        job = await Job.create(hub_id=chain.hub, kind="hub.generate", status=JobStatus.PROCESSING, plan=[])
        await Spoke.filter(id=chain.pending).update(is_settled=False, job_id=job.id)
    other_words = {"clientId": client_id, "spokeId": chain.approved, "expectedRevision": 1}
    assert refusal(await owner.execute(KILL_SPOKE, input=other_words)) == {"state": "changed", "revision": 0}
    refused = await owner.execute(KILL_SPOKE, input={"clientId": client_id, "spokeId": chain.pending})
    assert refused.error["extensions"] == {"code": "PROCESSING", "jobId": job.id}
    async with tenancy.bind(client_id):
        await Spoke.filter(id=chain.pending).update(is_settled=True, job_id=None)
    now = everything(settings.data_dir, client_id)
    assert {**now, "generation_queue": before["generation_queue"]} == before
    assert trail(settings.data_dir, client_id) == noted


async def test_of_many_kills_at_once_one_kills_and_an_edit_is_kept_or_refused(
    settings: Settings, owner: Api, client_id: str
) -> None:
    chain = await chain_in(client_id)
    was = everything(settings.data_dir, client_id)
    words = {"clientId": client_id, "spokeId": chain.pending, "content": "An empty shelf is a promise."}
    answers = await asyncio.gather(*(kill_hub(owner, chain) for _ in range(4)), owner.execute(EDIT, input=words))
    results, edit = answers[:-1], answers[-1]
    assert isinstance(edit, Answer)
    assert sorted(result["alreadyKilled"] for result in results if isinstance(result, dict)) == [
        False,
        True,
        True,
        True,
    ]
    state = (await pieces(client_id))[chain.pending]
    if "errors" in edit.body:
        assert refusal(edit) == {"state": "killed"}
        assert state == ("killed", chain.hub, chain.first)
    else:
        assert state == ("pending", None, chain.first)
    assert len(await kills(client_id)) == 1
    both = await asyncio.gather(*(restore(owner, chain, hubId=chain.hub) for _ in range(3)))
    assert sorted("errors" in answer.body for answer in both) == [False, True, True]
    if "errors" in edit.body:
        assert everything(settings.data_dir, client_id) == was
    assert await registered(chain.hub) == (RegistryStatus.READY, 8)


async def test_what_comes_back_is_judged_anew_where_the_rules_have_changed(
    resources: Resources, settings: Settings, owner: Api, client_id: str
) -> None:
    chain = await chain_in(client_id)
    await kill_spoke(owner, chain, chain.pending)
    await kill_spoke(owner, chain, chain.rejected)
    await restore(owner, chain, spokeId=chain.pending)
    jobs = "SELECT id FROM generation_queue WHERE kind = 'brand.rescore' ORDER BY id"
    assert rows(client_file(settings.data_dir, client_id), jobs) == []
    await Client.filter(id=client_id).update(rescoring="begun before the kill")
    await kill_spoke(owner, chain, chain.other)
    await Client.filter(id=client_id).update(rescoring=None)
    async with following(resources, client_id) as followed:
        await restore(owner, chain, spokeId=chain.other)
        [first] = rows(client_file(settings.data_dir, client_id), jobs)
        await followed.until(first["id"], status=JobStatus.COMPLETE)
    async with tenancy.bind(client_id):
        await BannedWord.create(word="tray", severity="hard", source="manual")
    async with following(resources, client_id) as followed:
        await restore(owner, chain, spokeId=chain.rejected)
        [_, job] = rows(client_file(settings.data_dir, client_id), jobs)
        await followed.until(job["id"], status=JobStatus.COMPLETE)
    assert (await pieces(client_id))[chain.rejected] == ("rejected", chain.hub, chain.first)
    refused = await owner.execute(APPROVE, input={"clientId": client_id, "spokeId": chain.rejected})
    assert refusal(refused) == {"state": "failed_gate"}
