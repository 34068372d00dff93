"""What an HTTP request asks, where that is beyond doubt.

Nothing is refused here: whatever is odd is None, and Strawberry's view says what is wrong with it, in its own words.
"""

from typing import Any, NamedTuple, cast
from urllib.parse import parse_qsl

import orjson
from starlette.requests import ClientDisconnect
from starlette.types import Message, Receive, Scope

JSON = b"application/json"
Headers = dict[bytes, bytes]


class Asked(NamedTuple):
    query: str
    variables: dict[str, Any] | None
    operation_name: str | None


def headers_of(scope: Scope) -> Headers:
    """Of a header that is sent twice, the first."""
    return dict(reversed(scope["headers"]))


def wants_stream(headers: Headers) -> bool:
    return b"event-stream" in headers.get(b"accept", b"").lower()


def has_json(headers: Headers) -> bool:
    kind = headers.get(b"content-type", b"")
    return kind == JSON or kind.partition(b";")[0].strip() == JSON


async def body_of(receive: Receive) -> bytes:
    """Raises ClientDisconnect when the client leaves in the middle of it."""
    parts: list[bytes] = []
    more = True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        parts.append(message.get("body", b""))
        more = message.get("more_body", False)
    return parts[0] if len(parts) == 1 else b"".join(parts)


def given_again(body: bytes, receive: Receive) -> Receive:
    """A `receive` for somebody else, who has not read the body yet."""
    messages: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive_again() -> Message:
        return messages.pop() if messages else await receive()

    return receive_again


def asked_in_body(body: bytes) -> Asked | None:
    try:
        return _asked(orjson.loads(body))
    except orjson.JSONDecodeError:
        return None


def asked_in_query(query_string: bytes) -> Asked | None:
    try:
        given: dict[str, Any] = dict(parse_qsl(query_string.decode("latin-1"), keep_blank_values=True))
        for name in ("variables", "extensions"):
            if name in given:
                given[name] = orjson.loads(given[name])
    except ValueError:  # JSON's errors are some, too
        return None
    return _asked(given)


def _asked(given: Any) -> Asked | None:
    if not isinstance(given, dict):
        return None
    query, variables, name = given.get("query"), given.get("variables"), given.get("operationName")
    right = (
        (isinstance(query, str) and query != "")
        and (variables is None or isinstance(variables, dict))
        and (name is None or isinstance(name, str))
        and ("extensions" not in given or isinstance(given["extensions"], dict | None))
    )
    return Asked(cast(str, query), variables, name) if right else None
