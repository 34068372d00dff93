"""Watchers who are equal are told the same text, made once; whoever differs in anything has their own."""

import asyncio
import json
import socket
import sqlite3
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, closing
from typing import Any

import pytest
import pytest_asyncio
from prometheus_client import REGISTRY
from starlette.applications import Starlette
from websockets.asyncio.client import connect
from websockets.typing import Subprotocol

import tenancy
from app.hubs import jobs
from app.main import build_app
from app.progress import MemoryBus
from app.progress.events import Event, JobChanged, SpokeDecided, SpokeEvaluated
from app.progress.memory import MAX_WAITING
from app.resources import Resources
from app.settings import Settings
from app.spokes.models import Spoke
from app.vocabulary import JobStatus, Role
from tests.api import Api
from tests.graphql_schema.content import Rows
from tests.graphql_schema.sockets import Frame, Socket, by_event_stream, by_socket, greeted, serving, until
from tests.graphql_schema.test_subscription_rights import REMOVE, ROLE, codes, rest, waiting_rows

JOB = """subscription Watch($client: ID!, $job: ID!, $more: Boolean = false) {
  jobProgress(clientId: $client, jobId: $job) { status percent message @include(if: $more) }
}
subscription Also($client: ID!, $job: ID!) { jobProgress(clientId: $client, jobId: $job) { status percent } }"""
EVENTS = """subscription($client: ID!) { clientEvents(clientId: $client) {
  ... on JobProgress { status percent }
  ... on SpokeDecided { spoke { id content qualityScore { overallPass } } }
} }"""
PLAIN = """subscription($client: ID!) { clientEvents(clientId: $client) {
  ... on JobProgress { status }
  ... on SpokeDecided { spoke { content } }
} }"""
PERSONAL = """subscription($client: ID!) { clientEvents(clientId: $client) {
  ... on JobProgress { status }
  ... on SpokeDecided { spoke { approvedBy { clients { id } } } }
} }"""
WITHIN_S = 10


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


def changed(
    rows: Rows, version: int, status: JobStatus = JobStatus.PROCESSING, message: str = "Working."
) -> JobChanged:
    return JobChanged(
        job_id=rows.job,
        hub_id=rows.hub,
        version=version,
        status=status,
        phase="spokes",
        percent=version,
        message=message,
        spokes_done=version,
        spokes_total=99,
    )


def decided(rows: Rows) -> SpokeDecided:
    return SpokeDecided(spoke_id=rows.spoke, actor_label="Ada")


def executions() -> float:
    return REGISTRY.get_sample_value("foundry_subscription_executions_total") or 0.0


async def following(answers: AsyncIterator[Frame]) -> Frame:
    async with asyncio.timeout(WITHIN_S):
        return await anext(answers)


async def costs(
    bus: MemoryBus, client_id: str, event: Event, watchers: list[AsyncIterator[Frame]]
) -> tuple[float, Any]:
    """How many executions it takes to tell all of them, and what they are told."""
    before = executions()
    bus.publish(client_id, event)
    told = [(await following(answers))["data"] for answers in watchers]
    return executions() - before, told


@asynccontextmanager
async def watching(
    port: int, people: list[Api], query: str, *variables: dict[str, Any], ways: Any = (by_socket,)
) -> AsyncIterator[list[AsyncIterator[Frame]]]:
    """Each past the state with which it begins; the ways and variables are taken in turns."""
    async with AsyncExitStack() as stack:
        watchers = []
        for number, person in enumerate(people):
            way, given = ways[number % len(ways)], variables[number % len(variables)]
            watchers.append(await stack.enter_async_context(way(port, person.token, query, **given)))
            assert "QUEUED" in str(await following(watchers[-1]))
        yield watchers


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
    """All of them come for it while the first still reads."""
    async with watching(port, [owner] * 3, EVENTS, {"client": content.client}) as watchers:
        for words in ("First.", "Second."):
            async with tenancy.bind(content.client), tenancy.transaction():
                await Spoke.filter(id=content.spoke).update(content=words)
            cost, told = await costs(bus, content.client, decided(content), watchers)
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


async def test_who_joins_late_begins_with_the_state_and_goes_on_with_the_others(
    port: int, bus: MemoryBus, owner: Api, content: Rows
) -> None:
    given = {"client": content.client, "job": content.job}
    async with watching(port, [owner], JOB, given) as [early]:
        async with tenancy.bind(content.client), tenancy.transaction():
            await jobs.change(await jobs.get_job(content.job), status=JobStatus.PROCESSING)
        state = (await following(early))["data"]["jobProgress"]
        assert state["status"] == "PROCESSING"
        async with by_socket(port, owner.token, JOB, **given) as late:
            assert (await following(late))["data"]["jobProgress"] == state
            cost, told = await costs(bus, content.client, changed(content, 60), [early, late])
            assert (cost, told) == (1, [{"jobProgress": {"status": "PROCESSING", "percent": 60}}] * 2)
            bus.publish(content.client, changed(content, 61, JobStatus.COMPLETE))
            for answers in (early, late):
                assert [each["data"]["jobProgress"]["status"] for each in await rest(answers)] == ["COMPLETE"]
    await until(lambda: bus.watchers == 0)


