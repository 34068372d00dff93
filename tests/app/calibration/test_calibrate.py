"""Samples and typed instructions teach a client's voice: from the mutation to the event and the pieces that wait."""

import asyncio
from typing import Any

import pytest

import tenancy
from app.billing.models import Subscription
from app.brand.models import BannedWord, BrandDna, CalibrationEvent, TrainingSample, VoiceMarker
from app.calibration import service
from app.calibration.found import TRAITS
from app.calibration.learning import learn
from app.clients.models import Client
from app.generation import sweep
from app.hubs import jobs
from app.hubs.jobs import Ticket
from app.hubs.models import Job
from app.hubs.registry import JobPromise
from app.kit import ids
from app.main import build_app
from app.objects import keys
from app.progress.events import CalibrationComplete, SpokeEvaluated
from app.recall.models import TextChange
from app.resources import Resources
from app.settings import Settings
from app.trail.models import TrailEntry
from app.trail.service import Deed, noted
from app.vocabulary import CalibrationInput, CalibrationTrigger, ClientStatus, JobStatus, Role, SubscriptionStatus
from tests.api import Api
from tests.app.calibration.scene import HISTORY, NOTHING, SAMPLES, asked, calibrated, left, over, told
from tests.app.generation.following import CANCEL, RETRY, following
from tests.app.generation.pieces import has, some_word
from tests.app.generation.promises import account_of
from tests.app.generation.test_rescoring import passing
from tests.app.generation.test_rescoring import rescored as judged
from tests.graphql_schema.streams import subscribed

EVENTS = """subscription($id: ID!) { clientEvents(clientId: $id) { __typename ... on CalibrationComplete {
  calibrationId dnaScoreBefore dnaScoreAfter calibration { entities { bannedWords } } } } }"""
NOTES = "query($id: ID!) { client(id: $id) { spokes { nodes { id content qualityScore { rubric { note } } } } } }"


class Asker:
    user_id, account_id, label = None, "account", "Somebody"


async def test_what_is_typed_becomes_the_brand_and_the_pieces_that_wait_are_judged_by_it(
    resources: Resources, owner: Api, client_id: str
) -> None:
    spokes = await passing(resources, owner, client_id, 3)
    word = some_word(spokes, spokes[:1])
    concerned = {spoke["id"] for spoke in spokes if has(spoke, word)}
    text = f"Stop using jargon like synergy and {word}. We always say 'doubling down'. Be a bit more playful."
    async with following(resources, client_id) as followed:
        made = (await asked(owner, client_id, text=text)).data["calibrate"]
        assert made["calibration"]["completedAt"] is None
        last = await over(resources, followed, client_id, made["job"]["id"])
        await judged(resources, followed, client_id)

    seen = (await owner.run(HISTORY, id=client_id))["client"]
    [event] = seen["calibrations"]["nodes"]
    assert (event["inputType"], event["triggerType"], event["instruction"]) == ("TEXT", "MANUAL", text)
    moved = event["entities"].pop("toneAdjustments")
    assert event["entities"] == {
        "voiceMarkers": ["doubling down"],
        "bannedWords": ["synergy", word],
        **{name: [] for name in ("stances", "personas", "topicsToAvoid", "skipped")},
    }
    assert [(each["name"], each["value"] > 0) for each in moved] == [("playful", True)]
    assert (event["samples"], event["spokesReevaluated"]) == (0, 3)
    assert event["job"] == {"id": made["job"]["id"], "status": "COMPLETE", "errorMessage": None}
    assert seen["bannedWords"] == [{"word": each, "severity": "SOFT", "source": "VOICE"} for each in ("synergy", word)]
    assert seen["voiceMarkers"] == [{"phrase": "doubling down", "source": "VOICE"}]
    assert (last.status, last.message) == (JobStatus.COMPLETE, "4 learned. 3 spokes are judged anew.")

    [told_of] = [each for each in followed.events if isinstance(each, CalibrationComplete)]
    assert (told_of.calibration_id, told_of.dna_score_before) == (event["id"], event["dnaScoreBefore"])
    nodes = (await owner.run(NOTES, id=client_id))["client"]["spokes"]["nodes"]
    notes = {node["id"]: " ".join(note["note"] for note in node["qualityScore"]["rubric"]) for node in nodes}
    assert {id for id, said in notes.items() if "Banned words used" in said} == concerned
    assert [node["content"] for node in nodes] == [spoke["content"] for spoke in spokes], "a soft word flags"
    assert {each.spoke_id for each in followed.events if isinstance(each, SpokeEvaluated)} == concerned
    async with tenancy.bind(client_id):
        assert (await BrandDna.get(id="primary")).calibration_source == "manual"
        actions = [entry.action for entry in await TrailEntry.filter(subject_id=event["id"]).order_by("number")]
    assert actions == ["brand.calibration_requested", "brand.calibrated"]
    assert await JobPromise.filter(client_id=client_id).count() == 0


