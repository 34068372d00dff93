"""Which pages may open a WebSocket: a real server, because the handshake is where it is decided."""

import json
import signal
from collections.abc import Iterator

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.typing import Origin, Subprotocol

from tests.api import PASSWORD, SIGN_UP
from tests.fixtures.live import Server

ALLOWED = "https://app.example.com"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    server = Server(tmp_path_factory.mktemp("live"), {"FOUNDRY_WEBSOCKET_ORIGINS": f"{ALLOWED}, https://two.example"})
    server.start()
    try:
        yield server
    finally:
        server.kill(signal.SIGTERM)


async def answered(server: Server, origin: str | None) -> str:
    """The e-mail address that the server knows the asker by."""
    person = {"email": f"{abs(hash(origin))}@example.com", "password": PASSWORD, "accountName": "Agency"}
    token = server.execute(SIGN_UP, input=person)["signUp"]["token"]
    address = f"ws://127.0.0.1:{server.port}/graphql"
    protocol = [Subprotocol("graphql-transport-ws")]
    async with connect(address, origin=Origin(origin) if origin else None, subprotocols=protocol) as socket:
        await socket.send(json.dumps({"type": "connection_init", "payload": {"Authorization": f"Bearer {token}"}}))
        assert json.loads(await socket.recv())["type"] == "connection_ack"
        query = {"id": "1", "type": "subscribe", "payload": {"query": "{ me { email } }"}}
        await socket.send(json.dumps(query))
        email: str = json.loads(await socket.recv())["payload"]["data"]["me"]["email"]
        assert email == person["email"]
        return email


async def test_allowed_pages_the_own_one_and_programs_are_answered(server: Server) -> None:
    for origin in (ALLOWED, "https://two.example", server.url, None):
        assert await answered(server, origin)


@pytest.mark.parametrize("origin", ["https://evil.example.com", "null", f"{ALLOWED}.evil.com", "http://127.0.0.1:1"])
async def test_other_pages_are_refused(server: Server, origin: str) -> None:
    with pytest.raises((InvalidStatus, ConnectionClosed)):
        await answered(server, origin)
