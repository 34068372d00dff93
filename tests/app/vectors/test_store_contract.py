"""Every store of vectors does the same: what goes into a namespace comes out of that one alone."""

import asyncio
import os
import re
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path
from uuid import uuid4

import pytest
import pytest_asyncio
from hypothesis import given, settings
from hypothesis import strategies as st

from app.vectors.rows import SHARED, Hit, Store
from tests.app.vectors.stores import asked, embedded, lite, row, server, towards
from tests.fixtures.live import ROOT

MILVUS = os.environ.get("FOUNDRY_TEST_MILVUS_URL", "")
STORES = ["embedded", "lite", pytest.param("server", marks=pytest.mark.skipif(not MILVUS, reason="no Milvus server"))]
OURS, THEIRS = f"client:{uuid4()}/", f"client:{uuid4()}/"
INDEX = "research"


@pytest_asyncio.fixture(scope="module", loop_scope="session", params=STORES)
async def store(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Store]:
    data = tmp_path_factory.mktemp("vectors")
    opened = {"embedded": lambda: embedded(data), "lite": lambda: lite(data), "server": lambda: server(MILVUS)}
    async with AsyncExitStack() as stack:
        store = await stack.enter_async_context(opened[request.param]())
        assert await store.model() is None
        await store.begin("model-1")
        yield store


@pytest_asyncio.fixture(loop_scope="session")
async def filled(store: Store) -> Store:
    """Three rows of ours, and the same ids of theirs in the opposite places."""
    for namespace in (OURS, THEIRS):
        await store.drop(INDEX, namespace)
    rows = [row("a", towards(0)), row("b", towards(0, 1, 0.4)), row("c", towards(1))]
    await store.replace(INDEX, OURS, ["a", "b", "c"], rows)
    await store.replace(INDEX, THEIRS, ["a", "d"], [row("a", towards(1)), row("d", towards(0))])
    return store


def rounded(found: list[list[Hit]]) -> list[list[tuple[str, float]]]:
    return [[(hit.id, round(hit.score, 4)) for hit in hits] for hits in found]


async def test_the_nearest_come_first_with_their_cosines(filled: Store) -> None:
    found = await filled.nearest(INDEX, OURS, asked(towards(0), towards(1)), 2)

    assert rounded(found) == [[("a", 1.0), ("b", 0.8321)], [("c", 1.0), ("b", 0.5547)]]


async def test_the_same_id_of_another_namespace_is_another_row(filled: Store) -> None:
    found = await filled.nearest(INDEX, THEIRS, asked(towards(0)), 10)

    assert rounded(found) == [[("d", 1.0), ("a", 0.0)]]
    assert [await filled.count(INDEX, namespace) for namespace in (OURS, THEIRS)] == [3, 2]


async def test_replacing_leaves_just_the_new_rows_of_these_sources(filled: Store) -> None:
    await filled.replace(INDEX, OURS, ["hub"], [row("p1", towards(2), "hub"), row("p2", towards(3), "hub")])
    await filled.replace(INDEX, OURS, ["hub", "a"], [row("p2", towards(4), "hub")])

    found = await filled.nearest(INDEX, OURS, asked(towards(4)), 10)

    assert {hit.id for hit in found[0]} == {"b", "c", "p2"}
    assert rounded(found)[0][0] == ("p2", 1.0)


async def test_of_one_source_where_it_is_named(filled: Store) -> None:
    found = await filled.nearest(INDEX, OURS, asked(towards(0)), 10, "c")

    assert rounded(found) == [[("c", 0.0)]]


async def test_what_points_nowhere_is_not_kept_and_finds_nothing(filled: Store) -> None:
    nowhere = towards(0) * 0
    await filled.replace(INDEX, OURS, ["empty"], [row("empty", nowhere)])

    assert await filled.count(INDEX, OURS) == 3
    assert rounded(await filled.nearest(INDEX, OURS, asked(nowhere, towards(1)), 1)) == [[], [("c", 1.0)]]


async def test_dropping_a_namespace_leaves_the_others(filled: Store) -> None:
    await filled.drop(INDEX, OURS)

    assert await filled.nearest(INDEX, OURS, asked(towards(0)), 10) == [[]]
    assert await filled.count(INDEX, THEIRS) == 2


async def test_hooks_are_found_among_all_and_among_those_of_a_platform(store: Store) -> None:
    await store.add("top_performers", SHARED, [row("h1", towards(0), "elsewhere"), row("h2", towards(1), "twitter")])
    await store.add("platform_specific", SHARED, [row("h2", towards(1), "twitter")])
    await store.add("top_performers", SHARED, [row("h1", towards(0, 1, 0.5), "elsewhere")])

    best = await store.nearest("top_performers", SHARED, asked(towards(0)), 10)
    here = await store.nearest("platform_specific", SHARED, asked(towards(0)), 10, "twitter")

    assert rounded(best) == [[("h1", 0.7071), ("h2", 0.0)]]
    assert rounded(here) == [[("h2", 0.0)]]
    assert await store.nearest("platform_specific", SHARED, asked(towards(0)), 10, "tiktok") == [[]]
    assert [await store.count(index, SHARED) for index in ("top_performers", "platform_specific")] == [2, 1]
    assert await store.has_hooks()


@settings(max_examples=60, deadline=None)
@given(
    name=st.one_of(
        st.text(min_size=1), st.sampled_from(['x" or id != "', '" || namespace like "%', "a\nb", "é", "a" * 129])
    )
)
async def test_a_name_that_could_be_read_as_a_condition_is_refused(store: Store, name: str) -> None:
    if re.fullmatch(r"[A-Za-z0-9_.:/-]{1,128}", name):
        return
    with pytest.raises(ValueError, match="no name"):
        await store.replace(INDEX, OURS, [name], [row("x", towards(0), name)])
    with pytest.raises(ValueError, match="no name"):
        await store.replace(INDEX, OURS, ["x"], [row(name, towards(0), "x")])
    with pytest.raises(ValueError, match="no name"):
        await store.nearest(INDEX, name, asked(towards(0)), 1)
    with pytest.raises(ValueError, match="no name"):
        await store.nearest(INDEX, OURS, asked(towards(0)), 1, name)


async def test_a_vector_of_another_length_is_refused(store: Store) -> None:
    with pytest.raises(ValueError, match="768"):
        await store.replace(INDEX, OURS, ["x"], [row("x", towards(0)[:256])])


async def test_cleared_any_model_may_begin(store: Store) -> None:
    assert await store.model() == "model-1"

    await store.clear()

    assert await store.model() is None
    assert await store.count(INDEX, THEIRS) == 0
    assert not await store.has_hooks()


DIES = """
import asyncio, os, signal, sys
from pathlib import Path
from tests.app.vectors.stores import embedded, row, towards

async def main():
    async with embedded(Path(sys.argv[1])) as store:
        await store.replace("research", sys.argv[2], ["hub"], [row(str(n), towards(n), "hub") for n in range(50)])
        os.kill(os.getpid(), signal.SIGKILL)

asyncio.run(main())
"""


async def test_what_was_written_is_there_after_the_process_was_killed(tmp_path: Path) -> None:
    dead = await asyncio.to_thread(subprocess.run, [sys.executable, "-c", DIES, str(tmp_path), OURS], cwd=ROOT)

    async with embedded(tmp_path) as store:
        found = await store.nearest(INDEX, OURS, asked(towards(7)), 1)
        count = await store.count(INDEX, OURS)

    assert dead.returncode == -signal.SIGKILL
    assert (rounded(found), count) == ([[("7", 1.0)]], 50)
