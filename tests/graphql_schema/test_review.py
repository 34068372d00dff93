"""Approving, rejecting and editing one piece."""

import asyncio
from typing import Any

import pytest

import tenancy
from app.spokes.models import MutationRecord, Spoke
from app.trail.models import TrailEntry
from app.vocabulary import SpokeStatus
from tests.api import Api
from tests.graphql_schema.content import Rows, rows_in
from tests.graphql_schema.test_accounts import fields

APPROVE = "mutation($input: SpokeInput!) { approveSpoke(input: $input) { status approvedAt approvedBy { id } } }"
REJECT = "mutation($input: RejectSpokeInput!) { rejectSpoke(input: $input) { status approvedAt approvedBy { id } } }"
EDIT = """mutation($input: EditSpokeInput!) { editSpoke(input: $input) { editDistance spoke {
  content characterCount contentJson status isMutated approvedAt isCreativeConflict
  qualityScore { overallPass g5PlatformCompliance }
  mutations { originalContent editedContent editDistance editor { id } }
} } }"""
STATE = """query($id: ID!, $spoke: ID!) { client(id: $id) { spoke(id: $spoke) {
  content status isMutated approvedAt approvedBy { id } updatedAt mutations { id }
  qualityScore { evaluatedAt overallPass }
} } }"""


def input_of(rows: Rows, **more: Any) -> dict[str, Any]:
    return {"clientId": rows.client, "spokeId": rows.spoke, **more}


async def state(api: Api, rows: Rows) -> dict[str, Any]:
    spoke: dict[str, Any] = (await api.run(STATE, id=rows.client, spoke=rows.spoke))["client"]["spoke"]
    return spoke


async def test_an_approval_says_who_and_when_and_is_given_once(owner: Api, client_id: str) -> None:
    rows = await rows_in(client_id)
    approved = (await owner.run(APPROVE, input=input_of(rows)))["approveSpoke"]
    assert (approved["status"], approved["approvedBy"]) == ("APPROVED", {"id": owner.user_id})
    assert approved["approvedAt"] is not None

    before = await state(owner, rows)
    assert (await owner.run(APPROVE, input=input_of(rows)))["approveSpoke"] == approved
    assert await state(owner, rows) == before


async def test_whoever_says_what_they_saw_is_told_when_it_is_no_more(owner: Api, client_id: str) -> None:
    rows = await rows_in(client_id)
    edit = "mutation($input: EditSpokeInput!) { editSpoke(input: $input) { spoke { revision content } } }"
    edited = await owner.run(edit, input=input_of(rows, content="Bake less.", expectedRevision=0))
    assert edited["editSpoke"]["spoke"] == {"revision": 1, "content": "Bake less."}
    same = await owner.run(edit, input=input_of(rows, content="Bake less."))
    assert same["editSpoke"]["spoke"]["revision"] == 1  # the same words are nothing new
    async with tenancy.bind(client_id):
        noted = await TrailEntry.filter(action="spoke.edited").order_by("number")
        assert [(entry.subject_id, entry.detail) for entry in noted][1:] == [(rows.spoke, {"distance": 0.0})]
    before = await state(owner, rows)

    for operation, more in ((APPROVE, {}), (REJECT, {}), (EDIT, {"content": "Bake more."})):
        refused = await owner.execute(operation, input=input_of(rows, expectedRevision=0, **more))
        assert refused.error["extensions"] == {"code": "CONFLICT", "state": "changed", "revision": 1}
    assert await state(owner, rows) == before
    rejected = await owner.run(REJECT, input=input_of(rows, expectedRevision=1))
    assert rejected["rejectSpoke"]["status"] == "REJECTED"
    long = await owner.execute(REJECT, input=input_of(rows, reason="x" * 2_001))
    assert fields(long) == ["input.reason"]


async def test_a_rejected_piece_can_be_approved_and_an_approved_one_rejected(owner: Api, client_id: str) -> None:
    rows = await rows_in(client_id)
    await owner.run(APPROVE, input=input_of(rows))
    rejected = (await owner.run(REJECT, input=input_of(rows, reason="Too loud.")))["rejectSpoke"]
    assert rejected == {"status": "REJECTED", "approvedAt": None, "approvedBy": None}

    before = await state(owner, rows)
    assert (await owner.run(REJECT, input=input_of(rows)))["rejectSpoke"] == rejected
    assert await state(owner, rows) == before
    assert (await owner.run(APPROVE, input=input_of(rows)))["approveSpoke"]["status"] == "APPROVED"


async def test_a_piece_that_fails_a_gate_is_not_approved(owner: Api, client_id: str) -> None:
    rows = await rows_in(client_id, passes=False)
    before = await state(owner, rows)

    refused = await owner.execute(APPROVE, input=input_of(rows))
    assert (refused.code, refused.error["extensions"]["state"]) == ("CONFLICT", "failed_gate")
    assert await state(owner, rows) == before


