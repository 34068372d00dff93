"""Instructions that a model understands: what becomes of them when it answers, is down, or stays away."""

from typing import Any

import pytest

import tenancy
from app.hubs.models import Job
from app.resources import Resources
from app.settings import Settings
from app.vocabulary import JobStatus
from tests.api import Api
from tests.app.calibration.scene import asked, over, told
from tests.app.generation.following import following
from tests.fixtures.app import settings_in
from tests.fixtures.model import served, server
from tests.llm_server import COMPLETION_TOKENS, PROMPT_TOKENS, ModelServer, answering, status

__all__ = ["served", "server"]

FALL_BACK = "mutation($input: UpdateClientInput!) { updateClient(input: $input) { writerFallback } }"
NOTE = "Never say synergy, and be playful. Ask for more than that and you get coffee."
ANSWER: dict[str, Any] = {
    "banned": [{"word": "synergy"}],
    "phrases": [{"phrase": "you get coffee"}],
    "tone": {"playful": 15},
    **{name: [] for name in ("stances", "personas", "avoid")},
}


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory, served: ModelServer) -> Settings:
    return settings_in(
        tmp_path_factory.mktemp("data"),
        model="openai:scribe",
        model_url=served.openai_url,
        model_pause_s=0.001,
        model_attempts=1,
    )


async def test_a_model_is_asked_as_soon_as_it_can_be_had_and_its_calls_are_counted(
    resources: Resources, owner: Api, client_id: str, server: ModelServer
) -> None:
    server.next.append(status(503))
    server.always = answering(ANSWER)
    async with following(resources, client_id) as followed:
        made = (await asked(owner, client_id, text=NOTE)).data["calibrate"]
        last = await over(resources, followed, client_id, made["job"]["id"])
    assert last.status is JobStatus.COMPLETE
    messages = [change.message for change in followed.changes(made["job"]["id"])]
    assert "Waiting for the model: it is out of order (HTTP 503)." in messages
    event = await told(owner, client_id)
    assert event["entities"]["bannedWords"] == ["synergy"]
    assert event["entities"]["voiceMarkers"] == ["you get coffee"]
    assert event["entities"]["toneAdjustments"] == [{"name": "playful", "value": 15.0}]
    async with tenancy.bind(client_id):
        job = await Job.get(id=made["job"]["id"])
    assert (job.model_name, job.prompt_tokens, job.completion_tokens) == (
        "openai:scribe",
        PROMPT_TOKENS,
        COMPLETION_TOKENS,
    )


async def test_rules_take_the_place_of_a_model_that_stays_away_where_the_client_lets_them(
    resources: Resources, owner: Api, client_id: str, server: ModelServer
) -> None:
    await owner.run(FALL_BACK, input={"clientId": client_id, "writerFallback": True})
    server.always = status(503)
    async with following(resources, client_id) as followed:
        made = (await asked(owner, client_id, text=NOTE)).data["calibrate"]
        last = await over(resources, followed, client_id, made["job"]["id"])
    assert last.status is JobStatus.COMPLETE
    event = await told(owner, client_id)
    assert (event["entities"]["bannedWords"], event["entities"]["voiceMarkers"]) == (["synergy"], [])
