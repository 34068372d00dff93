"""Watchers who are equal are told the same text, made once; whoever differs in anything has their own."""

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest
import pytest_asyncio
from starlette.applications import Starlette

import tenancy
from app.main import build_app
from app.progress import MemoryBus
from app.resources import Resources
from app.settings import Settings
from app.spokes.models import Spoke
from app.vocabulary import Role
from tests.api import Api
from tests.graphql_schema.content import Rows
from tests.graphql_schema.sockets import by_event_stream, by_socket, greeted, serving
from tests.graphql_schema.test_subscription_rights import waiting_rows
from tests.graphql_schema.watchers import EVENTS, JOB, changed, costs, decided, executions, following, watching

PLAIN = """subscription($client: ID!) { clientEvents(clientId: $client) {
  ... on JobProgress { status }
  ... on SpokeDecided { spoke { content } }
} }"""
PERSONAL = """subscription($client: ID!) { clientEvents(clientId: $client) {
  ... on JobProgress { status }
  ... on SpokeDecided { spoke { approvedBy { clients { id } } } }
} }"""


@pytest.fixture(scope="module")
def app(settings: Settings, resources: Resources) -> Starlette:
    return build_app(settings)


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def port(app: Starlette) -> AsyncIterator[int]:
    async with serving(app) as port:
        yield port


@pytest.fixture
def bus(resources: Resources) -> MemoryBus:
    assert isinstance(resources.bus, MemoryBus)
    return resources.bus


@pytest_asyncio.fixture(loop_scope="session")
async def content(owner: Api, client_id: str, settings: Settings) -> Rows:
    """A job that waits and never moves, and a piece."""
    return await waiting_rows(client_id, settings, owner)


async def test_equal_watchers_cost_one_execution_whatever_they_came_by(
    port: int, bus: MemoryBus, owner: Api, content: Rows
) -> None:
    given = {"client": content.client, "job": content.job}
    async with watching(port, [owner] * 4, JOB, given, ways=(by_socket, by_event_stream)) as watchers:
        for version in (1, 2, 3):
            cost, told = await costs(bus, content.client, changed(content, version), watchers)
            assert cost == 1
            assert told == [{"jobProgress": {"status": "PROCESSING", "percent": version}}] * 4


async def test_equal_watchers_of_a_piece_read_it_once(port: int, bus: MemoryBus, owner: Api, content: Rows) -> None:
    """All of them come for it while the first still reads. What is told again in the same words is read again."""
    event = decided(content)
    async with watching(port, [owner] * 3, EVENTS, {"client": content.client}) as watchers:
        for words in ("First.", "Second."):
            async with tenancy.bind(content.client), tenancy.transaction():
                await Spoke.filter(id=content.spoke).update(content=words)
            cost, told = await costs(bus, content.client, replace(event), watchers)
            shown = {"id": content.spoke, "content": words, "qualityScore": {"overallPass": True}}
            assert cost == 1
            assert told == [{"clientEvents": {"spoke": shown}}] * 3


async def test_a_state_that_is_still_the_same_is_not_executed_again(
    port: int, bus: MemoryBus, owner: Api, content: Rows
) -> None:
    given = {"client": content.client, "job": content.job}
    async with watching(port, [owner] * 2, JOB, given):
        before = executions()
        async with watching(port, [owner] * 3, JOB, given):
            assert executions() - before == 0


@pytest.mark.parametrize(("other", "expected"), [({"more": True}, 2), ({"unasked": 1}, 1)])
async def test_other_variables_are_not_shared_but_those_that_nobody_declared(
    port: int, bus: MemoryBus, owner: Api, content: Rows, other: dict[str, Any], expected: int
) -> None:
    given = {"client": content.client, "job": content.job}
    async with watching(port, [owner] * 2, JOB, given, {**given, **other}) as watchers:
        cost, told = await costs(bus, content.client, changed(content, 1), watchers)
    assert cost == expected
    assert ["message" in each["jobProgress"] for each in told] == [False, "more" in other]


async def test_other_documents_and_other_operations_are_not_shared(
    port: int, bus: MemoryBus, owner: Api, content: Rows
) -> None:
    given = {"client": content.client, "job": content.job}
    async with greeted(port, owner.token) as opened:
        payloads = [{"query": JOB}, {"query": JOB, "operationName": "Watch"}, {"query": JOB, "operationName": "Also"}]
        payloads.append({"query": JOB.replace("percent", "percent phase")})
        for number, payload in enumerate(payloads):
            await opened.send(id=str(number), type="subscribe", payload={**payload, "variables": given})
            assert (await opened.frame(str(number)))["payload"]["data"]["jobProgress"]["status"] == "QUEUED"
        before = executions()
        bus.publish(content.client, changed(content, 1))
        told = [(await opened.frame(str(number)))["payload"]["data"]["jobProgress"] for number in range(4)]
    assert executions() - before == 3
    assert told == [{"status": "PROCESSING", "percent": 1}] * 3 + [{"phase": "spokes", **told[0]}]


async def test_other_clients_and_jobs_are_not_shared(
    port: int, bus: MemoryBus, owner: Api, content: Rows, settings: Settings
) -> None:
    second = await waiting_rows(await owner.create_client("Second"), settings, owner)
    variables = [{"client": rows.client, "job": rows.job} for rows in (content, second)]
    async with watching(port, [owner] * 2, JOB, *variables) as watchers:
        bus.publish(content.client, changed(content, 1))
        bus.publish(second.client, changed(second, 2))
        told = [(await following(answers))["data"]["jobProgress"]["percent"] for answers in watchers]
    assert told == [1, 2]


async def test_other_roles_do_not_share(port: int, bus: MemoryBus, owner: Api, content: Rows) -> None:
    people = [owner, *[await owner.colleague(role, (content.client,)) for role in (Role.CREATOR, Role.VIEWER)]]
    given = {"client": content.client, "job": content.job}
    async with watching(port, people, JOB, given) as watchers:
        cost, _ = await costs(bus, content.client, changed(content, 1), watchers)
    assert cost == 3


@pytest.mark.parametrize(("query", "expected"), [(PLAIN, 1), (PERSONAL, 2)])
async def test_people_who_see_a_part_of_the_clients_share_only_what_does_not_depend_on_them(
    port: int, bus: MemoryBus, owner: Api, content: Rows, query: str, expected: int
) -> None:
    second = await owner.create_client("Second")
    people = [await owner.colleague(Role.CREATOR, seen) for seen in ((content.client, second), (content.client,))]
    async with tenancy.bind(content.client), tenancy.transaction():
        await Spoke.filter(id=content.spoke).update(approved_by=owner.user_id)
    async with watching(port, people, query, {"client": content.client}) as watchers:
        cost, told = await costs(bus, content.client, decided(content), watchers)
    assert cost == expected
    if query == PERSONAL:
        seen = [{each["id"] for each in one["clientEvents"]["spoke"]["approvedBy"]["clients"]} for one in told]
        assert seen == [{content.client, second}, {content.client}]
