"""What one operation may ask for: each refusal names its number, and comes quickly however clever the document."""

import time
from pathlib import Path

import httpx
import pytest

from app.main import build_app
from app.resources import Resources
from app.settings import Settings
from tests.api import Answer, Api
from tests.fixtures.app import settings_in

# Far more than any of these takes (some 20 ms), far less than comparing every field with every other would.
QUICK_S = 2.0


def nested(levels: int) -> str:
    """A query of that many levels of fields: me { clients { members { clients ... { id } } } }"""
    names = ["me", *["clients" if level % 2 else "members" for level in range(1, levels - 1)]]
    return "{ " + " { ".join([*names, "id"]) + " }" * levels


async def refused(person: Api, query: str) -> str:
    """The words of the refusal, which comes quickly."""
    began = time.perf_counter()
    answer = await person.execute(query)
    took = time.perf_counter() - began
    assert took < QUICK_S
    assert "data" not in answer.body
    assert {error["extensions"]["code"] for error in answer.body["errors"]} == {"VALIDATION_ERROR"}
    return " ".join(error["message"] for error in answer.body["errors"])


async def test_fifteen_levels_are_answered_and_sixteen_refused(owner: Api) -> None:
    assert (await owner.execute(nested(15))).data
    assert await refused(owner, nested(16)) == "The operation nests fields 16 levels deep; 15 are allowed."


async def test_depth_counts_through_fragments_and_inline_ones(owner: Api) -> None:
    pair = "clients { members { ...%s } }"
    chain = [
        f"fragment {name} on User {{ {pair % following} }}" for name, following in zip("ABCDE", "BCDEF", strict=True)
    ]
    deep = "{ me { clients { members { ...A } } } } " + " ".join(chain)

    assert (await owner.execute(f"{deep} fragment F on User {{ ... on User {{ clients {{ id }} }} }}")).data
    deeper = f"{deep} fragment F on User {{ ... on User {{ clients {{ members {{ id }} }} }} }}"
    assert await refused(owner, deeper) == "The operation nests fields 16 levels deep; 15 are allowed."


async def test_a_fragment_that_names_itself_is_refused(owner: Api) -> None:
    assert "within itself" in await refused(
        owner, "{ me { ...A } } fragment A on User { clients { members { ...A } } }"
    )
    both = "{ me { ...A } } fragment A on User { ...B } fragment B on User { ...A }"
    assert "within itself via 'B'" in await refused(owner, both)


@pytest.mark.parametrize("width", [2, 10])
async def test_a_bomb_of_fragments_is_refused_quickly(owner: Api, width: int) -> None:
    levels = 30
    spreads = " ".join("clients { members { ...F%d } }" for _ in range(width))
    parts = [f"fragment F{n} on User {{ {spreads % ((n + 1,) * width)} }}" for n in range(levels)]

    assert "levels deep" in await refused(
        owner, "{ me { ...F0 } } " + " ".join(parts) + f" fragment F{levels} on User {{ id }}"
    )


async def test_a_shallow_bomb_of_fragments_is_answered_quickly(owner: Api) -> None:
    parts = [f"fragment F{n} on User {{ ...F{n + 1} ...F{n + 1} }}" for n in range(40)]
    began = time.perf_counter()
    answer = await owner.execute("{ me { ...F0 } } " + " ".join(parts) + " fragment F40 on User { id }")

    assert answer.data == {"me": {"id": owner.user_id}}
    assert time.perf_counter() - began < QUICK_S


async def test_sixty_aliases_are_answered_and_more_refused(owner: Api) -> None:
    def aliased(number: int) -> str:
        return "{ " + " ".join(f"a{index}: me {{ id }}" for index in range(number)) + " }"

    assert len(await owner.run(aliased(60))) == 60
    assert await refused(owner, aliased(61)) == "The document has 61 aliases; 60 are allowed."


async def test_aliases_count_inside_fragments_and_in_every_operation(owner: Api) -> None:
    inside = " ".join(f"a{index}: id" for index in range(31))
    query = f"{{ me {{ ...F {inside.replace('a', 'b')} }} }} fragment F on User {{ {inside} }}"

    assert await refused(owner, query) == "The document has 62 aliases; 60 are allowed."


async def test_a_field_named_over_and_over_is_refused_quickly(owner: Api) -> None:
    assert "899 times" in await refused(owner, "{" + "me { id } " * 900 + "}")
    assert "60 are allowed" in await refused(owner, "{ me {" + "id " * 3900 + "} }")
    assert (await owner.execute("{" + "me { id } " * 61 + "}")).data


