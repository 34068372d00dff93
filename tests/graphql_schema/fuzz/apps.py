"""Applications over the same open resources that differ in their settings alone, and how they are asked."""

import json
import random
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

import httpx
from prometheus_client import REGISTRY
from starlette.applications import Starlette

from app.main import build_app
from app.settings import Settings
from tests.graphql_schema.fuzz.queries import Request
from tests.graphql_schema.fuzz.sockets import Wire

ORDINARY = "ordinary"
DIFFERENCES: dict[str, dict[str, Any]] = {
    ORDINARY: {"planned_reads": False, "answer_cache_bytes": 0},
    "planned": {"planned_reads": True, "answer_cache_bytes": 0},
    "cached": {"planned_reads": True, "answer_cache_bytes": 64_000_000},
    "evicting": {"planned_reads": True, "answer_cache_bytes": 6_000},
}
COUNTED = "foundry_reads_total"
NEW_TYPE = "application/graphql-response+json"


@dataclass(frozen=True)
class Manner:
    """How a request is sent."""

    way: str = "POST"
    accept: str = "application/json"
    coding: str = "identity"


@dataclass(frozen=True)
class Reply:
    status: int
    content_type: str
    body: bytes
    etag: str | None = None

    @cached_property
    def _parsed(self) -> list[Any]:
        """What an answer in JSON, an event stream or a socket carries, errors in one order: they come in none."""
        lines = [line.removeprefix("data:").strip() for line in self.body.decode().split("\n")]
        parsed = [json.loads(line) for line in lines if line.startswith("{")]
        for part in parsed:
            for holder in (part, part.get("payload")):
                if isinstance(holder, dict) and "errors" in holder:
                    holder["errors"].sort(key=json.dumps)
        return parsed

    @property
    def has_errors(self) -> bool:
        """Whether anything was refused, or a field failed."""
        if b'"error' not in self.body:
            return self.status >= 400
        payloads = [part.get("payload") or {} for part in self._parsed]
        named = any("errors" in part for part in (*self._parsed, *(of for of in payloads if isinstance(of, dict))))
        return named or any(part.get("type") == "error" for part in self._parsed)

    def told(self) -> tuple[int, str, bytes]:
        """What must be the same from all: every byte of what has no errors."""
        body = json.dumps(self._parsed).encode() if self.has_errors and self._parsed else self.body
        return self.status, self.content_type, body

    def refuses_as(self, other: "Reply") -> bool:
        """Whether the two may be one answer: of fields that fail below one object, any may be the one that is told.

        Nothing but that may differ: the data are the same, and what both tell of one field.
        """
        if not (self.has_errors and other.has_errors) or len(self._parsed) != len(other._parsed):
            return False
        ours, theirs = self._refusals(), other._refusals()
        same_fields = all(ours[path] == theirs[path] for path in ours.keys() & theirs.keys())
        return same_fields and self._bare() == other._bare()

    def _refusals(self) -> dict[str, str]:
        """What is told, by where."""
        told = [error for holder in self._holders() for error in holder["errors"]]
        return {json.dumps(error.get("path")): f"{error['message']} {error.get('extensions')}" for error in told}

    def _bare(self) -> tuple[int, str, list[Any]]:
        return self.status, self.content_type, [{**holder, "errors": None} for holder in self._holders()]

    def _holders(self) -> list[dict[str, Any]]:
        """The objects that have a list of errors."""
        inner = [part["payload"] for part in self._parsed if isinstance(part.get("payload"), dict)]
        return [holder for holder in (*self._parsed, *inner) if "errors" in holder]


def manner_of(rng: random.Random) -> Manner:
    way = rng.choice(["POST"] * 11 + ["GET"] * 6 + ["SOCKET", "SOCKET", "STREAM"])
    accept = rng.choice(["application/json", "application/json", "*/*", NEW_TYPE])
    return Manner(way, accept, rng.choice(["identity", "identity", "gzip", "zstd, gzip;q=0.5"]))


def reads() -> Counter[str]:
    """How queries have been read in this process so far: by way, and why where it is the ordinary one."""
    found: Counter[str] = Counter()
    for metric in REGISTRY.restricted_registry([COUNTED]).collect():
        for sample in (sample for sample in metric.samples if sample.name == COUNTED):
            way = sample.labels["way"]
            found[way if way != ORDINARY else f"{way}: {sample.labels.get('reason', '')}"] += int(sample.value)
    return found


@dataclass
class Apps:
    http: dict[str, httpx.AsyncClient]
    apps: dict[str, Starlette]
    wires: dict[tuple[str, str], Wire] = field(default_factory=dict)

    async def ask(self, name: str, request: Request, token: str, manner: Manner, etag: str | None = None) -> Reply:
        if manner.way == "SOCKET":
            return await self._by_socket(name, request, token)
        headers = {"authorization": f"Bearer {token}", "accept": manner.accept, "accept-encoding": manner.coding}
        if etag is not None:
            headers["if-none-match"] = etag
        if manner.way == "GET":
            response = await self.http[name].get(f"/graphql?{_in_address(request)}", headers=headers)
        else:
            headers["content-type"] = "application/json"
            if manner.way == "STREAM":
                headers["accept"] = "text/event-stream"
            body = json.dumps(request.body, ensure_ascii=False).encode()
            response = await self.http[name].post("/graphql", content=body, headers=headers)
        found = response.headers
        return Reply(response.status_code, found.get("content-type", ""), response.content, found.get("etag"))

    async def _by_socket(self, name: str, request: Request, token: str) -> Reply:
        wire = self.wires.get((name, token))
        if wire is None or not wire.is_open:
            wire = self.wires[name, token] = Wire(self.apps[name], token)
            if not await wire.open():
                return Reply(403, "socket", b"")
        return Reply(101, "socket", (await wire.ask(request.body)).encode())


def _in_address(request: Request) -> str:
    given = {key: value if isinstance(value, str) else json.dumps(value) for key, value in request.body.items()}
    return urlencode(given)


@asynccontextmanager
async def applications(settings: Settings) -> AsyncIterator[Apps]:
    """One for each difference. The resources are open already, and stay open."""
    built = {name: build_app(settings.model_copy(update=changes)) for name, changes in DIFFERENCES.items()}
    async with AsyncExitStack() as stack:
        http = {
            name: await stack.enter_async_context(
                httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://testserver")
            )
            for name, app in built.items()
        }
        apps = Apps(http, built)
        try:
            yield apps
        finally:
            for wire in apps.wires.values():
                await wire.close()


def cursors_in(body: bytes) -> Iterator[str]:
    """The ends of pages that an answer names under their own names."""
    parts = body.split(b'"endCursor":"')[1:]
    yield from (part.split(b'"', 1)[0].decode() for part in parts)
