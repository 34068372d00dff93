"""curl, sending a file by the GraphQL multipart request specification."""

import json
import subprocess
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.outside.operations import LiveServer
from tests.outside.pdf import pdf_of

_CREATE = """mutation($input: CreateHubInput!) {
  createHub(input: $input) { hub { id sourceType title } job { id } }
}"""
_COUNT = "query($id: ID!) { client(id: $id) { hubs { totalCount } } }"
_PAGES = [
    [
        "We asked every customer one question for a year.",
        "The answers filled four notebooks and changed the menu twice.",
    ],
    ["Forty percent asked why the rye sells out by nine.", "So we wrote that down, baked ten more, and told them."],
]


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("upload") / "notebooks.pdf"
    path.write_bytes(pdf_of(_PAGES))
    return path


def _upload(curl: str, server: LiveServer, document: Path, *headers: str) -> tuple[int, dict[str, Any]]:
    """Status and body of createHub with the file as its source; nothing is generated from it."""
    source = {"clientId": server.client_id, "sourceType": "PDF", "title": "Notebooks", "file": None, "generate": False}
    operations = json.dumps({"query": _CREATE, "variables": {"input": source}})
    command = [curl, "--silent", "--show-error", "--max-time", "30", "--write-out", "\n%{http_code}"]
    for header in (f"Authorization: Bearer {server.token}", *headers):
        command += ["--header", header]
    command += ["--form-string", f"operations={operations}", "--form-string", 'map={"0": ["variables.input.file"]}']
    command += ["--form", f"0=@{document};type=application/pdf", f"{server.url}/graphql"]
    body, status = subprocess.run(command, check=True, capture_output=True, text=True).stdout.rsplit("\n", 1)
    return int(status), json.loads(body)


def _hub_count(server: LiveServer) -> int:
    answer = httpx.post(
        f"{server.url}/graphql",
        json={"query": _COUNT, "variables": {"id": server.client_id}},
        headers={"Authorization": f"Bearer {server.token}"},
    )
    return int(answer.json()["data"]["client"]["hubs"]["totalCount"])


def test_upload_creates_a_hub(curl: str, live_server: LiveServer, document: Path) -> None:
    before = _hub_count(live_server)
    status, body = _upload(curl, live_server, document, "GraphQL-Require-Preflight: 1")
    assert (status, body.get("errors")) == (200, None)
    created = body["data"]["createHub"]
    assert (created["hub"]["sourceType"], created["hub"]["title"]) == ("PDF", "Notebooks")
    assert created["job"]["id"]
    assert _hub_count(live_server) == before + 1


def test_upload_is_refused_when_a_form_of_another_site_could_have_sent_it(
    curl: str, live_server: LiveServer, document: Path
) -> None:
    before = _hub_count(live_server)
    status, body = _upload(curl, live_server, document)
    assert status in (400, 403)
    assert body["errors"][0]["message"]
    assert body.get("data") is None
    assert _hub_count(live_server) == before
