"""Answers on their way: coded as the client asks, tagged for GET, and asked for again without being sent again."""

from typing import Any

import httpx
import pytest
from prometheus_client import REGISTRY

from app.main import build_app
from app.settings import Settings
from tests.api import Api
from tests.graphql_schema.sockets import by_event_stream, by_socket, serving
from tests.graphql_schema.test_lean import NEW

CLIENTS = "query Names($first: Int = 100) { clients(first: $first) { nodes { id name } } }"
OFTEN = " ".join(f"a{number}: name" for number in range(50))
LONG = f"{{ clients {{ nodes {{ {OFTEN} }} }} }}"
LONG_MUTATION = f'mutation {{ createClient(input: {{name: "{"N" * 100}"}}) {{ {OFTEN} }} }}'


async def get(person: Api, query: str = CLIENTS, **headers: str) -> httpx.Response:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return await person.http.get("/graphql", params={"query": query}, headers={**person.headers, **named})


async def post(person: Api, query: str = CLIENTS, **headers: str) -> httpx.Response:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return await person.http.post("/graphql", json={"query": query}, headers={**person.headers, **named})


def varies(response: httpx.Response) -> list[str]:
    return [name.strip() for name in response.headers.get("vary", "").split(",") if name.strip()]


def planned() -> float:
    ways = ("planned", "cached")
    return sum(REGISTRY.get_sample_value("foundry_reads_total", {"way": way, "reason": ""}) or 0 for way in ways)


async def test_the_answer_to_a_get_has_a_tag_and_is_not_sent_twice(owner: Api, client_id: str) -> None:
    first = await get(owner)
    again = await get(owner, if_none_match=first.headers["etag"])

    assert first.headers["etag"].startswith('W/"')
    assert (again.status_code, again.content) == (304, b"")
    assert "content-type" not in again.headers
    for answer in (first, again):
        assert answer.headers["etag"] == first.headers["etag"]
        assert answer.headers["cache-control"] == "private, no-cache"
        assert varies(answer) == ["Authorization", "Accept", "Accept-Encoding"]


async def test_a_tag_is_found_however_it_is_named(owner: Api, client_id: str) -> None:
    tag = (await get(owner)).headers["etag"]
    strong = tag.removeprefix("W/")

    for names in (tag, strong, "*", f'"other", {tag}', f'W/"a,b" , {strong},"c"', " * "):
        assert (await get(owner, if_none_match=names)).status_code == 304, names
    for names in ("", '"other"', strong.strip('"'), f'"x{strong[1:]}', '"*"', "W/*"):
        assert (await get(owner, if_none_match=names)).status_code == 200, names


async def test_a_write_changes_the_tag(owner: Api, client_id: str) -> None:
    before = await get(owner)
    await owner.create_client("Another")
    after = await get(owner, if_none_match=before.headers["etag"])

    assert after.status_code == 200
    assert after.headers["etag"] != before.headers["etag"]
    assert {node["name"] for node in after.json()["data"]["clients"]["nodes"]} == {"Acme", "Another"}


async def test_a_write_to_a_client_changes_the_tag_of_what_lies_in_it(owner: Api, client_id: str) -> None:
    query = f'{{ client(id: "{client_id}") {{ hubs {{ totalCount nodes {{ title }} }} }} }}'
    before = await get(owner, query)
    create = "mutation($input: CreateHubInput!) { createHub(input: $input) { hub { id } } }"
    source = {"clientId": client_id, "sourceType": "TEXT", "text": "Bread is made at night. " * 40, "generate": False}
    await owner.run(create, input=source)
    after = await get(owner, query, if_none_match=before.headers["etag"])

    assert after.status_code == 200
    assert after.headers["etag"] != before.headers["etag"]
    assert after.json()["data"]["client"]["hubs"]["totalCount"] == 1


