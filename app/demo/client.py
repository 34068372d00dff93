"""An outside client of the API: GraphQL over HTTP, uploads by the multipart specification, subscriptions by WebSocket.

It knows nothing of the server but its address and its schema.
"""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import httpx
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

from app.demo.failure import DemoFailed

REQUEST_S = 120.0
# A job tells of each piece; when nothing at all comes for so long, it hangs.
SILENCE_S = 300.0
LARGEST_MESSAGE = 16 * 1024 * 1024
Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Api:
    """Bound to one person by `token`."""

    http: httpx.AsyncClient
    url: str
    token: str = ""

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"} if self.token else {}

    async def run(self, query: str, **variables: Any) -> Values:
        """The data of an answer. Raises: DemoFailed with the API's own words and code."""
        body = {"query": query, "variables": variables}
        return _data(await self.http.post(f"{self.url}/graphql", json=body, headers=self.headers))

    async def upload(self, query: str, variables: Values, path: str, file: tuple[str, bytes, str]) -> Values:
        """Sends the file (name, bytes, media type) in place of the null at `path` of the variables."""
        form = {
            "operations": json.dumps({"query": query, "variables": variables}),
            "map": json.dumps({"0": [f"variables.{path}"]}),
        }
        headers = {**self.headers, "GraphQL-Require-Preflight": "1"}
        return _data(
            await self.http.post(f"{self.url}/graphql", data=form, files={"0": file}, headers=headers),
        )


@asynccontextmanager
async def reaching(url: str) -> AsyncIterator[Api]:
    """The API at an address. Proxies are for the outside world, this server is not there."""
    async with httpx.AsyncClient(trust_env=False, timeout=REQUEST_S) as http:
        try:
            yield Api(http, url)
        except (httpx.HTTPError, WebSocketException) as error:
            raise DemoFailed(f"The server stopped answering: {error or type(error).__name__}.") from error


@dataclass(frozen=True, slots=True)
class Line:
    """One WebSocket that speaks graphql-transport-ws; several subscriptions share it by their ids."""

    socket: ClientConnection

    async def subscribe(self, id: str, query: str, **variables: Any) -> None:
        await self._send(id=id, type="subscribe", payload={"query": query, "variables": variables})

    async def event(self, wait_s: float = SILENCE_S) -> tuple[str, Values | None]:
        """The next id of a subscription with its data; None says that this subscription is complete.

        Raises: DemoFailed when the API ends one with an error; TimeoutError after `wait_s` of silence.
        """
        async with asyncio.timeout(wait_s):
            message = await self.receive()
        if message["type"] == "next":
            return message["id"], _checked(message["payload"])
        if message["type"] == "error":
            raise _failure(message["payload"])
        return message["id"], None

    async def greet(self, token: str) -> None:
        await self._send(type="connection_init", payload={"Authorization": f"Bearer {token}"})
        async with asyncio.timeout(REQUEST_S):
            answer = await self.receive()
        if answer["type"] != "connection_ack":
            raise DemoFailed(f"The server answered {answer['type']} instead of connection_ack.")

    async def receive(self) -> Values:
        """The next message that is not a ping; pings are answered."""
        while True:
            message: Values = json.loads(await self.socket.recv())
            if message["type"] != "ping":
                return message
            await self._send(type="pong")

    async def _send(self, **message: Any) -> None:
        await self.socket.send(json.dumps(message))


@asynccontextmanager
async def listening(api: Api) -> AsyncIterator[Line]:
    address = f"{api.url.replace('http', 'ws', 1)}/graphql"
    protocols: Any = ["graphql-transport-ws"]
    async with connect(address, subprotocols=protocols, max_size=LARGEST_MESSAGE, proxy=None) as socket:
        line = Line(socket)
        await line.greet(api.token)
        yield line


def _data(response: httpx.Response) -> Values:
    try:
        answer = response.json()
    except ValueError as error:
        raise DemoFailed(f"The server answered {response.status_code} and no JSON: {response.text[:300]}") from error
    return _checked(answer)


def _checked(answer: Values) -> Values:
    if answer.get("errors"):
        raise _failure(answer["errors"])
    data: Values = answer["data"]
    return data


def _failure(errors: list[Values]) -> DemoFailed:
    """The first error; its message names the fields of a VALIDATION_ERROR."""
    code = (errors[0].get("extensions") or {}).get("code")
    return DemoFailed(f"The API refused: {errors[0]['message']} ({code or 'no code'})", code=code)
