"""A grounding audit reads what people changed, proposes, and changes nothing until a person says so."""

import asyncio
from typing import Any

import pytest

import tenancy
from app.brand.models import BannedWord, VoiceMarker
from app.generation import sweep
from app.generation.rescoring import RESCORE
from app.grounding.models import DnaProposal, GroundingAudit
from app.grounding.service import AUDIT
from app.hubs import jobs
from app.hubs.jobs import Ticket
from app.hubs.models import Job
from app.hubs.registry import JobPromise
from app.kit import clock, ids
from app.resources import Resources
from app.trail.models import TrailEntry
from app.vocabulary import JobStatus, ProposalKind
from tests.api import Api
from tests.app.generation.following import Followed, following
from tests.app.generation.pieces import has, over, some_word, spokes_of
from tests.app.generation.promises import account_of
from tests.app.generation.test_rescoring import newest, passing, rescored
from tests.app.grounding.scene import edited
from tests.app.grounding.texts import LEVERAGED, OTHERWISE

AUDITED = """mutation($c: ID!, $days: Int) { groundingAudit(clientId: $c, days: $days) {
  job { id status hubId } audit { id completedAt job { id } } } }"""
APPLY = """mutation($input: ApplyProposalInput!) { applyProposal(input: $input) { id status decidedBy { id } } }"""
DISMISS = "mutation($input: DismissProposalInput!) { dismissProposal(input: $input) { id status } }"
SHOWN = """query($id: ID!) { client(id: $id) {
  groundingAudits { nodes { id editsRead remarksRead completedAt job { status } proposals { id } } }
  proposals(status: PROPOSED) { totalCount nodes {
    id kind words summary value pieces people confidence status decidedAt
    evidence { spokeId before after comment } } }
  bannedWords { word severity source reason } voiceMarkers { phrase source example } } }"""


async def audited(resources: Resources, owner: Api, client_id: str, followed: Followed, days: int = 30) -> Any:
    """What the client shows when the audit is over."""
    asked = (await owner.run(AUDITED, c=client_id, days=days))["groundingAudit"]
    assert asked["job"]["id"] == asked["audit"]["id"] == asked["audit"]["job"]["id"]
    await over(resources, followed, client_id, asked["job"]["id"])
    assert not await JobPromise.filter(id=asked["job"]["id"]).exists()
    return (await owner.run(SHOWN, id=client_id))["client"]


async def test_what_people_keep_changing_is_proposed_and_what_is_applied_heals_what_waits(
    resources: Resources, owner: Api, client_id: str
) -> None:
    spokes = await passing(resources, owner, client_id, 2)
    word = some_word(spokes, [spokes[0]])
    changed = [
        await edited(
            client_id, text.lower().replace("leverage", word), text.lower().replace("leverage", "bring to bear")
        )
        for text in LEVERAGED
    ]
    for before, after in OTHERWISE:
        await edited(client_id, before, after)
    await edited(client_id, "Too old.", "Long past.", days=40)
    async with following(resources, client_id) as followed:
        shown = await audited(resources, owner, client_id, followed)
        [audit] = shown["groundingAudits"]["nodes"]
        ban, marker = shown["proposals"]["nodes"]
        assert (audit["editsRead"], audit["remarksRead"], audit["job"]["status"]) == (9, 0, "COMPLETE")
        assert [each["id"] for each in audit["proposals"]] == [ban["id"], marker["id"]]
        assert (ban["kind"], ban["words"], ban["pieces"], ban["status"]) == ("BANNED_WORD", word, 5, "PROPOSED")
        put = "and mostly put “bring to bear” there."
        assert ban["summary"] == f"People took “{word}” out of 5 of the 5 pieces that had it, {put}"
        assert {each["spokeId"] for each in ban["evidence"]} == {spoke.id for spoke in changed}
        assert ban["evidence"][0]["after"] == "we bring to bear our oven data to bake less bread every day."
        assert (marker["kind"], marker["words"]) == ("VOICE_MARKER", "bring to bear")
        assert (shown["bannedWords"], shown["voiceMarkers"]) == ([], []), "nothing is applied by itself"
        assert await audited(resources, owner, client_id, followed) | {"groundingAudits": 0} == shown | {
            "groundingAudits": 0
        }, "it is proposed once"

        input = {"clientId": client_id, "proposalId": ban["id"]}
        applying = [owner.run(APPLY, input=input | {"severity": "HARD"}) for _ in range(2)]
        applied, again = [answer["applyProposal"] for answer in await asyncio.gather(*applying)]
        assert applied == again == {"id": ban["id"], "status": "APPLIED", "decidedBy": {"id": owner.user_id}}
        job = await rescored(resources, followed, client_id)
        assert (await owner.run(APPLY, input=input))["applyProposal"] == applied
        assert (await newest(client_id)).id == job.id, "another time changes nothing"
        refused = await owner.execute(DISMISS, input=input)
        assert (refused.code, refused.error["extensions"]["state"]) == ("CONFLICT", "applied")

        input["proposalId"] = marker["id"]
        for _ in range(2):
            dismissed = (await owner.run(DISMISS, input=input))["dismissProposal"]
            assert dismissed == {"id": marker["id"], "status": "DISMISSED"}
        assert (await owner.execute(APPLY, input=input)).error["extensions"]["state"] == "dismissed"
        after = await audited(resources, owner, client_id, followed)
        assert after["proposals"]["totalCount"] == 0, "what was decided is not proposed again"

    reason = "People say “bring to bear” instead."
    assert after["bannedWords"] == [{"word": word, "severity": "HARD", "source": "MANUAL", "reason": reason}]
    assert after["voiceMarkers"] == []
    async with tenancy.bind(client_id):
        decided = TrailEntry.filter(action__startswith="brand.proposal").order_by("number")
        noted = [(entry.action, entry.subject_id) for entry in await decided]
    assert noted == [("brand.proposal_applied", ban["id"]), ("brand.proposal_dismissed", marker["id"])]
    waiting = {spoke["id"]: spoke for spoke in await spokes_of(owner, client_id)}
    assert [id for spoke in spokes if has(waiting[id := spoke["id"]], word)] == []
    assert all(waiting[spoke["id"]]["qualityScore"]["overallPass"] for spoke in spokes)


