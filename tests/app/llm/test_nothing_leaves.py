"""Where no model is configured, none is loaded and nothing is sent, whatever keys lie in the environment."""

import os
import subprocess
import sys

import pytest

from app.llm import open_model
from app.resources import Resources
from app.settings import Settings
from app.vocabulary import JobStatus
from tests.api import Api
from tests.app.generation.following import create_hub, following, read_job

LIBRARIES = "pydantic_ai", "openai", "anthropic", "httpx2"
_connections: list[str] = []
_is_watching = False


def _watch(event: str, arguments: tuple[object, ...]) -> None:
    if _is_watching and event in ("socket.connect", "socket.getaddrinfo", "socket.sendto"):
        _connections.append(f"{event} {arguments[1:]}")


sys.addaudithook(_watch)  # for the whole process: it cannot be taken away again


@pytest.fixture
def connections() -> "object":
    global _is_watching
    _connections.clear()
    _is_watching = True
    yield _connections
    _is_watching = False


async def test_a_whole_job_opens_no_connection(
    resources: Resources, owner: Api, client_id: str, connections: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "a key that lies about")
    async with following(resources, client_id) as followed:
        _, job_id = await create_hub(owner, client_id)
        await followed.until(job_id, status=JobStatus.COMPLETE)
    assert connections == []
    assert (await read_job(client_id, job_id)).model_name is None


def test_libraries_of_models_are_not_loaded_by_the_start() -> None:
    program = f"import app.main, sys; print(sorted(set(sys.modules) & set({LIBRARIES!r})))"
    environment = {**os.environ, "FOUNDRY_MODEL": "openai:scribe", "FOUNDRY_MODEL_URL": "http://127.0.0.1:1/v1"}
    said = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True)
    assert said.stdout == "[]\n"


def test_no_model_is_opened_unless_it_is_named() -> None:
    assert open_model(Settings()) is None
    model = open_model(Settings(model="anthropic:scribe", model_key="sesame"))
    assert model is not None
    assert model.name == "anthropic:scribe"


@pytest.mark.parametrize("given", [{"model": "scribe"}, {"model": "other:scribe"}, {"model": "openai:"}])
def test_name_of_a_model_says_its_protocol(given: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="openai:NAME or anthropic:NAME"):
        Settings(model_key="sesame", **given)  # type: ignore[arg-type]


def test_model_needs_a_key_or_an_address_and_keeps_the_key_to_itself() -> None:
    with pytest.raises(ValueError, match="FOUNDRY_MODEL_KEY"):
        Settings(model="openai:scribe")
    assert "sesame" not in repr(Settings(model="openai:scribe", model_key="sesame"))
