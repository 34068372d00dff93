"""Thresholds of a client's own and the rules of its industry: set, read, audited, and what they do to a piece."""

from collections.abc import AsyncIterator
from typing import Any

import orjson
import pytest
import pytest_asyncio

from app.resources import Resources
from app.settings import Settings
from app.vocabulary import Platform, Role
from tests.api import Api
from tests.graphql_schema.content import followed, rows_in
from tests.graphql_schema.planner.ways import Ways, ways

READ = """query($id: ID!) { client(id: $id) {
  rubric { gate threshold default override { id gate threshold reason createdAt } }
  compliance { industry requiredDisclosures rules { name pattern action citation reason suggestion } }
} }"""
OVERRIDE = """mutation($input: SetRubricOverrideInput!) {
  setRubricOverride(input: $input) { id gate threshold reason createdAt }
}"""
CLEAR = "mutation($id: ID!, $gate: Gate!) { clearRubricOverride(clientId: $id, gate: $gate) }"
COMPLIANCE = """mutation($input: SetComplianceInput!) {
  setCompliance(input: $input) { industry requiredDisclosures rules { name } }
}"""
EDIT = """mutation($input: EditSpokeInput!) { editSpoke(input: $input) { spoke {
  qualityScore { overallPass gComplianceStatus } violations { gate start end severity reason citation suggestion }
} } }"""
APPROVE = "mutation($input: SpokeInput!) { approveSpoke(input: $input) { status } }"
AUDIT = "query($id: ID) { account { auditLog(clientId: $id) { nodes { action actorLabel detail } } } }"
DISCLOSURES = ["Past performance does not guarantee future results.", "Investment involves risk."]


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def door(settings: Settings, resources: Resources) -> AsyncIterator[Ways]:
    async with ways(settings) as open_ways:
        yield open_ways


async def read(door: Ways, api: Api, client_id: str) -> dict[str, Any]:
    """What a client is held to, the same whichever way it is read."""
    planned, ordinary = await door.both(api, READ, id=client_id)
    assert planned == ordinary
    client: dict[str, Any] = orjson.loads(planned)["data"]["client"]
    return client


async def audited(api: Api, client_id: str) -> list[tuple[str, Any]]:
    """Newest first, without the making of the client."""
    nodes = (await api.run(AUDIT, id=client_id))["account"]["auditLog"]["nodes"]
    return [(node["action"], node["detail"]) for node in nodes if node["action"] != "client.created"]


def threshold_of(client: dict[str, Any], gate: str) -> tuple[float, float, Any]:
    [row] = [row for row in client["rubric"] if row["gate"] == gate]
    return row["threshold"], row["default"], row["override"]


async def test_thresholds_are_those_of_the_house_until_a_client_sets_its_own(
    door: Ways, owner: Api, client_id: str
) -> None:
    before = await read(door, owner, client_id)
    assert [row["gate"] for row in before["rubric"]] == ["G2", "G4", "G6", "G7"]
    assert [row["override"] for row in before["rubric"]] == [None] * 4
    assert threshold_of(before, "G2") == (80.0, 80.0, None)
    assert before["compliance"] is None

    asked = {"clientId": client_id, "gate": "G2", "threshold": 65.5, "reason": " Quiet by choice. "}
    made = (await owner.run(OVERRIDE, input=asked))["setRubricOverride"]
    assert (made["gate"], made["threshold"], made["reason"]) == ("G2", 65.5, "Quiet by choice.")
    assert threshold_of(await read(door, owner, client_id), "G2") == (65.5, 80.0, made)

    again = (await owner.run(OVERRIDE, input={**asked, "threshold": 70}))["setRubricOverride"]
    assert (again["id"], again["threshold"]) == (made["id"], 70.0)
    assert (await owner.run(CLEAR, id=client_id, gate="G2"))["clearRubricOverride"] is True
    assert (await owner.run(CLEAR, id=client_id, gate="G2"))["clearRubricOverride"] is False
    assert await read(door, owner, client_id) == before
    assert await audited(owner, client_id) == [
        ("rubric.override_cleared", {"gate": "g2"}),
        ("rubric.overridden", {"gate": "g2", "threshold": 70.0}),
        ("rubric.overridden", {"gate": "g2", "threshold": 65.5}),
    ]


@pytest.mark.parametrize(
    ("changes", "paths"),
    [
        ({"gate": "G5"}, ["input.gate"]),
        ({"gate": "G_COMPLIANCE"}, ["input.gate"]),
        ({"threshold": -0.1}, ["input.threshold"]),
        ({"threshold": 100.1, "reason": " "}, ["input.threshold", "input.reason"]),
        ({"reason": "a" * 1001}, ["input.reason"]),
    ],
)
async def test_threshold_that_breaks_a_rule_changes_nothing(
    door: Ways, owner: Api, client_id: str, changes: dict[str, Any], paths: list[str]
) -> None:
    before = await read(door, owner, client_id)
    asked = {"clientId": client_id, "gate": "G2", "threshold": 50, "reason": "Why not", **changes}

    answer = await owner.execute(OVERRIDE, input=asked)

    assert answer.code == "VALIDATION_ERROR"
    assert [field["path"] for field in answer.error["extensions"]["fields"]] == paths
    assert await read(door, owner, client_id) == before
    assert await audited(owner, client_id) == []


