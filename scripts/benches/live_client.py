"""Watchers by the thousand in one process: bare frames over plain sockets, so that the watched server is what is slow.

One JSON line in, one out: {"port", "watchers": [[token, client, job], ...]} is answered with {"seconds"} when each
watcher has its first event; then each empty line with what was heard since the line before.
"""

import asyncio
import sys
import time
from array import array
from typing import Any, cast

import orjson
import uvloop

from scripts.benches.live_server import allow_files

AT_ONCE = 64
JOIN_S = 120.0
LATE_NS = 1_000_000_000
UPGRADE = (
    b"GET /graphql HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
    b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
    b"Sec-WebSocket-Protocol: graphql-transport-ws\r\n\r\n"
)
WATCH = (
    "subscription($client: ID!, $job: ID!) { jobProgress(clientId: $client, jobId: $job) {"
    " jobId clientId hubId status phase percent message spokesDone spokesTotal at } }"
)
CLOSE, PING, PONG = 0x8, 0x9, 0xA
NO_MASK = bytes(4)
SENT_AT = b'"message":"'


def framed(payload: bytes, opcode: int = 1) -> bytes:
    """A client's frame. Masked with zeros: the protocol wants a mask, and this one is no work."""
    size = len(payload)
    head = bytes((0x80 | opcode, 0x80 | size)) if size < 126 else bytes((0x80 | opcode, 0xFE)) + size.to_bytes(2)
    return head + NO_MASK + payload


class Heard:
    """Nanoseconds from publishing to hearing, of all watchers."""

    def __init__(self) -> None:
        self.latencies = array("q")

    def report(self) -> dict[str, Any]:
        latencies = sorted(self.latencies)
        self.latencies = array("q")
        last = len(latencies) - 1
        at = {name: latencies[round(last * share)] / 1e6 if latencies else 0 for name, share in POINTS}
        return {**at, "heard": len(latencies), "late": sum(latency > LATE_NS for latency in latencies)}


POINTS = (("p50", 0.5), ("p99", 0.99), ("most", 1.0))


class Watcher(asyncio.Protocol):
    def __init__(self, heard: Heard, token: str, client_id: str, job_id: str) -> None:
        self.heard = heard
        self.hello = orjson.dumps({"type": "connection_init", "payload": {"Authorization": f"Bearer {token}"}})
        asked = {"query": WATCH, "variables": {"client": client_id, "job": job_id}}
        self.wish = orjson.dumps({"id": "1", "type": "subscribe", "payload": asked})
        self.rest = b""
        self.greeted = self.watching = False
        self.begun: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast("asyncio.Transport", transport)  # uvloop's derives from nothing
        self.transport.write(UPGRADE)

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.begun.done():
            self.begun.set_exception(ConnectionError("the server hung up"))

    def data_received(self, data: bytes) -> None:
        now = time.monotonic_ns()
        if self.rest:
            data, self.rest = self.rest + data, b""
        if not self.greeted:
            data = self._greet(data)
        start, end = 0, len(data)
        while end - start >= 4:
            size, body = data[start + 1], start + 2
            if size == 126:
                size, body = int.from_bytes(data[start + 2 : start + 4]), start + 4
            if body + size > end:
                break
            self._hear(data, start, body, body + size, now)
            start = body + size
        self.rest = data[start:]

    def _greet(self, data: bytes) -> bytes:
        head, end, data = data.partition(b"\r\n\r\n")
        if not end:
            self.rest = head
            return b""
        if not head.startswith(b"HTTP/1.1 101"):
            raise ConnectionError(head.decode())
        self.greeted = True
        self.transport.write(framed(self.hello))
        return data

    def _hear(self, data: bytes, start: int, body: int, end: int, now: int) -> None:
        opcode = data[start] & 0xF
        if opcode == 1 and self.watching:
            sent = data.index(SENT_AT, body, end) + len(SENT_AT)
            self.heard.latencies.append(now - int(data[sent : data.index(b'"', sent, end)]))
        elif opcode == PING:
            self.transport.write(framed(data[body:end], PONG))
        elif opcode == CLOSE:
            self.transport.close()
        elif opcode == 1:
            self._begin(data[body:end])

    def _begin(self, frame: bytes) -> None:
        """Acknowledged, then the first event."""
        kind = orjson.loads(frame)
        if kind["type"] == "connection_ack":
            self.transport.write(framed(self.wish))
        elif kind["type"] == "next" and "errors" not in kind["payload"]:
            self.watching = True
            self.begun.set_result(None)
        else:
            raise ConnectionError(frame.decode())


async def join(heard: Heard, port: int, watchers: list[list[str]]) -> float:
    """Seconds until each has its first event; AT_ONCE come at the same time. Raises TimeoutError, ConnectionError."""
    places, started = asyncio.Semaphore(AT_ONCE), time.perf_counter()

    async def one(watcher: list[str]) -> None:
        async with places:
            _, protocol = await asyncio.get_running_loop().create_connection(
                lambda: Watcher(heard, *watcher), "127.0.0.1", port
            )
            await protocol.begun

    async with asyncio.timeout(JOIN_S):
        await asyncio.gather(*map(one, watchers))
    return time.perf_counter() - started


async def main() -> None:
    allow_files()
    loop, heard = asyncio.get_running_loop(), Heard()
    wanted = orjson.loads(await loop.run_in_executor(None, sys.stdin.readline))
    answer: dict[str, Any] = {"seconds": await join(heard, wanted["port"], wanted["watchers"])}
    while True:
        print(orjson.dumps(answer).decode(), flush=True)
        if not await loop.run_in_executor(None, sys.stdin.readline):
            return
        answer = heard.report()


if __name__ == "__main__":
    uvloop.run(main())
