"""The npm package graphql-sse, in its mode of one connection for each operation."""

import json

from tests.outside.operations import WATCH, WHO, LiveServer, assert_followed_to_the_end
from tests.outside.programs import Node


def test_query_answers_over_an_event_stream(node: Node, live_server: LiveServer) -> None:
    [answer, end] = node("sse.mjs", live_server.url, live_server.token, WHO)
    assert answer["result"]["data"]["me"]["role"] == "OWNER"
    assert end == {"complete": True}


def test_event_stream_follows_a_job_to_its_end(node: Node, live_server: LiveServer) -> None:
    _, job_id = live_server.start_hub()
    variables = json.dumps({"clientId": live_server.client_id, "jobId": job_id})
    *events, end = node("sse.mjs", live_server.url, live_server.token, WATCH, variables, within_s=60)
    assert end == {"complete": True}
    assert_followed_to_the_end([event["result"]["data"] for event in events], job_id)


def test_event_stream_is_refused_when_the_token_is_wrong(node: Node, live_server: LiveServer) -> None:
    variables = json.dumps({"clientId": live_server.client_id, "jobId": "of-no-matter"})
    [answer, *_] = node("sse.mjs", live_server.url, "not-a-token", WATCH, variables)
    if "refused" in answer:
        assert answer == {"refused": 401}
    else:
        assert answer["result"].get("data") is None
        assert [error["extensions"]["code"] for error in answer["result"]["errors"]] == ["UNAUTHENTICATED"]
