"""The generator of load, against a server that answers as it is told."""

import asyncio
import itertools
import os
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from scripts.benches.load import Load, drive
from scripts.benches.measure import tree_cpu_ms


class Plainly(asyncio.Protocol):
    """Answers whatever comes with the next of the answers given, in two pieces."""

    def __init__(self, answers: Iterator[bytes]) -> None:
        self.answers = answers
        self.gone = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        answer = next(self.answers)
        self.transport.write(answer[:5])
        self.transport.write(answer[5:])

    def connection_lost(self, exc: Exception | None) -> None:
        self.gone.set_result(None)


async def loaded(answers: Iterator[bytes], requests: Iterator[bytes], **options: Any) -> Load:
    served: list[Plainly] = []

    def connected() -> Plainly:
        served.append(Plainly(answers))
        return served[-1]

    server = await asyncio.get_running_loop().create_server(connected, "127.0.0.1", 0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        try:
            return await drive(port, requests, **{"connections": 1, "seconds": 60.0} | options)
        finally:
            await asyncio.gather(*(one.gone for one in served))


SHORT = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"
CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n"


async def test_load_counts_every_answer_when_requests_run_out() -> None:
    load = await loaded(itertools.cycle([SHORT, CHUNKED]), iter([b"ask"] * 7), connections=3, lengths={2})

    assert len(load.waits_ms) == 7
    assert 0 < load.p50 <= load.p99


async def test_load_ends_when_time_is_up() -> None:
    load = await loaded(itertools.repeat(SHORT), itertools.repeat(b"ask"), seconds=0.01)

    assert len(load.waits_ms) >= 1
    assert load.per_second == len(load.waits_ms) / load.seconds


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (b"HTTP/1.1 500 Oh\r\nContent-Length: 2\r\n\r\n{}", "an answer was refused"),
        (SHORT.replace(b"2\r\n", b"3\r\n"), "has 3 bytes, which is not what was expected"),
    ],
)
async def test_load_fails_when_an_answer_is_not_what_it_should_be(answer: bytes, reason: str) -> None:
    with pytest.raises(RuntimeError, match=reason):
        await loaded(itertools.repeat(answer), itertools.repeat(b"ask"), lengths={2})


async def test_load_fails_when_there_is_nothing_to_ask() -> None:
    with pytest.raises(RuntimeError, match="nothing to ask"):
        await loaded(itertools.repeat(SHORT), iter(()))


def test_processor_time_counts_children_when_they_have_ended() -> None:
    before = tree_cpu_ms(os.getpid())
    subprocess.run([sys.executable, "-c", "import time\nwhile time.process_time() < 0.3: pass"], check=True)

    # The kernel looks every hundredth of a second at who is running, and so may miss some of them.
    assert tree_cpu_ms(os.getpid()) - before >= 200
