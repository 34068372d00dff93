"""Servers in processes of their own, on loopback: started, waited for, and ended with the block."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import orjson

from scripts.benches.measure import cpu_ms

ROOT = Path(__file__).parents[2]
START_S = 60.0
END_S = 15.0
HEADERS = {"content-type": "application/json"}


@dataclass(frozen=True, slots=True)
class Served:
    """A server that answers. It took `ready_s` seconds on the wall and `ready_cpu_s` on the processor to do so."""

    pid: int
    port: int
    ready_s: float
    ready_cpu_s: float

    def connect(self) -> HTTPConnection:
        return HTTPConnection("127.0.0.1", self.port, timeout=60)


@contextmanager
def foundry(data: Path, **settings: object) -> Iterator[Served]:
    """`foundry serve` on `data` with these settings, and with nothing of the caller's own."""
    given = {f"FOUNDRY_{name.upper()}": str(value) for name, value in settings.items()}
    with served("app.cli", "serve", "--data", str(data), folder=data, env=given) as server:
        yield server


@contextmanager
def served(module: str, *arguments: str, folder: Path, env: Mapping[str, str] | None = None) -> Iterator[Served]:
    """`python -m module ... --port N`; its output is kept in `folder`. Raises RuntimeError if it does not answer."""
    port = free_port()
    command = [sys.executable, "-m", module, *arguments, "--port", str(port)]
    with launched(command, port, folder / f"{module}.log", env=env) as server:
        yield server


@contextmanager
def launched(
    command: Sequence[str], port: int, log: Path, *, folder: Path = ROOT, env: Mapping[str, str] | None = None
) -> Iterator[Served]:
    """Any server that answers 200 to GET /healthz. Raises RuntimeError if it does not."""
    inherited = {key: value for key, value in os.environ.items() if not key.startswith("FOUNDRY_")}
    started = time.perf_counter()
    with log.open("wb") as output:
        process = subprocess.Popen(command, cwd=folder, env=inherited | dict(env or {}), stdout=output, stderr=output)
    try:
        _wait(process, port, log)
        yield Served(process.pid, port, time.perf_counter() - started, cpu_ms(process.pid) / 1000)
    finally:
        _end(process)


def post(connection: HTTPConnection, path: str, body: bytes, headers: dict[str, str] = HEADERS) -> bytes:
    """The body of an answer. Raises RuntimeError for any status but 200."""
    connection.request("POST", path, body, headers)
    response = connection.getresponse()
    answer = response.read()
    if response.status != 200:
        raise RuntimeError(f"{path} answered {response.status}: {answer[:500]!r}")
    return answer


def graphql(connection: HTTPConnection, query: str, token: str | None = None, **variables: Any) -> dict[str, Any]:
    """The data of an answer. Raises RuntimeError when there are errors."""
    answer = orjson.loads(post(connection, "/graphql", request_body(query, **variables), authorized(token)))
    if "errors" in answer:
        raise RuntimeError(str(answer["errors"]))
    data: dict[str, Any] = answer["data"]
    return data


def request_body(query: str, **variables: Any) -> bytes:
    return orjson.dumps({"query": query, "variables": variables})


def authorized(token: str | None) -> dict[str, str]:
    return {**HEADERS, "authorization": f"Bearer {token}"} if token else HEADERS


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait(process: "subprocess.Popen[bytes]", port: int, log: Path) -> None:
    deadline = time.monotonic() + START_S
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        if _answers(port):
            return
        time.sleep(0.005)
    raise RuntimeError(f"the server did not start:\n{log.read_text()[-2000:]}")


def _answers(port: int) -> bool:
    connection = HTTPConnection("127.0.0.1", port, timeout=1)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


def _end(process: "subprocess.Popen[bytes]") -> None:
    process.terminate()
    try:
        process.wait(END_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
