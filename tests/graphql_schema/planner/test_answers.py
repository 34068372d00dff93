"""Kept answers: given again while nothing has changed, to nobody who could not have asked, and never stale."""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing

import pytest
import pytest_asyncio

import tenancy
from app.resources import Resources
from app.settings import Settings
from app.spokes.models import Spoke
from app.vocabulary import Role, SpokeStatus
from tests.api import Api
from tests.graphql_schema.content import rows_in, spoke_in
from tests.graphql_schema.planner.ways import Ways, read, ways

HUB = """query($id: ID!) { hub(id: $id) {
  title spokes { id status content approvedBy { email } } pillars { title spokes { id } }
} }"""
CLIENT = "query($id: ID!) { client(id: $id) { name spokes { totalCount nodes { status } } } }"
TITLE = "mutation($input: UpdateHubInput!) { updateHub(input: $input) { id } }"
APPROVE = "mutation($input: SpokeInput!) { approveSpoke(input: $input) { status } }"


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def doors(settings: Settings, resources: Resources) -> AsyncIterator[Ways]:
    async with ways(settings) as open_ways:
        yield open_ways


class Reads:
    """How a query was read, each time it is asked for."""

    def __init__(self, doors: Ways) -> None:
        self._doors = doors

    async def ask(self, api: Api, query: str, **variables: object) -> tuple[str, bytes]:
        """The way, and the bytes: the same ones as without the planner."""
        before = {way: read(way) for way in ("planned", "cached")}
        planned, ordinary = await self._doors.both(api, query, **variables)
        assert planned == ordinary
        [way] = [way for way in before if read(way) == before[way] + 1]
        return way, planned


@pytest.fixture
def reads(doors: Ways) -> Reads:
    return Reads(doors)


async def test_an_answer_is_kept_until_its_client_changes(reads: Reads, owner: Api, client_id: str) -> None:
    rows = await rows_in(client_id)

    first = await reads.ask(owner, CLIENT, id=client_id)
    again = await reads.ask(owner, CLIENT, id=client_id)
    await owner.run(APPROVE, input={"clientId": client_id, "spokeId": rows.spoke})
    after = await reads.ask(owner, CLIENT, id=client_id)

    assert [first[0], again[0], after[0]] == ["planned", "cached", "planned"]
    assert first[1] == again[1]
    assert b"PENDING" in first[1]
    assert b"APPROVED" in after[1]


async def test_a_write_by_another_program_ends_it_too(
    reads: Reads, owner: Api, client_id: str, settings: Settings
) -> None:
    await rows_in(client_id)
    await reads.ask(owner, CLIENT, id=client_id)

    with closing(sqlite3.connect(settings.clients_dir / f"{client_id}.db")) as db, db:
        db.execute("UPDATE spokes SET status = 'rejected'")
    way, answer = await reads.ask(owner, CLIENT, id=client_id)

    assert way == "planned"
    assert b"REJECTED" in answer


async def test_writes_in_one_client_leave_the_answers_of_others(reads: Reads, owner: Api, client_id: str) -> None:
    other = await owner.create_client("Other")
    await rows_in(other)
    await reads.ask(owner, CLIENT, id=client_id)

    async with tenancy.bind(other):
        await Spoke.all().update(status=SpokeStatus.REJECTED)

    assert (await reads.ask(owner, CLIENT, id=client_id))[0] == "cached"
    assert (await reads.ask(owner, CLIENT, id=other))[0] == "planned"


async def test_what_is_shown_of_the_global_database_counts_as_well(reads: Reads, owner: Api, client_id: str) -> None:
    await reads.ask(owner, CLIENT, id=client_id)
    await reads.ask(owner, "{ account { users { email role } } }")
    kept = await reads.ask(owner, "{ account { users { email role } } }")
    await owner.run('mutation($id: ID!) { updateClient(input: {clientId: $id, name: "New"}) { id } }', id=client_id)
    manager = await owner.colleague(Role.MANAGER)

    way, answer = await reads.ask(owner, CLIENT, id=client_id)
    people = await reads.ask(owner, "{ account { users { email role } } }")

    assert kept[0] == "cached"
    assert (way, b'"name":"New"' in answer) == ("planned", True)
    assert (people[0], manager.email.encode() in people[1]) == ("planned", True)


async def test_colleagues_of_one_role_share_an_answer_and_others_do_not(
    reads: Reads, owner: Api, client_id: str
) -> None:
    rows = await rows_in(client_id)
    one, two = [await owner.colleague(Role.CREATOR, (client_id,)) for _ in range(2)]
    viewer = await owner.colleague(Role.VIEWER, (client_id,))
    hub = "query($c: ID!, $id: ID!) { client(id: $c) { hub(id: $id) { title } } }"

    asked = [(await reads.ask(each, hub, c=client_id, id=rows.hub))[0] for each in (one, two, viewer, owner, one)]

    assert asked == ["planned", "cached", "planned", "planned", "cached"]


async def test_nobody_is_given_an_answer_behind_a_door_that_is_shut(
    reads: Reads, doors: Ways, owner: Api, client_id: str, api: Api
) -> None:
    person = await owner.colleague(Role.MANAGER, (client_id,))
    await rows_in(client_id)
    await reads.ask(person, CLIENT, id=client_id)
    assert (await reads.ask(person, CLIENT, id=client_id))[0] == "cached"
    stranger = await api.sign_up()

    unassign = "mutation($input: AssignUserInput!) { unassignUser(input: $input) { id } }"
    await owner.run(unassign, input={"clientId": client_id, "userId": person.user_id})

    for shut in (person, stranger):
        planned, ordinary = await doors.both(shut, CLIENT, id=client_id)
        assert planned == ordinary
        assert b"NOT_FOUND" in planned


async def test_variables_and_switches_tell_answers_apart(reads: Reads, owner: Api, client_id: str) -> None:
    await rows_in(client_id)
    query = """query($id: ID!, $s: SpokeStatus, $full: Boolean = false) { client(id: $id) {
      spokes(filter: {status: $s}) { totalCount nodes @include(if: $full) { status } }
    } }"""

    asked = [
        await reads.ask(owner, query, id=client_id),
        await reads.ask(owner, query, id=client_id, s="APPROVED"),
        await reads.ask(owner, query, id=client_id, full=True),
        await reads.ask(owner, query, id=client_id, s=None),
        await reads.ask(owner, query, id=client_id, s="APPROVED"),
    ]

    assert [way for way, _ in asked] == ["planned", "planned", "planned", "planned", "cached"]
    assert len({answer for _, answer in asked}) == 3


async def test_an_answer_is_read_anew_when_the_client_was_closed_meanwhile(
    reads: Reads, owner: Api, client_id: str
) -> None:
    await rows_in(client_id)
    await reads.ask(owner, CLIENT, id=client_id)

    registry = tenancy.installed().registry
    async with registry.retired(client_id, 1.0):
        pass
    async with tenancy.bind(client_id), tenancy.transaction():
        await spoke_in(None, None, is_mutated=True)
    way, answer = await reads.ask(owner, CLIENT, id=client_id)

    assert way == "planned"
    assert b'"totalCount":2' in answer


async def test_an_answer_with_an_error_is_not_kept(reads: Reads, doors: Ways, owner: Api, client_id: str) -> None:
    refused = read("ordinary", "refused")
    for _ in range(2):
        planned, ordinary = await doors.both(owner, HUB, id=client_id)
        assert planned == ordinary
        assert b"NOT_FOUND" in planned
    assert read("ordinary", "refused") == refused + 2