async def test_what_stands_against_a_proposal_is_told_and_nothing_changes(
    resources: Resources, owner: Api, client_id: str
) -> None:
    async with tenancy.bind(client_id), tenancy.transaction():
        row = await DnaProposal.create(
            audit_id=ids.new_id(),
            kind=ProposalKind.BANNED_WORD,
            words="leverage",
            value={"bans": [{"word": "leverage", "reason": None, "severity": "soft"}]},
            evidence=[],
            summary="People take it out.",
            pieces=3,
            people=1,
            confidence=0.6,
        )
        await VoiceMarker.create(phrase="leverage the loaf", category="signature", source="manual")
        before = await DnaProposal.get(id=row.id)
    refused = await owner.execute(APPLY, input={"clientId": client_id, "proposalId": row.id})

    assert refused.code == "CONFLICT"
    assert refused.error["message"] == "It was not applied: banned_word: leverage: is in a voice marker."
    async with tenancy.bind(client_id):
        after = await DnaProposal.get(id=row.id)
        assert (after.status, after.decided_at) == (before.status, None)
        assert (await BannedWord.all().count(), await Job.filter(kind=RESCORE).count()) == (0, 0)


async def test_an_audit_that_a_stop_left_behind_is_found_at_the_next_start(
    resources: Resources, owner: Api, client_id: str
) -> None:
    for text in LEVERAGED:
        await edited(client_id, text, text.replace("everage", "isten to"))
    ticket = Ticket(client_id, await account_of(owner), "", ids.new_id(), 1)
    await JobPromise.create(id=ticket.job_id, account_id=ticket.account_id, client_id=client_id)
    async with tenancy.bind(client_id), tenancy.transaction():
        await GroundingAudit.create(
            id=ticket.job_id, job_id=ticket.job_id, since=clock.from_millis(0), until=clock.now()
        )
        await jobs.queue(ticket, AUDIT, {})
    busy = await owner.execute(AUDITED, c=client_id)
    assert busy.error["extensions"] == {"code": "PROCESSING", "jobId": ticket.job_id}

    async with following(resources, client_id) as followed:
        assert await sweep.restart_lost_jobs() == 1
        done = await over(resources, followed, client_id, ticket.job_id)

    assert (done.status, done.message) == (JobStatus.COMPLETE, "5 edits and 0 remarks read, 1 proposed.")
    assert await JobPromise.filter(client_id=client_id).count() == 0
    async with tenancy.bind(client_id):
        assert [row.audit_id for row in await DnaProposal.all()] == [ticket.job_id]


@pytest.mark.parametrize("days", [0, 366])
async def test_an_audit_of_no_such_time_is_refused(owner: Api, client_id: str, days: int) -> None:
    refused = await owner.execute(AUDITED, c=client_id, days=days)

    assert refused.error["extensions"]["fields"] == [{"path": "days", "message": "An audit reads 1 to 365 days."}]
    assert await JobPromise.filter(client_id=client_id).count() == 0
    async with tenancy.bind(client_id):
        assert (await GroundingAudit.all().count(), await Job.all().count()) == (0, 0)