async def test_industry_brings_its_rules_and_a_null_one_takes_them_away(door: Ways, owner: Api, client_id: str) -> None:
    own = "Acme is a member of SIPC."
    asked = {"clientId": client_id, "industry": "FINANCIAL", "requiredDisclosures": [f"  {own} ", own]}

    made = (await owner.run(COMPLIANCE, input=asked))["setCompliance"]

    assert (made["industry"], made["requiredDisclosures"]) == ("FINANCIAL", [*DISCLOSURES, own])
    seen = (await read(door, owner, client_id))["compliance"]
    assert (seen["industry"], seen["requiredDisclosures"]) == ("FINANCIAL", [*DISCLOSURES, own])
    rule = next(rule for rule in seen["rules"] if rule["name"] == "guaranteed return")
    assert (rule["action"], rule["citation"].split(";")[0]) == ("HARD", "FINRA Rule 2210(d)(1)(B)")
    assert "guarantee" in rule["pattern"]

    changed = (await owner.run(COMPLIANCE, input={"clientId": client_id, "industry": "LEGAL"}))["setCompliance"]
    assert changed["requiredDisclosures"][-1] == own
    assert (await owner.run(COMPLIANCE, input={"clientId": client_id}))["setCompliance"] is None
    assert (await read(door, owner, client_id))["compliance"] is None
    assert await audited(owner, client_id) == [
        ("compliance.set", {"industry": None}),
        ("compliance.set", {"industry": "legal"}),
        ("compliance.set", {"industry": "financial"}),
    ]


@pytest.mark.parametrize(
    "changes",
    [
        {"industry": None, "requiredDisclosures": ["Something"]},
        {"requiredDisclosures": [" "]},
        {"requiredDisclosures": ["a" * 301]},
        {"requiredDisclosures": [f"Sentence {number}" for number in range(11)]},
    ],
)
async def test_disclosures_that_break_a_rule_change_nothing(
    door: Ways, owner: Api, client_id: str, changes: dict[str, Any]
) -> None:
    answer = await owner.execute(COMPLIANCE, input={"clientId": client_id, "industry": "LEGAL", **changes})

    assert answer.code == "VALIDATION_ERROR"
    assert (await read(door, owner, client_id))["compliance"] is None


async def test_rules_bind_what_is_written_from_then_on(owner: Api, client_id: str) -> None:
    rows = await rows_in(client_id, is_mutated=True)  # so that judging anew never rewrites it
    await owner.run(COMPLIANCE, input={"clientId": client_id, "industry": "FINANCIAL"})
    ids = {"clientId": client_id, "spokeId": rows.spoke}

    async def edited(content: str) -> dict[str, Any]:
        spoke: dict[str, Any] = (await owner.run(EDIT, input={**ids, "content": content}))["editSpoke"]["spoke"]
        return spoke

    flagged = await edited("Our tax-free plan.")
    assert flagged["qualityScore"] == {"overallPass": False, "gComplianceStatus": "FLAGGED"}
    [violation] = [row for row in flagged["violations"] if row["gate"] == "G_COMPLIANCE"]
    assert (violation["start"], violation["end"], violation["severity"]) == (4, 12, "SOFT")
    assert violation["citation"] == "FINRA Rule 2210(d)(4)"
    assert violation["suggestion"].startswith("Say which taxes do and do not apply")
    assert (await owner.execute(APPROVE, input=ids)).code == "CONFLICT"

    assert (await edited("It is risk-free."))["qualityScore"]["gComplianceStatus"] == "FAIL"
    assert (await edited("Nothing is risk-free."))["qualityScore"]["gComplianceStatus"] == "PASS"
    await owner.run(COMPLIANCE, input={"clientId": client_id})
    assert (await edited("It is risk-free!"))["qualityScore"]["gComplianceStatus"] == "NOT_APPLICABLE"


async def test_flagged_piece_goes_out_with_a_persons_reason_alone(owner: Api, client_id: str) -> None:
    rows = await rows_in(client_id, is_mutated=True)  # so that judging anew never rewrites it
    lenient = {"clientId": client_id, "gate": "G2", "threshold": 0, "reason": "Only the rules count here."}
    await owner.run(OVERRIDE, input=lenient)
    await owner.run(COMPLIANCE, input={"clientId": client_id, "industry": "FINANCIAL"})
    ids = {"clientId": client_id, "spokeId": rows.spoke}
    await owner.run(EDIT, input={**ids, "content": "Our tax-free plan."})
    viewer = await owner.colleague(Role.VIEWER, (client_id,))
    let_pass = """mutation($input: OverrideGateInput!) {
      overrideGate(input: $input) { qualityScore { overallPass gComplianceStatus } }
    }"""
    asked = {**ids, "gate": "G_COMPLIANCE", "reason": "Counsel has read it."}

    assert (await viewer.execute(APPROVE, input=ids)).code == "CONFLICT"
    assert (await viewer.execute(let_pass, input=asked)).code == "FORBIDDEN"
    passed = (await owner.run(let_pass, input=asked))["overrideGate"]["qualityScore"]
    assert passed == {"overallPass": True, "gComplianceStatus": "FLAGGED"}
    assert (await viewer.run(APPROVE, input=ids))["approveSpoke"]["status"] == "APPROVED"
    assert ("spoke.gate_overridden", {"gate": "g_compliance"}) in await audited(owner, client_id)


