"""The short way of a request answers what Strawberry's view answers; what it does not take, it hands on untouched."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, NamedTuple

import httpx
import orjson
import pytest
import pytest_asyncio
from starlette.types import Message, Receive, Scope, Send

from app.resources import Resources
from app.settings import Settings
from graphql_schema.lean import ShortWay
from graphql_schema.schema import build_schema
from graphql_schema.server import FoundryGraphQL
from tests.api import Api
from tests.graphql_schema.test_errors import HUBS, UPDATE, broken  # noqa: F401  # a fixture

JSON = "application/json"
NEW = "application/graphql-response+json"


class Doors(NamedTuple):
    short: httpx.AsyncClient
    ordinary: httpx.AsyncClient
    handed_on: list[Scope]
    """What the short way did not take."""
    way: ShortWay


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def doors(settings: Settings, resources: Resources) -> AsyncIterator[Doors]:
    async with doors_with(settings) as doors:
        yield doors


@asynccontextmanager
async def doors_with(settings: Settings) -> AsyncIterator[Doors]:
    schema = build_schema(settings)
    view, handed_on = FoundryGraphQL(schema, settings), []

    async def noting(scope: Scope, receive: Receive, send: Send) -> None:
        handed_on.append(scope)
        await view(scope, receive, send)

    way = ShortWay(noting, schema, "/graphql", settings.max_body_bytes)
    async with opened(way) as short, opened(view) as ordinary:
        yield Doors(short, ordinary, handed_on, way)


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def person(api: Api) -> Api:
    """Signed in once for all requests that change nothing."""
    return await api.sign_up()


def opened(app: Any) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://testserver")


async def both(
    doors: Doors, person: Api, method: str = "POST", **request: Any
) -> tuple[httpx.Response, httpx.Response, bool]:
    """The two answers, and whether the short way was gone."""
    request["headers"] = {**person.headers, **request.get("headers", {})}
    doors.handed_on.clear()
    short = await doors.short.request(method, "/graphql", **request)
    gone = not doors.handed_on
    return short, await doors.ordinary.request(method, "/graphql", **request), gone


def seen(response: httpx.Response) -> tuple[int, dict[str, str], Any]:
    """What matters to a client. Each fault has a trace id of its own; a body's bytes are compared without it."""
    headers = {name: response.headers[name] for name in ("content-type", "allow") if name in response.headers}
    return response.status_code, headers, re.sub(rb'"traceId":"[0-9a-f]{16}"', b'"traceId":""', response.content)


def asked(query: str, **more: Any) -> dict[str, Any]:
    return {"json": {"query": query, **more}}


