"""A mutation gives the same bytes with and without an executor, and is done once."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

import tenancy
from app.resources import Resources
from app.settings import Settings
from app.spokes.models import MutationRecord, Spoke
from app.vocabulary import Role
from graphql_schema.planner import deeds
from graphql_schema.planner.levels import Arguments
from tests.api import Api
from tests.graphql_schema.content import Rows, rows_in
from tests.graphql_schema.planner.ways import Ways, ways

APPROVE = "mutation($c: ID!, $s: ID!) { approveSpoke(input: {clientId: $c, spokeId: $s}) %s }"
SPOKE = """{ __typename id hubId pillarId platform contentType content contentJson characterCount status isMutated
  isCreativeConflict parentSpokeId createdAt ...more }"""
MORE = " fragment more on Spoke { same: status }"
HUB = "{ id clientId title sourceType sourceContent themes claims status killedAt createdAt }"
# Each with whether it is done without an executor. All of them give the same a second time.
DEEDS: list[tuple[str, bool]] = [
    (APPROVE % SPOKE + MORE, True),
    ("mutation Named($c: ID!, $s: ID!) { a: approveSpoke(input: {clientId: $c, spokeId: $s}) { id } }", True),
    (APPROVE % "{ id qualityScore { id } }", False),
    (APPROVE % "{ id status @skip(if: true) }", True),
    ("mutation($c: ID!, $h: ID!) { updateHub(input: {clientId: $c, hubId: $h}) " + HUB + " }", True),
    ("mutation($c: ID!, $h: ID!) { updateHub(input: {clientId: $c, hubId: $h, title: null}) { job { id } } }", False),
    ("mutation($c: ID!) { updateClient(input: {clientId: $c, status: ACTIVE}) { id name status createdAt } }", True),
    (
        "mutation($c: ID!, $h: ID!, $p: ID!) { reorderPillars(input: {clientId: $c, hubId: $h, pillarIds: [$p]}) "
        "{ id keyPoints orderIndex status } }",
        True,
    ),
    ("mutation($c: ID!) { switchClient(clientId: $c) { warm client { name } } }", True),
    ("mutation { signOut @include(if: false) }", False),
    ("mutation { __typename }", False),
    ("mutation($c: ID!) { a: switchClient(clientId: $c) { warm } b: switchClient(clientId: $c) { warm } }", False),
    # What is refused, in the resolver, by its rights, or before.
    ('mutation($c: ID!) { approveSpoke(input: {clientId: $c, spokeId: "none"}) { id } }', True),
    ('mutation($s: ID!) { approveSpoke(input: {clientId: "none", spokeId: $s}) { id } }', True),
    ('mutation($c: ID!) { updateClient(input: {clientId: $c, name: "  "}) { id } }', True),
    ("mutation($c: ID!, $x: Int!) { switchClient(clientId: $c) { warm } }", False),
    ("mutation($c: ID!, $n: String) { updateClient(input: {clientId: $c, name: $n}) { name } }", True),
]


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def doors(settings: Settings, resources: Resources) -> AsyncIterator[Ways]:
    async with ways(settings) as open_ways:
        yield open_ways


@pytest_asyncio.fixture(loop_scope="session")
async def rows(client_id: str) -> Rows:
    return await rows_in(client_id)


@pytest.fixture
def done(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The keys of the mutations that were done without an executor."""
    seen: list[str] = []
    original = deeds.Deed.done

    async def noted(self: deeds.Deed, *arguments: Any) -> Any:
        result = await original(self, *arguments)
        seen.append(self.key)
        return result

    monkeypatch.setattr(deeds.Deed, "done", noted)
    return seen


@pytest.mark.parametrize(("mutation", "short"), DEEDS)
@pytest.mark.parametrize("role", [None, Role.OWNER, Role.VIEWER])
async def test_both_ways_give_the_same(
    doors: Ways, owner: Api, rows: Rows, done: list[str], mutation: str, short: bool, role: Role | None
) -> None:
    person = owner if role is Role.OWNER else owner.as_(None)
    if role is Role.VIEWER:
        person = await owner.colleague(Role.VIEWER, (rows.client,))
    ids = {"c": rows.client, "s": rows.spoke, "h": rows.hub, "p": rows.pillar}
    given = {name: id for name, id in ids.items() if f"${name}:" in mutation}
    await doors.both(person, mutation, **given)  # what is done now is done already when they are compared

    done.clear()
    planned, ordinary = await doors.both(person, mutation, **given)

    assert planned == ordinary
    assert bool(done) is short


async def test_a_fault_before_the_resolver_leaves_the_mutation_to_the_executor(
    settings: Settings, owner: Api, rows: Rows, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fault(*arguments: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(Arguments, "values", fault)
    body = {"query": (APPROVE % "{ status }").replace("mutation(", "mutation Faulty("), "variables": {}}
    body["variables"] = {"c": rows.client, "s": rows.spoke}
    async with ways(settings.model_copy(update={"strict_reads": False})) as lenient, ways(settings) as strict:
        failed = await strict.planned.post("/graphql", json=body, headers=owner.headers)
        async with tenancy.bind(rows.client):
            assert (await Spoke.get(id=rows.spoke)).status == "pending"
        done = await lenient.planned.post("/graphql", json=body, headers=owner.headers)

    assert failed.json()["errors"][0]["extensions"]["code"] == "INTERNAL_ERROR"
    assert done.json() == {"data": {"approveSpoke": {"status": "APPROVED"}}}
    assert "could not be done the short way" in caplog.text


async def test_a_mutation_is_done_once(doors: Ways, owner: Api, rows: Rows, done: list[str]) -> None:
    edit = "mutation($i: EditSpokeInput!) { editSpoke(input: $i) { editDistance spoke { content isMutated } } }"
    body = {"query": edit, "variables": {"i": {"clientId": rows.client, "spokeId": rows.spoke, "content": "Less."}}}

    answer = await doors.planned.post("/graphql", json=body, headers=owner.headers)

    assert done == ["editSpoke"]
    assert answer.json()["data"]["editSpoke"]["spoke"] == {"content": "Less.", "isMutated": True}
    async with tenancy.bind(rows.client):
        assert (await Spoke.get(id=rows.spoke)).content == "Less."
        assert await MutationRecord.filter(spoke_id=rows.spoke).count() == 1
