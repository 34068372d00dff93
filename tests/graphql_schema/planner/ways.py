"""The same application with and without the planner, over the same databases, and how each query was read."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import httpx
from prometheus_client import REGISTRY

from app.main import build_app
from app.settings import Settings
from tests.api import Api


@dataclass(frozen=True)
class Ways:
    """HTTP to two applications of one process: `ordinary` reads without the planner."""

    planned: httpx.AsyncClient
    ordinary: httpx.AsyncClient

    async def both(self, api: Api, query: str, **variables: Any) -> tuple[bytes, bytes]:
        """The bytes that each answers to the same person."""
        body = {"query": query, "variables": variables}
        planned = await self.planned.post("/graphql", json=body, headers=api.headers)
        ordinary = await self.ordinary.post("/graphql", json=body, headers=api.headers)
        return planned.content, ordinary.content


@asynccontextmanager
async def ways(settings: Settings) -> AsyncIterator[Ways]:
    """Over resources that are open."""
    without = settings.model_copy(update={"planned_reads": False})
    async with _door(settings) as planned, _door(without) as ordinary:
        yield Ways(planned, ordinary)


def _door(settings: Settings) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(build_app(settings)), base_url="http://testserver")


def read(way: str, reason: str = "") -> float:
    """How many queries of this process have been read that way."""
    return REGISTRY.get_sample_value("foundry_reads_total", {"way": way, "reason": reason}) or 0.0