async def test_only_who_lost_the_right_is_cut_off(port: int, bus: MemoryBus, owner: Api, content: Rows) -> None:
    people = [await owner.colleague(Role.CREATOR, (content.client,)) for _ in range(2)]
    given = {"client": content.client, "job": content.job}
    async with watching(port, people, JOB, given) as [stays, goes]:
        assert (await costs(bus, content.client, changed(content, 1), [stays, goes]))[0] == 1
        await owner.run(REMOVE, id=people[1].user_id)
        assert codes((await rest(goes))[-1]) == ["UNAUTHENTICATED"]
        cost, told = await costs(bus, content.client, changed(content, 2), [stays])
        assert (cost, told) == (1, [{"jobProgress": {"status": "PROCESSING", "percent": 2}}])


async def test_who_gets_another_role_shares_no_longer(port: int, bus: MemoryBus, owner: Api, content: Rows) -> None:
    people = [await owner.colleague(Role.CREATOR, (content.client,)) for _ in range(2)]
    given = {"client": content.client, "job": content.job}
    async with watching(port, people, JOB, given) as watchers:
        await owner.run(ROLE, input={"userId": people[1].user_id, "role": "VIEWER"})
        async with asyncio.timeout(WITHIN_S):
            version, cost = 0, 1.0
            while cost == 1:  # until the right is looked up again
                version += 1
                cost, _ = await costs(bus, content.client, changed(content, version), watchers)
    assert cost == 2


async def test_a_fault_is_told_masked_to_all_who_share_it(
    port: int, bus: MemoryBus, owner: Api, content: Rows, settings: Settings
) -> None:
    async with watching(port, [owner] * 2, EVENTS, {"client": content.client}) as watchers:
        with closing(sqlite3.connect(settings.data_dir / "clients" / f"{content.client}.db")) as raw, raw:
            raw.execute("ALTER TABLE spokes RENAME TO lost")
        bus.publish(content.client, SpokeEvaluated(spoke_id=content.spoke, attempt_number=0))
        for answers in watchers:
            [told] = await rest(answers)
            assert codes(told) == ["INTERNAL_ERROR"]
            assert told["data"] is None
            assert "lost" not in str(told)
    await until(lambda: bus.watchers == 0)


@asynccontextmanager
async def narrow(port: int, token: str | None) -> AsyncIterator[Socket]:
    """A socket with little room for what is on its way to a reader that does not read."""
    plug = socket.socket()
    plug.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    plug.connect(("127.0.0.1", port))
    plug.setblocking(False)
    address, protocol = f"ws://127.0.0.1:{port}/graphql", [Subprotocol("graphql-transport-ws")]
    async with connect(address, sock=plug, subprotocols=protocol, compression=None) as connection:
        opened = Socket(connection)
        await opened.send(type="connection_init", payload={"Authorization": f"Bearer {token}"})
        assert json.loads(await connection.recv()) == {"type": "connection_ack"}
        yield opened


async def test_who_does_not_read_holds_up_nobody_and_hears_the_end(
    port: int, bus: MemoryBus, owner: Api, content: Rows
) -> None:
    """What the slow one has not taken by the time that its queue is full is lost to it, but never the end."""
    given = {"client": content.client, "job": content.job, "more": True}
    number, much = 2 * MAX_WAITING + 100, "much to tell " * 4_000
    async with by_socket(port, owner.token, JOB, **given) as quick, narrow(port, owner.token) as slow:
        await slow.subscribe("1", JOB, **given)
        for state in (await following(quick), (await slow.frame("1"))["payload"]):
            assert state["data"]["jobProgress"]["status"] == "QUEUED"
        slow.connection.transport.pause_reading()
        for version in range(1, number):
            bus.publish(content.client, changed(content, version, message=much))
            assert (await following(quick))["data"]["jobProgress"]["percent"] == version
        bus.publish(content.client, changed(content, number, JobStatus.COMPLETE))
        assert [each["data"]["jobProgress"]["percent"] for each in await rest(quick)] == [number]
        slow.connection.transport.resume_reading()
        heard = [each["data"]["jobProgress"]["percent"] for each in await rest(slow.answers("1"))]
    assert heard == sorted(set(heard))
    assert heard[-MAX_WAITING:] == list(range(number - MAX_WAITING + 1, number + 1))
    assert MAX_WAITING < len(heard) < number - 100