ME = "{ me { id email } }"
SHORT: dict[str, dict[str, Any]] = {
    "a query": asked(ME),
    "nobody's": {**asked(ME), "headers": {"authorization": ""}},
    "no credentials": {**asked(ME), "headers": {"authorization": "Bearer fst_unknown"}},
    "wrong credentials": {**asked(ME), "headers": {"authorization": "Basic eDp5"}},
    "the type's name": asked("{ __typename }"),
    "introspection": asked("{ __schema { queryType { name } types { name } } }"),
    "null variables": asked(ME, variables=None, operationName=None, extensions=None),
    "extensions": asked(ME, extensions={"a": [1]}),
    "members unheard of": asked(ME, more=[1]),
    "variables": asked("query($n: Int) { clients(first: $n) { totalCount } }", variables={"n": 1, "unused": 2}),
    "a variable of the wrong type": asked("query($n: Int) { clients(first: $n) { totalCount } }", variables={"n": "1"}),
    "a variable left out": asked("query($n: ID!) { client(id: $n) { id } }"),
    "too large a page": asked("{ clients(first: 1000) { totalCount } }"),
    "a client that is none": asked('{ a: me { id } client(id: "none") { id } }'),
    "the second operation": asked("query A { __typename } query B { me { id } }", operationName="B"),
    "the first operation": asked("query A { __typename } query B { me { id } }"),
    "fragments": asked("{ me { ...F } } fragment F on User { id ... on User @skip(if: false) { email } }"),
    "letters of every kind": asked('{ __typename @include(if: true) client(id: "ü\\u00e9😀\\n") { id } }'),
    "a mutation": asked('mutation { createClient(input: {name: ""}) { id } }'),
    "a mutation of nobody's": {
        **asked('mutation { createClient(input: {name: "X"}) { id } }'),
        "headers": {"authorization": ""},
    },
    "a mutation's variable": asked("mutation($n: String!) { createApiKey(name: $n) { secret } }", variables={"n": 5}),
    "a content type with a character set": {
        "content": orjson.dumps({"query": ME}),
        "headers": {"content-type": f"{JSON}; charset=utf-8"},
    },
}
HANDED_ON: dict[str, dict[str, Any]] = {
    "no JSON": {"content": b"{", "headers": {"content-type": JSON}},
    "JSON that is no Unicode": {"content": b'{"query": "\xff"}', "headers": {"content-type": JSON}},
    "an empty body": {"content": b"", "headers": {"content-type": JSON}},
    "a list": {"json": [{"query": ME}]},
    "a string": {"json": ME},
    "null": {"content": b"null", "headers": {"content-type": JSON}},
    "no query": {"json": {}},
    "an empty query": asked(""),
    "a query that is none": {"json": {"query": 5}},
    "variables that are none": asked(ME, variables=[1]),
    "extensions that are none": asked(ME, extensions="x"),
    "a name that is none": asked(ME, operationName=5),
    "a name that is a list": asked(ME, operationName=["A"]),
    "an unknown name": asked(ME, operationName="B"),
    "an empty name": asked(ME, operationName=""),
    "a syntax error": asked("{ me {"),
    "a document of fragments": asked("fragment F on User { id }"),
    "a field that is none": asked("{ me { nothing } }"),
    "three errors": asked("{ me { nothing } client other(x: 1) }"),
    "too many aliases": asked("{" + " ".join(f"a{n}: __typename" for n in range(61)) + "}"),
    "too many tokens": asked("{ me { " + "id " * 4001 + "} }"),
    "a subscription": asked('subscription { clientEvents(clientId: "x") { __typename } }'),
    "an event stream": {**asked(ME), "headers": {"accept": "text/event-stream"}},
    "another content type": {"content": orjson.dumps({"query": ME}), "headers": {"content-type": "text/plain"}},
    "no content type": {"content": orjson.dumps({"query": ME})},
    "a content type somewhat like it": {
        "content": orjson.dumps({"query": ME}),
        "headers": {"content-type": "x-application/json"},
    },
    "a content type in capitals": {
        "content": orjson.dumps({"query": ME}),
        "headers": {"content-type": "Application/JSON"},
    },
    "a form": {"data": {"operations": "{}"}, "files": {"0": b""}},
}


@pytest.mark.parametrize("accept", ["*/*", JSON, NEW, f"{NEW}, {JSON};q=0.5"])
@pytest.mark.parametrize("name", [*SHORT, *HANDED_ON])
async def test_both_ways_answer_a_post_alike(doors: Doors, person: Api, name: str, accept: str) -> None:
    request = {**SHORT, **HANDED_ON}[name]
    request = {**request, "headers": {"accept": accept, **request.get("headers", {})}}
    short, ordinary, gone = await both(doors, person, **request)

    assert seen(short) == seen(ordinary)
    assert gone == (name in SHORT)


@pytest.mark.parametrize("name", ["a syntax error", "a field that is none", "too many aliases", "too many tokens"])
async def test_a_document_with_errors_is_refused_in_the_same_words_each_time(
    doors: Doors, person: Api, name: str
) -> None:
    first, ordinary, _ = await both(doors, person, **HANDED_ON[name])
    second, _, _ = await both(doors, person, **HANDED_ON[name])

    assert seen(first) == seen(second) == seen(ordinary)
    assert first.json()["errors"]


GETS = {
    "a query": ({"query": ME}, True),
    "variables": ({"query": "query($n: Int) { clients(first: $n) { totalCount } }", "variables": '{"n": 1}'}, True),
    "null variables": ({"query": ME, "variables": "null", "extensions": "null", "operationName": "A"}, False),
    "an unknown variable": ({"query": "query($n: ID!) { client(id: $n) { id } }", "variables": "{}"}, True),
    "a client that is none": ({"query": '{ client(id: "none") { id } }'}, True),
    "a name": ({"query": "query A { __typename } query B { me { id } }", "operationName": "B"}, True),
    "an empty name": ({"query": ME, "operationName": ""}, False),
    "no query": ({}, False),
    "an empty query": ({"query": ""}, False),
    "empty variables": ({"query": ME, "variables": ""}, False),
    "variables that are no JSON": ({"query": ME, "variables": "{"}, False),
    "variables that are none": ({"query": ME, "variables": "[1]"}, False),
    "extensions that are none": ({"query": ME, "extensions": "5"}, False),
    "a mutation": ({"query": 'mutation { createClient(input: {name: "X"}) { id } }'}, False),
    "a subscription": ({"query": 'subscription { clientEvents(clientId: "x") { __typename } }'}, False),
    "errors": ({"query": "{ me { nothing } }"}, False),
}


