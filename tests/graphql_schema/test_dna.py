"""What is known of a client's voice, before anything is known, after a calibration, and when people set the tone."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import Any

import orjson
import pytest_asyncio

import tenancy
from app.brand.models import PRIMARY, BrandDna, TrainingSample
from app.calibration.analysis import analyse
from app.calibration.strength import measure, remember
from app.clients.models import Client
from app.resources import Resources
from app.settings import Settings
from tests.api import Api
from tests.app.calibration.voices import BLUNT
from tests.graphql_schema.planner.ways import Ways, ways
from tests.graphql_schema.test_accounts import fields

READ = """query($id: ID!) { client(id: $id) { createdAt brandDna {
  id strengthScore signaturePatterns topicsToAvoid topics lastCalibrationAt calibrationSource createdAt updatedAt
  toneProfile { name value } toneSet { name value }
  patterns { phrase category example share } vocabulary { typical richness }
  structure { sentenceLength sentenceSpread paragraphLength questions exclamations lists dashes firstPerson
    secondPerson }
  breakdown { toneMatch vocabulary structure topics samples measured } recommendations } } }"""
SET = """mutation($input: SetToneProfileInput!) { setToneProfile(input: $input) {
  toneProfile { name value } toneSet { name value } updatedAt } }"""
REMOVE = "mutation($input: RemoveTrainingSampleInput!) { removeTrainingSample(input: $input) }"
TRAIL = "query($id: ID!) { client(id: $id) { auditTrail(first: 1) { nodes { action detail } } } }"


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def door(settings: Settings, resources: Resources) -> AsyncIterator[Ways]:
    async with ways(settings) as open_ways:
        yield open_ways


async def read(door: Ways, api: Api, client_id: str) -> dict[str, Any]:
    """The same whichever way it is read."""
    planned, ordinary = await door.both(api, READ, id=client_id)
    assert planned == ordinary
    client: dict[str, Any] = orjson.loads(planned)["data"]["client"]
    return client


async def calibrated(client_id: str) -> list[str]:
    """Twelve samples of one voice, measured as a calibration does."""
    async with tenancy.bind(client_id), tenancy.transaction():
        rows = [await TrainingSample.create(text=text) for text in BLUNT]
        found = analyse(BLUNT)
        row, _ = await BrandDna.get_or_create(id=PRIMARY)
        patterns = [pattern.phrase for pattern in found.patterns]
        row.update_from_dict(
            {"analysis": found.plain(), "tone_profile": dict(found.tone), "signature_patterns": patterns}
        )
        await row.save()
        await remember(measure(BLUNT))
    return [row.id for row in rows]


async def test_a_client_that_was_never_calibrated_is_told_how_to_begin(door: Ways, owner: Api, client_id: str) -> None:
    dna = (await read(door, owner, client_id))["brandDna"]
    made = await Client.get(id=client_id)
    began = {dna.pop("createdAt"), dna.pop("updatedAt")}
    assert len(began) == 1
    assert abs(datetime.fromisoformat(began.pop()) - made.created_at) < timedelta(seconds=1)
    assert [dna.pop("recommendations")[0][:40]] == ["Calibrate: give at least 3 texts of 20 w"]
    nothing = dict.fromkeys(("strengthScore", "lastCalibrationAt", "calibrationSource"))
    empty = ("toneProfile", "toneSet", "signaturePatterns", "patterns", "topics", "topicsToAvoid")
    assert dna.pop("breakdown") == {
        **dict.fromkeys(("toneMatch", "vocabulary", "structure", "topics"), 0.0),
        "samples": 0,
        "measured": [],
    }
    assert dna.pop("vocabulary") == {"typical": [], "richness": 0.0}
    assert set(dna.pop("structure").values()) == {0.0}
    assert dna == {"id": "primary", **nothing, **{name: [] for name in empty}}
    async with tenancy.bind(client_id):
        assert not await BrandDna.all().exists()  # reading writes nothing


async def test_what_was_measured_is_shown_and_the_tone_that_people_set_holds(
    door: Ways, owner: Api, client_id: str
) -> None:
    samples = await calibrated(client_id)
    found, strength = analyse(BLUNT), measure(BLUNT)
    dna = (await read(door, owner, client_id))["brandDna"]
    assert dna["strengthScore"] == strength.score > 70
    assert dna["recommendations"] == []
    assert dna["breakdown"] == {
        "toneMatch": strength.tone_match,
        "vocabulary": strength.vocabulary,
        "structure": strength.structure,
        "topics": strength.topics,
        "samples": 12,
        "measured": ["toneMatch", "vocabulary", "structure", "topics"],
    }
    [thing] = [each for each in dna["patterns"] if each["phrase"] == "here's the thing"]
    assert thing == {
        "phrase": "here's the thing",
        "category": "STRUCTURE",
        "example": "Here's the thing with meetings.",
        "share": 0.333,
    }
    assert dna["signaturePatterns"] == [pattern.phrase for pattern in found.patterns]
    assert dna["vocabulary"] == {"typical": list(found.vocabulary.typical), "richness": found.vocabulary.richness}
    assert dna["structure"]["sentenceLength"] == found.structure.sentence_length
    measured = [{"name": name, "value": value} for name, value in found.tone.items()]
    assert dna["toneProfile"] == measured

    traits = [{"name": "playful", "value": 90}, {"name": "candid", "value": 12.5}]
    given = {"clientId": client_id, "traits": traits}
    shown = (await owner.run(SET, input=given))["setToneProfile"]
    in_order = [traits[1], traits[0]]
    assert shown["toneSet"] == in_order
    assert shown["toneProfile"] == [
        next((trait for trait in traits if trait["name"] == each["name"]), each) for each in measured
    ]
    after = (await read(door, owner, client_id))["brandDna"]
    assert {name: after[name] for name in shown} == shown
    [noted] = (await owner.run(TRAIL, id=client_id))["client"]["auditTrail"]["nodes"]
    assert noted == {"action": "brand.tone_set", "detail": {"candid": 12.5, "playful": 90.0}}

    for wrong in ([("loud", 5)], [("candid", 101)], [("candid", 5), ("candid", 6)]):
        asked = {"clientId": client_id, "traits": [{"name": name, "value": value} for name, value in wrong]}
        assert fields(await owner.execute(SET, input=asked)) == ["input.traits"]
    assert (await read(door, owner, client_id))["brandDna"] == after
    cleared = (await owner.run(SET, input={"clientId": client_id, "traits": []}))["setToneProfile"]
    assert (cleared["toneProfile"], cleared["toneSet"]) == (measured, [])

    await owner.run(REMOVE, input={"clientId": client_id, "trainingSampleId": samples[-1]})
    fewer = (await read(door, owner, client_id))["brandDna"]
    assert (fewer["breakdown"]["samples"], fewer["strengthScore"]) == (11, measure(BLUNT[:-1]).score)
