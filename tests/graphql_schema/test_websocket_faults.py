"""Faults of ours in WebSocket frames: masked for the watcher, whole in the server's log."""

import json
import sqlite3
from contextlib import closing
from typing import Any

import pytest
from websockets.asyncio.client import connect
from websockets.typing import Subprotocol

from tests.fixtures.live import LiveServer

QUERY = 'query Listing {{ client(id: "{0}") {{ hubs {{ totalCount }} }} }}'
EVENTS = 'subscription {{ clientEvents(clientId: "{0}") {{ __typename }} }}'


async def first_frame(server: LiveServer, query: str) -> dict[str, Any]:
    address = f"ws://127.0.0.1:{server.port}/graphql"
    async with connect(address, subprotocols=[Subprotocol("graphql-transport-ws")]) as socket:
        greeting = {"type": "connection_init", "payload": {"Authorization": f"Bearer {server.token}"}}
        await socket.send(json.dumps(greeting))
        assert json.loads(await socket.recv())["type"] == "connection_ack"
        await socket.send(json.dumps({"id": "1", "type": "subscribe", "payload": {"query": query}}))
        frame: dict[str, Any] = json.loads(await socket.recv())
        return frame


@pytest.mark.parametrize("query", [QUERY, EVENTS], ids=["query", "subscription"])
async def test_a_fault_in_a_frame_is_masked_and_logged(live_server: LiveServer, query: str) -> None:
    with closing(sqlite3.connect(live_server.data / "clients" / f"{live_server.client_id}.db")) as raw, raw:
        raw.execute("DROP TABLE IF EXISTS generation_queue")
        raw.execute("DROP TABLE IF EXISTS hubs")
    frame = await first_frame(live_server, query.format(live_server.client_id))

    payload = frame["payload"]
    [error] = payload["errors"] if frame["type"] == "next" else payload
    assert error["message"] == "Something went wrong on our side. Name the trace id when you ask about it."
    assert error["extensions"]["code"] == "INTERNAL_ERROR"
    assert "no such table" not in str(frame)
    log = (live_server.data / "server.log").read_text()
    assert f"trace {error['extensions']['traceId']}" in log
    assert "no such table" in log
