"""Mending by a model that cannot be had: the job waits with the pieces, and nothing is passed or lost meanwhile."""

from collections.abc import Iterator

import pytest

from app.resources import Resources
from app.settings import Settings
from app.vocabulary import JobStatus
from tests.api import Api
from tests.app.generation.following import ended, following
from tests.app.generation.pieces import EDIT, ban, has, some_word, spokes_of, written
from tests.app.generation.test_healing_loop import be_strict
from tests.app.generation.test_model_jobs import MODEL, waits
from tests.app.generation.test_rescoring import newest, promise_of
from tests.fixtures.app import settings_in
from tests.llm_server import ModelServer, model_server, status, well


@pytest.fixture(scope="module")
def server() -> Iterator[ModelServer]:
    with model_server() as server:
        yield server


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory, server: ModelServer) -> Settings:
    data = tmp_path_factory.mktemp("data")
    return settings_in(data, model=MODEL, model_url=server.openai_url, model_pause_s=0.001)


async def test_a_piece_to_be_mended_waits_for_the_model_and_is_mended_when_that_is_back(
    resources: Resources, owner: Api, client_id: str, server: ModelServer
) -> None:
    await be_strict(client_id, 0)
    _, before = await written(resources, owner, client_id, 3)
    word = some_word(before, before[:1])
    concerned = [spoke["id"] for spoke in before if has(spoke, word)]
    server.always = status(503)
    async with following(resources, client_id) as followed:
        await ban(owner, client_id, word)
        job_id = (await newest(client_id)).id
        assert await waits(followed, job_id) == "Waiting for the model: it is out of order (HTTP 503)."
        edit = {"clientId": client_id, "spokeId": concerned[0], "content": "Mine."}
        assert (await owner.execute(EDIT, input=edit)).error["extensions"] == {"code": "PROCESSING", "jobId": job_id}
        waiting = await spokes_of(owner, client_id)
        assert [spoke["content"] for spoke in waiting] == [spoke["content"] for spoke in before]
        failed = [spoke["id"] for spoke in waiting if not spoke["qualityScore"]["overallPass"]]
        assert failed == concerned

        server.always = well
        await followed.until(job_id, status=JobStatus.COMPLETE)
        job = await newest(client_id)
        await ended(resources, str(job.workflow_id))

    assert (job.id, job.waits) == (job_id, 0)
    assert await promise_of(client_id) is None
    for old, new in zip(before, await spokes_of(owner, client_id), strict=True):
        assert new["qualityScore"]["overallPass"] is not new["isCreativeConflict"]
        assert new["isCreativeConflict"] or not has(new, word)
        assert new["drafts"][: len(old["drafts"])] == old["drafts"]
        assert (len(new["drafts"]) > len(old["drafts"])) == (new["id"] in concerned)
