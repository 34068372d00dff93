"""Servers that publish on request, for the bench of live progress: the real application, or with `--floor` a plain one.

`POST /publish` with {"targets": [[client, job], ...], "hz", "seconds"} tells each job's watchers `hz` events a second,
the jobs spread evenly over the tick, and answers with how many events each job had. An event's message is the time it
was published at, in nanoseconds of the monotonic clock, which all processes of a machine share.
"""

import argparse
import asyncio
import resource
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING

import orjson
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

if TYPE_CHECKING:
    from app.settings import Settings

Publish = Callable[[str, str, int], Awaitable[None]]
"""Tells the watchers of a client's job one event, given its number."""
FRAME = (
    '{"id":"1","type":"next","payload":{"data":{"jobProgress":{"jobId":"%s","clientId":"%s","hubId":null,'
    '"status":"PROCESSING","phase":"spokes","percent":50,"message":"%d","spokesDone":5,"spokesTotal":25,'
    '"at":"2026-01-01T00:00:00+00:00"}}}}'
)


async def publish_all(publish: Publish, targets: list[list[str]], hz: float, seconds: float) -> int:
    clock, pause, rounds = asyncio.get_running_loop(), 1 / hz / len(targets), round(hz * seconds)
    due = clock.time()
    for number in range(rounds):
        for client_id, job_id in targets:
            due += pause
            await asyncio.sleep(max(0.0, due - clock.time()))  # also when late: others have work to do
            await publish(client_id, job_id, number + 1)
    return rounds


def publishing(publish: Publish) -> Route:
    spent = 0

    async def answer(request: Request) -> JSONResponse:
        nonlocal spent
        wanted = await request.json()

        async def numbered(client_id: str, job_id: str, number: int) -> None:
            await publish(client_id, job_id, spent + number)

        published = await publish_all(numbered, wanted["targets"], wanted["hz"], wanted["seconds"])
        spent += published
        return JSONResponse({"published": published})

    return Route("/publish", answer, methods=["POST"])


def serve_real(data: Path, port: int) -> None:
    """`foundry serve` itself, whose application gets one route more."""
    import app.main
    from app import cli

    build = app.main.build_app

    def with_publishing(settings: "Settings") -> Starlette:
        application = build(settings)
        application.router.routes.append(publishing(publish_to_bus))
        return application

    app.main.build_app = with_publishing
    cli.serve(data=data, port=port)


async def publish_to_bus(client_id: str, job_id: str, number: int) -> None:
    from app import resources
    from app.progress.events import JobChanged
    from app.vocabulary import JobStatus

    event = JobChanged(
        job_id=job_id,
        version=number,
        status=JobStatus.PROCESSING,
        phase="spokes",
        percent=50,
        message=str(time.monotonic_ns()),
        spokes_done=5,
        spokes_total=25,
    )
    resources.current().bus.publish(client_id, event)


def plain() -> Starlette:
    """No GraphQL: every socket of a job is sent the same text, one after the other."""
    watchers: defaultdict[str, set[WebSocket]] = defaultdict(set)

    async def publish(client_id: str, job_id: str, number: int) -> None:
        frame = FRAME % (job_id, client_id, time.monotonic_ns())
        for watcher in list(watchers[job_id]):
            await watcher.send_text(frame)

    async def watch(socket: WebSocket) -> None:
        await socket.accept(subprotocol="graphql-transport-ws")
        job_id = ""
        try:
            while True:
                message = orjson.loads(await socket.receive_text())
                if message["type"] == "connection_init":
                    await socket.send_text('{"type":"connection_ack"}')
                elif message["type"] == "subscribe":
                    job_id = message["payload"]["variables"]["job"]
                    watchers[job_id].add(socket)
                    await socket.send_text(FRAME % (job_id, "", 0))
        except WebSocketDisconnect:
            watchers[job_id].discard(socket)

    async def healthz(request: Request) -> PlainTextResponse:
        return PlainTextResponse("ok")

    return Starlette(routes=[WebSocketRoute("/graphql", watch), Route("/healthz", healthz), publishing(publish)])


def serve_plain(port: int) -> None:
    """With the same server under it."""
    uvicorn.run(plain(), host="127.0.0.1", port=port, log_config=None, access_log=False, ws_per_message_deflate=False)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, required=True)
    served = parser.add_mutually_exclusive_group(required=True)
    served.add_argument("--data", type=Path)
    served.add_argument("--floor", action="store_true")
    options = parser.parse_args()
    allow_files()
    if options.floor:
        serve_plain(options.port)
    else:
        serve_real(options.data, options.port)


def allow_files() -> None:
    """As many open sockets as this machine lets us have."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


if __name__ == "__main__":
    main()
