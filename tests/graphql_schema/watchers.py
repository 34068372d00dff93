"""Several watchers at once, what happens in their client, and what telling them costs."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

from prometheus_client import REGISTRY
from websockets.asyncio.client import connect
from websockets.typing import Subprotocol

from app.progress import MemoryBus
from app.progress.events import Event, JobChanged, SpokeDecided
from app.vocabulary import JobStatus
from tests.api import Api
from tests.graphql_schema.content import Rows
from tests.graphql_schema.sockets import WITHIN_S, Frame, Socket, by_socket

JOB = """subscription Watch($client: ID!, $job: ID!, $more: Boolean = false) {
  jobProgress(clientId: $client, jobId: $job) { status percent message @include(if: $more) }
}
subscription Also($client: ID!, $job: ID!) { jobProgress(clientId: $client, jobId: $job) { status percent } }"""
EVENTS = """subscription($client: ID!) { clientEvents(clientId: $client) {
  ... on JobProgress { status percent }
  ... on SpokeDecided { spoke { id content qualityScore { overallPass } } }
} }"""


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
