"""What a source is, and in which letters it is written, is known as well by the workflow as by whoever received it."""

import asyncio
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx
import pytest

from app.billing.models import Subscription
from app.objects import keys
from app.resources import Resources
from tests.api import Api
from tests.graphql_schema.content import SOURCE, followed
from tests.outside.pdf import pdf_of

CREATE = "mutation($input: CreateHubInput!) { createHub(input: $input) { hub { id } job { id } } }"
READ = """query($clientId: ID!, $jobId: ID!, $hubId: ID!) {
  job(clientId: $clientId, id: $jobId) { status errorMessage }
  hub(id: $hubId) { sourceContent }
}"""
LETTERS = "Die Bäckerei zählt jeden Laib, und über Nacht fällt die Entscheidung für den nächsten Tag."
ARTICLE = "".join(f"<p>{LETTERS} Das war Nacht Nummer {number}, und sie war gut für alle.</p>" for number in range(9))
PAGE = f"<html><body><article>{ARTICLE}</article></body></html>"
PAPER = [
    "The night shift counts every loaf that it bakes.",
    "An empty shelf in the evening is a promise of fresh bread.",
    "Customers trust a bakery that says when it is sold out.",
]
PAGES = {
    "/notes": ("text/plain; charset=utf-8", SOURCE.encode()),
    "/alt": (
        "text/html; charset=iso-8859-1",
        PAGE.encode("latin-1"),
    ),
    "/paper": ("application/pdf; version=1.4", pdf_of([PAPER])),
}


class Site(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        content_type, body = PAGES[self.path]
        self.send_response(200)
        self.send_header("content-type", content_type)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        pass


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Site) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


async def read(api: Api, client_id: str, made: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """The hub's id, and its text and job once that is over."""
    hub_id, job_id = made["createHub"]["hub"]["id"], made["createHub"]["job"]["id"]
    await followed(api, client_id, job_id)
    return hub_id, await api.run(READ, clientId=client_id, jobId=job_id, hubId=hub_id)


@pytest.mark.parametrize(
    ("page", "name", "words"),
    [
        ("/notes", "original.txt", "Most bakeries lose money on the loaves that nobody sees."),
        ("/alt", "original.html", LETTERS),
        ("/paper", "original.pdf", "The night shift counts every loaf that it bakes."),
    ],
)
async def test_a_page_is_read_as_what_its_server_says_it_is(
    owner: Api, client_id: str, resources: Resources, site: str, page: str, name: str, words: str
) -> None:
    source = {"clientId": client_id, "sourceType": "URL", "url": site + page, "generate": False}
    hub_id, shown = await read(owner, client_id, await owner.run(CREATE, input=source))

    assert shown["job"] == {"status": "COMPLETE", "errorMessage": None}
    assert words in shown["hub"]["sourceContent"]
    assert await resources.objects.get(keys.source_key(client_id, hub_id, name)) == PAGES[page][1]


async def upload(owner: Api, client_id: str, data: bytes, content_type: str) -> dict[str, Any]:
    source = {"clientId": client_id, "sourceType": "TEXT", "file": None, "generate": False}
    form = {
        "operations": httpx.Response(200, json={"query": CREATE, "variables": {"input": source}}).text,
        "map": '{"0": ["variables.input.file"]}',
    }
    answer = await owner.http.post(
        "/graphql",
        data=form,
        files={"0": ("notes.txt", data, content_type)},
        headers={**owner.headers, "GraphQL-Require-Preflight": "1"},
    )
    made: dict[str, Any] = answer.json()["data"]
    return made


async def test_an_upload_is_read_in_the_letters_it_names(owner: Api, client_id: str) -> None:
    text = "\n\n".join(f"{LETTERS} Nummer {number}." for number in range(9)).encode("utf-16-le")
    made = await upload(owner, client_id, text, "text/plain; charset=utf-16-le")

    _, shown = await read(owner, client_id, made)

    assert shown["job"] == {"status": "COMPLETE", "errorMessage": None}
    assert LETTERS in shown["hub"]["sourceContent"]


async def test_an_upload_that_is_no_text_is_refused_by_the_name_of_its_field(owner: Api, client_id: str) -> None:
    made = await upload(owner, client_id, bytes(range(256)) * 20, "text/plain")

    _, shown = await read(owner, client_id, made)

    assert shown["job"]["status"] == "FAILED"
    assert shown["job"]["errorMessage"].startswith("file: ")
    assert shown["hub"]["sourceContent"] is None


async def test_nothing_is_kept_of_a_source_that_the_plan_refuses(
    owner: Api, client_id: str, resources: Resources
) -> None:
    account_id = (await owner.run("{ account { id subscription { id } } }"))["account"]["id"]
    await Subscription.filter(account_id=account_id).update(hubs_limit=1)
    source = {"clientId": client_id, "sourceType": "TEXT", "text": SOURCE, "generate": False}

    answers = await asyncio.gather(*(owner.execute(CREATE, input=source) for _ in range(4)))

    made = [answer.data["createHub"]["hub"]["id"] for answer in answers if "errors" not in answer.body]
    assert sorted(answer.code for answer in answers if "errors" in answer.body) == ["QUOTA_EXCEEDED"] * 3
    assert len(made) == 1
    kept = await resources.objects.list(f"assets/{client_id}/sources/")
    assert {key.split("/")[3] for key in kept} == set(made)
