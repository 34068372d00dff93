"""A person lets a piece pass a gate that it fails: these words, with a reason, and audited."""

from typing import Any

import pytest

import tenancy
from app.resources import Resources
from app.spokes.models import Feedback
from app.vocabulary import Gate, Role
from tests.api import Api
from tests.app.generation.following import following
from tests.app.generation.pieces import APPROVE, EDIT, ban, change, spoke_of, spokes_of
from tests.app.generation.test_rescoring import rescored
from tests.graphql_schema.content import Rows, rows_in
from tests.graphql_schema.test_accounts import fields

OVERRIDE = """mutation($input: OverrideGateInput!) { overrideGate(input: $input) {
  id status isCreativeConflict qualityScore { overallPass g4VoiceAlignment overrides { gate reason userId at } }
} }"""
AUDIT = "query($id: ID!) { account { auditLog(clientId: $id) { nodes { action actorLabel subjectId detail } } } }"
WORDS = "17 things you need to know about your bread before you bake it. Ban synergy first."
REASON = "The client says it in every interview."


async def failing(owner: Api, client_id: str, **spoke: Any) -> Rows:
    """A piece that fails G4 alone, and says so."""
    await ban(owner, client_id, "synergy")
    return await rows_in(client_id, content=WORDS, passes=False, is_creative_conflict=True, **spoke)


def input_of(rows: Rows, **more: Any) -> dict[str, Any]:
    return {"clientId": rows.client, "spokeId": rows.spoke, "gate": "G4", "reason": REASON, **more}


async def test_an_overridden_piece_can_be_approved_and_the_log_says_who_let_it_pass(owner: Api, client_id: str) -> None:
    rows = await failing(owner, client_id)
    async with tenancy.bind(client_id):
        await Feedback.create(spoke_id=rows.spoke, gate=Gate.G4, reason="Says synergy.", attempt_number=0)
    approval = {"clientId": client_id, "spokeId": rows.spoke}
    manager = await owner.colleague(Role.MANAGER, (client_id,))
    assert (await owner.execute(APPROVE, input=approval)).code == "CONFLICT"

    shown = (await manager.run(OVERRIDE, input=input_of(rows)))["overrideGate"]

    [override] = shown["qualityScore"].pop("overrides")
    assert override.pop("at").endswith("+00:00")
    assert override == {"gate": "G4", "reason": REASON, "userId": manager.user_id}
    assert shown["qualityScore"] == {"overallPass": True, "g4VoiceAlignment": False}
    assert (shown["status"], shown["isCreativeConflict"]) == ("PENDING", False)
    spoke = await spoke_of(owner, client_id, rows.spoke)
    assert (spoke["content"], spoke["feedback"]) == (WORDS, [{"gate": "G4", "attemptNumber": 0, "resolved": True}])
    log = (await owner.run(AUDIT, id=client_id))["account"]["auditLog"]["nodes"]
    told = [entry for entry in log if entry["action"] == "spoke.gate_overridden"]
    assert told == [
        {
            "action": "spoke.gate_overridden",
            "actorLabel": manager.email,
            "subjectId": rows.spoke,
            "detail": {"gate": "g4"},
        }
    ]

    again = (await owner.run(OVERRIDE, input=input_of(rows, reason="Again.")))["overrideGate"]
    assert [each["reason"] for each in again["qualityScore"]["overrides"]] == [REASON]
    assert len((await owner.run(AUDIT, id=client_id))["account"]["auditLog"]["nodes"]) == len(log)
    assert (await owner.run(APPROVE, input=approval))["approveSpoke"]["status"] == "APPROVED"


async def test_an_override_holds_for_these_words_alone(resources: Resources, owner: Api, client_id: str) -> None:
    rows = await failing(owner, client_id)
    await owner.run(OVERRIDE, input=input_of(rows))
    async with following(resources, client_id) as followed:
        await ban(owner, client_id, "zanzibar")
        await rescored(resources, followed, client_id)
    kept = await spoke_of(owner, client_id, rows.spoke)
    assert (kept["content"], kept["qualityScore"]["overallPass"]) == (WORDS, True)
    assert [each["gate"] for each in kept["qualityScore"]["overrides"]] == ["G4"]

    await owner.run(EDIT, input={"clientId": client_id, "spokeId": rows.spoke, "content": WORDS + " Synergy!"})

    edited = await spoke_of(owner, client_id, rows.spoke)
    assert (edited["qualityScore"]["overallPass"], edited["qualityScore"]["overrides"]) == (False, [])


@pytest.mark.parametrize(
    ("gate", "values", "state"),
    [
        ("G5", {}, "passed"),
        ("G6", {}, "not_evaluated"),
        ("G4", {"status": "approved"}, "approved"),
        ("G4", {"status": "killed"}, "killed"),
        ("G4", {"is_settled": False}, None),
    ],
)
async def test_what_did_not_fail_or_is_decided_is_not_overridden(
    owner: Api, client_id: str, gate: str, values: dict[str, Any], state: str | None
) -> None:
    rows = await failing(owner, client_id)
    await change(client_id, rows.spoke, **values)
    before = await spokes_of(owner, client_id)
    refused = await owner.execute(OVERRIDE, input=input_of(rows, gate=gate))

    assert (refused.code, refused.error["extensions"].get("state")) == ("CONFLICT" if state else "PROCESSING", state)
    assert await spokes_of(owner, client_id) == before


@pytest.mark.parametrize("reason", ["", "  \n", "x" * 501])
async def test_an_override_needs_a_reason(owner: Api, client_id: str, reason: str) -> None:
    rows = await failing(owner, client_id)
    before = await spokes_of(owner, client_id)

    assert fields(await owner.execute(OVERRIDE, input=input_of(rows, reason=reason))) == ["input.reason"]
    assert await spokes_of(owner, client_id) == before
