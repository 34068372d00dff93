"""GraphQL over a WebSocket to an application in this process, with no network between: its frames as they are sent."""

import asyncio
import json
from dataclasses import dataclass, field
from typing import Any

from starlette.applications import Starlette

PROTOCOL = "graphql-transport-ws"
WITHIN_S = 30


@dataclass
class Wire:
    """One socket of one person, kept open: each operation on it must see the rights of its own moment."""

    app: Starlette
    token: str
    _to_app: "asyncio.Queue[dict[str, Any]]" = field(default_factory=asyncio.Queue)
    _from_app: "asyncio.Queue[dict[str, Any]]" = field(default_factory=asyncio.Queue)
    _serving: "asyncio.Task[None] | None" = None
    _asked: int = 0
    is_open: bool = False

    async def open(self) -> bool:
        """Whether the application lets this person in."""
        self._serving = asyncio.create_task(self._serve())
        self._to_app.put_nowait({"type": "websocket.connect"})
        assert (await self._next())["type"] == "websocket.accept"
        self._tell(type="connection_init", payload={"authorization": f"Bearer {self.token}"})
        answer = await self._next()
        self.is_open = answer["type"] == "websocket.send"
        return self.is_open

    async def ask(self, body: dict[str, Any]) -> str:
        """The frames of the answer, one a line; the operation always has the same id in them."""
        self._tell(type="subscribe", id="1", payload=body)
        frames: list[str] = []
        while True:
            event = await self._next()
            if event["type"] != "websocket.send":
                self.is_open = False
                return "\n".join([*frames, f"closed {event.get('code')}"])
            frames.append(event["text"])
            if json.loads(event["text"])["type"] in ("complete", "error"):
                return "\n".join(frames)

    async def close(self) -> None:
        self._to_app.put_nowait({"type": "websocket.disconnect", "code": 1000})
        if self._serving is not None:
            await asyncio.wait_for(self._serving, WITHIN_S)

    def _tell(self, **message: Any) -> None:
        self._to_app.put_nowait({"type": "websocket.receive", "text": json.dumps(message)})

    async def _next(self) -> dict[str, Any]:
        return await asyncio.wait_for(self._from_app.get(), WITHIN_S)

    async def _serve(self) -> None:
        async def send(message: Any) -> None:
            self._from_app.put_nowait(dict(message))

        await self.app(_scope(), self._to_app.get, send)


def _scope() -> dict[str, Any]:
    return {
        "type": "websocket",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "scheme": "ws",
        "path": "/graphql",
        "raw_path": b"/graphql",
        "query_string": b"",
        "root_path": "",
        "headers": [(b"host", b"testserver"), (b"sec-websocket-protocol", PROTOCOL.encode())],
        "client": ("127.0.0.1", 1),
        "server": ("testserver", 80),
        "subprotocols": [PROTOCOL],
        "state": {},
    }
