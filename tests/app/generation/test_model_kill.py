"""A server that is killed while a job waits for its model."""

import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.app.generation.ledger import assert_job_kept_its_promise, client_file, rows
from tests.app.generation.test_kill import set_threshold
from tests.fixtures.live import LiveServer
from tests.llm_server import PROMPT_TOKENS, ModelServer, model_server, status, well

pytestmark = pytest.mark.slow

SPOKES = 25
WITHIN_S = 90


@pytest.fixture
def model() -> Iterator[ModelServer]:
    with model_server() as model:
        yield model


@pytest.fixture
def server(tmp_path: Path, model: ModelServer) -> Iterator[LiveServer]:
    environment = {
        "FOUNDRY_LOG_LEVEL": "ERROR",
        "FOUNDRY_MODEL": "openai:scribe",
        "FOUNDRY_MODEL_URL": model.openai_url,
        "FOUNDRY_MODEL_PAUSE_S": "0.05",
    }
    server = LiveServer(tmp_path, environment)
    server.start()
    server.prepare()
    yield server
    server.kill(signal.SIGKILL)


def until(reached: Callable[[], bool]) -> None:
    deadline = time.monotonic() + WITHIN_S
    while not reached():
        assert time.monotonic() < deadline, "it does not come to that"
        time.sleep(0.01)


def test_job_that_waits_goes_on_by_itself_at_the_next_start(server: LiveServer, model: ModelServer) -> None:
    database = client_file(server.data, server.client_id)
    set_threshold(database, "g2", 0)
    model.next.extend([well] * 3)
    model.always = status(503)
    hub_id, job_id = server.start_hub()
    until(lambda: bool(rows(database, "SELECT id FROM generation_queue WHERE waits >= 2 AND status = 'queued'")))
    assert server.kill() == -signal.SIGKILL
    [waiting] = rows(database, "SELECT * FROM generation_queue")
    assert waiting["message"] == "Waiting for the model: it is out of order (HTTP 503)."
    kept = {row["id"]: row["content"] for row in rows(database, "SELECT id, content FROM spokes")}
    assert len(kept) == waiting["spokes_done"] == 3

    model.always = well
    server.start()
    until(lambda: bool(rows(database, "SELECT id FROM generation_queue WHERE status = 'complete'")))
    assert_job_kept_its_promise(server.data, server.client_id, hub_id, job_id, SPOKES)
    now = {row["id"]: row["content"] for row in rows(database, "SELECT id, content FROM spokes")}
    assert {id: now[id] for id in kept} == kept
    [job] = rows(database, "SELECT * FROM generation_queue")
    drafts = len(rows(database, "SELECT id FROM drafts"))
    assert job["prompt_tokens"] == drafts * PROMPT_TOKENS, "each draft was paid for once"
    log = (server.data / "server.log").read_text()
    assert ("gave up" in log, "failed in workflow" in log) == (False, False)
