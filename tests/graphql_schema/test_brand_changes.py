"""What people change of a brand, and what they take out of it: in part, under the same checks, and remembered."""

from typing import Any

import pytest

import tenancy
from app.brand import removals
from app.brand.models import BannedWord, BrandDna, TrainingSample, VoiceMarker
from app.kit.clock import from_millis
from app.vocabulary import BrandSource, Severity
from tests.api import Api
from tests.graphql_schema.operations import ABSENT
from tests.graphql_schema.test_accounts import fields
from tests.graphql_schema.test_brand import MARKER, PERSONA, REMOVE, STANCE, UPDATE, WORD, ban, brand

UPDATE_MARKER = """mutation($input: UpdateVoiceMarkerInput!) {
  updateVoiceMarker(input: $input) { id phrase category weight source }
}"""
UPDATE_WORD = """mutation($input: UpdateBannedWordInput!) {
  updateBannedWord(input: $input) { id word reason severity source }
}"""
UPDATE_STANCE = """mutation($input: UpdateBrandStanceInput!) {
  updateBrandStance(input: $input) { id stance category keywords }
}"""
TOPICS = "mutation($input: SetTopicsToAvoidInput!) { setTopicsToAvoid(input: $input) }"
REMOVE_SAMPLE = "mutation($input: RemoveTrainingSampleInput!) { removeTrainingSample(input: $input) }"
SAMPLES = """query($id: ID!, $first: Int, $after: String) { client(id: $id) {
  trainingSamples(first: $first, after: $after) {
    totalCount pageInfo { hasNextPage endCursor } nodes { id text calibrationId createdAt } } } }"""


async def gone(client_id: str) -> dict[str, set[str]]:
    kinds = ("voice_marker", "banned_word", "brand_stance", "persona", "topic_to_avoid")
    async with tenancy.bind(client_id):
        return {kind: set(words) for kind in kinds if (words := await removals.removed(kind))}


async def test_an_entry_is_changed_in_part_and_is_a_persons_from_then_on(owner: Api, client_id: str) -> None:
    given = {"clientId": client_id}
    async with tenancy.bind(client_id):
        heard = await VoiceMarker.create(phrase="count it twice", source=BrandSource.VOICE, weight=3.0)
        word = await BannedWord.create(
            word="synergy", reason="Heard.", severity=Severity.HARD, source=BrandSource.DETECTED
        )
    stance = {"stance": "Bake less", "category": "AUTHORITY", "keywords": ["bread"]}
    stance = (await owner.run(STANCE, input=given | stance))["addBrandStance"]

    changed = await owner.run(UPDATE_MARKER, input=given | {"voiceMarkerId": heard.id, "category": "TONE"})
    marker = {"id": heard.id, "phrase": "count it twice", "category": "TONE", "weight": 3.0, "source": "MANUAL"}
    assert changed["updateVoiceMarker"] == marker
    changed = await owner.run(UPDATE_WORD, input=given | {"bannedWordId": word.id, "severity": "SOFT", "reason": " "})
    banned = {"id": word.id, "word": "synergy", "reason": None, "severity": "SOFT", "source": "MANUAL"}
    assert changed["updateBannedWord"] == banned
    changed = await owner.run(UPDATE_STANCE, input=given | {"brandStanceId": stance["id"], "keywords": ["flour", "x"]})
    assert changed["updateBrandStance"] == stance | {"keywords": ["flour", "x"]}
    unchanged = await owner.run(UPDATE_WORD, input=given | {"bannedWordId": word.id})
    assert unchanged["updateBannedWord"] == banned
    again = await owner.run(MARKER, input=given | {"phrase": "Count it twice"})
    assert again["addVoiceMarker"] == marker | {"category": "SIGNATURE", "weight": 1.0}
    assert await gone(client_id) == {}


async def test_a_change_that_no_entry_could_be_made_with_is_refused(owner: Api, client_id: str) -> None:
    given = {"clientId": client_id}
    marker = (await owner.run(MARKER, input=given | {"phrase": "the hard truth"}))["addVoiceMarker"]["id"]
    await owner.run(MARKER, input=given | {"phrase": "look"})
    word = (await ban(owner, client_id, "hard", severity="SOFT")).data["addBannedWord"]["id"]
    await ban(owner, client_id, "guru")
    stance = (await owner.run(STANCE, input=given | {"stance": "Less", "category": "MENTOR"}))["addBrandStance"]["id"]
    before = await brand(owner, client_id)

    refusals: list[tuple[str, dict[str, Any], str]] = [
        (UPDATE_MARKER, {"voiceMarkerId": marker, "phrase": "LOOK"}, "exists"),
        (UPDATE_MARKER, {"voiceMarkerId": marker, "phrase": "ask a guru"}, "banned"),
        (UPDATE_WORD, {"bannedWordId": word, "severity": "HARD"}, "voice_marker"),
        (UPDATE_WORD, {"bannedWordId": word, "word": "truth", "severity": "HARD"}, "voice_marker"),
        (UPDATE_WORD, {"bannedWordId": word, "word": "Guru"}, "exists"),
    ]
    for operation, change, state in refusals:
        refused = await owner.execute(operation, input=given | change)
        assert (refused.code, refused.error["extensions"]["state"]) == ("CONFLICT", state)
    invalid: list[tuple[str, dict[str, Any], str]] = [
        (UPDATE_MARKER, {"voiceMarkerId": marker, "weight": 0}, "input.weight"),
        (UPDATE_MARKER, {"voiceMarkerId": marker, "phrase": " "}, "input.phrase"),
        (UPDATE_WORD, {"bannedWordId": word, "reason": "x" * 501}, "input.reason"),
        (UPDATE_STANCE, {"brandStanceId": stance, "keywords": [f"k{n}" for n in range(21)]}, "input.keywords"),
        (TOPICS, {"topics": ["prices", " "]}, "input.topics"),
        (TOPICS, {"topics": [f"topic {n}" for n in range(51)]}, "input.topics"),
    ]
    for operation, change, path in invalid:
        assert fields(await owner.execute(operation, input=given | change)) == [path]
    for operation, change in (
        (UPDATE_MARKER, {"voiceMarkerId": word, "weight": 2}),
        (UPDATE_WORD, {"bannedWordId": ABSENT}),
        (UPDATE_STANCE, {"brandStanceId": marker, "stance": "More"}),
        (REMOVE_SAMPLE, {"trainingSampleId": stance}),
    ):
        assert (await owner.execute(operation, input=given | change)).code == "NOT_FOUND"
    assert await brand(owner, client_id) == before
    assert await gone(client_id) == {}


