"""What people enter of a brand: words, stances and personas, each once, and each change audited without its words."""

from typing import Any

import pytest

from tests.api import Answer, Api
from tests.graphql_schema.test_accounts import fields

MARKER = "mutation($input: AddVoiceMarkerInput!) { addVoiceMarker(input: $input) { id phrase category weight source } }"
WORD = "mutation($input: AddBannedWordInput!) { addBannedWord(input: $input) { id word reason severity source } }"
STANCE = "mutation($input: AddBrandStanceInput!) { addBrandStance(input: $input) { id stance category keywords } }"
PERSONA = """mutation($input: AddPersonaInput!) {
  addPersona(input: $input) { id name description isPrimary attributes { name value } }
}"""
UPDATE = """mutation($input: UpdatePersonaInput!) {
  updatePersona(input: $input) { id name description isPrimary attributes { name value } }
}"""
REMOVE = "mutation($input: RemoveBrandEntryInput!) { removeBrandEntry(input: $input) }"
BRAND = """query($id: ID!) { client(id: $id) {
  voiceMarkers { id phrase category weight } bannedWords { id word reason severity }
  brandStances { id stance category keywords } personas { id name isPrimary attributes { name value } }
} }"""
AUDIT = "query($id: ID!) { account { auditLog(clientId: $id) { nodes { action subjectId detail } } } }"


async def brand(api: Api, client_id: str) -> dict[str, Any]:
    shown: dict[str, Any] = (await api.run(BRAND, id=client_id))["client"]
    return shown


async def ban(api: Api, client_id: str, word: str, **more: Any) -> Answer:
    return await api.execute(WORD, input={"clientId": client_id, "word": word, **more})


async def test_entries_are_read_back_in_the_order_in_which_they_were_made(owner: Api, client_id: str) -> None:
    given = {"clientId": client_id}
    marker = (await owner.run(MARKER, input=given | {"phrase": " here is the thing "}))["addVoiceMarker"]
    words = [
        (await ban(owner, client_id, word, severity=severity)).data["addBannedWord"]
        for word, severity in (("synergy", None), ("deep dive", "SOFT"))
    ]
    stance = {"stance": "Fewer features", "category": "CONTRARIAN", "keywords": ["less", "less", "focus"]}
    stance = (await owner.run(STANCE, input=given | stance))["addBrandStance"]

    assert marker | {"id": ""} == {
        "id": "",
        "phrase": "here is the thing",
        "category": "SIGNATURE",
        "weight": 1.0,
        "source": "MANUAL",
    }
    assert [(word["word"], word["severity"], word["source"]) for word in words] == [
        ("synergy", "HARD", "MANUAL"),
        ("deep dive", "SOFT", "MANUAL"),
    ]
    assert stance["keywords"] == ["less", "focus"]
    shown = await brand(owner, client_id)
    assert [word["id"] for word in shown["bannedWords"]] == [word["id"] for word in words]
    assert shown["voiceMarkers"] == [{key: marker[key] for key in ("id", "phrase", "category", "weight")}]
    assert shown["brandStances"] == [stance]


async def test_a_word_that_is_banned_again_is_one_entry_and_the_harder_severity_stays(
    owner: Api, client_id: str
) -> None:
    first = (await ban(owner, client_id, "Deep dive", severity="SOFT", reason="Tired.")).data["addBannedWord"]
    again = (await ban(owner, client_id, "deep\u2010DIVE")).data["addBannedWord"]
    softer = (await ban(owner, client_id, " deep  dive ", severity="SOFT", reason="Everyone says it.")).data

    assert again == first | {"severity": "HARD"}
    assert softer["addBannedWord"] == first | {"severity": "HARD", "reason": "Everyone says it."}
    assert len((await brand(owner, client_id))["bannedWords"]) == 1


async def test_no_word_is_asked_for_and_banned_at_once(owner: Api, client_id: str) -> None:
    given = {"clientId": client_id}
    await owner.run(MARKER, input=given | {"phrase": "the Hard truth"})
    await ban(owner, client_id, "guru")
    before = await brand(owner, client_id)

    refused = await ban(owner, client_id, "hard")
    assert (refused.code, refused.error["extensions"]["state"]) == ("CONFLICT", "voice_marker")
    refused = await owner.execute(MARKER, input=given | {"phrase": "Ask a guru"})
    assert (refused.code, refused.error["extensions"]["state"]) == ("CONFLICT", "banned")
    assert await brand(owner, client_id) == before
    assert (await ban(owner, client_id, "hard", severity="SOFT")).data["addBannedWord"]["word"] == "hard"


