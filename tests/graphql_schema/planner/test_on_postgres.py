"""The global database on Postgres: planned reads give what the ordinary ones give, byte by byte."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import httpx
import pytest
import pytest_asyncio

from app.main import build_app, opened
from app.vocabulary import Role
from tests.api import Api
from tests.fixtures.app import settings_in
from tests.fixtures.postgres import PostgresServer, postgres_server
from tests.graphql_schema.content import rows_in
from tests.graphql_schema.planner.ways import Ways, read, ways

__all__ = ["postgres_server"]

QUERIES = [
    "{ me { id email name role createdAt lastLoginAt clients { id name status } } }",
    "{ account { id name type createdAt owner { email } users { email role clients { name } } apiKeys { prefix } } }",
    "{ account { subscription { tier stripeCustomerId hubsLimit } usage { hubsCreated clients periodStart } } }",
    "{ account { auditLog(first: 3) { totalCount pageInfo { endCursor } nodes { action actor { email } } } } }",
    "{ account { hubRegistry(status: READY) { totalCount nodes { id spokeCount } } } }",
    '{ account { usageEvents(since: "2020-01-01T00:00:00Z", type: HUB_CREATED) { totalCount nodes { quantity } } } }',
    '{ clients(search: "A_m", first: 2) { totalCount nodes { name members { email } } pageInfo { hasNextPage } } }',
    "{ clients(status: ACTIVE) { nodes { name hubs { nodes { title spokes { status approvedBy { email } } } } } } }",
    "{ account { analytics { clients { client { name } unavailable analytics { zeroEdit { rate total } } } "
    "totals { clientsRead dnaReached zeroEdit { rate total series { count } } } } } }",
    "{ __typename me { __typename } }",
]


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def open_doors(
    postgres_server: PostgresServer, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[tuple[Api, Ways]]:
    async with AsyncExitStack() as stack:
        url = await stack.enter_async_context(postgres_server.database())
        settings = settings_in(tmp_path_factory.mktemp("data"), database_url=url)
        await stack.enter_async_context(opened(settings))
        transport = httpx.ASGITransport(build_app(settings))
        http = await stack.enter_async_context(httpx.AsyncClient(transport=transport, base_url="http://testserver"))
        yield Api(http), await stack.enter_async_context(ways(settings))


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def people(open_doors: tuple[Api, Ways]) -> list[Api]:
    """An owner with three clients and rows in them, and a manager who sees one."""
    owner = await open_doors[0].sign_up()
    ids = [await owner.create_client(name) for name in ("A_me", "Acme", "a_m%")]
    for client_id in ids:
        await rows_in(client_id, approved_by=owner.user_id)
    return [owner, await owner.colleague(Role.MANAGER, (ids[0],))]


@pytest.mark.parametrize("query", QUERIES)
async def test_both_ways_give_the_same(open_doors: tuple[Api, Ways], people: list[Api], query: str) -> None:
    for person in people:
        before = read("planned")
        planned, ordinary = await open_doors[1].both(person, query)

        assert planned == ordinary
        assert (read("planned") == before + 1) is (b'"errors"' not in planned)


async def test_what_has_no_cheap_version_is_not_kept(open_doors: tuple[Api, Ways], people: list[Api]) -> None:
    before = read("planned"), read("cached")
    for _ in range(2):
        await open_doors[1].both(people[0], "{ account { users { email } } }")
        await open_doors[1].both(people[0], "{ me { email } }")

    assert (read("planned"), read("cached")) == (before[0] + 3, before[1] + 1)
