"""The application with its global database on Postgres: the same requests, the same answers."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import httpx
import pytest
import pytest_asyncio

from app.main import build_app, opened
from app.vocabulary import Role
from tests.api import PASSWORD, SIGN_UP, Api
from tests.fixtures.app import settings_in
from tests.fixtures.postgres import PostgresServer, postgres_server
from tests.graphql_schema.content import finished_hub

__all__ = ["postgres_server"]

ACCOUNT = """{ account {
  usage { hubsCreated clients }
  subscription { tier status clientsLimit }
  hubRegistry { totalCount nodes { id status spokeCount } }
  usageEvents { nodes { eventType quantity } }
  auditLog { nodes { action } }
} }"""
CLIENTS = """query($first: Int, $after: String) {
  clients(first: $first, after: $after) { totalCount nodes { name } pageInfo { endCursor } }
}"""


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def api(postgres_server: PostgresServer, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Api]:
    async with AsyncExitStack() as stack:
        url = await stack.enter_async_context(postgres_server.database())
        settings = settings_in(tmp_path_factory.mktemp("data"), database_url=url)
        await stack.enter_async_context(opened(settings))
        transport = httpx.ASGITransport(build_app(settings))
        http = await stack.enter_async_context(httpx.AsyncClient(transport=transport, base_url="http://testserver"))
        yield Api(http)
        assert not (settings.data_dir / "global.db").exists()


async def test_a_source_becomes_pieces_and_is_counted(owner: Api, client_id: str) -> None:
    hub_id, _ = await finished_hub(owner, client_id)
    hub = (await owner.run("query($id: ID!) { hub(id: $id) { spokeCount } }", id=hub_id))["hub"]
    account = (await owner.run(ACCOUNT))["account"]

    assert account["usage"] == {"hubsCreated": 1, "clients": 1}
    assert account["subscription"] == {"tier": "AGENCY", "status": "ACTIVE", "clientsLimit": 10}
    entry = {"id": hub_id, "status": "READY", "spokeCount": hub["spokeCount"]}
    assert account["hubRegistry"] == {"totalCount": 1, "nodes": [entry]}
    assert account["usageEvents"]["nodes"] == [
        {"eventType": "SPOKE_GENERATED", "quantity": hub["spokeCount"]},
        {"eventType": "HUB_CREATED", "quantity": 1},
    ]
    assert [row["action"] for row in account["auditLog"]["nodes"]] == [
        "hub.created",
        "client.created",
        "user.signed_up",
    ]


async def test_people_join_see_what_they_are_assigned_and_leave(owner: Api, client_id: str) -> None:
    other = await owner.create_client("Other")
    viewer = await owner.colleague(Role.VIEWER, (client_id,))

    seen = (await viewer.run(CLIENTS))["clients"]
    hidden = await viewer.execute("query($id: ID!) { client(id: $id) { name } }", id=other)
    removed = await owner.run("mutation($id: ID!) { removeUser(userId: $id) }", id=viewer.user_id)
    gone = await viewer.execute("{ me { email } }")

    assert [client["name"] for client in seen["nodes"]] == ["Acme"]
    assert hidden.code == "NOT_FOUND"
    assert removed == {"removeUser": True}
    assert gone.code == "UNAUTHENTICATED"


async def test_pages_follow_each_other(owner: Api) -> None:
    names = [f"Client {number}" for number in range(5)]
    for name in names:
        await owner.create_client(name)

    first = (await owner.run(CLIENTS, first=2))["clients"]
    second = (await owner.run(CLIENTS, first=3, after=first["pageInfo"]["endCursor"]))["clients"]

    assert first["totalCount"] == second["totalCount"] == 5
    assert [client["name"] for client in first["nodes"] + second["nodes"]] == names


async def test_an_address_is_taken_once_in_any_case(api: Api, owner: Api) -> None:
    again = await api.execute(
        SIGN_UP, input={"email": owner.email.upper(), "password": PASSWORD, "accountName": "Second"}
    )

    assert again.code == "VALIDATION_ERROR"
    assert [field["path"] for field in again.error["extensions"]["fields"]] == ["input.email"]


async def test_the_last_owner_stays(owner: Api) -> None:
    change = "mutation($input: UpdateUserRoleInput!) { updateUserRole(input: $input) { role } }"
    refused = await owner.execute(change, input={"userId": owner.user_id, "role": "ADMIN"})

    assert refused.code == "CONFLICT"
    assert (await owner.run("{ me { role } }"))["me"] == {"role": "OWNER"}
