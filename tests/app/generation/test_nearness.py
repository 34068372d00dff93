"""How near a hook is to the shared ones is looked up where some were imported, and never guessed."""

import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from app.generation.creator import propose
from app.generation.gates.base import Piece, Rubric
from app.generation.nearness import measured, nearness
from app.llm import ModelUnavailable
from app.vectors import Vectors, vectors_of
from app.vocabulary import ContentType, Platform
from tests.app.generation.test_creator import brief
from tests.app.vectors.embeddings_server import embeddings_server
from tests.fixtures.app import settings_in

LOAVES, SHIPS = "Nobody counts the loaves that are thrown away.", "Ships wait in the harbour for a week."


@pytest_asyncio.fixture(loop_scope="session")
async def vectors(tmp_path: Path) -> AsyncIterator[Vectors]:
    opened = vectors_of(settings_in(tmp_path))
    yield opened
    await opened.close()


async def imported(vectors: Vectors) -> None:
    hooks = [("a", "twitter", LOAVES), ("b", "web", SHIPS), ("c", "tiktok", LOAVES)]
    await vectors.add_hooks(await vectors.hook_rows(hooks))


async def test_without_hooks_nothing_is_looked_up(vectors: Vectors) -> None:
    piece = Piece(Platform.TWITTER, ContentType.POST, LOAVES)

    assert await nearness(vectors, [LOAVES, SHIPS], Platform.TWITTER) == [None, None]
    assert await measured(vectors, [piece]) == [piece]


async def test_a_hook_is_near_to_itself_first_among_all_and_on_its_platform(vectors: Vectors) -> None:
    await imported(vectors)

    loaves, empty, ships = await nearness(vectors, [LOAVES, "", SHIPS], Platform.TIKTOK)

    assert loaves is not None
    assert ships is not None
    assert empty is None
    assert [round(score, 3) for score in loaves.top_performers[:2]] == [1.0, 1.0]
    assert loaves.top_performers[2] < 0.5
    assert [round(score, 3) for score in loaves.platform_specific] == [1.0]
    assert round(ships.top_performers[0], 3) == 1.0
    assert ships.platform_specific[0] < 0.5


async def test_it_is_the_hook_of_each_piece_that_is_measured_on_its_own_platform(vectors: Vectors) -> None:
    await imported(vectors)
    rest = "\n\nAll the rest is about something else altogether, such as wool and knitting."
    posts = [Piece(platform, ContentType.POST, LOAVES + rest) for platform in (Platform.LINKEDIN, Platform.TWITTER)]

    linkedin, twitter = [piece.nearness for piece in await measured(vectors, posts)]

    assert linkedin is not None
    assert twitter is not None
    assert round(linkedin.top_performers[0], 3) == round(twitter.top_performers[0], 3) == 1.0
    assert linkedin.platform_specific == []
    assert [round(score, 3) for score in twitter.platform_specific] == [1.0]


async def test_a_piece_whose_hook_cannot_be_measured_waits_and_is_not_judged(tmp_path: Path, vectors: Vectors) -> None:
    with embeddings_server() as server:
        opened = vectors_of(settings_in(tmp_path / "other", embeddings_url=server.url, embeddings_model="model-1"))
        await imported(opened)
        server.answers = [(401, {}, b"")]

        with pytest.raises(ModelUnavailable, match="how near the hooks are"):
            await propose(brief(Platform.TWITTER), Rubric(), vectors=opened)
        await opened.close()


async def test_hooks_need_no_milvus(vectors: Vectors) -> None:
    before = "pymilvus" in sys.modules
    await imported(vectors)
    await nearness(vectors, [LOAVES], Platform.TWITTER)

    assert ("pymilvus" in sys.modules) is before