async def test_what_is_pending_is_judged_anew_by_the_changed_rules(owner: Api, client_id: str) -> None:
    rows = await rows_in(client_id, content="We bake at night. It is risk-free.", is_mutated=True)
    state = f"""{{ client(id: "{client_id}") {{
      jobs {{ nodes {{ id }} }} spoke(id: "{rows.spoke}") {{ content status qualityScore {{ gComplianceStatus }} }}
    }} }}"""
    before = (await owner.run(state))["client"]["spoke"]
    assert before["qualityScore"]["gComplianceStatus"] == "NOT_APPLICABLE"

    await owner.run(COMPLIANCE, input={"clientId": client_id, "industry": "FINANCIAL"})
    job = (await owner.run(state))["client"]["jobs"]["nodes"][0]
    told = await followed(owner, client_id, job["id"])

    assert told[-1]["status"] == "COMPLETE"
    after = (await owner.run(state))["client"]["spoke"]
    assert after == {**before, "qualityScore": {"gComplianceStatus": "FAIL"}}, "a person's words are never rewritten"


async def test_piece_whose_picture_alone_fails_keeps_its_words_and_is_dealt_another(owner: Api, client_id: str) -> None:
    content = "We bake at night, and the empty shelf at six tells everybody why it is so."
    rows = await rows_in(
        client_id,
        platform=Platform.INSTAGRAM,
        content=content,
        visual_archetype="thumbnail_hero",
        visual_concept="A rocket above an empty shelf and a chessboard.",
        image_prompt="In grey.",
    )
    state = f"""{{ client(id: "{client_id}") {{ jobs {{ nodes {{ id }} }} spoke(id: "{rows.spoke}") {{
      content isCreativeConflict visualArchetype visualConcept imagePrompt feedback {{ gate resolved }}
      qualityScore {{ overallPass g6VisualMetaphor }}
    }} }} }}"""

    lenient = {"clientId": client_id, "gate": "G2", "threshold": 0, "reason": "Only the picture counts here."}
    await owner.run(OVERRIDE, input=lenient)
    job = (await owner.run(state))["client"]["jobs"]["nodes"][0]
    assert (await followed(owner, client_id, job["id"]))[-1]["status"] == "COMPLETE"

    spoke = (await owner.run(state))["client"]["spoke"]
    assert (spoke["content"], spoke["isCreativeConflict"]) == (content, False)
    assert spoke["qualityScore"] == {"overallPass": True, "g6VisualMetaphor": 100.0}
    assert spoke["feedback"] == [{"gate": "G6", "resolved": True}]
    assert (spoke["visualArchetype"], "rocket" in spoke["visualConcept"]) == ("thumbnail_hero", False)
    assert "Aspect ratio 4:5." in spoke["imagePrompt"]


async def test_threshold_of_the_client_decides_about_its_pieces(owner: Api, client_id: str) -> None:
    rows = await rows_in(client_id, is_mutated=True)  # so that judging anew never rewrites it
    edit = {"clientId": client_id, "spokeId": rows.spoke, "content": "We bake bread. It is good bread."}

    async def overall(threshold: float) -> bool:
        asked = {"clientId": client_id, "gate": "G2", "threshold": threshold, "reason": "A trial."}
        await owner.run(OVERRIDE, input=asked)
        passed: bool = (await owner.run(EDIT, input=edit))["editSpoke"]["spoke"]["qualityScore"]["overallPass"]
        return passed

    assert await overall(100) is False
    assert await overall(0) is True


async def test_nobody_below_a_manager_changes_the_rules(door: Ways, owner: Api, client_id: str) -> None:
    before = await read(door, owner, client_id)
    asked = {"clientId": client_id, "gate": "G2", "threshold": 1, "reason": "Because."}
    for role in (Role.CREATOR, Role.VIEWER):
        person = await owner.colleague(role, (client_id,))
        assert (await person.execute(OVERRIDE, input=asked)).code == "FORBIDDEN"
        assert (await person.execute(CLEAR, id=client_id, gate="G2")).code == "FORBIDDEN"
        assert (await person.execute(COMPLIANCE, input={"clientId": client_id, "industry": "LEGAL"})).code == (
            "FORBIDDEN"
        )
        assert await read(door, person, client_id) == before
    manager = await owner.colleague(Role.MANAGER, (client_id,))
    assert (await manager.run(OVERRIDE, input=asked))["setRubricOverride"]["threshold"] == 1.0
