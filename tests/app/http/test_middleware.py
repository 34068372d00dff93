"""The size of a request, who may call from another page, and what the server says of itself."""

import json
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from app.settings import Settings
from tests.api import Api
from tests.fixtures.app import settings_in

MAX_BODY = 2_000
MAX_UPLOAD = 3_000
FORM = MAX_UPLOAD + 1_000_000
ALLOWED = "https://app.example.com"
ME = json.dumps({"query": "{ me { email } }"}).encode()
CREATE = "mutation($input: CreateHubInput!) { createHub(input: $input) { hub { id } } }"


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return settings_in(
        tmp_path_factory.mktemp("data"), max_body_bytes=MAX_BODY, max_upload_bytes=MAX_UPLOAD, cors_origins=(ALLOWED,)
    )


async def in_pieces(body: bytes) -> AsyncIterator[bytes]:
    """Sent without a content-length."""
    for start in range(0, len(body), 1000):
        yield body[start : start + 1000]


async def post(person: Api, content: bytes | AsyncIterator[bytes], **headers: str) -> httpx.Response:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return await person.http.post(
        "/graphql", content=content, headers={"content-type": "application/json", **person.headers, **named}
    )


@pytest.mark.parametrize("says_its_size", [True, False])
async def test_a_body_is_answered_up_to_the_limit_and_refused_beyond(owner: Api, says_its_size: bool) -> None:
    for size, status in ((MAX_BODY, 200), (MAX_BODY + 1, 413), (MAX_BODY * 50, 413)):
        body = ME + b" " * (size - len(ME))
        answer = await post(owner, body if says_its_size else in_pieces(body))
        assert answer.status_code == status
        if status == 413:
            [error] = answer.json()["errors"]
            assert error["message"] == "The request is larger than the 2,000 bytes allowed."
            assert error["extensions"] == {"code": "VALIDATION_ERROR"}


async def test_a_size_is_not_believed_of_a_body_that_comes_in_pieces(owner: Api) -> None:
    """A server may let both headers pass; then the pieces are what is read."""
    body = in_pieces(ME + b" " * (MAX_BODY - len(ME) + 1))

    assert (await post(owner, body, content_length="10", transfer_encoding="chunked")).status_code == 413


@pytest.mark.parametrize("size", ["-1", "many", "1e3", "+5"])
async def test_a_body_is_refused_when_its_size_is_no_number(owner: Api, size: str) -> None:
    assert (await post(owner, ME, content_length=size)).status_code == 413


def form(person: Api, client_id: str, file: bytes) -> tuple[bytes, str]:
    """Body and content type of an upload by the multipart request specification."""
    source = {"clientId": client_id, "sourceType": "TEXT", "file": None, "generate": False}
    operations = {"query": CREATE, "variables": {"input": source}}
    request = person.http.build_request(
        "POST",
        "/graphql",
        data={"operations": json.dumps(operations), "map": '{"0": ["variables.input.file"]}'},
        files={"0": ("notes.txt", file, "text/plain")},
    )
    return request.read(), request.headers["content-type"]


async def count(person: Api, client_id: str) -> int:
    data = await person.run(f'{{ client(id: "{client_id}") {{ hubs {{ totalCount }} }} }}')
    total: int = data["client"]["hubs"]["totalCount"]
    return total


def stored(settings: Settings, client_id: str) -> set[Path]:
    """The client's objects; those of others may still be written, by jobs of earlier tests."""
    files = {path for path in (settings.data_dir / "objects").rglob("*") if path.is_file()}
    return {path for path in files if client_id in str(path)}


async def test_an_upload_has_a_limit_of_its_own(owner: Api, client_id: str) -> None:
    body, kind = form(owner, client_id, b"Bread is made at night. " * 100)
    assert len(body) > MAX_BODY

    answer = await post(owner, body, content_type=kind, graphql_require_preflight="1")
    assert (answer.status_code, "errors" in answer.json()) == (200, False)
    assert await count(owner, client_id) == 1


async def test_a_file_beyond_the_limit_is_refused_and_leaves_nothing(
    owner: Api, client_id: str, settings: Settings
) -> None:
    before = stored(settings, client_id)
    body, kind = form(owner, client_id, b"x" * (MAX_UPLOAD + 1))
    [error] = (await post(owner, body, content_type=kind, graphql_require_preflight="1")).json()["errors"]

    assert error["extensions"]["code"] == "VALIDATION_ERROR"
    assert "3,000" in error["message"]
    assert await count(owner, client_id) == 0
    assert stored(settings, client_id) == before


