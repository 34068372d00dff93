"""The audits that come with the npm package graphql-http: what the GraphQL-over-HTTP specification asks of a server."""

from tests.outside.operations import LiveServer
from tests.outside.programs import Node

_AUDITS = 61


def test_every_audit_of_the_http_specification_passes(node: Node, live_server: LiveServer) -> None:
    audits = node("audit.mjs", live_server.url, live_server.token, within_s=60)
    not_met = {f"{audit['id']} {audit['name']}": audit["reason"] for audit in audits if audit["status"] != "ok"}
    assert not_met == {}
    assert len({audit["id"] for audit in audits}) == _AUDITS
