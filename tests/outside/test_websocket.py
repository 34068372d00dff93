"""The npm package graphql-ws, and a client that breaks its protocol."""

import json

import pytest

from tests.outside.operations import WATCH, WHO, LiveServer, assert_followed_to_the_end
from tests.outside.programs import Node

pytestmark = pytest.mark.slow


def test_query_answers_over_a_socket(node: Node, live_server: LiveServer) -> None:
    [answer, end] = node("transport-ws.mjs", live_server.url, live_server.token, WHO)
    assert answer["result"]["data"]["me"]["role"] == "OWNER"
    assert end == {"complete": True}


def test_subscription_follows_a_job_to_its_end(node: Node, live_server: LiveServer) -> None:
    _, job_id = live_server.start_hub()
    variables = json.dumps({"clientId": live_server.client_id, "jobId": job_id})
    *events, end = node("transport-ws.mjs", live_server.url, live_server.token, WATCH, variables, within_s=60)
    assert end == {"complete": True}
    assert_followed_to_the_end([event["result"]["data"] for event in events], job_id)


def test_socket_is_closed_when_the_token_is_wrong(node: Node, live_server: LiveServer) -> None:
    [end] = node("transport-ws.mjs", live_server.url, "not-a-token", WHO)
    assert end["closed"] == 4403


def test_socket_is_closed_when_a_subscription_comes_before_the_greeting(node: Node, live_server: LiveServer) -> None:
    subscribe = json.dumps({"id": "1", "type": "subscribe", "payload": {"query": WHO}})
    [end] = node("transport-ws-raw.mjs", live_server.url, subscribe)
    assert end["closed"] == 4401


def test_socket_is_closed_when_no_greeting_comes(node: Node, live_server: LiveServer) -> None:
    [end] = node("transport-ws-raw.mjs", live_server.url)
    assert end["closed"] == 4408


def test_socket_is_closed_when_greeted_twice(node: Node, live_server: LiveServer) -> None:
    greeting = json.dumps({"type": "connection_init", "payload": {"Authorization": f"Bearer {live_server.token}"}})
    [acknowledged, end] = node("transport-ws-raw.mjs", live_server.url, greeting, greeting)
    assert acknowledged["received"]["type"] == "connection_ack"
    assert end["closed"] == 4429
