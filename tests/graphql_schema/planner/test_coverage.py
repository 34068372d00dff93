"""Every read that the API offers is planned, or is named in docs/reads.md with the reason why it is not."""

import re
from collections.abc import AsyncIterator, Iterator, Mapping
from pathlib import Path

import pytest
import pytest_asyncio
from graphql import GraphQLField, GraphQLObjectType, get_named_type, is_non_null_type

from app.resources import Resources
from app.settings import Settings
from graphql_schema.reading import spec_of
from graphql_schema.schema import build_schema
from tests.api import Api
from tests.graphql_schema.content import finished_hub
from tests.graphql_schema.planner.ways import Ways, read, ways

SCHEMA = build_schema()._schema
DOCS = Path(__file__).parents[3] / "docs" / "reads.md"
NOT_PLANNED = set(re.findall(r"^\| `(\w+\.\w+)` \|", DOCS.read_text(), re.MULTILINE))


def paths() -> Iterator[tuple[GraphQLObjectType, tuple[tuple[str, GraphQLField], ...]]]:
    """Every type that a query can reach, with the shortest way to it."""
    assert SCHEMA.query_type is not None
    waiting: list[tuple[GraphQLObjectType, tuple[tuple[str, GraphQLField], ...]]] = [(SCHEMA.query_type, ())]
    seen = set()
    while waiting:
        kind, way = waiting.pop(0)
        if kind.name in seen:
            continue
        seen.add(kind.name)
        yield kind, way
        for name, field in kind.fields.items():
            inner = get_named_type(field.type)
            if isinstance(inner, GraphQLObjectType):
                waiting.append((inner, (*way, (name, field))))


Way = tuple[tuple[str, GraphQLField], ...]
PATHS = dict(paths())
READS = [(kind, name) for kind in PATHS for name in kind.fields]


def is_planned(kind: GraphQLObjectType, name: str) -> bool:
    """As the docs have it. Below a field that is not planned nothing is."""
    assert SCHEMA.query_type is not None
    above = SCHEMA.query_type.name
    for passed, field in PATHS[kind]:
        if f"{above}.{passed}" in NOT_PLANNED:
            return False
        above = get_named_type(field.type).name
    return f"{kind.name}.{name}" not in NOT_PLANNED


def query_for(way: Way, fields: Mapping[str, GraphQLField], ids: dict[str, str]) -> str:
    """A query that asks for just these fields of one type, by the shortest way to it."""
    text = " ".join(asked(name, field, "{ __typename }", ids) for name, field in fields.items())
    for name, field in reversed(way):
        text = asked(name, field, f"{{ {text} }}", ids)
    return f"{{ {text} }}"


def asked(name: str, field: GraphQLField, below: str, ids: dict[str, str]) -> str:
    kind = get_named_type(field.type)
    given = [
        f'{argument}: "{ids.get("Client" if argument == "clientId" else kind.name, "bread")}"'
        for argument, about in field.args.items()
        if is_non_null_type(about.type)
    ]
    arguments = f"({', '.join(given)})" if given else ""
    return f"{name}{arguments} {below if isinstance(kind, GraphQLObjectType) else ''}"


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def door(settings: Settings, resources: Resources) -> AsyncIterator[Ways]:
    async with ways(settings) as open_ways:
        yield open_ways


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def scene(api: Api) -> tuple[Api, dict[str, str]]:
    """A person, and what one object of each kind is asked for by: its id, or a token."""
    owner = await api.sign_up()
    client = await owner.create_client()
    hub, job = await finished_hub(owner, client)
    spokes = await owner.run("query($id: ID!) { hub(id: $id) { spokes { id } } }", id=hub)
    link = await owner.run(
        "mutation($input: CreateReviewLinkInput!) { createReviewLink(input: $input) { token } }",
        input={"clientId": client},
    )
    spoke, token = spokes["hub"]["spokes"][0]["id"], link["createReviewLink"]["token"]
    return owner, {"Client": client, "Hub": hub, "Job": job, "Spoke": spoke, "SharedReview": token}


@pytest.mark.parametrize("kind", PATHS, ids=str)
async def test_a_field_is_planned_unless_the_docs_say_otherwise(
    door: Ways, scene: tuple[Api, dict[str, str]], kind: GraphQLObjectType
) -> None:
    """What is planned is asked for at once: were one of it not, the whole query would not be."""
    owner, ids = scene
    together = {name: field for name, field in kind.fields.items() if is_planned(kind, name)}
    alone = [{name: field} for name, field in kind.fields.items() if name not in together]
    for fields in [*([together] if together else []), *alone]:
        query = query_for(PATHS[kind], fields, ids)
        planned_before, kept_before = read("planned"), read("cached")

        planned, ordinary = await door.both(owner, query)

        assert planned == ordinary
        assert b'"errors"' not in planned, planned
        was_planned = (read("planned"), read("cached")) != (planned_before, kept_before)
        assert was_planned is (fields is together), query


def test_the_docs_name_fields_that_there_are() -> None:
    assert {f"{kind.name}.{name}" for kind, name in READS} >= NOT_PLANNED


def test_every_relation_says_what_it_reads() -> None:
    """A resolver of its own would be read the ordinary way, and whatever query it is asked in with it."""
    silent = [
        f"{kind.name}.{name}"
        for kind, name in READS
        if spec_of(kind.fields[name]) is None
        and kind.fields[name].extensions["strawberry-definition"].base_resolver is not None
    ]
    assert set(silent) == NOT_PLANNED
