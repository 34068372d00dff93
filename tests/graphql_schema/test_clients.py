"""Clients: made, changed, assigned and erased."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

import tenancy
from app.resources import Resources
from app.settings import Settings
from app.vocabulary import Role
from tests.api import Api
from tests.graphql_schema.content import CREATE_HUB, finished_hub, rows_in
from tests.graphql_schema.test_accounts import fields, rows

CREATE = "mutation($input: CreateClientInput!) { createClient(input: $input) { id } }"
UPDATE = """mutation($input: UpdateClientInput!) {
  updateClient(input: $input) { name status industry brandColor contactEmail }
}"""
DELETE = "mutation($input: DeleteClientInput!) { deleteClient(input: $input) }"
ASSIGN = "mutation($input: AssignUserInput!) { assignUser(input: $input) { members { id } } }"
UNASSIGN = "mutation($input: AssignUserInput!) { unassignUser(input: $input) { members { id } } }"
CLIENT = """query($id: ID!) { client(id: $id) {
  name status durableObjectId vectorizeNamespace r2Prefix industry brandColor contactEmail members { id }
} }"""
AUDIT = "query($id: ID!) { account { auditLog(clientId: $id) { nodes { action actor { id } } } } }"


async def actions(api: Api, client_id: str) -> list[str]:
    """What the audit log says of a client, newest first; the actor is always the one who asks."""
    nodes = (await api.run(AUDIT, id=client_id))["account"]["auditLog"]["nodes"]
    assert {node["actor"]["id"] for node in nodes} == {api.user_id}
    return [node["action"] for node in nodes]


def files(settings: Settings) -> set[Path]:
    return set(settings.clients_dir.glob("*.db"))


async def test_a_client_gets_a_database_of_its_own_with_names_for_everything(owner: Api, settings: Settings) -> None:
    about = {"industry": "Bakery", "brandColor": "#c0ffee", "contactEmail": "hello@example.com"}
    id = (await owner.run(CREATE, input={"name": "  Acme  ", **about}))["createClient"]["id"]

    client = (await owner.run(CLIENT, id=id))["client"]
    assert client == {
        "name": "Acme",
        "status": "ACTIVE",
        "durableObjectId": id,
        "vectorizeNamespace": f"client:{id}/",
        "r2Prefix": f"assets/{id}/",
        "members": [],
        **about,
    }
    assert settings.clients_dir / f"{id}.db" in files(settings)
    assert await actions(owner, id) == ["client.created"]


@pytest.mark.parametrize("name", ["", "   ", "x" * 201])
async def test_a_client_is_not_made_without_a_name(owner: Api, settings: Settings, name: str) -> None:
    before = files(settings), rows(settings, "clients"), rows(settings, "audit_log")

    assert fields(await owner.execute(CREATE, input={"name": name})) == ["input.name"]
    assert (files(settings), rows(settings, "clients"), rows(settings, "audit_log")) == before


async def test_the_plan_bounds_the_clients(owner: Api, settings: Settings) -> None:
    for number in range(10):
        await owner.create_client(f"Client {number}")
    before = files(settings), rows(settings, "clients"), rows(settings, "audit_log")

    refused = await owner.execute(CREATE, input={"name": "One more"})
    assert refused.error["extensions"] == {"code": "QUOTA_EXCEEDED", "meter": "clients", "limit": 10, "used": 10}
    assert (files(settings), rows(settings, "clients"), rows(settings, "audit_log")) == before
    usage = (await owner.run("{ account { usage { clients clientsLimit hubsLimit } } }"))["account"]["usage"]
    assert usage == {"clients": 10, "clientsLimit": 10, "hubsLimit": None}


async def test_an_update_changes_what_is_given_and_nothing_else(owner: Api, client_id: str) -> None:
    first = await owner.run(UPDATE, input={"clientId": client_id, "industry": "Bakery", "brandColor": "#123456"})
    assert first["updateClient"] == {
        "name": "Acme",
        "status": "ACTIVE",
        "industry": "Bakery",
        "brandColor": "#123456",
        "contactEmail": None,
    }
    second = await owner.run(UPDATE, input={"clientId": client_id, "name": " Ace ", "industry": None})
    assert second["updateClient"] == {**first["updateClient"], "name": "Ace"}
    await owner.run(UPDATE, input={"clientId": client_id})
    assert await actions(owner, client_id) == ["client.updated", "client.updated", "client.created"]


async def test_an_update_is_refused_when_the_name_is_empty(owner: Api, client_id: str) -> None:
    answer = await owner.execute(UPDATE, input={"clientId": client_id, "name": " ", "industry": "Other"})

    assert fields(answer) == ["input.name"]
    client = (await owner.run(CLIENT, id=client_id))["client"]
    assert (client["name"], client["industry"]) == ("Acme", None)


@pytest.mark.parametrize("status", ["PAUSED", "ARCHIVED"])
async def test_a_client_that_is_not_active_is_read_but_gets_nothing_new(
    owner: Api, client_id: str, settings: Settings, status: str
) -> None:
    written = await rows_in(client_id)
    await owner.run(UPDATE, input={"clientId": client_id, "status": status})
    before = rows(settings, "hub_registry"), rows(settings, "usage_events")

    refused = await owner.execute(CREATE_HUB, input={"clientId": client_id, "sourceType": "TEXT", "text": "Bread."})
    assert (refused.code, refused.error["extensions"]["state"]) == ("CONFLICT", status.lower())
    assert (rows(settings, "hub_registry"), rows(settings, "usage_events")) == before
    hubs = (await owner.run(f'{{ client(id: "{client_id}") {{ hubs {{ nodes {{ id }} }} }} }}'))["client"]["hubs"]
    assert hubs["nodes"] == [{"id": written.hub}]
    await owner.run(UPDATE, input={"clientId": client_id, "status": "ACTIVE"})
    made = await owner.execute(
        CREATE_HUB, input={"clientId": client_id, "sourceType": "TEXT", "text": "Bread is made.", "generate": False}
    )
    assert made.data


async def test_a_client_is_not_erased_when_the_name_is_not_repeated(
    owner: Api, client_id: str, settings: Settings
) -> None:
    before = files(settings)

    for name in ("", "acme", "Acme "):
        assert fields(await owner.execute(DELETE, input={"clientId": client_id, "confirmName": name})) == [
            "input.confirmName"
        ]
    assert files(settings) == before
    assert (await owner.run(CLIENT, id=client_id))["client"]["status"] == "ACTIVE"
    assert await actions(owner, client_id) == ["client.created"]


async def test_an_erased_client_leaves_the_audit_log_and_nothing_else(
    owner: Api, client_id: str, settings: Settings
) -> None:
    await owner.colleague(Role.VIEWER, (client_id,))
    hub_id, _ = await finished_hub(owner, client_id, generate=False)
    objects = settings.data_dir / "objects"
    assert [path for path in objects.rglob("*") if path.is_file() and client_id in str(path)]

    assert await owner.run(DELETE, input={"clientId": client_id, "confirmName": "Acme"}) == {"deleteClient": True}
    assert (await owner.execute(CLIENT, id=client_id)).code == "NOT_FOUND"
    assert (await owner.execute("query($id: ID!) { hub(id: $id) { id } }", id=hub_id)).code == "NOT_FOUND"
    assert [path for path in settings.clients_dir.iterdir() if client_id in path.name] == []
    assert [path for path in objects.rglob("*") if path.is_file() and client_id in str(path)] == []
    assert await actions(owner, client_id) == ["client.deleted", "hub.created", "client.created"]
    with closing(sqlite3.connect(settings.data_dir / "global.db")) as raw:
        for table in ("client_members", "hub_registry"):
            assert raw.execute(f"SELECT count(*) FROM {table} WHERE client_id = ?", (client_id,)).fetchone() == (0,)
    # What was used stays counted.
    usage = (await owner.run("{ account { usage { hubsCreated clients } } }"))["account"]["usage"]
    assert usage == {"hubsCreated": 1, "clients": 0}
    assert (await owner.execute(DELETE, input={"clientId": client_id, "confirmName": "Acme"})).code == "NOT_FOUND"


async def test_a_client_in_use_is_not_erased_and_stays_whole(owner: Api, client_id: str, settings: Settings) -> None:
    hub_id, _ = await finished_hub(owner, client_id, generate=False)
    async with tenancy.bind(client_id):
        refused = await owner.execute(DELETE, input={"clientId": client_id, "confirmName": "Acme"})

    assert (refused.code, refused.error["extensions"]["state"]) == ("CONFLICT", "in_use")
    assert (await owner.run(CLIENT, id=client_id))["client"]["status"] == "ACTIVE"
    assert (await owner.run("query($id: ID!) { hub(id: $id) { id } }", id=hub_id))["hub"]["id"] == hub_id
    assert [path for path in (settings.data_dir / "objects").rglob("*") if path.is_file() and client_id in str(path)]
    assert await actions(owner, client_id) == ["client.not_deleted", "client.deleted", "hub.created", "client.created"]


async def test_assigning_lets_a_person_in_and_unassigning_out(owner: Api, client_id: str) -> None:
    person = await owner.colleague(Role.CREATOR)
    ids = {"clientId": client_id, "userId": person.user_id}
    assert (await person.execute(CLIENT, id=client_id)).code == "NOT_FOUND"

    for _ in range(2):
        assert await owner.run(ASSIGN, input=ids) == {"assignUser": {"members": [{"id": person.user_id}]}}
    assert (await person.run(CLIENT, id=client_id))["client"]["name"] == "Acme"
    for _ in range(2):
        assert await owner.run(UNASSIGN, input=ids) == {"unassignUser": {"members": []}}
    assert (await person.execute(CLIENT, id=client_id)).code == "NOT_FOUND"


async def test_switching_tells_whether_the_client_was_open(
    owner: Api, client_id: str, settings: Settings, resources: Resources
) -> None:
    switch = "mutation($id: ID!) { switchClient(clientId: $id) { warm hydrationMs client { id } } }"
    cold = (await owner.run(switch, id=client_id))["switchClient"]
    warm = (await owner.run(switch, id=client_id))["switchClient"]

    assert (cold["warm"], warm["warm"]) == (False, True)
    assert cold["client"] == warm["client"] == {"id": client_id}
    assert 0 < warm["hydrationMs"] < 1000
    assert cold["hydrationMs"] > 0


async def test_one_query_reads_several_clients_side_by_side(owner: Api) -> None:
    first, second = await owner.create_client("First"), await owner.create_client("Second")
    a, b = await rows_in(first, content="About rye."), await rows_in(second, content="About wheat.")
    deep = "{ id hubs { nodes { id clientId spokes { content pillar { id } } } } }"

    data = await owner.run(
        f"""query($a: ID!, $b: ID!) {{
          a: client(id: $a) {deep} b: client(id: $b) {deep} again: client(id: $a) {deep} clients {{ nodes {deep} }}
        }}""",
        a=first,
        b=second,
    )

    def shown(client: str, hub: str, pillar: str, content: str) -> dict[str, object]:
        spoke = {"content": content, "pillar": {"id": pillar}}
        return {"id": client, "hubs": {"nodes": [{"id": hub, "clientId": client, "spokes": [spoke]}]}}

    one, two = shown(first, a.hub, a.pillar, "About rye."), shown(second, b.hub, b.pillar, "About wheat.")
    assert data == {"a": one, "b": two, "again": one, "clients": {"nodes": [one, two]}}
