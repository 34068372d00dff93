"""The Python package gql, over HTTP and over a WebSocket."""

import pytest
from gql import Client, gql
from gql.transport.aiohttp import AIOHTTPTransport
from gql.transport.exceptions import TransportConnectionFailed, TransportQueryError
from gql.transport.websockets import WebsocketsTransport
from websockets.exceptions import ConnectionClosed

from tests.outside.operations import WATCH, WHO, LiveServer, assert_followed_to_the_end


def _over_http(server: LiveServer, token: str) -> Client:
    headers = {"Authorization": f"Bearer {token}"}
    return Client(transport=AIOHTTPTransport(url=f"{server.url}/graphql", headers=headers))


def _over_socket(server: LiveServer, token: str) -> Client:
    url = f"{server.url.replace('http', 'ws', 1)}/graphql"
    greeting = {"Authorization": f"Bearer {token}"}
    subprotocols = [WebsocketsTransport.GRAPHQLWS_SUBPROTOCOL]
    return Client(transport=WebsocketsTransport(url=url, init_payload=greeting, subprotocols=subprotocols))


async def test_query_answers_over_http(live_server: LiveServer) -> None:
    async with _over_http(live_server, live_server.token) as session:
        answer = await session.execute(gql(WHO))
    assert answer["me"]["role"] == "OWNER"


async def test_query_is_refused_when_the_token_is_wrong(live_server: LiveServer) -> None:
    async with _over_http(live_server, "not-a-token") as session:
        with pytest.raises(TransportQueryError) as refusal:
            await session.execute(gql(WHO))
    assert [error["extensions"]["code"] for error in refusal.value.errors or []] == ["UNAUTHENTICATED"]


async def test_subscription_follows_a_job_to_its_end(live_server: LiveServer) -> None:
    _, job_id = live_server.start_hub()
    watch = gql(WATCH)
    watch.variable_values = {"clientId": live_server.client_id, "jobId": job_id}
    async with _over_socket(live_server, live_server.token) as session:
        events = [event async for event in session.subscribe(watch)]
    assert_followed_to_the_end(events, job_id)


async def test_connection_fails_when_the_token_is_wrong(live_server: LiveServer) -> None:
    with pytest.raises(TransportConnectionFailed) as refusal:
        async with _over_socket(live_server, "not-a-token"):
            pass
    closed = refusal.value.__cause__
    assert isinstance(closed, ConnectionClosed)
    assert closed.rcvd is not None
    assert closed.rcvd.code == 4403