async def test_what_people_take_out_is_remembered_until_they_bring_it_back(owner: Api, client_id: str) -> None:
    given = {"clientId": client_id}
    word = (await ban(owner, client_id, "Deep dive")).data["addBannedWord"]["id"]
    marker = (await owner.run(MARKER, input=given | {"phrase": "look here"}))["addVoiceMarker"]["id"]
    persona = (await owner.run(PERSONA, input=given | {"name": "Teenager"}))["addPersona"]["id"]
    await owner.run(TOPICS, input=given | {"topics": ["Prices", "politics", "prices"]})

    await owner.run(UPDATE_WORD, input=given | {"bannedWordId": word, "word": "deep-DIVE"})
    assert await gone(client_id) == {}  # the same words
    await owner.run(UPDATE_WORD, input=given | {"bannedWordId": word, "word": "diving"})
    await owner.run(UPDATE, input=given | {"personaId": persona, "name": "Rebel"})
    await owner.run(REMOVE, input=given | {"id": marker})
    shown = await owner.run(TOPICS, input=given | {"topics": [" religion ", "prices"]})

    assert shown["setTopicsToAvoid"] == ["religion", "prices"]
    async with tenancy.bind(client_id):
        assert (await BrandDna.get(id="primary")).topics_to_avoid == ["religion", "prices"]
    assert await gone(client_id) == {
        "voice_marker": {"look here"},
        "banned_word": {"deep dive"},
        "persona": {"teenager"},
        "topic_to_avoid": {"politics"},
    }
    await owner.run(MARKER, input=given | {"phrase": "Look here"})
    await owner.run(WORD, input=given | {"word": "deep dive", "severity": "SOFT"})
    await owner.run(UPDATE, input=given | {"personaId": persona, "name": "teenager"})
    await owner.run(TOPICS, input=given | {"topics": ["Politics"]})
    assert await gone(client_id) == {"persona": {"rebel"}, "topic_to_avoid": {"religion", "prices"}}


async def test_samples_are_paged_newest_first_and_taken_out_one_by_one(owner: Api, client_id: str) -> None:
    async with tenancy.bind(client_id):
        for number in range(3):
            await TrainingSample.create(id=f"{ABSENT[:-1]}{number}", text=f"Loaf {number}.", created_at=from_millis(0))
    first = (await owner.run(SAMPLES, id=client_id, first=2))["client"]["trainingSamples"]
    after = first["pageInfo"]["endCursor"]
    rest = (await owner.run(SAMPLES, id=client_id, first=2, after=after))["client"]["trainingSamples"]
    assert [node["text"] for node in first["nodes"]] == ["Loaf 2.", "Loaf 1."]
    assert (first["totalCount"], first["pageInfo"]["hasNextPage"]) == (3, True)
    assert [node["text"] for node in rest["nodes"]] == ["Loaf 0."]

    given = {"clientId": client_id, "trainingSampleId": f"{ABSENT[:-1]}1"}
    assert await owner.run(REMOVE_SAMPLE, input=given) == {"removeTrainingSample": True}
    assert (await owner.execute(REMOVE_SAMPLE, input=given)).code == "NOT_FOUND"
    left = (await owner.run(SAMPLES, id=client_id))["client"]["trainingSamples"]
    assert [(node["text"], node["calibrationId"]) for node in left["nodes"]] == [("Loaf 2.", None), ("Loaf 0.", None)]


async def test_the_database_itself_lets_one_persona_alone_be_the_primary_one(owner: Api, client_id: str) -> None:
    await owner.run(PERSONA, input={"clientId": client_id, "name": "Founder", "isPrimary": True})
    async with tenancy.bind(client_id):
        with pytest.raises(Exception, match="only one persona is the primary one"):
            await tenancy.write(
                lambda tx: tx.run(
                    "INSERT INTO personas (id, name, is_primary, created_at) VALUES (?, ?, 1, 0)", (ABSENT, "x")
                )
            )