@pytest.mark.parametrize("accept", ["*/*", JSON, NEW, "text/html"])
@pytest.mark.parametrize("name", GETS)
async def test_both_ways_answer_a_get_alike(doors: Doors, person: Api, name: str, accept: str) -> None:
    parameters, is_short = GETS[name]
    short, ordinary, gone = await both(doors, person, "GET", params=parameters, headers={"accept": accept})

    assert seen(short) == seen(ordinary)
    assert gone == is_short
    assert "application/" in short.headers.get("content-type", "application/")


async def test_a_parameter_given_twice_counts_as_it_did(doors: Doors, person: Api) -> None:
    twice = [("query", "{ nothing }"), ("query", ME)]
    short, ordinary, gone = await both(doors, person, "GET", params=twice)

    assert (gone, short.json()) == (True, {"data": {"me": {"id": person.user_id, "email": person.email}}})
    assert seen(short) == seen(ordinary)


@pytest.mark.parametrize("method", ["HEAD", "PUT", "DELETE", "PATCH"])
async def test_other_methods_are_handed_on(doors: Doors, person: Api, method: str) -> None:
    short, ordinary, gone = await both(doors, person, method, json={"query": ME})

    assert (gone, short.status_code) == (False, 405)
    assert seen(short) == seen(ordinary)


async def test_a_header_given_twice_counts_as_it_did(doors: Doors, person: Api) -> None:
    pairs = [("authorization", f"Bearer {person.token}"), ("authorization", "Bearer fst_other"), ("content-type", JSON)]
    for headers in (pairs, [pairs[1], pairs[0], pairs[2]]):
        short = await doors.short.post("/graphql", content=orjson.dumps({"query": ME}), headers=headers)
        ordinary = await doors.ordinary.post("/graphql", content=orjson.dumps({"query": ME}), headers=headers)
        assert seen(short) == seen(ordinary)


@pytest.mark.parametrize("query", [HUBS, UPDATE], ids=["query", "mutation"])
async def test_both_ways_mask_a_fault_alike(
    settings: Settings,
    owner: Api,
    broken: str,  # noqa: F811
    caplog: pytest.LogCaptureFixture,
    query: str,
) -> None:
    request = asked(query, variables={"id": broken, "client": broken})
    async with doors_with(settings.model_copy(update={"strict_reads": False})) as doors:
        short, ordinary, gone = await both(doors, owner, **request)

    assert gone
    assert seen(short) == seen(ordinary)
    records = [record.getMessage() for record in caplog.records if record.name == "graphql_schema.errors"]
    traces = [response.json()["errors"][0]["extensions"]["traceId"] for response in (short, ordinary)]
    assert [trace in record for trace, record in zip(traces, records, strict=True)] == [True, True]
    untraced = [record.replace(trace, "") for trace, record in zip(traces, records, strict=True)]
    assert untraced[0] == untraced[1]


async def test_a_mutation_is_run_once(doors: Doors, owner: Api) -> None:
    made = await doors.short.post(
        "/graphql", json={"query": 'mutation { createClient(input: {name: "X"}) { name } }'}, headers=owner.headers
    )

    assert made.json() == {"data": {"createClient": {"name": "X"}}}
    assert (await owner.run("{ clients { totalCount } }"))["clients"]["totalCount"] == 1


async def test_a_body_in_many_pieces_is_read_whole(doors: Doors, owner: Api) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        for byte in orjson.dumps({"query": ME}):
            yield bytes([byte])

    answer = await doors.short.post("/graphql", content=pieces(), headers={"content-type": JSON, **owner.headers})
    assert answer.json() == {"data": {"me": {"id": owner.user_id, "email": owner.email}}}


@pytest.mark.parametrize("says_its_size", [True, False])
async def test_a_client_that_leaves_in_the_middle_of_its_request_changes_nothing(
    doors: Doors, owner: Api, says_its_size: bool
) -> None:
    body = orjson.dumps({"query": 'mutation { createClient(input: {name: "X"}) { id } }'})
    coming: list[Message] = [
        {"type": "http.disconnect"},
        {"type": "http.request", "body": body, "more_body": True},
    ]
    headers = [(b"content-type", JSON.encode()), (b"authorization", f"Bearer {owner.token}".encode())]
    if says_its_size:
        headers.append((b"content-length", b"%d" % len(body)))
    scope = {"type": "http", "method": "POST", "path": "/graphql", "query_string": b"", "headers": headers}
    sent: list[Message] = []

    async def receive() -> Message:
        return coming.pop()

    async def send(message: Message) -> None:
        sent.append(message)

    doors.handed_on.clear()
    await doors.way(scope, receive, send)

    assert (coming, sent, len(doors.handed_on)) == ([], [], 0 if says_its_size else 1)
    assert (await owner.run("{ clients { totalCount } }"))["clients"]["totalCount"] == 0
