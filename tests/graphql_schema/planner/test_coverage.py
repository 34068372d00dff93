"""Every read that the API offers is planned, or is named in docs/reads.md with the reason why it is not."""

import re
from collections.abc import AsyncIterator, Iterator
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


READS = [(kind, way, name) for kind, way in paths() for name in kind.fields]


def below_one(way: tuple[tuple[str, GraphQLField], ...]) -> bool:
    """Whether a field on the way is not planned: then nothing below it is."""
    assert SCHEMA.query_type is not None
    kind = SCHEMA.query_type.name
    for name, field in way:
        if f"{kind}.{name}" in NOT_PLANNED:
            return True
        kind = get_named_type(field.type).name
    return False


def query_for(way: tuple[tuple[str, GraphQLField], ...], name: str, field: GraphQLField, ids: dict[str, str]) -> str:
    """A query that asks for just this field, by the shortest way to it."""
    fields = [*way, (name, field)]
    text = "{ __typename }" if isinstance(get_named_type(field.type), GraphQLObjectType) else ""
    for depth in range(len(fields) - 1, -1, -1):
        called, definition = fields[depth]
        kind = get_named_type(definition.type).name
        given = [
            f'{argument}: "{ids.get("Client" if argument == "clientId" else kind, "bread")}"'
            for argument, about in definition.args.items()
            if is_non_null_type(about.type)
        ]
        arguments = f"({', '.join(given)})" if given else ""
        text = f"{{ {called}{arguments} {text} }}"
    return text


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


@pytest.mark.parametrize(("kind", "way", "name"), READS, ids=[f"{kind.name}.{name}" for kind, _, name in READS])
async def test_a_field_is_planned_unless_the_docs_say_otherwise(
    door: Ways, scene: tuple[Api, dict[str, str]], kind: GraphQLObjectType, way: object, name: str
) -> None:
    owner, ids = scene
    assert isinstance(way, tuple)
    query = query_for(way, name, kind.fields[name], ids)
    planned_before, kept_before = read("planned"), read("cached")

    planned, ordinary = await door.both(owner, query)

    assert planned == ordinary
    assert b'"errors"' not in planned, planned
    was_planned = (read("planned"), read("cached")) != (planned_before, kept_before)
    assert was_planned is not (f"{kind.name}.{name}" in NOT_PLANNED or below_one(way)), query


def test_the_docs_name_fields_that_there_are() -> None:
    assert {f"{kind.name}.{name}" for kind, _, name in READS} >= NOT_PLANNED


def test_every_relation_says_what_it_reads() -> None:
    """A resolver of its own would be read the ordinary way, and whatever query it is asked in with it."""
    silent = [
        f"{kind.name}.{name}"
        for kind, _, name in READS
        if spec_of(kind.fields[name]) is None
        and kind.fields[name].extensions["strawberry-definition"].base_resolver is not None
    ]
    assert set(silent) == NOT_PLANNED
