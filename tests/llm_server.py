"""A server on loopback that speaks the protocols of OpenAI and Anthropic, and misbehaves when it is told to.

It writes from the passages that it is sent, so its good answers are pieces as a model's would be.
"""

import asyncio
import json
import random
import threading
from collections import deque
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from queue import Queue
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

PROMPT_TOKENS, COMPLETION_TOKENS = 1000, 100
Behaviour = Callable[["Asked"], Awaitable[Any]]


@dataclass(frozen=True)
class Asked:
    """One request: `document` is the JSON that the message holds, `form` the schema of the answer."""

    path: str
    body: dict[str, Any]
    headers: dict[str, str]

    @property
    def is_anthropic(self) -> bool:
        return self.path.endswith("/messages")

    @property
    def message(self) -> str:
        content = self.body["messages"][-1]["content"]
        return content if isinstance(content, str) else "".join(block["text"] for block in content)

    @property
    def system(self) -> str:
        said = self.body["system"] if self.is_anthropic else self.body["messages"][0]["content"]
        return said if isinstance(said, str) else "".join(block["text"] for block in said)

    @property
    def document(self) -> dict[str, Any]:
        document: dict[str, Any] = json.JSONDecoder().raw_decode(self.message)[0]
        return document

    @property
    def form(self) -> dict[str, Any]:
        tool = self.body["tools"][0]
        schema: dict[str, Any] = tool["input_schema"] if self.is_anthropic else tool["function"]["parameters"]
        return schema


@dataclass
class ModelServer:
    """`next` are behaviours for the requests to come, one each; then `always`. `asked` are those that came."""

    port: int = 0
    next: deque[Behaviour] = field(default_factory=deque)
    asked: list[Asked] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.always: Behaviour = well

    @property
    def openai_url(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1"

    @property
    def anthropic_url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def reset(self) -> None:
        self.next.clear()
        self.asked.clear()
        self.always = well

    async def answer(self, request: Request) -> Any:
        asked = Asked(request.url.path, await request.json(), dict(request.headers))
        self.asked.append(asked)
        behaviour = self.next.popleft() if self.next else self.always
        return await behaviour(asked)


async def well(asked: Asked) -> Response:
    return replied(asked, written(asked))


def answering(arguments: Any) -> Behaviour:
    """These arguments of the tool, whatever was asked; a text is taken as it is."""

    async def answer(asked: Asked) -> Response:
        return replied(asked, arguments)

    return answer


def changed(**fields: Any) -> Behaviour:
    """A good answer but for these fields."""

    async def answer(asked: Asked) -> Response:
        return replied(asked, {**written(asked), **fields})

    return answer


def status(code: int, **headers: str) -> Behaviour:
    async def answer(asked: Asked) -> Response:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return JSONResponse({"error": {"message": asked.message[:200], "type": "none"}}, code, named)

    return answer


def raw(body: bytes, content_type: str = "application/json") -> Behaviour:
    async def answer(asked: Asked) -> Response:
        return Response(body, media_type=content_type)

    return answer


async def text_instead_of_tool(asked: Asked) -> Response:
    """As servers do that know no tools."""
    said = f"```json\n{json.dumps(written(asked))}\n```"
    message = {"role": "assistant", "content": said}
    return JSONResponse(_completion({"index": 0, "message": message, "finish_reason": "stop"}))


async def never(asked: Asked) -> Response:
    await asyncio.Event().wait()
    raise AssertionError


async def dying(asked: Asked) -> "Cut":
    return Cut(bytes(replied(asked, {"text": "cut off " * 100}).body))


class Cut:
    """An answer that breaks off in the middle of its body, with the connection."""

    def __init__(self, body: bytes) -> None:
        self.body = body

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        length = str(len(self.body)).encode()
        headers = [(b"content-type", b"application/json"), (b"content-length", length)]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": self.body[: len(self.body) // 2], "more_body": True})
        raise ConnectionAbortedError


_numbers = count(1)


def written(asked: Asked) -> dict[str, Any]:
    """A piece from the words of the passages, unlike every other."""
    passages = asked.document["passages"]
    number = next(_numbers)
    chosen = [passages[(number * 3 + step) % len(passages)] for step in range(min(6, len(passages)))]
    texts = [shuffled(passage["text"], number) for passage in chosen]
    answer: dict[str, Any] = {"passages": [passage["number"] for passage in chosen[:2]]}
    fields = asked.form["properties"]
    if "posts" in fields:
        return answer | {"posts": [f"Take {number}, point {at}: {text[:200]}" for at, text in enumerate(texts)]}
    if "slides" in fields:
        slides = [{"title": f"Point {number}.{at}", "body": text[:150]} for at, text in enumerate(texts)]
        return answer | {"slides": slides, "caption": f"Caption {number}. {texts[0][:200]}"}
    if "beats" in fields:
        return answer | {
            "beats": [{"cue": f"Take {number}", "spoken": " ".join(text.split()[:18])} for text in texts[:4]]
        }
    room = 200 if "280" in asked.system else 900
    return answer | {"text": f"Take {number}. {' '.join(texts)}"[:room]}


def shuffled(text: str, number: int) -> str:
    words = text.split()
    random.Random(number).shuffle(words)
    return " ".join(words)


def replied(asked: Asked, arguments: Any) -> Response:
    said = arguments if isinstance(arguments, str) else json.dumps(arguments)
    if asked.is_anthropic:
        return JSONResponse(_message(arguments))
    call = {"id": "call_1", "type": "function", "function": {"name": "deliver", "arguments": said}}
    message = {"role": "assistant", "content": None, "tool_calls": [call]}
    return JSONResponse(_completion({"index": 0, "message": message, "finish_reason": "tool_calls"}))


def _completion(choice: dict[str, Any]) -> dict[str, Any]:
    usage = {
        "prompt_tokens": PROMPT_TOKENS,
        "completion_tokens": COMPLETION_TOKENS,
        "total_tokens": PROMPT_TOKENS + COMPLETION_TOKENS,
    }
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 1,
        "model": "scribe",
        "choices": [choice],
        "usage": usage,
    }


def _message(arguments: Any) -> dict[str, Any]:
    return {
        "id": "msg_1",
        "type": "message",
        "role": "assistant",
        "model": "scribe",
        "content": [{"type": "tool_use", "id": "toolu_1", "name": "deliver", "input": arguments}],
        "stop_reason": "tool_use",
        "stop_sequence": None,
        "usage": {"input_tokens": PROMPT_TOKENS, "output_tokens": COMPLETION_TOKENS},
    }


@contextmanager
def model_server() -> Iterator[ModelServer]:
    server = ModelServer()
    routes = [
        Route("/v1/chat/completions", server.answer, methods=["POST"]),
        Route("/v1/messages", server.answer, methods=["POST"]),
    ]
    with serving(Starlette(routes=routes)) as server.port:
        yield server


@contextmanager
def serving(app: Starlette) -> Iterator[int]:
    """Serves from a thread of its own, on the port that is given."""
    config = uvicorn.Config(app, port=0, log_level="critical", lifespan="off", timeout_graceful_shutdown=0)
    server = uvicorn.Server(config)
    started: Queue[int] = Queue()

    async def serve() -> None:
        config.load()
        server.lifespan = config.lifespan_class(config)
        await server.startup()
        started.put(server.servers[0].sockets[0].getsockname()[1])
        await server.main_loop()
        await server.shutdown()

    thread = threading.Thread(target=lambda: asyncio.run(serve()))
    thread.start()
    port = started.get(timeout=10)
    try:
        yield port
    finally:
        server.should_exit = True
        server.force_exit = True
        thread.join()
