"""What every request passes: its size is bounded and its time is counted. Plain ASGI."""

import time
from collections.abc import Mapping
from functools import cache

from prometheus_client import Counter, Histogram
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

REQUESTS = Counter("foundry_http_requests_total", "Requests answered, by method and status.", ["method", "status"])
SECONDS = Histogram("foundry_http_request_seconds", "Time until the answer's headers.", ["method"])
# Anybody can send a method of their own making; each label value is kept for ever.
METHODS = frozenset({"GET", "POST", "HEAD", "PUT", "DELETE", "PATCH", "OPTIONS"})


class BodyTooLarge(Exception):
    pass


def says_its_size(headers: Mapping[bytes, bytes], most: int) -> bool:
    """Whether the server will read no more than `most` bytes of the body: it reads what the request declares."""
    size = headers.get(b"content-length", b"")
    return size.isdigit() and int(size) <= most and b"transfer-encoding" not in headers


class BodyLimit:
    """Refuses a body that is larger than allowed, before it is read when it says its size, else while it is read."""

    def __init__(self, app: ASGIApp, max_bytes: int, max_form_bytes: int) -> None:
        self.app = app
        self.max_bytes = max_bytes
        self.max_form_bytes = max_form_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = dict(scope["headers"])
        is_form = headers.get(b"content-type", b"").startswith(b"multipart/form-data")
        limit = self.max_form_bytes if is_form else self.max_bytes
        declared = headers.get(b"content-length", b"0")
        if says_its_size(headers, limit):
            await self.app(scope, receive, send)
        elif not declared.isdigit() or int(declared) > limit:
            await _refuse(limit)(scope, receive, send)
        else:
            await self._counted(scope, receive, send, limit)

    async def _counted(self, scope: Scope, receive: Receive, send: Send, limit: int) -> None:
        read, begun = 0, False

        async def counting_receive() -> Message:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            if read > limit:
                raise BodyTooLarge
            return message

        async def noting_send(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self.app(scope, counting_receive, noting_send)
        except BodyTooLarge:
            if begun:
                raise
            await _refuse(limit)(scope, receive, send)


class Metrics:
    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = time.perf_counter()

        async def counting_send(message: Message) -> None:
            if message["type"] == "http.response.start":
                count(scope["method"], message["status"], time.perf_counter() - started)
            await send(message)

        await self.app(scope, receive, counting_send)


def count(method: str, status: int, seconds: float) -> None:
    """A request that was answered."""
    known = method if method in METHODS else "other"
    _requests(known, status).inc()
    _seconds(known).observe(seconds)


@cache
def _requests(method: str, status: int) -> Counter:
    """Finding it by its labels takes three times as long as counting."""
    return REQUESTS.labels(method, status)


@cache
def _seconds(method: str) -> Histogram:
    return SECONDS.labels(method)


def _refuse(limit: int) -> JSONResponse:
    words = f"The request is larger than the {limit:,} bytes allowed."
    return JSONResponse({"errors": [{"message": words, "extensions": {"code": "VALIDATION_ERROR"}}]}, status_code=413)
