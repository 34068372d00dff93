from dataclasses import replace

import pytest
import regex

from app.errors import ValidationFailed
from app.generation.counting import find_hashtags, spoken_words, weighted_length
from app.generation.critic import judge
from app.generation.gates.base import BannedWord, Piece, Voice
from app.generation.gates.tone import profile_of
from app.generation.healing import EditPattern
from app.generation.platforms import content_type_for, parse_structure
from app.generation.writer import Brief, PillarBrief, compose_draft, is_near_duplicate
from app.generation.writer.compose import fresh_draft
from app.generation.writer.tracing import untraced
from app.vocabulary import Gate, Platform, Severity
from tests.app.generation.voices import BLUNT
from tests.app.generation.writer.pieces import POLISH, SOURCES, pillars_of, said_in, squeezed, written
from tests.app.hubs.analysis.texts import ESSAY, source


@pytest.mark.parametrize("name", SOURCES)
def test_every_planned_slot_is_written_and_holds_on_its_platform(name: str) -> None:
    slots, drafts = written(name)
    assert slots
    for slot, draft in zip(slots, drafts, strict=True):
        piece = Piece(slot.platform, draft.content_type, draft.content, draft.content_json, SOURCES[name].language)
        verdict = judge(piece).verdict(Gate.G5)
        assert verdict is not None
        assert verdict.passed, (slot, verdict.reason)
        assert draft.content_type is content_type_for(slot.platform)


@pytest.mark.parametrize("name", SOURCES)
def test_sources_are_exact_sentences_that_stand_in_the_piece(name: str) -> None:
    extracted = SOURCES[name]
    for draft in written(name)[1]:
        assert draft.sources
        assert list(draft.sources) == sorted(set(draft.sources), key=lambda span: span.start)
        for sentence in said_in(extracted, draft.sources):
            head = squeezed(sentence)[:20]
            assert head in squeezed(draft.content)


@pytest.mark.parametrize("name", SOURCES)
def test_no_two_pieces_of_a_hub_are_near_duplicates(name: str) -> None:
    contents = [draft.content for draft in written(name)[1]]
    pairs = [(a, b) for number, a in enumerate(contents) for b in contents[:number]]
    assert not [pair for pair in pairs if is_near_duplicate(*pair)]


def brief_for(platform: Platform, name: str = "essay", **changes: object) -> Brief:
    extracted = SOURCES[name]
    pillar = max(pillars_of(extracted), key=lambda p: len(p.spans))
    return replace(Brief(extracted.text, extracted.language, pillar, platform), **changes)  # type: ignore[arg-type]


def test_each_platform_has_its_own_form() -> None:
    drafts = {platform: compose_draft(brief_for(platform)) for platform in Platform}
    assert weighted_length(drafts[Platform.TWITTER].content) <= 280
    assert len(find_hashtags(drafts[Platform.TWITTER].content)) <= 2
    assert len(find_hashtags(drafts[Platform.LINKEDIN].content)) <= 5
    assert drafts[Platform.LINKEDIN].content.count("\n\n") >= 2
    assert spoken_words(drafts[Platform.TIKTOK].content) <= 150
    assert drafts[Platform.TIKTOK].content.startswith("[")
    for platform in (Platform.CAROUSEL, Platform.THREAD):
        draft = drafts[platform]
        assert draft.content_json == parse_structure(platform, draft.content)
    assert drafts[Platform.TWITTER].content_json is None


def test_same_brief_gives_the_same_piece() -> None:
    for platform in Platform:
        assert compose_draft(brief_for(platform)) == compose_draft(brief_for(platform))


def test_retry_opens_differently() -> None:
    tries = [compose_draft(brief_for(Platform.LINKEDIN, attempt=attempt)).content for attempt in range(4)]
    assert len({content.split("\n")[0] for content in tries}) == 4


def test_banned_word_does_not_occur() -> None:
    words = Voice([BannedWord("meeting"), BannedWord("points", Severity.SOFT), BannedWord("weigh")])
    for platform in (Platform.TWITTER, Platform.LINKEDIN, Platform.TIKTOK, Platform.INSTAGRAM):
        content = compose_draft(brief_for(platform, voice=words)).content.casefold()
        assert not regex.search(r"\bmeetings?\b|\bpoints\b|\bweigh\b", content)


def test_habit_of_people_is_followed_when_they_drop_hashtags_and_a_phrase() -> None:
    pattern = EditPattern(removed=("a team",), drops_hashtags=True, length_ratio=0.7)
    loose = compose_draft(brief_for(Platform.INSTAGRAM, themes=("meetings",))).content
    strict = compose_draft(brief_for(Platform.INSTAGRAM, themes=("meetings",), edit_pattern=pattern)).content
    assert find_hashtags(loose)
    assert not find_hashtags(strict)
    assert "a team" not in strict


def test_piece_keeps_away_from_what_is_taken() -> None:
    first = compose_draft(brief_for(Platform.TWITTER))
    second = compose_draft(brief_for(Platform.TWITTER, taken=(first.content,)))
    assert not is_near_duplicate(first.content, second.content)
    assert fresh_draft(brief_for(Platform.TWITTER, taken=(first.content,))) == second


def test_pillar_without_passages_is_written_from_what_the_source_says_near_it() -> None:
    pillar = PillarBrief("own", "Quiet hours at work", "Vision: quiet hours", ("Quiet hours help engineers",))
    draft = compose_draft(Brief(ESSAY, "en", pillar, Platform.THREAD))
    assert any("quiet" in sentence.casefold() for sentence in said_in(SOURCES["essay"], draft.sources))


def test_language_without_framing_gets_the_source_alone() -> None:
    [pillar] = pillars_of(source(POLISH, "pl"))
    for platform in Platform:
        draft = compose_draft(Brief(POLISH, "pl", pillar, platform))
        assert untraced(draft, POLISH, "pl") == []


def test_piece_is_refused_when_the_source_has_nothing_to_say() -> None:
    pillar = PillarBrief("p", "Nothing", "Nothing at all")
    with pytest.raises(ValidationFailed) as refused:
        compose_draft(Brief("Menu\n\nHome", "en", pillar, Platform.TWITTER))
    assert "Nothing" in refused.value.message


def test_pieces_sound_more_like_the_client_when_its_tone_is_known() -> None:
    """A post of one sentence is too short to have a tone."""
    profile = profile_of(BLUNT)
    assert profile

    def similarity(platform: Platform, voice: Voice) -> float:
        draft = fresh_draft(brief_for(platform, voice=voice))
        judged = profile.judge(draft.content) if draft else None
        assert judged
        return judged.similarity

    longer = [platform for platform in Platform if platform is not Platform.TWITTER]
    gains = [similarity(platform, Voice(samples=BLUNT)) - similarity(platform, Voice()) for platform in longer]
    assert min(gains) >= 0
    assert sum(gains) / len(gains) > 10
