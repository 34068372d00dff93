"""An open tenancy over the sample world, on real files and, for the global plane, a real Postgres."""

import uuid
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import pytest

from tenancy import Tenancy, provision
from tests.fixtures.postgres import PostgresServer, postgres_server
from tests.tenancy import sample, sample_global
from tests.tenancy.planes import Plane, global_plane, tenant_plane

__all__ = ["postgres_server"]

Opener = Callable[..., Awaitable[Tenancy]]
SAMPLE: dict[str, Any] = {
    "global_modules": ["tests.tenancy.sample_global"],
    "tenant_modules": ["tests.tenancy.sample"],
    "global_steps": sample_global.GLOBAL_STEPS,
    "tenant_steps": sample.TENANT_STEPS,
}


@pytest.fixture
async def open_tenancy(tmp_path: Path) -> AsyncIterator[Opener]:
    """Open a tenancy over the sample world; whatever is open at the end is closed."""
    async with AsyncExitStack() as stack:

        async def opener(global_url: str | None = None, **changes: Any) -> Tenancy:
            url = global_url or f"sqlite://{tmp_path}/global.db"
            tenancy = await Tenancy.open(url, tmp_path / "clients", **{**SAMPLE, **changes})
            stack.push_async_callback(tenancy.close)
            return tenancy

        yield opener


@pytest.fixture
async def tenancy(open_tenancy: Opener) -> Tenancy:
    return await open_tenancy()


@pytest.fixture
async def a(tenancy: Tenancy) -> str:
    return await make_client()


@pytest.fixture
async def b(tenancy: Tenancy) -> str:
    return await make_client()


async def make_client() -> str:
    client_id = str(uuid.uuid4())
    await provision(client_id)
    return client_id


@pytest.fixture(params=["sqlite", "postgres"])
async def global_url(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[str]:
    """The address of an empty global database, once on each engine."""
    if request.param == "sqlite":
        yield f"sqlite://{tmp_path}/global.db"
        return
    server: PostgresServer = request.getfixturevalue("postgres_server")
    async with server.database() as url:
        yield url


@pytest.fixture
async def global_side(global_url: str, open_tenancy: Opener) -> Plane:
    """The global plane, once on each engine."""
    await open_tenancy(global_url)
    return global_plane()


@pytest.fixture(params=["client", "global on sqlite", "global on postgres"])
async def plane(request: pytest.FixtureRequest, open_tenancy: Opener) -> AsyncIterator[Plane]:
    """Each plane on each engine that it runs on."""
    async with AsyncExitStack() as stack:
        url = None
        if request.param == "global on postgres":
            server: PostgresServer = request.getfixturevalue("postgres_server")
            url = await stack.enter_async_context(server.database())
        tenancy = await open_tenancy(url)
        stack.push_async_callback(tenancy.close)
        yield tenant_plane(await make_client()) if request.param == "client" else global_plane()
