"""A cheap source of load: prepared requests over connections that stay open, one in flight on each, timed one by one.

It reads no more of an answer than it must: the status, the length, and that the length is one that was expected.
"""

import asyncio
import gc
import re
import time
from collections.abc import Container, Iterator
from dataclasses import dataclass
from statistics import median, quantiles
from typing import cast

_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_OK = re.compile(rb"HTTP/1\.[01] 200 ")
_LAST_CHUNK = b"\r\n0\r\n\r\n"
HEAD_END = b"\r\n\r\n"


@dataclass(frozen=True, slots=True)
class Load:
    """What one run of load met: requests answered, seconds it took, and each answer's milliseconds."""

    seconds: float
    waits_ms: tuple[float, ...]

    @property
    def per_second(self) -> float:
        return len(self.waits_ms) / self.seconds

    @property
    def p50(self) -> float:
        return median(self.waits_ms)

    @property
    def p99(self) -> float:
        return quantiles(self.waits_ms, n=100, method="inclusive")[98] if len(self.waits_ms) > 1 else self.waits_ms[0]


class _Run:
    """What the connections of one run share. `lengths` are those that an answer may have; None for any."""

    def __init__(self, requests: Iterator[bytes], lengths: Container[int] | None, connections: int) -> None:
        self.requests, self.lengths = requests, lengths
        self.waits_ms: list[float] = []
        self.busy = connections
        self.end = 0.0
        self.over = asyncio.get_running_loop().create_future()

    def next(self) -> bytes | None:
        """None when time is up or nothing is left to ask."""
        return next(self.requests, None) if time.perf_counter() < self.end else None

    def leave(self) -> None:
        self.busy -= 1
        if self.busy == 0 and not self.over.done():
            self.over.set_result(None)

    def fail(self, reason: str) -> None:
        if not self.over.done():
            self.over.set_exception(RuntimeError(reason))


class _Connection(asyncio.Protocol):
    def __init__(self, run: _Run) -> None:
        self._run = run
        self._head = b""
        self._left = 0
        self._tail: bytes | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)

    def connection_lost(self, exc: Exception | None) -> None:
        self._run.fail(f"the server closed a connection: {exc}")

    def ask(self) -> None:
        request = self._run.next()
        if request is None:
            self._run.leave()
            return
        self._head, self._tail = b"", None
        self._asked = time.perf_counter()
        self._transport.write(request)

    def data_received(self, data: bytes) -> None:
        if self._tail is not None:
            self._chunks(data)
        elif self._left:
            self._counted(len(data))
        else:
            self._head += data
            self._begun()

    def _begun(self) -> None:
        end = self._head.find(HEAD_END)
        if end < 0:
            return
        if not _OK.match(self._head):
            self._run.fail(f"an answer was refused: {self._head[:500]!r}")
            return
        told = _LENGTH.search(self._head, 0, end)
        body = self._head[end + len(HEAD_END) :]
        if told is None:
            self._tail = b""
            self._chunks(body)
            return
        self._left = length = int(told[1])
        if self._run.lengths is not None and length not in self._run.lengths:
            self._run.fail(f"an answer has {length} bytes, which is not what was expected: {body[:500]!r}")
            return
        self._counted(len(body))

    def _counted(self, received: int) -> None:
        self._left -= received
        if self._left == 0:
            self._answered()

    def _chunks(self, data: bytes) -> None:
        self._tail = ((self._tail or b"") + data)[-len(_LAST_CHUNK) :]
        if self._tail == _LAST_CHUNK:
            self._answered()

    def _answered(self) -> None:
        self._run.waits_ms.append((time.perf_counter() - self._asked) * 1000)
        self.ask()


async def drive(
    port: int, requests: Iterator[bytes], *, connections: int, seconds: float, lengths: Container[int] | None = None
) -> Load:
    """Asks for `seconds`, or until `requests` are used up; what is under way then is waited for.

    Raises RuntimeError for a status that is not 200, an unexpected length, or when nothing was asked.
    """
    loop = asyncio.get_running_loop()
    run = _Run(requests, lengths, connections)
    lanes: list[tuple[asyncio.Transport, _Connection]] = []
    gc.disable()
    try:
        for _ in range(connections):
            lanes.append(await loop.create_connection(lambda: _Connection(run), "127.0.0.1", port))
        started = time.perf_counter()
        run.end = started + seconds
        for _, lane in lanes:
            lane.ask()
        await run.over
        took = time.perf_counter() - started
    finally:
        gc.enable()
        for transport, _ in lanes:
            transport.abort()
    if not run.waits_ms:
        raise RuntimeError("there was nothing to ask")
    return Load(took, tuple(run.waits_ms))


def request(path: str, body: bytes, token: str) -> bytes:
    """A POST as its bytes, ready to be sent."""
    head = (
        f"POST {path} HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\naccept: application/json\r\n"
        f"authorization: Bearer {token}\r\ncontent-length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body