async def test_tokens_are_counted(owner: Api) -> None:
    def spread_over(fields: int) -> str:
        return "{ me { " + " ".join(f"... on User {{ id @skip(if: {'true'}) }}" for _ in range(fields)) + " id } }"

    message = await refused(owner, spread_over(400))
    assert "4000 tokens" in message


async def test_deep_nesting_of_lists_and_selections_is_refused_quickly(owner: Api) -> None:
    for query in ("{a" * 1300 + "}" * 1300, "{ me(x: " + "[" * 1900 + "]" * 1900 + ") { id } }"):
        assert "nested too deeply" in await refused(owner, query)


MEETING = "The document spreads more than 45 fragments in one place, or as many pairs in several."


def beside_each_other(number: int) -> str:
    parts = [f"fragment F{n} on Query {{ me {{ id }} }}" for n in range(number)]
    return "{ " + " ".join(f"...F{n}" for n in range(number)) + " } " + " ".join(parts)


async def test_forty_five_fragments_may_meet_and_more_are_refused_quickly(owner: Api) -> None:
    assert (await owner.execute(beside_each_other(45))).data == {"me": {"id": owner.user_id}}
    for number in (46, 300):
        assert await refused(owner, beside_each_other(number)) == MEETING


async def test_fragments_meet_through_each_other_and_inline_ones(owner: Api) -> None:
    chain = [f"fragment F{n} on User {{ ... on User {{ ...F{n + 1} }} }}" for n in range(45)]
    assert await refused(owner, "{ me { ...F0 } } " + " ".join(chain) + " fragment F45 on User { id }") == MEETING


async def test_pairs_in_several_places_are_counted_once_each(owner: Api) -> None:
    """Two halves of sixty, sixty of them in all, are 870 pairs; a third half that has some of both is too much."""
    parts = " ".join(f"fragment F{n} on User {{ id }}" for n in range(60))

    def place(alias: str, start: int, end: int) -> str:
        return f"{alias}: me {{ " + " ".join(f"...F{n}" for n in range(start, end)) + " }"

    halves = f"{place('a', 0, 30)} {place('b', 30, 60)}"
    assert (await owner.execute(f"{{ {halves} {halves.replace('a:', 'c:').replace('b:', 'd:')} }} {parts}")).data
    assert await refused(owner, f"{{ {halves} {place('c', 15, 45)} }} {parts}") == MEETING


@pytest.mark.parametrize("part", ["... { me { id } }", "... on Query { me { id } }", "... { ... { me { id } } }"])
async def test_a_field_named_over_and_over_in_inline_fragments_is_refused_quickly(owner: Api, part: str) -> None:
    assert (await owner.execute("{" + part * 61 + "}")).data == {"me": {"id": owner.user_id}}
    assert "299 times" in await refused(owner, "{" + part * 300 + "}")


INTROSPECTION = "{ __schema { types { fields { type { ofType { ofType { ofType { ofType { name } } } } } } } } }"


async def test_the_schema_may_be_asked_for(api: Api) -> None:
    assert (await api.execute(INTROSPECTION)).data["__schema"]["types"]


async def test_the_schema_is_kept_where_it_should_be(resources: Resources, tmp_path: Path) -> None:
    settings = settings_in(tmp_path, introspection=False)
    async with _on(settings) as http:
        api = Api(http)
        for query in (INTROSPECTION, '{ __type(name: "User") { name } }'):
            answer = await api.execute(query)
            assert {error["extensions"]["code"] for error in answer.body["errors"]} == {"VALIDATION_ERROR"}
            assert "data" not in answer.body
        hint = (await api.execute("{ mee { id } }")).error["message"]
        assert hint == "Cannot query field 'mee' on type 'Query'."
        assert (await api.execute("{ __typename }")).data == {"__typename": "Query"}


async def test_the_numbers_are_settings(resources: Resources, tmp_path: Path) -> None:
    settings = settings_in(tmp_path, max_depth=2, max_aliases=1, max_tokens=30)
    async with _on(settings) as http:
        api = Api(http)

        async def words(query: str) -> str:
            message: str = Answer(200, (await api.execute(query)).body).error["message"]
            return message

        assert await words("{ me { clients { id } } }") == "The operation nests fields 3 levels deep; 2 are allowed."
        assert await words("{ a: __typename b: __typename }") == "The document has 2 aliases; 1 are allowed."
        assert "30 tokens" in await words("{ me { " + "id " * 40 + "} }")


def _on(settings: Settings) -> httpx.AsyncClient:
    """Another door to the same resources, with limits of its own."""
    return httpx.AsyncClient(transport=httpx.ASGITransport(build_app(settings)), base_url="http://testserver")
