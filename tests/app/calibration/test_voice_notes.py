"""Voice notes: kept, written down by a server that speaks the recogniser's protocol, and learned from."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from typing import Any

import pytest

import tenancy
from app.brand.models import BannedWord, BrandDna, CalibrationEvent
from app.hubs.registry import JobPromise
from app.kit import clock
from app.objects import keys
from app.resources import Resources
from app.settings import Settings
from app.speech.limits import MAX_RECORDING_BYTES
from app.vocabulary import CalibrationInput, CalibrationTrigger, JobStatus
from tests.api import Api
from tests.app.calibration.scene import NOTHING, asked, left, over, told
from tests.app.generation.following import RETRY, following
from tests.app.generation.ledger import client_file
from tests.app.speech.recordings import tone
from tests.fixtures.app import settings_in
from tests.speech_server import SAID, SpeechServer, speech_server, status

USAGE = "{ account { usage { voiceCalibrations } } }"


@pytest.fixture(scope="module")
def served() -> Iterator[SpeechServer]:
    with speech_server() as server:
        yield server


@pytest.fixture
def server(served: SpeechServer) -> SpeechServer:
    served.reset()
    return served


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory, served: SpeechServer) -> Settings:
    return settings_in(
        tmp_path_factory.mktemp("data"),
        transcription="openai:scribe",
        transcription_url=served.url,
        model_pause_s=0.001,
    )


async def test_a_voice_note_is_written_down_as_soon_as_the_recogniser_can_be_had(
    resources: Resources, owner: Api, client_id: str, server: SpeechServer
) -> None:
    recording = tone("ogg, opus")
    server.next.append(status(503))
    async with following(resources, client_id) as followed:
        made = (await asked(owner, client_id, recording, trigger="DRIFT_ALERT")).data["calibrate"]
        last = await over(resources, followed, client_id, made["job"]["id"])
    messages = [change.message for change in followed.changes(made["job"]["id"])]
    assert "Waiting for the recogniser: it is out of order (HTTP 503)." in messages
    assert (last.status, last.message) == (JobStatus.COMPLETE, "2 learned.")

    event = await told(owner, client_id)
    key = f"assets/{client_id}/voice/{event['id']}.ogg"
    assert (event["inputType"], event["triggerType"], event["inputR2Key"]) == ("VOICE", "DRIFT_ALERT", key)
    assert (event["transcript"], event["instruction"]) == (SAID, None)
    assert event["entities"]["bannedWords"] == ["synergy", "leverage"]
    assert await resources.objects.get(key) == recording
    beside = json.loads(await resources.objects.get(key.replace(".ogg", ".json")))
    assert (beside["text"], beside["recogniser"]) == (SAID, "openai:scribe")
    assert [asked.data for asked in server.asked] == [recording, recording]
    assert (await owner.run(USAGE))["account"]["usage"]["voiceCalibrations"] == 1
    async with tenancy.bind(client_id):
        assert (await BrandDna.get(id="primary")).calibration_source == "voice_note"


async def test_a_note_that_nobody_understands_fails_in_words_and_can_be_tried_again(
    resources: Resources, owner: Api, client_id: str, server: SpeechServer
) -> None:
    server.next.append(status(400))
    async with following(resources, client_id) as followed:
        made = (await asked(owner, client_id, tone("wav"))).data["calibrate"]
        last = await over(resources, followed, client_id, made["job"]["id"])
        assert last.status is JobStatus.FAILED
        assert last.message == ("The recogniser does not take this recording (HTTP 400). Send it in another format.")
        async with tenancy.bind(client_id):
            assert await BannedWord.all().count() == 0
        assert await JobPromise.filter(client_id=client_id).count() == 0
        assert (await owner.run(USAGE))["account"]["usage"]["voiceCalibrations"] == 0

        followed.events.clear()
        await owner.run(RETRY, c=client_id, j=made["job"]["id"])
        last = await over(resources, followed, client_id, made["job"]["id"])
    assert last.status is JobStatus.COMPLETE
    assert (await told(owner, client_id))["entities"]["bannedWords"] == ["synergy", "leverage"]


async def test_a_client_has_ten_voice_notes_an_hour(
    resources: Resources, owner: Api, client_id: str, server: SpeechServer
) -> None:
    about: dict[str, Any] = {"trigger_type": CalibrationTrigger.MANUAL, "input_type": CalibrationInput.VOICE}
    now = clock.now()
    async with tenancy.bind(client_id), tenancy.transaction():
        for minutes in range(1, 11):
            await CalibrationEvent.create(**about, created_at=now - timedelta(minutes=5 * minutes))
    before = await left(resources, client_id)
    refused = await asked(owner, client_id, tone("wav"))
    assert refused.code == "RATE_LIMITED"
    assert 0 < refused.error["extensions"]["retryAfter"] <= 600, "the oldest of ten was fifty minutes ago"
    assert "10 voice calibrations an hour" in refused.error["message"]
    assert await left(resources, client_id) == before

    async with tenancy.bind(client_id), tenancy.transaction():
        oldest = CalibrationEvent.filter(created_at__lte=now - timedelta(minutes=50))
        await oldest.update(created_at=now - timedelta(minutes=61))
    async with following(resources, client_id) as followed:
        made = (await asked(owner, client_id, tone("wav"))).data["calibrate"]
        await over(resources, followed, client_id, made["job"]["id"])


async def test_what_is_no_recording_or_cannot_be_written_leaves_nothing_behind(
    resources: Resources, settings: Settings, owner: Api, client_id: str, server: SpeechServer
) -> None:
    for data in (b"not a recording", b"\0" * (MAX_RECORDING_BYTES + 1)):
        refused = await asked(owner, client_id, data)
        assert [field["path"] for field in refused.error["extensions"]["fields"]] == ["input.audio"]
    with closing(sqlite3.connect(client_file(settings.data_dir, client_id))) as raw, raw:
        raw.execute("CREATE TRIGGER broken BEFORE INSERT ON calibration_events BEGIN SELECT RAISE(ABORT, 'no'); END")
    assert (await asked(owner, client_id, tone("wav"))).code == "INTERNAL_ERROR"

    assert await left(resources, client_id) == NOTHING
    assert await resources.objects.list(keys.client_prefix(client_id)) == []
    assert server.asked == []
