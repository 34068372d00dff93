"""A server on loopback that speaks `/embeddings`, and does as it is told."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Answer = tuple[int, dict[str, str], bytes]


@dataclass
class Script:
    """`answers` are given in turn, then good ones. A good vector points along the axis that is the text's length."""

    answers: list[Answer] = field(default_factory=list)
    asked: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    url: str = ""

    def answer(self, body: dict[str, Any]) -> Answer:
        self.asked.append(body)
        return self.answers.pop(0) if self.answers else good(body["input"], body["dimensions"])


def good(texts: list[str], dimensions: int = 768) -> Answer:
    """In the reverse order, as a server may."""
    rows = [{"index": place, "embedding": axis(len(text), dimensions)} for place, text in enumerate(texts)]
    return 200, {}, json.dumps({"data": rows[::-1]}).encode()


def axis(number: int, dimensions: int = 768) -> list[float]:
    return [2.0 if place == number % dimensions else 0.0 for place in range(dimensions)]


def given(*vectors: Any) -> Answer:
    rows = [{"index": place, "embedding": vector} for place, vector in enumerate(vectors)]
    return 200, {}, json.dumps({"data": rows}).encode()


@contextmanager
def embeddings_server() -> Iterator[Script]:
    script = Script()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["content-length"])))
            script.keys.append(self.headers.get("authorization", ""))
            status, headers, content = script.answer(body)
            self.send_response(status)
            for name, value in {**headers, "content-length": str(len(content))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    script.url = f"http://127.0.0.1:{server.server_port}/v1"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield script
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