@pytest.mark.parametrize(
    ("operation", "given", "path"),
    [
        (WORD, {"word": " \u200b "}, "input.word"),
        (WORD, {"word": "x" * 101}, "input.word"),
        (WORD, {"word": "x", "reason": "x" * 501}, "input.reason"),
        (MARKER, {"phrase": "x" * 201}, "input.phrase"),
        (MARKER, {"phrase": "x", "weight": 0}, "input.weight"),
        (MARKER, {"phrase": "x", "weight": 10.1}, "input.weight"),
        (STANCE, {"stance": "", "category": "MENTOR"}, "input.stance"),
        (STANCE, {"stance": "x", "category": "MENTOR", "keywords": [f"k{n}" for n in range(21)]}, "input.keywords"),
        (PERSONA, {"name": "x" * 101}, "input.name"),
        (PERSONA, {"name": "x", "description": "x" * 2001}, "input.description"),
        (PERSONA, {"name": "x", "attributes": [{"name": "age", "value": 100.5}]}, "input.attributes"),
        (
            PERSONA,
            {"name": "x", "attributes": [{"name": "Age", "value": 1}, {"name": "age", "value": 2}]},
            "input.attributes",
        ),
    ],
)
async def test_an_entry_that_is_empty_too_long_or_out_of_range_is_refused(
    owner: Api, client_id: str, operation: str, given: dict[str, Any], path: str
) -> None:
    before = await brand(owner, client_id)
    answer = await owner.execute(operation, input={"clientId": client_id, **given})

    assert fields(answer) == [path]
    assert await brand(owner, client_id) == before


async def test_only_one_persona_is_the_primary_one_and_names_are_unlike(owner: Api, client_id: str) -> None:
    given = {"clientId": client_id}
    founder = {"name": "Founder", "isPrimary": True, "attributes": [{"name": "hurry", "value": 80}]}
    founder = (await owner.run(PERSONA, input=given | founder))["addPersona"]
    buyer = (await owner.run(PERSONA, input=given | {"name": "Buyer", "isPrimary": True}))["addPersona"]

    assert founder["attributes"] == [{"name": "hurry", "value": 80.0}]
    shown = {persona["name"]: persona["isPrimary"] for persona in (await brand(owner, client_id))["personas"]}
    assert shown == {"Founder": False, "Buyer": True}
    changed = given | {"personaId": founder["id"], "description": "Has no time.", "isPrimary": True}
    changed = (await owner.run(UPDATE, input=changed))["updatePersona"]
    assert changed == founder | {"description": "Has no time.", "isPrimary": True}
    shown = {persona["name"]: persona["isPrimary"] for persona in (await brand(owner, client_id))["personas"]}
    assert shown == {"Founder": True, "Buyer": False}

    before = await brand(owner, client_id)
    for refused in (
        await owner.execute(PERSONA, input=given | {"name": "FOUNDER"}),
        await owner.execute(UPDATE, input=given | {"personaId": buyer["id"], "name": "founder "}),
    ):
        assert (refused.code, refused.error["extensions"]["state"]) == ("CONFLICT", "exists")
    assert await brand(owner, client_id) == before


async def test_an_entry_of_any_kind_is_taken_out_by_its_id_once(owner: Api, client_id: str) -> None:
    given = {"clientId": client_id}
    made = [
        (await owner.run(MARKER, input=given | {"phrase": "look"}))["addVoiceMarker"]["id"],
        (await ban(owner, client_id, "synergy")).data["addBannedWord"]["id"],
        (await owner.run(STANCE, input=given | {"stance": "Less", "category": "MENTOR"}))["addBrandStance"]["id"],
        (await owner.run(PERSONA, input=given | {"name": "Buyer"}))["addPersona"]["id"],
    ]
    for id in made:
        assert await owner.run(REMOVE, input=given | {"id": id}) == {"removeBrandEntry": True}
        assert (await owner.execute(REMOVE, input=given | {"id": id})).code == "NOT_FOUND"

    assert set(map(len, (await brand(owner, client_id)).values())) == {0}
    entries = (await owner.run(AUDIT, id=client_id))["account"]["auditLog"]["nodes"]
    told = [(entry["action"], entry["subjectId"], entry["detail"]) for entry in entries if "brand" in entry["action"]]
    kinds = ["voice_marker", "banned_word", "brand_stance", "persona"]
    assert sorted(told) == sorted(
        (action, id, {"kind": kind})
        for action in ("brand.added", "brand.removed")
        for id, kind in zip(made, kinds, strict=True)
    )


async def test_the_brand_of_a_paused_client_is_read_and_not_changed(owner: Api, client_id: str) -> None:
    await ban(owner, client_id, "synergy")
    before = await brand(owner, client_id)
    pause = "mutation($input: UpdateClientInput!) { updateClient(input: $input) { status } }"
    await owner.run(pause, input={"clientId": client_id, "status": "PAUSED"})

    refused = await ban(owner, client_id, "guru")
    assert (refused.code, refused.error["extensions"]["state"]) == ("CONFLICT", "paused")
    assert await brand(owner, client_id) == before