async def test_the_tag_of_another_is_no_pass(api: Api, owner: Api, client_id: str) -> None:
    tag = (await get(owner)).headers["etag"]
    other = await api.sign_up()
    answer = await get(other, if_none_match=tag)

    assert (answer.status_code, answer.json()) == (200, {"data": {"clients": {"nodes": []}}})
    assert answer.headers["etag"] != tag
    nobody = await get(owner.as_(None), if_none_match=tag)
    assert (nobody.status_code, nobody.json()["errors"][0]["extensions"]["code"]) == (200, "UNAUTHENTICATED")


async def test_errors_and_posts_have_no_tag(owner: Api, client_id: str) -> None:
    wrong = await get(owner, '{ client(id: "none") { id } }', if_none_match="*")
    refused = await get(owner, "{ nothing }", if_none_match="*")
    posted = await post(owner, if_none_match="*")

    for answer in (wrong, refused, posted):
        assert answer.status_code in (200, 400)
        assert answer.content
        assert "etag" not in answer.headers
        assert "cache-control" not in answer.headers
    assert varies(posted) == ["Accept-Encoding"]


@pytest.mark.parametrize("coding", ["gzip", "zstd"])
@pytest.mark.parametrize("ask", [get, post])
async def test_a_long_answer_is_coded_as_the_client_likes(owner: Api, ask: Any, coding: str) -> None:
    await owner.create_client("Letters " * 10)
    plain = await ask(owner, LONG, accept_encoding="identity")
    coded = await ask(owner, LONG, accept_encoding=coding)
    again = await ask(owner, LONG, accept_encoding=coding)

    assert "content-encoding" not in plain.headers
    assert [answer.headers["content-encoding"] for answer in (coded, again)] == [coding, coding]
    assert int(coded.headers["content-length"]) < int(plain.headers["content-length"]) / 2
    assert coded.content == again.content == plain.content
    assert all("Accept-Encoding" in varies(answer) for answer in (plain, coded))


async def test_a_short_answer_is_coded_only_when_it_must_be(owner: Api) -> None:
    assert "content-encoding" not in (await post(owner, accept_encoding="gzip, zstd")).headers
    assert (await post(owner, accept_encoding="gzip, identity;q=0")).headers["content-encoding"] == "gzip"


async def test_an_answer_that_is_executed_is_coded_too(owner: Api) -> None:
    answer = await post(owner, "{ __schema { types { name description } } }", accept_encoding="zstd")

    assert answer.headers["content-encoding"] == "zstd"
    assert answer.json()["data"]["__schema"]["types"]


async def test_the_answer_of_a_mutation_is_never_coded(owner: Api) -> None:
    answer = await post(owner, LONG_MUTATION, accept_encoding="gzip, zstd, identity;q=0")

    assert len(answer.content) > 5000
    assert "content-encoding" not in answer.headers
    assert varies(answer) == []


async def test_an_event_stream_is_never_coded(owner: Api) -> None:
    answer = await post(
        owner, "{ __schema { types { name description } } }", accept="text/event-stream", accept_encoding="gzip, zstd"
    )

    assert answer.headers["content-type"].startswith("text/event-stream")
    assert "content-encoding" not in answer.headers


async def test_the_newer_content_type_is_coded_and_tagged_alike(owner: Api, client_id: str) -> None:
    answer = await get(owner, accept=NEW, accept_encoding="gzip, identity;q=0")

    assert answer.headers["content-type"] == f"{NEW}; charset=utf-8"
    assert answer.headers["content-encoding"] == "gzip"
    assert (await get(owner, accept=NEW, if_none_match=answer.headers["etag"])).status_code == 304


@pytest.mark.parametrize("by", [by_socket, by_event_stream])
async def test_other_transports_are_planned_and_answer_the_same(
    settings: Settings, owner: Api, client_id: str, by: Any
) -> None:
    expected = (await post(owner)).json()
    before = planned()
    async with serving(build_app(settings)) as port, by(port, owner.token, CLIENTS) as frames:
        frame = await anext(frames)

    assert frame == expected
    assert planned() == before + 1