async def test_samples_are_learned_from_once_and_the_voice_is_better_known_for_them(
    resources: Resources, owner: Api, client_id: str
) -> None:
    event = await calibrated(resources, owner, client_id, samples=[*SAMPLES, SAMPLES[0].upper()])
    assert (event["samples"], event["inputType"]) == (5, "TEXT")
    assert "here is the thing" in event["entities"]["voiceMarkers"]
    assert event["dnaScoreAfter"] > 50 > event["dnaScoreBefore"] == 0
    seen = (await owner.run(HISTORY, id=client_id))["client"]
    assert {each["source"] for each in seen["voiceMarkers"]} == {"DETECTED"}
    assert [each["phrase"] for each in seen["voiceMarkers"]] == event["entities"]["voiceMarkers"]
    async with tenancy.bind(client_id):
        dna = await BrandDna.get(id="primary")
        assert (dna.strength_score, dna.calibration_source) == (event["dnaScoreAfter"], "content_upload")
        assert set(dna.tone_profile) == set(TRAITS)
        samples = await TrainingSample.all().order_by("id")
        assert [sample.text for sample in samples] == SAMPLES
        changes = {change.source_id for change in await TextChange.all()}
        markers = {str(id) for id in await VoiceMarker.all().values_list("id", flat=True)}
        assert markers | {sample.id for sample in samples} <= changes, "their vectors are to be made"
        assert (await CalibrationEvent.get(id=event["id"])).samples is None

    again = await calibrated(resources, owner, client_id, text="Never say 'here is the thing'.", samples=SAMPLES)
    assert (again["samples"], again["entities"]["bannedWords"]) == (0, ["here is the thing"])
    after = (await owner.run(HISTORY, id=client_id))["client"]
    assert [each["phrase"] for each in after["voiceMarkers"]] == [
        each["phrase"] for each in seen["voiceMarkers"] if each["phrase"] != "here is the thing"
    ], "what was measured gives way to what is said"
    async with tenancy.bind(client_id):
        assert await TrainingSample.all().count() == 5


async def test_two_that_learn_at_once_learn_from_each_sample_once_and_measure_all_together(
    resources: Resources, owner: Api, client_id: str
) -> None:
    async with following(resources, client_id) as followed:
        halves = (SAMPLES[:3], SAMPLES[2:])
        made = [(await asked(owner, client_id, samples=half)).data["calibrate"] for half in halves]
        for each in made:
            await over(resources, followed, client_id, each["job"]["id"])
    nodes = (await owner.run(HISTORY, id=client_id))["client"]["calibrations"]["nodes"]
    assert sorted(node["samples"] for node in nodes) == [2, 3]
    async with tenancy.bind(client_id):
        dna = await BrandDna.get(id="primary")
        assert sorted(sample.text for sample in await TrainingSample.all()) == sorted(SAMPLES)
        assert dna.analysis["samples"] == 5


async def test_who_watches_the_client_is_told_what_was_learned(
    resources: Resources, settings: Settings, owner: Api, client_id: str
) -> None:
    async with tenancy.bind(client_id):
        await Job.create(kind="hub.create", status=JobStatus.QUEUED)  # the first that a watcher is told
    async with subscribed(build_app(settings), owner, EVENTS, {"id": client_id}) as events:
        assert (await events.get())["data"]["clientEvents"] == {"__typename": "JobProgress"}
        event = await calibrated(resources, owner, client_id, text="Never say synergy.")
        async with asyncio.timeout(10):
            while (told_of := (await events.get())["data"]["clientEvents"]) == {"__typename": "JobProgress"}:
                pass
    assert told_of == {
        "__typename": "CalibrationComplete",
        "calibrationId": event["id"],
        "dnaScoreBefore": event["dnaScoreBefore"],
        "dnaScoreAfter": event["dnaScoreAfter"],
        "calibration": {"entities": {"bannedWords": ["synergy"]}},
    }


async def lost(resources: Resources, owner: Api, client_id: str, **given: Any) -> Ticket:
    """A calibration that is written and whose job the engine never got, as a crash leaves it."""
    ticket = Ticket(client_id, await account_of(owner), "", ids.new_id(), 1)
    await JobPromise.create(id=ticket.job_id, account_id=ticket.account_id, client_id=client_id)
    async with tenancy.bind(client_id), tenancy.transaction():
        event = {"trigger_type": CalibrationTrigger.MANUAL, "input_type": CalibrationInput.TEXT, **given}
        await CalibrationEvent.create(id=ticket.job_id, job_id=ticket.job_id, **event)
        await noted(Asker, [Deed(service.REQUESTED, ticket.job_id)])
        await jobs.queue(ticket, service.CALIBRATE, {})
    return ticket