@pytest.mark.parametrize("says_its_size", [True, False])
async def test_a_form_beyond_the_limit_is_refused(
    owner: Api, client_id: str, settings: Settings, says_its_size: bool
) -> None:
    before = stored(settings, client_id)
    body, kind = form(owner, client_id, b"x" * FORM)
    content = body if says_its_size else in_pieces(body)
    answer = await post(owner, content, content_type=kind, graphql_require_preflight="1")

    assert answer.status_code == 413
    assert "1,003,000" in answer.json()["errors"][0]["message"]
    assert await count(owner, client_id) == 0
    assert stored(settings, client_id) == before


async def test_a_form_that_any_page_could_send_is_refused(owner: Api, client_id: str, settings: Settings) -> None:
    before = stored(settings, client_id)
    body, kind = form(owner, client_id, b"Bread is made at night.")
    answer = await post(owner, body, content_type=kind)

    assert answer.status_code == 403
    assert "GraphQL-Require-Preflight" in answer.json()["errors"][0]["message"]
    assert "data" not in answer.json()
    assert await count(owner, client_id) == 0
    assert stored(settings, client_id) == before


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"operations": "not JSON"},
        {"operations": '{"query": "{ me { id } }"}', "map": "not JSON"},
        {"operations": '"text"', "map": "{}"},
        {"operations": '{"query": "{ me { id } }"}', "map": '{"0": ["variables.file"]}'},
    ],
    ids=str,
)
async def test_a_form_that_breaks_the_specification_is_refused_in_words(owner: Api, fields: dict[str, str]) -> None:
    request = owner.http.build_request("POST", "/graphql", data=fields, files={"9": ("a.txt", b"a")})
    answer = await post(
        owner, request.read(), content_type=request.headers["content-type"], graphql_require_preflight="1"
    )

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["message"]


async def test_an_allowed_page_may_ask_and_read_the_answer(owner: Api) -> None:
    asked = await owner.http.options(
        "/graphql",
        headers={
            "origin": ALLOWED,
            "access-control-request-method": "POST",
            "access-control-request-headers": "authorization, content-type",
        },
    )
    assert asked.status_code == 200
    assert asked.headers["access-control-allow-origin"] == ALLOWED
    assert "POST" in asked.headers["access-control-allow-methods"]
    assert "authorization" in asked.headers["access-control-allow-headers"].lower()
    for content, status in ((ME, 200), (b"x" * (MAX_BODY + 1), 413)):
        answer = await post(owner, content, origin=ALLOWED)
        assert (answer.status_code, answer.headers["access-control-allow-origin"]) == (status, ALLOWED)
        assert "access-control-allow-credentials" not in answer.headers


@pytest.mark.parametrize(
    "origin", ["https://evil.example.com", "null", f"{ALLOWED}.evil.com", "http://app.example.com"]
)
async def test_another_page_gets_no_leave(owner: Api, origin: str) -> None:
    asked = await owner.http.options("/graphql", headers={"origin": origin, "access-control-request-method": "POST"})
    answer = await post(owner, ME, origin=origin)

    assert asked.status_code == 400
    assert "access-control-allow-origin" not in asked.headers
    assert "access-control-allow-origin" not in answer.headers


async def test_the_server_says_that_it_lives_and_serves(api: Api) -> None:
    lives, serves = await api.http.get("/healthz"), await api.http.get("/readyz")

    assert (lives.status_code, lives.text) == (200, "ok")
    assert (serves.status_code, serves.json()) == (200, {"ready": True})


async def test_the_metrics_count_requests_by_known_methods_alone(api: Api) -> None:
    await api.http.get("/healthz")
    for method in ("PURGE", "X" * 50):
        assert (await api.http.request(method, "/healthz")).status_code == 405
    metrics = await api.http.get("/metrics")

    assert metrics.status_code == 200
    assert metrics.headers["content-type"].startswith("text/plain")
    assert 'foundry_http_requests_total{method="GET",status="200"}' in metrics.text
    assert 'foundry_http_requests_total{method="other",status="405"}' in metrics.text
    assert "PURGE" not in metrics.text
