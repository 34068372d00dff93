"""An answer as it goes over HTTP: content type, coding, and for GET the tag by which a client asks for it again.

What is private stays so: a kept answer is for one bearer's eyes, so it is `private`, and `no-cache` has each use of it
asked about. Answers of mutations are never compressed: they may hold a secret beside text that somebody else chose.
"""

import re
from typing import NamedTuple

from starlette.types import Send

from app.http.compression import accepted
from graphql_schema.answers import Answer
from graphql_schema.requests import Headers

GRAPHQL_JSON = b"application/graphql-response+json"
_OLD_TYPE = (b"content-type", b"application/json")
_NEW_TYPE = (b"content-type", GRAPHQL_JSON + b"; charset=utf-8")
_VARY = (b"vary", b"Accept-Encoding")
_VARY_OF_GET = (b"vary", b"Authorization, Accept, Accept-Encoding")
_CACHE = (b"cache-control", b"private, no-cache")
_CODED = {coding: (b"content-encoding", coding.encode()) for coding in ("zstd", "gzip")}
_TAG = re.compile(rb'(?:W/)?"([^"]*)"')

RawHeaders = list[tuple[bytes, bytes]]


class Reply(NamedTuple):
    status: int
    headers: RawHeaders
    body: bytes


def reply_to_get(headers: Headers, answer: Answer, status: int, new_type: bool) -> Reply:
    """With a tag, and 304 for a client that has the answer already."""
    if answer.tag is None:
        return _reply(headers, answer, status, new_type, [_VARY_OF_GET])
    tagged = [(b"etag", b'W/"%s"' % answer.tag.encode()), _CACHE, _VARY_OF_GET]
    if _has(headers.get(b"if-none-match", b""), answer.tag.encode()):
        return Reply(304, tagged, b"")
    return _reply(headers, answer, status, new_type, tagged)


def reply_to_query(headers: Headers, answer: Answer, status: int, new_type: bool) -> Reply:
    return _reply(headers, answer, status, new_type, [_VARY])


def reply_to_mutation(answer: Answer, status: int, new_type: bool) -> Reply:
    return _whole(answer.body, status, new_type, [])


async def send_reply(reply: Reply, send: Send) -> None:
    await send({"type": "http.response.start", "status": reply.status, "headers": reply.headers})
    await send({"type": "http.response.body", "body": reply.body})


def _reply(headers: Headers, answer: Answer, status: int, new_type: bool, more: RawHeaders) -> Reply:
    coding = accepted(headers.get(b"accept-encoding", b"").decode("latin-1")).for_body(len(answer.body))
    if coding is not None:
        more = [*more, _CODED[coding]]
    return _whole(answer.encoded(coding), status, new_type, more)


def _whole(body: bytes, status: int, new_type: bool, more: RawHeaders) -> Reply:
    kind = _NEW_TYPE if new_type else _OLD_TYPE
    return Reply(status, [kind, (b"content-length", b"%d" % len(body)), *more], body)


def _has(if_none_match: bytes, tag: bytes) -> bool:
    """Whether a list of tags names this one; weak ones are compared by their opaque parts (RFC 9110, 8.8.3.2)."""
    return if_none_match.strip() == b"*" or tag in _TAG.findall(if_none_match)
