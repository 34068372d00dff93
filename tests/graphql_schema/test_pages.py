"""Pages: keyset cursors, sizes, and what narrows a list of clients."""

from typing import Any

import pytest
import pytest_asyncio

import tenancy
from app.hubs.models import Hub
from app.kit import ids
from app.vocabulary import HubStatus, Role, SourceType
from tests.api import Api
from tests.graphql_schema.test_accounts import fields

CLIENTS = """query($first: Int, $after: String, $status: ClientStatus, $search: String) {
  clients(first: $first, after: $after, status: $status, search: $search) {
    nodes { name } totalCount pageInfo { hasNextPage endCursor }
  }
}"""
NAMES = ["Acme Bread", "Best 100%", "Cake_Co", "Über Brot", "acme rolls"]


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def agency(api: Api) -> Api:
    """An owner with five clients, the last of them paused."""
    owner = await api.sign_up()
    clients = [await owner.create_client(name) for name in NAMES]
    update = "mutation($input: UpdateClientInput!) { updateClient(input: $input) { id } }"
    await owner.run(update, input={"clientId": clients[-1], "status": "PAUSED"})
    return owner


async def page(api: Api, **variables: Any) -> dict[str, Any]:
    found: dict[str, Any] = (await api.run(CLIENTS, **variables))["clients"]
    found["nodes"] = [node["name"] for node in found["nodes"]]
    return found


async def test_pages_follow_each_other_to_the_end(agency: Api) -> None:
    seen: list[str] = []
    after, has_next = None, True
    while has_next:
        found = await page(agency, first=2, after=after)
        assert found["totalCount"] == 5
        seen += found["nodes"]
        after, has_next = found["pageInfo"]["endCursor"], found["pageInfo"]["hasNextPage"]

    assert seen == NAMES
    beyond = await page(agency, first=2, after=after)
    assert beyond == {"nodes": [], "totalCount": 5, "pageInfo": {"hasNextPage": False, "endCursor": None}}


async def test_an_exact_page_has_no_next(agency: Api) -> None:
    assert (await page(agency, first=5))["pageInfo"]["hasNextPage"] is False
    assert (await page(agency, first=4))["pageInfo"]["hasNextPage"] is True


async def test_a_page_of_none_counts_and_says_whether_there_is_more(agency: Api) -> None:
    found = await page(agency, first=0)

    assert found == {"nodes": [], "totalCount": 5, "pageInfo": {"hasNextPage": True, "endCursor": None}}


@pytest.mark.parametrize("first", [200, None])
async def test_the_largest_page_and_the_usual_one(agency: Api, first: int | None) -> None:
    assert (await page(agency, first=first))["nodes"] == NAMES


@pytest.mark.parametrize("first", [201, -1, 2**31 - 1])
async def test_a_page_is_refused_when_its_size_is_out_of_bounds(agency: Api, first: int) -> None:
    answer = await agency.execute(CLIENTS, first=first)

    assert fields(answer) == ["first"]
    assert "0 to 200" in answer.error["message"]
    assert str(first) in answer.error["message"]


@pytest.mark.parametrize("after", ["", "x", "é", "eHl6", "====", "MDE5MDAwMDA", "' OR 1=1 --", "\x00"])
async def test_a_page_is_refused_when_the_cursor_is_none_of_ours(agency: Api, after: str) -> None:
    assert fields(await agency.execute(CLIENTS, after=after)) == ["after"]


LISTS = [
    "hubs(first: 201)",
    "spokes(first: 201)",
    "manualAssets(first: 201)",
    "jobs(first: 201)",
    'hubs(after: "x")',
    'spokes(after: "x")',
    'manualAssets(after: "x")',
    'jobs(after: "x")',
]


@pytest.mark.parametrize("field", LISTS)
async def test_lists_of_a_client_keep_the_same_rules(owner: Api, client_id: str, field: str) -> None:
    answer = await owner.execute(f'{{ client(id: "{client_id}") {{ {field} {{ totalCount }} }} }}')

    assert fields(answer) == ["after" if "after" in field else "first"]


@pytest.mark.parametrize("field", ["auditLog", "hubRegistry", "usageEvents"])
@pytest.mark.parametrize("argument", ["first: 201", 'after: "x"'])
async def test_lists_of_the_account_keep_the_same_rules(owner: Api, field: str, argument: str) -> None:
    answer = await owner.execute(f"{{ account {{ {field}({argument}) {{ totalCount }} }} }}")

    assert fields(answer) == [argument.split(":")[0]]


@pytest.mark.parametrize(
    ("search", "names"),
    [
        ("acme", ["Acme Bread", "acme rolls"]),
        ("0%", ["Best 100%"]),
        ("%", ["Best 100%"]),
        ("_", ["Cake_Co"]),
        ("brot", ["Über Brot"]),
        ("nobody", []),
        ("", NAMES),
    ],
)
async def test_search_takes_every_character_as_it_is(agency: Api, search: str, names: list[str]) -> None:
    found = await page(agency, search=search)

    assert (found["nodes"], found["totalCount"]) == (names, len(names))


@pytest.mark.parametrize(("status", "names"), [("ACTIVE", NAMES[:4]), ("PAUSED", NAMES[4:]), ("ARCHIVED", [])])
async def test_clients_are_narrowed_by_status(agency: Api, status: str, names: list[str]) -> None:
    found = await page(agency, status=status)

    assert (found["nodes"], found["totalCount"]) == (names, len(names))


async def test_a_member_counts_only_what_is_assigned(agency: Api) -> None:
    member = await agency.colleague(Role.VIEWER)

    assert await page(member) == {
        "nodes": [],
        "totalCount": 0,
        "pageInfo": {"hasNextPage": False, "endCursor": None},
    }


async def test_hubs_come_newest_first_and_keep_their_place_while_new_ones_come(owner: Api, client_id: str) -> None:
    query = """query($id: ID!, $after: String, $status: HubStatus) { client(id: $id) {
      hubs(first: 2, after: $after, status: $status) { nodes { title } totalCount pageInfo { endCursor } }
    } }"""

    async def titles(**variables: Any) -> tuple[list[str], int, str]:
        found = (await owner.run(query, id=client_id, **variables))["client"]["hubs"]
        return [node["title"] for node in found["nodes"]], found["totalCount"], found["pageInfo"]["endCursor"]

    async def make(title: str, status: HubStatus = HubStatus.READY) -> None:
        async with tenancy.bind(client_id):
            id = ids.new_id()
            await Hub.create(id=id, registry_id=id, title=title, source_type=SourceType.TEXT, status=status)

    for title in ("one", "two", "three"):
        await make(title)
    first, total, cursor = await titles()
    assert (first, total) == (["three", "two"], 3)
    await make("four", HubStatus.KILLED)
    assert (await titles(after=cursor))[:2] == (["one"], 4)
    assert (await titles(status="KILLED"))[:2] == (["four"], 1)
    assert (await titles(status="READY"))[:2] == (["three", "two"], 3)