async def test_what_a_crash_left_is_gone_on_with_at_the_next_start_and_learned_once(
    resources: Resources, owner: Api, client_id: str
) -> None:
    ticket = await lost(resources, owner, client_id, instruction="Never say synergy.", samples=SAMPLES[:2])
    await learn(ticket)
    async with tenancy.bind(client_id):
        first = [await model.all().order_by("id").values() for model in (BannedWord, TrainingSample, VoiceMarker)]
        trail = await TrailEntry.all().count()
    await learn(ticket)
    async with following(resources, client_id) as followed:
        assert await sweep.restart_lost_jobs() == 1
        assert await sweep.restart_lost_jobs() == 0
        await over(resources, followed, client_id, ticket.job_id)
    async with tenancy.bind(client_id):
        after = [await model.all().order_by("id").values() for model in (BannedWord, TrainingSample, VoiceMarker)]
        assert after == first
        assert await TrailEntry.all().count() == trail
    event = await told(owner, client_id)
    assert (event["samples"], event["entities"]["bannedWords"], event["job"]["status"]) == (2, ["synergy"], "COMPLETE")
    assert await JobPromise.filter(client_id=client_id).count() == 0


async def test_a_recording_of_which_nobody_was_told_is_forgotten_at_the_next_start(
    resources: Resources, owner: Api, client_id: str
) -> None:
    job_id = ids.new_id()
    await JobPromise.create(id=job_id, account_id=await account_of(owner), client_id=client_id)
    await resources.objects.put(keys.voice_key(client_id, job_id, "webm"), b"half", "audio/webm")

    assert await sweep.restart_lost_jobs() == 0
    assert await left(resources, client_id) == NOTHING


async def test_a_cancelled_calibration_teaches_nothing_until_a_director_retries_it(
    resources: Resources, owner: Api, client_id: str
) -> None:
    ticket = await lost(resources, owner, client_id, instruction="Never say synergy.")
    creator = await owner.colleague(Role.CREATOR, (client_id,))
    ids_of = {"c": client_id, "j": ticket.job_id}
    assert (await creator.execute(CANCEL, **ids_of)).code == "FORBIDDEN"
    assert (await owner.run(CANCEL, **ids_of))["cancelJob"]["status"] == "CANCELED"
    assert await JobPromise.filter(client_id=client_id).count() == 0
    async with tenancy.bind(client_id):
        assert await BannedWord.all().count() == 0

    assert (await creator.execute(RETRY, **ids_of)).code == "FORBIDDEN"
    async with following(resources, client_id) as followed:
        await owner.run(RETRY, **ids_of)
        await over(resources, followed, client_id, ticket.job_id)
    assert (await told(owner, client_id))["entities"]["bannedWords"] == ["synergy"]


REFUSED: list[tuple[dict[str, Any], str]] = [
    ({}, "input"),
    ({"text": "  ", "samples": []}, "input"),
    ({"text": "x" * 20_001}, "input.text"),
    ({"samples": ["x"] * 101}, "input.samples"),
    ({"samples": ["fine", " "]}, "input.samples"),
    ({"samples": ["x" * 20_001]}, "input.samples"),
]


async def test_what_cannot_be_learned_from_is_refused_and_nothing_is_written(
    resources: Resources, owner: Api, client_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for given, path in REFUSED:
        refused = await asked(owner, client_id, **given)
        assert refused.code == "VALIDATION_ERROR", given
        assert [field["path"] for field in refused.error["extensions"]["fields"]] == [path], given
    unheard = await asked(owner, client_id, b"anything")
    assert (unheard.code, unheard.error["extensions"]["state"]) == ("CONFLICT", "no_recogniser")
    assert "FOUNDRY_TRANSCRIPTION" in unheard.error["message"]
    monkeypatch.setattr(service, "MAX_KEPT", 1)
    assert (await asked(owner, client_id, samples=["one", "two"])).error["extensions"]["state"] == "full"
    stranger = await asked(await owner.sign_up(), client_id, text="Never say synergy.")
    assert stranger.code == "NOT_FOUND"
    await Client.filter(id=client_id).update(status=ClientStatus.PAUSED)
    paused = await asked(owner, client_id, text="Never say synergy.")
    assert (paused.code, paused.error["extensions"]["state"]) == ("CONFLICT", "paused")
    await Client.filter(id=client_id).update(status=ClientStatus.ACTIVE)
    owed = Subscription.filter(account_id=await account_of(owner))
    await owner.run("{ account { subscription { tier } } }")
    await owed.update(status=SubscriptionStatus.PAST_DUE)
    unpaid = await asked(owner, client_id, text="Never say synergy.")
    assert (unpaid.code, unpaid.error["extensions"]["state"]) == ("CONFLICT", "past_due")

    assert await left(resources, client_id) == NOTHING
