"""The Creator's proposals, beyond what the writer alone does."""

from dataclasses import replace

import pytest

from app.generation.creator import propose
from app.generation.gates.base import BannedWord, Rubric, Voice
from app.generation.healing import EditPattern
from app.generation.platforms import find_emoji
from app.generation.writer import Brief, PillarBrief
from app.llm import Request, Written
from app.llm.port import T
from app.vocabulary import Gate, Platform

TEXT = """The night shift bakes in silence 🌙 and nobody interrupts the bakers before six in the morning.

An empty shelf at six in the evening 🥖 is a promise that tomorrow's bread is fresh.

Customers trust a bakery more ❤️ when it sells out and says so on the door.

Bakers who choose their own hours 🙂 make fewer mistakes within a single month.

The ledger counts every loaf 📒 and tells the baker when to stop for the day."""


def brief(platform: Platform) -> Brief:
    spans = []
    for paragraph in TEXT.split("\n\n"):
        start = TEXT.index(paragraph)
        spans.append((start, start + len(paragraph)))
    pillar = PillarBrief("p", "The night shift", "Story: the night shift", tuple(TEXT.split("\n\n")), tuple(spans))
    return Brief(TEXT, "en", pillar, platform)


@pytest.mark.parametrize("platform", [Platform.TWITTER, Platform.LINKEDIN, Platform.THREAD])
async def test_what_people_keep_taking_out_is_not_proposed_again(platform: Platform) -> None:
    as_written = await propose(brief(platform), Rubric())
    as_edited = await propose(replace(brief(platform), edit_pattern=EditPattern(drops_emoji=True)), Rubric())

    assert as_written is not None
    assert as_edited is not None
    assert find_emoji(as_written.draft.content)
    assert not find_emoji(as_edited.draft.content)
    if platform is Platform.THREAD:
        assert as_edited.draft.content_json is not None
        assert as_edited.draft.content == "\n\n".join(as_edited.draft.content_json["posts"])
    assert as_edited.report.g5 is not None
    assert as_edited.report.g5.passed is True


class Unasked:
    """A model that nobody may ask."""

    name = "openai:scribe"

    async def write(self, request: Request[T]) -> Written[T]:
        raise AssertionError("it was asked")

    async def close(self) -> None: ...


async def test_piece_keeps_its_words_and_who_wrote_them_when_its_picture_alone_failed() -> None:
    before = await propose(brief(Platform.LINKEDIN), Rubric())
    assert before is not None
    again = replace(brief(Platform.LINKEDIN), attempt=1, failed=frozenset({Gate.G6}))

    for model in (None, Unasked()):
        kept = await propose(again, Rubric(), before.draft, model)
        assert kept is not None
        assert (kept.draft, kept.written_by, kept.is_answer) == (before.draft, None, False)


async def test_piece_with_a_word_that_was_banned_since_is_mended_and_not_written_anew() -> None:
    before = await propose(brief(Platform.THREAD), Rubric())
    assert before is not None
    assert before.draft.content_json is not None
    posts = before.draft.content_json["posts"]
    word, wrong = next((w, post) for post in posts[1:] for w in ("mistakes", "ledger", "shelf") if w in post)
    banned = replace(brief(Platform.THREAD), attempt=1, voice=Voice([BannedWord(word)]))

    after = await propose(banned, Rubric(), before.draft)

    assert after is not None
    assert after.draft.content_json is not None
    assert word not in after.draft.content
    kept = {post.split(" ", 1)[1] for post in posts[1:] if post != wrong}
    assert kept < {post.split(" ", 1)[1] for post in after.draft.content_json["posts"]}
    assert after.report.g4 is not None
    assert after.report.g4.passed is True
