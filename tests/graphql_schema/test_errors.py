"""Faults of ours are masked under a trace id that the log knows; what a caller did wrong is told in words."""

import asyncio
import logging
import sqlite3
from contextlib import closing
from typing import Any

import pytest
from starlette.applications import Starlette

import tenancy
from app.hubs.models import Hub
from app.main import build_app
from app.resources import Resources
from app.settings import Settings
from tests.api import Answer, Api
from tests.fixtures.app import settings_in
from tests.graphql_schema.content import rows_in
from tests.graphql_schema.streams import subscribed

SECRET = "no such table: hubs"
HUBS = "query Listing($id: ID!) { client(id: $id) { name hubs { totalCount } } }"
UPDATE = """mutation($client: ID!) {
  updateHub(input: {clientId: $client, hubId: "01900000-0000-7000-8000-000000000000", title: "New"}) { id }
}"""
WATCH = 'subscription($client: ID!) { jobProgress(clientId: $client, jobId: "x") { percent } }'
EVENTS = "subscription($client: ID!) { clientEvents(clientId: $client) { __typename } }"


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """As in production: a read that breaks down is made the ordinary way, which words the error."""
    return settings_in(tmp_path_factory.mktemp("data"), strict_reads=False)


@pytest.fixture(scope="module")
def app(settings: Settings, resources: Resources) -> Starlette:
    return build_app(settings)


@pytest.fixture
def broken(client_id: str, settings: Settings) -> str:
    """The client's tables of hubs and jobs are gone."""
    with closing(sqlite3.connect(settings.clients_dir / f"{client_id}.db")) as raw, raw:
        raw.execute("DROP TABLE generation_queue")
        raw.execute("DROP TABLE hubs")
    return client_id


def assert_masked(answer: Answer, log: pytest.LogCaptureFixture, cause: str = SECRET) -> None:
    """One error that tells nothing but a trace id, under which the log has the whole of it."""
    error = answer.error
    assert error["message"] == "Something went wrong on our side. Name the trace id when you ask about it."
    assert set(error["extensions"]) == {"code", "traceId"}
    assert error["extensions"]["code"] == "INTERNAL_ERROR"
    assert cause not in str(answer.body)
    [record] = [record for record in log.records if error["extensions"]["traceId"] in record.getMessage()]
    assert record.levelno == logging.ERROR
    assert record.exc_info is not None
    assert cause in str(record.exc_info[1])


async def test_a_fault_in_a_query_is_masked_and_logged(
    owner: Api, broken: str, caplog: pytest.LogCaptureFixture
) -> None:
    answer = await owner.execute(HUBS, id=broken)

    assert_masked(answer, caplog)
    assert answer.error["path"] == ["client", "hubs"]
    assert answer.body["data"] is None
    assert "operation Listing" in caplog.text


async def test_a_fault_in_one_client_leaves_the_others_alone(
    owner: Api, broken: str, caplog: pytest.LogCaptureFixture
) -> None:
    whole = await owner.create_client("Whole")
    assert (await owner.execute(HUBS, id=broken)).code == "INTERNAL_ERROR"

    assert (await owner.run(HUBS, id=whole))["client"] == {"name": "Whole", "hubs": {"totalCount": 0}}


async def test_a_fault_in_a_mutation_is_masked_and_logged(
    owner: Api, broken: str, caplog: pytest.LogCaptureFixture
) -> None:
    assert_masked(await owner.execute(UPDATE, client=broken), caplog)


@pytest.mark.parametrize("query", [WATCH, EVENTS], ids=["job", "client"])
async def test_a_fault_in_an_event_stream_is_masked_and_logged(
    app: Starlette, owner: Api, broken: str, caplog: pytest.LogCaptureFixture, query: str
) -> None:
    async with subscribed(app, owner, query, {"client": broken}) as events:
        frame = await asyncio.wait_for(events.get(), 10)
    assert_masked(Answer(200, frame), caplog, "no such table: generation_queue")


async def test_a_broken_database_file_is_masked_and_logged(
    owner: Api, client_id: str, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    (settings.clients_dir / f"{client_id}.db").write_bytes(b"no database at all " * 500)

    assert_masked(await owner.execute(HUBS, id=client_id), caplog, "file is not a database")


async def test_each_fault_has_a_trace_id_of_its_own(owner: Api, broken: str, caplog: pytest.LogCaptureFixture) -> None:
    ids = {(await owner.execute(HUBS, id=broken)).error["extensions"]["traceId"] for _ in range(3)}
    assert len(ids) == 3


INVALID = [
    ("{ me {", "Syntax Error"),
    ("{ me { nothing } }", "Cannot query field 'nothing' on type 'User'."),
    ("{ me { id } } { me { id } }", "anonymous operation"),
    ("query($id: ID!) { client(id: $id) { id } }", "Expected a value of non-null type 'ID!' to be provided."),
    ("query($id: Int!) { client(id: $id) { id } }", "used in position expecting type 'ID!'"),
    ("{ clients(status: NONE) { totalCount } }", "Value 'NONE' does not exist in 'ClientStatus' enum."),
    ("{ clients(first: 2147483648) { totalCount } }", "Int cannot represent non 32-bit signed integer value"),
    ('mutation { signIn(input: {email: "a@b.co"}) { token } }', "password"),
    ("subscription { jobProgress { percent } }", "clientId"),
    ("{ me { id } } fragment Unused on User { id }", "Fragment 'Unused' is never used."),
]


@pytest.mark.parametrize(("query", "words"), INVALID, ids=[query[:40] for query, _ in INVALID])
async def test_a_wrong_document_is_told_in_words(
    owner: Api, caplog: pytest.LogCaptureFixture, query: str, words: str
) -> None:
    answer = await owner.execute(query)

    assert {error["extensions"]["code"] for error in answer.body["errors"]} == {"VALIDATION_ERROR"}
    assert words in " ".join(error["message"] for error in answer.body["errors"])
    assert "data" not in answer.body
    assert [record for record in caplog.records if record.levelno >= logging.ERROR] == []


@pytest.mark.parametrize("value", [None, 5.5, ["x"], {"name": "x", "nothing": 1}, {"name": None}, {"name": 5}], ids=str)
async def test_wrong_variables_are_told_in_words(owner: Api, caplog: pytest.LogCaptureFixture, value: Any) -> None:
    answer = await owner.execute(
        "mutation($input: CreateClientInput!) { createClient(input: $input) { id } }", input=value
    )

    assert {error["extensions"]["code"] for error in answer.body["errors"]} == {"VALIDATION_ERROR"}
    assert all("$input" in error["message"] for error in answer.body["errors"])
    assert [record for record in caplog.records if record.levelno >= logging.ERROR] == []
    assert (await owner.run("{ clients { totalCount } }"))["clients"]["totalCount"] == 0


async def test_an_expected_failure_keeps_its_code_and_is_not_logged_as_a_fault(
    owner: Api, client_id: str, caplog: pytest.LogCaptureFixture
) -> None:
    rows = await rows_in(client_id)
    async with tenancy.bind(client_id):
        await Hub.filter(id=rows.hub).update(status="killed")
    update = "mutation($input: UpdateHubInput!) { updateHub(input: $input) { id } }"
    refused = await owner.execute(update, input={"clientId": client_id, "hubId": rows.hub, "title": "New"})

    assert refused.error == {
        "message": "The hub has been killed.",
        "locations": [{"line": 1, "column": 37}],
        "path": ["updateHub"],
        "extensions": {"code": "CONFLICT", "state": "killed"},
    }
    assert [record for record in caplog.records if record.levelno >= logging.ERROR] == []
