"""Subscriptions over real sockets to an application in this process, so that a test sees what they leave behind."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import aclosing, asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

import httpx
import uvicorn
from starlette.applications import Starlette
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

WITHIN_S = 10
Frame = dict[str, Any]


@asynccontextmanager
async def serving(app: Starlette) -> AsyncIterator[int]:
    """The port. What the application needs is open already."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        config = uvicorn.Config(app, lifespan="off", log_config=None, timeout_graceful_shutdown=2)
        server = uvicorn.Server(config)
        task = asyncio.create_task(server.serve(sockets=[listening]))
        try:
            yield listening.getsockname()[1]
        finally:
            server.should_exit = True
            await task


async def until(reached: Callable[[], bool]) -> None:
    async with asyncio.timeout(WITHIN_S):
        while True:
            if reached():
                return
            await asyncio.sleep(0.005)


@dataclass
class Socket:
    """graphql-transport-ws, frame by frame."""

    connection: ClientConnection
    _waiting: dict[str, list[Frame]] = field(default_factory=dict)

    async def send(self, **message: Any) -> None:
        await self.connection.send(json.dumps(message))

    async def subscribe(self, id: str, query: str, **variables: Any) -> None:
        await self.send(id=id, type="subscribe", payload={"query": query, "variables": variables})

    async def frame(self, id: str) -> Frame:
        """The next frame of one operation; those of others are kept for whoever asks for them."""
        waiting = self._waiting.setdefault(id, [])
        while not waiting:
            async with asyncio.timeout(WITHIN_S):
                frame = json.loads(await self.connection.recv())
            self._waiting.setdefault(frame["id"], []).append(frame)
        return waiting.pop(0)

    async def answers(self, id: str) -> AsyncIterator[Frame]:
        """What each `next` carries, until `complete` or `error`; an error is given as the list of its errors."""
        while (frame := await self.frame(id))["type"] == "next":
            yield frame["payload"]
        if frame["type"] == "error":
            yield {"errors": frame["payload"]}


@asynccontextmanager
async def greeted(port: int, token: str | None) -> AsyncIterator[Socket]:
    address = f"ws://127.0.0.1:{port}/graphql"
    async with connect(address, subprotocols=[Subprotocol("graphql-transport-ws")]) as connection:
        opened = Socket(connection)
        await opened.send(type="connection_init", payload={"Authorization": f"Bearer {token}"})
        assert json.loads(await connection.recv()) == {"type": "connection_ack"}
        yield opened


@asynccontextmanager
async def by_socket(port: int, token: str | None, query: str, **variables: Any) -> AsyncIterator[AsyncIterator[Frame]]:
    async with greeted(port, token) as opened:
        await opened.subscribe("1", query, **variables)
        yield opened.answers("1")


@asynccontextmanager
async def by_event_stream(
    port: int, token: str | None, query: str, **variables: Any
) -> AsyncIterator[AsyncIterator[Frame]]:
    headers = {"authorization": f"Bearer {token}", "accept": "text/event-stream"}
    body = {"query": query, "variables": variables}
    async with (
        httpx.AsyncClient(timeout=WITHIN_S) as http,
        http.stream("POST", f"http://127.0.0.1:{port}/graphql", json=body, headers=headers) as response,
        aclosing(_events(response)) as events,
    ):
        yield events


async def _events(response: httpx.Response) -> Any:
    completed = False
    async for line in response.aiter_lines():
        completed = completed or line.startswith("event: complete")
        data = line.removeprefix("data:").strip() if line.startswith("data:") else ""
        if data and not completed:
            yield json.loads(data)
    assert completed, "the stream was cut off"


async def hang_up(connection: ClientConnection) -> None:
    """Goes without a word, as a machine that loses its network does."""
    connection.transport.abort()
    with suppress(OSError):
        await connection.wait_closed()
