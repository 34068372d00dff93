"""Reports of jobs are shown by a list made once: to the letter what graphql-core makes of the selection."""

from collections.abc import AsyncIterator
from typing import Any

import orjson
import pytest
import pytest_asyncio
from graphql import execute_sync, parse
from starlette.applications import Starlette

from app.main import build_app
from app.progress import MemoryBus
from app.progress.events import JobChanged
from app.resources import Resources
from app.settings import Settings
from app.vocabulary import JobStatus
from graphql_schema.schema import build_schema
from graphql_schema.subscriptions import JobProgress
from tests.api import Api
from tests.graphql_schema.content import Rows
from tests.graphql_schema.sockets import greeted, serving
from tests.graphql_schema.test_subscription_rights import waiting_rows

JOB = "subscription($client: ID!, $job: ID!, $yes: Boolean = true) { %s(clientId: $client, jobId: $job) { %s } }"
HUB = "subscription($hub: ID!) { hubProgress(hubId: $hub) { percent hubId } }"
EVENTS = "subscription($client: ID!) { clientEvents(clientId: $client) { %s } }"
EVERY = "jobId clientId hubId status phase percent message spokesDone spokesTotal at"
DOCUMENTS = [
    pytest.param(JOB % ("jobProgress", EVERY + " two: percent @skip(if: $yes)"), id="every field"),
    pytest.param(
        JOB % ("seen: jobProgress", "__typename kind: __typename n: percent m: percent @include(if: $yes)"),
        id="aliases",
    ),
    pytest.param(JOB % ("jobProgress", "status at percent @include(if: $yes) phase @skip(if: $yes)"), id="directives"),
    pytest.param(
        JOB % ("jobProgress", "...A phase ... on JobProgress { at status } ... @include(if: $yes) { hubId }")
        + " fragment A on JobProgress { status ...B } fragment B on JobProgress { message status }",
        id="fragments",
    ),
    pytest.param(JOB % ("jobProgress", "...A @skip(if: $yes) at") + " fragment A on JobProgress { status }", id="less"),
    pytest.param(HUB, id="hub"),
    pytest.param(
        EVENTS % "...E __typename ... on GenerationStarted { jobId at }"
        " } } fragment E on ClientEvent { ... on JobProgress { n: spokesDone hubId } ... on CreativeConflict { at",
        id="union",
    ),
    pytest.param(EVENTS % "... on GenerationStarted { jobId }", id="another's fields"),
]


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def port(settings: Settings, resources: Resources) -> AsyncIterator[int]:
    app: Starlette = build_app(settings)
    async with serving(app) as port:
        yield port


@pytest_asyncio.fixture(loop_scope="session")
async def content(owner: Api, client_id: str, settings: Settings) -> Rows:
    return await waiting_rows(client_id, settings, owner)


def expected(query: str, content: Rows, variables: dict[str, Any], event: JobChanged) -> Any:
    """What graphql-core makes of it, with the event as the root."""
    shown = JobProgress.of(content.client, event)
    result = execute_sync(build_schema()._schema, parse(query), shown, variable_values=variables)
    assert result.errors is None
    return result.data


@pytest.mark.parametrize("query", DOCUMENTS)
@pytest.mark.parametrize("message", [None, 'Café "✓"\n\u2028</script>'])
async def test_a_report_is_told_as_it_would_be_executed(
    port: int, resources: Resources, owner: Api, content: Rows, query: str, message: str | None
) -> None:
    assert isinstance(resources.bus, MemoryBus)
    known = {"client": content.client, "job": content.job, "hub": content.hub}
    variables = {name: value for name, value in known.items() if f"${name}:" in query}
    event = JobChanged(
        job_id=content.job,
        hub_id=content.hub,
        version=7,
        status=JobStatus.PROCESSING,
        phase=None,
        percent=8,
        message=message,
        spokes_done=2,
        spokes_total=25,
    )
    async with greeted(port, owner.token) as opened:
        await opened.subscribe("1", query, **variables)
        assert (await opened.frame("1"))["type"] == "next"
        resources.bus.publish(content.client, event)
        told = (await opened.frame("1"))["payload"]
    assert orjson.dumps(told) == orjson.dumps({"data": expected(query, content, variables, event)})
