"""Server-sent events read as they come, from the application itself: an HTTP client would wait for their end."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from starlette.applications import Starlette

from tests.api import Api


@asynccontextmanager
async def subscribed(
    app: Starlette, person: Api, query: str, variables: dict[str, Any]
) -> AsyncIterator["asyncio.Queue[dict[str, Any]]"]:
    """A queue of what each event carries; leaving hangs up, as a browser that goes away."""
    events: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
    gone, sent = asyncio.Event(), False
    body = json.dumps({"query": query, "variables": variables}).encode()

    async def receive() -> dict[str, Any]:
        nonlocal sent
        if not sent:
            sent = True
            return {"type": "http.request", "body": body, "more_body": False}
        await gone.wait()
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        for line in message.get("body", b"").decode().splitlines():
            if line.startswith("data:") and line != "data:" and line != "data: ":
                events.put_nowait(json.loads(line.removeprefix("data:")))

    serving = asyncio.create_task(app(_scope(person), receive, send))
    try:
        yield events
    finally:
        gone.set()
        await serving


def _scope(person: Api) -> dict[str, Any]:
    headers = {"accept": "text/event-stream", "content-type": "application/json", "host": "testserver"}
    raw = [(name.encode(), value.encode()) for name, value in {**headers, **person.headers}.items()]
    return {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "POST",
        "scheme": "http",
        "path": "/graphql",
        "raw_path": b"/graphql",
        "query_string": b"",
        "root_path": "",
        "headers": raw,
        "client": ("127.0.0.1", 1),
        "server": ("testserver", 80),
    }