async def test_a_killed_piece_is_left_alone(owner: Api, client_id: str) -> None:
    rows = await rows_in(client_id)
    async with tenancy.bind(client_id):
        await Spoke.filter(id=rows.spoke).update(status=SpokeStatus.KILLED)
    before = await state(owner, rows)

    for operation, more in ((APPROVE, {}), (REJECT, {}), (EDIT, {"content": "New words."})):
        refused = await owner.execute(operation, input=input_of(rows, **more))
        assert (refused.code, refused.error["extensions"]["state"]) == ("CONFLICT", "killed")
    assert await state(owner, rows) == before


async def test_a_piece_that_is_still_written_waits(owner: Api, client_id: str) -> None:
    rows = await rows_in(client_id)
    async with tenancy.bind(client_id):
        await Spoke.filter(id=rows.spoke).update(is_settled=False, job_id=rows.job)
    before = await state(owner, rows)

    for operation, more in ((APPROVE, {}), (REJECT, {}), (EDIT, {"content": "New words."})):
        refused = await owner.execute(operation, input=input_of(rows, **more))
        assert refused.error["extensions"] == {"code": "PROCESSING", "jobId": rows.job}
    assert await state(owner, rows) == before


@pytest.mark.parametrize(
    ("old", "new", "distance"),
    [
        ("abcd", "abcx", 0.25),
        ("abcd", "abcdefgh", 0.5),
        ("abcd", "wxyz", 1.0),
        ("kitten", "sitting", 3 / 7),
        ("same", "same", 0.0),
    ],
)
async def test_an_edit_is_kept_with_its_distance(
    owner: Api, client_id: str, old: str, new: str, distance: float
) -> None:
    rows = await rows_in(client_id, content=old)
    edited = (await owner.run(EDIT, input=input_of(rows, content=new)))["editSpoke"]

    assert edited["editDistance"] == pytest.approx(distance)
    spoke = edited["spoke"]
    assert (spoke["content"], spoke["characterCount"], spoke["isMutated"]) == (new, len(new), True)
    [record] = spoke["mutations"]
    assert record.pop("editDistance") == pytest.approx(distance)
    assert record == {"originalContent": old, "editedContent": new, "editor": {"id": owner.user_id}}


async def test_an_edit_takes_the_approval_back_and_scores_anew(owner: Api, client_id: str) -> None:
    rows = await rows_in(client_id)
    await owner.run(APPROVE, input=input_of(rows))
    before = await state(owner, rows)

    edited = (await owner.run(EDIT, input=input_of(rows, content="x" * 281)))["editSpoke"]["spoke"]
    assert (edited["status"], edited["approvedAt"]) == ("PENDING", None)
    assert edited["qualityScore"] == {"overallPass": False, "g5PlatformCompliance": False}
    assert (await state(owner, rows))["qualityScore"]["evaluatedAt"] >= before["qualityScore"]["evaluatedAt"]
    assert (await owner.execute(APPROVE, input=input_of(rows))).code == "CONFLICT"


async def test_editing_back_is_still_an_edit(owner: Api, client_id: str) -> None:
    rows = await rows_in(client_id, content="Bake less.")
    await owner.run(EDIT, input=input_of(rows, content="Bake more."))
    edited = (await owner.run(EDIT, input=input_of(rows, content="Bake less.")))["editSpoke"]["spoke"]

    assert (edited["content"], edited["isMutated"], len(edited["mutations"])) == ("Bake less.", True, 2)


@pytest.mark.parametrize("content", ["", "  \n", "x" * 30_001])
async def test_an_edit_is_refused_when_nothing_or_too_much_is_left(owner: Api, client_id: str, content: str) -> None:
    rows = await rows_in(client_id)
    before = await state(owner, rows)
    answer = await owner.execute(EDIT, input=input_of(rows, content=content))

    assert fields(answer) == ["input.content"]
    assert ("30,000" in answer.error["message"]) == bool(content.strip())
    assert await state(owner, rows) == before


async def test_of_two_edits_at_once_the_second_is_told(owner: Api, client_id: str) -> None:
    rows = await rows_in(client_id)
    answers = await asyncio.gather(
        *(owner.execute(EDIT, input=input_of(rows, content=f"Version {number}.")) for number in range(2))
    )

    [refused] = [answer for answer in answers if "errors" in answer.body]
    assert (refused.code, refused.error["extensions"]["state"]) == ("CONFLICT", "changed")
    [kept] = [answer.data["editSpoke"]["spoke"]["content"] for answer in answers if "errors" not in answer.body]
    assert (await state(owner, rows))["content"] == kept
    async with tenancy.bind(client_id):
        assert await MutationRecord.filter(spoke_id=rows.spoke).count() == 1
