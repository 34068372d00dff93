"""A server on loopback that speaks OpenAI's `/audio/transcriptions`, and misbehaves when it is told to."""

from collections import deque
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from starlette.applications import Starlette
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.llm_server import Cut, serving

SAID = "Stop using jargon like synergy and leverage."
Behaviour = Callable[[], Awaitable[Any]]


@dataclass(frozen=True)
class Asked:
    """One request, with its form as a parser of multipart bodies has read it."""

    headers: dict[str, str]
    fields: dict[str, str]
    filename: str
    media_type: str
    data: bytes


@dataclass
class SpeechServer:
    """`next` are behaviours for the requests to come, one each; then it writes `SAID`. `asked` are those that came."""

    port: int = 0
    next: deque[Behaviour] = field(default_factory=deque)
    asked: list[Asked] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1"

    def reset(self) -> None:
        self.next.clear()
        self.asked.clear()

    async def answer(self, request: Request) -> Any:
        async with request.form() as form:
            file = form["file"]
            assert isinstance(file, UploadFile)
            fields = {name: value for name, value in form.items() if isinstance(value, str)}
            data = await file.read()
        self.asked.append(Asked(dict(request.headers), fields, file.filename or "", file.content_type or "", data))
        return await (self.next.popleft() if self.next else saying(SAID))()


def saying(text: Any, **others: Any) -> Behaviour:
    async def answer() -> Response:
        return JSONResponse({"text": text, **others})

    return answer


def status(code: int, **headers: str) -> Behaviour:
    async def answer() -> Response:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return JSONResponse({"error": {"message": SAID}}, code, named)

    return answer


def raw(body: bytes, **headers: str) -> Behaviour:
    async def answer() -> Response:
        return Response(body, headers={name.replace("_", "-"): value for name, value in headers.items()})

    return answer


async def dying() -> Cut:
    return Cut(b'{"text": "cut off in the middle"}')


@contextmanager
def speech_server() -> Iterator[SpeechServer]:
    server = SpeechServer()
    with serving(Starlette(routes=[Route("/v1/audio/transcriptions", server.answer, methods=["POST"])])) as server.port:
        yield server
