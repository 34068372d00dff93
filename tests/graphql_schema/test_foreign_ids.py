"""What belongs to somebody else is told in the words for what is not there."""

import asyncio
from dataclasses import dataclass
from typing import Any

import pytest
import pytest_asyncio
from starlette.applications import Starlette

from app.main import build_app
from app.resources import Resources
from app.settings import Settings
from app.vocabulary import Role
from tests.api import Answer, Api
from tests.graphql_schema.content import CREATE_HUB, Rows, followed, rows_in
from tests.graphql_schema.operations import ABSENT, Operation, operations
from tests.graphql_schema.streams import subscribed

# What asks for the token of a link shows what the link does, whoever asks.
BY_TOKEN = {"decideShared"}
ALL = [each for each in operations("query", "mutation", "subscription") if each.ids and each.name not in BY_TOKEN]
IN_A_CLIENT = [operation for operation in ALL if "clientId" in operation.ids]
BY_ANOTHER_ID = [operation for operation in ALL if operation.ids - {"clientId"}]
KINDS = {"client": "client", "hub": "hub", "job": "job"}


@dataclass(frozen=True)
class World:
    """An account with an owner, a person of each role assigned to `client`, and one client that nobody was given."""

    owner: Api
    people: dict[Role, Api]
    client: str
    rows: Rows
    unassigned: str


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def ours(api: Api) -> World:
    return await _world(api)


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def theirs(api: Api) -> World:
    return await _world(api)


async def _world(api: Api) -> World:
    owner = await api.sign_up()
    client, unassigned = await owner.create_client(), await owner.create_client("Unassigned")
    people = {role: await owner.colleague(role, (client,)) for role in Role}
    return World(owner, people, client, await rows_in(client), unassigned)


@pytest.fixture(scope="module")
def app(settings: Settings, resources: Resources) -> Starlette:
    return build_app(settings)


async def told(app: Starlette, person: Api, operation: Operation, ids: dict[str, str]) -> tuple[str, str]:
    """Code and words of the one error that the operation ends with."""
    if operation.kind != "subscription":
        answer = await person.execute(operation.document, **operation.variables(ids))
    else:
        async with subscribed(app, person, operation.document, operation.variables(ids)) as events:
            answer = Answer(200, await asyncio.wait_for(events.get(), 10))
    return answer.code, answer.error["message"]


@pytest.mark.parametrize("operation", IN_A_CLIENT, ids=str)
async def test_somebody_elses_client_is_not_found_whatever_the_role(
    app: Starlette, ours: World, theirs: World, operation: Operation
) -> None:
    for role, person in ours.people.items():
        absent = await told(app, person, operation, {"clientId": ABSENT})
        assert absent == ("NOT_FOUND", "There is no client with this id."), role
        assert await told(app, person, operation, {"clientId": theirs.client}) == absent, role
        if role not in (Role.OWNER, Role.ADMIN):
            assert await told(app, person, operation, {"clientId": ours.unassigned}) == absent, role


def id_of(world: World, operation: Operation, name: str) -> str:
    """Something of the kind that the operation asks for."""
    kind = KINDS.get(operation.name, "hub") if name == "id" else name.removesuffix("Id")
    known: dict[str, Any] = {**vars(world.rows), "user": world.owner.user_id}
    id: str = known.get(kind, world.rows.hub)
    return id


@pytest.mark.parametrize("operation", BY_ANOTHER_ID, ids=str)
async def test_somebody_elses_things_are_told_like_absent_ones(
    app: Starlette, ours: World, theirs: World, operation: Operation
) -> None:
    for name in operation.ids - {"clientId"}:
        for role, person in ours.people.items():
            absent = await told(app, person, operation, {"clientId": ours.client})
            foreign = {"clientId": ours.client, name: id_of(theirs, operation, name)}
            assert await told(app, person, operation, foreign) == absent, (name, role)
            if role is Role.OWNER:
                assert absent[0] == "NOT_FOUND", name


async def test_a_hub_is_found_through_the_registry_only_by_those_who_see_its_client(
    app: Starlette, api: Api, ours: World
) -> None:
    source = {"clientId": ours.unassigned, "sourceType": "TEXT", "text": "Bread is made at night.", "generate": False}
    made = (await ours.owner.run(CREATE_HUB, input=source))["createHub"]
    await followed(ours.owner, ours.unassigned, made["job"]["id"])
    hub_id = made["hub"]["id"]
    query, watch = Operation("query", "hub"), Operation("subscription", "hubProgress")

    assert (await ours.people[Role.ADMIN].run(query.document, id=hub_id))["hub"]
    strangers = [ours.people[Role.MANAGER], ours.people[Role.CREATOR], ours.people[Role.VIEWER], await api.sign_up()]
    for person in strangers:
        absent = await told(app, person, query, {"id": ABSENT})
        assert absent == ("NOT_FOUND", "There is no hub with this id.")
        assert await told(app, person, query, {"id": hub_id}) == absent
        assert await told(app, person, watch, {"hubId": hub_id}) == absent


async def test_what_hangs_below_a_client_is_not_reached_from_another_one(ours: World, theirs: World) -> None:
    query = "query($id: ID!, $hub: ID!) { client(id: $id) { hub(id: $hub) { id } } }"
    spoke = "query($id: ID!, $spoke: ID!) { client(id: $id) { spoke(id: $spoke) { id } } }"

    assert (await ours.owner.run(query, id=ours.client, hub=ours.rows.hub))["client"]["hub"]["id"] == ours.rows.hub
    for client in (ours.client, ours.unassigned):
        for world in (theirs, *([ours] if client != ours.client else [])):
            assert (await ours.owner.execute(query, id=client, hub=world.rows.hub)).code == "NOT_FOUND"
            assert (await ours.owner.execute(spoke, id=client, spoke=world.rows.spoke)).code == "NOT_FOUND"


async def test_filters_by_somebody_elses_ids_find_nothing(ours: World, theirs: World) -> None:
    query = """query($id: ID!, $filter: SpokeFilter, $client: ID!) {
      client(id: $id) { spokes(filter: $filter) { totalCount } }
      account { auditLog(clientId: $client) { totalCount } hubRegistry(clientId: $client) { totalCount } }
    }"""
    data = await ours.owner.run(query, id=ours.client, filter={"hubId": theirs.rows.hub}, client=theirs.client)

    assert data["client"]["spokes"]["totalCount"] == 0
    assert data["account"] == {"auditLog": {"totalCount": 0}, "hubRegistry": {"totalCount": 0}}
