"""A server of the demo's own, as a child process: started like any other, stopped with the demo."""

import asyncio
import os
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import httpx

from app.demo.failure import DemoFailed

ROOT = Path(__file__).parents[2]
HOST = "127.0.0.1"
START_S = 60.0
STOP_S = 15.0
POLL_S = 0.05
LOG = "server.log"
LOG_LINES = 15


@dataclass(frozen=True, slots=True)
class Server:
    url: str
    data: Path
    process: asyncio.subprocess.Process

    @property
    def log(self) -> Path:
        return self.data / LOG

    def last_words(self) -> str:
        """The end of the log, for a message about what went wrong."""
        lines = self.log.read_text(errors="replace").splitlines()[-LOG_LINES:]
        return "\n".join([f"The server's log is {self.log}; it ends with:", *lines])


@asynccontextmanager
async def serving(data: Path, port: int | None, allowed: str | None) -> AsyncIterator[Server]:
    """A server that answers, until this closes.

    Raises: DemoFailed when the port is taken, the folder cannot be written, or the server does not start.
    """
    port = _free_port(port)
    try:
        with _opened_log(data) as log:
            process = await _spawn(data, port, allowed, log)
    except OSError as error:
        raise DemoFailed(f"The folder {data} cannot be used: {error.strerror}.") from error
    server = Server(f"http://{HOST}:{port}", data, process)
    try:
        await _until_healthy(server)
        yield server
    finally:
        await _stop(process)


def _opened_log(data: Path) -> BinaryIO:
    data.mkdir(parents=True, exist_ok=True)
    return (data / LOG).open("wb")


async def _spawn(data: Path, port: int, allowed: str | None, log: BinaryIO) -> asyncio.subprocess.Process:
    """In a session of its own, so that Ctrl-C reaches the demo alone, which then stops it in good order."""
    command = [sys.executable, "-m", "app.cli", "serve", "--host", HOST, "--port", str(port), "--data", str(data)]
    # The demo signs people up: never in the database of somebody's real installation.
    environment = {**os.environ, "FOUNDRY_DATABASE_URL": "", "FOUNDRY_PUBLIC_URL": ""}
    if allowed is not None:
        environment["FOUNDRY_FETCH_ALLOWED"] = allowed
    return await asyncio.create_subprocess_exec(
        *command, cwd=ROOT, env=environment, stdout=log, stderr=log, start_new_session=True
    )


async def _until_healthy(server: Server) -> None:
    async with httpx.AsyncClient(trust_env=False, timeout=2) as http:
        for _ in range(int(START_S / POLL_S)):
            if server.process.returncode is not None:
                raise DemoFailed(f"The server did not start. {server.last_words()}")
            try:
                if (await http.get(f"{server.url}/healthz")).status_code == httpx.codes.OK:
                    return
            except httpx.TransportError:
                await asyncio.sleep(POLL_S)
    raise DemoFailed(f"The server did not answer within {START_S:g} s. {server.last_words()}")


async def _stop(process: asyncio.subprocess.Process) -> None:
    if process.returncode is not None:
        return
    process.terminate()
    try:
        async with asyncio.timeout(STOP_S):
            await process.wait()
    except TimeoutError:
        process.kill()
        await process.wait()


def _free_port(wanted: int | None) -> int:
    """Looked at before the start: another server on that port would answer in place of ours."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, wanted or 0))
        except OSError as error:
            raise DemoFailed(f"Port {wanted} cannot be used: {error.strerror}.") from error
        port: int = probe.getsockname()[1]
        return port
