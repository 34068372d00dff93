"""Each failure is mended where it is, and the rest of the piece stays word for word."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from app.generation.critic import judge
from app.generation.gates.base import BannedWord, Compliance, Piece, Rubric, Voice
from app.generation.healing import EditPattern
from app.generation.platforms import content_type_for, hook_of, parse_structure
from app.generation.repairing import repair
from app.generation.trimming import trimmed
from app.generation.writer import Brief, DraftText, PillarBrief
from app.hubs.source import Span
from app.vocabulary import Gate, Industry, Platform

TEXT = (
    "A weekly meeting costs a team of eight people about 400 hours a year. Few managers ever add that number up."
    " Every guest who declines has to explain the refusal, because accepting is free. Silence in a meeting is often"
    " read as agreement. Writing gives the quiet members of a team the same weight as the loud ones. A short memo must"
    " survive without the charm of its author. Teams that ask for written comments find twice as many problems with a"
    " plan. A night of sleep improves most decisions that tired people make."
)
COST = "A weekly meeting costs a team of eight people about 400 hours a year."
FEW = "Few managers ever add that number up."
REFUSAL = "Every guest who declines has to explain the refusal, because accepting is free."
SILENCE = "Silence in a meeting is often read as agreement."
WRITING = "Writing gives the quiet members of a team the same weight as the loud ones."
MEMO = "A short memo must survive without the charm of its author."
COMMENTS = "Teams that ask for written comments find twice as many problems with a plan."
SLEEP = "A night of sleep improves most decisions that tired people make."


def span(sentence: str) -> Span:
    return Span(TEXT.index(sentence), TEXT.index(sentence) + len(sentence))


def brief(platform: Platform, *banned: str, **changes: Any) -> Brief:
    pillar = PillarBrief("p", "Meetings", "Warning: meetings", (), [(0, len(TEXT))])
    voice = Voice([BannedWord(word) for word in banned])
    return replace(Brief(TEXT, "en", pillar, platform, attempt=1, voice=voice), **changes)


def mended(content: str, wanted: Brief, sources: Sequence[str] = (), hook: float = 0.0) -> DraftText | None:
    """The repair of what the gates object to; `hook` is what gate G2 asks for."""
    platform = wanted.platform
    structure = parse_structure(platform, content)
    draft = DraftText(content, structure, content_type_for(platform), [span(sentence) for sentence in sources])
    piece = Piece(platform, draft.content_type, content, structure, "en")
    return repair(draft, judge(piece, wanted.voice, Rubric({Gate.G2: hook})), wanted)


def passed(draft: DraftText, wanted: Brief, gate: Gate) -> bool | None:
    piece = Piece(wanted.platform, draft.content_type, draft.content, draft.content_json, "en")
    verdict = judge(piece, wanted.voice).verdict(gate)
    return verdict.passed if verdict else None


STRONG = "The next time somebody asks you about meetings, tell them these 3 things:"


def test_clause_with_a_banned_word_is_cut_off() -> None:
    content = f"{COST}\n\n{REFUSAL}\n\n{SILENCE}"
    wanted = brief(Platform.LINKEDIN, "accepting")
    draft = mended(content, wanted, [COST, REFUSAL, SILENCE])
    assert draft is not None
    assert "Every guest who declines has to explain the refusal.\n\n" + SILENCE in draft.content
    assert passed(draft, wanted, Gate.G4) is True
    assert span("Every guest who declines has to explain the refusal") in draft.sources


def test_sentence_with_a_banned_word_gives_way_to_another_of_the_pillar() -> None:
    content = f"{STRONG}\n\n1. {COST}\n\n2. {SILENCE}\n\n3. {MEMO}"
    wanted = brief(Platform.LINKEDIN, "agreement")
    draft = mended(content, wanted, [COST, SILENCE, MEMO])
    assert draft is not None
    first, cost, other, memo = draft.content.split("\n\n")
    assert (cost, memo) == (f"1. {COST}", f"3. {MEMO}")
    assert other.removeprefix("2. ") in {FEW, WRITING, COMMENTS, SLEEP}
    assert span(other.removeprefix("2. ")) in draft.sources
    assert span(SILENCE) not in draft.sources
    assert first == STRONG


def test_banned_word_is_replaced_as_people_have_replaced_it() -> None:
    content = f"{COST}\n\n{SILENCE}"
    wanted = brief(Platform.LINKEDIN, "silence", edit_pattern=EditPattern(replaced=(("silence", "quiet"),)))
    draft = mended(content, wanted, [COST, SILENCE])
    assert draft is not None
    assert draft.content.endswith("Quiet in a meeting is often read as agreement.")


def test_points_are_counted_anew_when_one_has_nothing_to_stand_in_for_it() -> None:
    short = f"{COST} {SILENCE} {MEMO}"
    pillar = PillarBrief("p", "Meetings", "Warning", (), [(0, len(short))])
    content = f"{STRONG}\n\n1. {COST}\n\n2. {SILENCE}\n\n3. {MEMO}"
    wanted = replace(brief(Platform.LINKEDIN, "agreement"), text=short, pillar=pillar)
    draft = mended(content, wanted)
    assert draft is not None
    assert draft.content.endswith(f"\n\n1. {COST}\n\n2. {MEMO}")
    assert draft.content.startswith(STRONG.replace("3", "2") + "\n")


def test_hashtag_with_a_banned_word_goes_and_the_sentence_stays() -> None:
    content = f"{STRONG}\n\n1. {COST}\n\n2. {SILENCE}\n\n3. {MEMO}\n\n#Teams #Synergy"
    draft = mended(content, brief(Platform.LINKEDIN, "synergy"))
    assert draft is not None
    assert draft.content == f"{STRONG}\n\n1. {COST}\n\n2. {SILENCE}\n\n3. {MEMO}\n\n#Teams"


def test_weak_hook_gives_way_and_the_body_is_kept() -> None:
    body = f"1. {COST}\n\n2. {SILENCE}\n\n3. {MEMO}\n\n#Meetings"
    wanted = brief(Platform.LINKEDIN)
    draft = mended(f"Some notes.\n\n{body}", wanted, [COST, SILENCE, MEMO], hook=80.0)
    assert draft is not None
    hook, kept = draft.content.split("\n\n", 1)
    assert kept == body
    assert hook != "Some notes."
    assert passed(draft, wanted, Gate.G2) is True


def test_weak_hook_of_a_thread_gives_way_and_the_other_posts_are_kept() -> None:
    posts = ["Some notes.", COST, SILENCE, MEMO, WRITING]
    content = "\n\n".join(f"{n}/5 {post}" for n, post in enumerate(posts, 1))
    draft = mended(content, brief(Platform.THREAD), hook=80.0)
    assert draft is not None
    assert draft.content_json is not None
    assert draft.content_json["posts"][1:] == [f"{n}/5 {post}" for n, post in enumerate(posts[1:], 2)]
    assert draft.content_json["posts"][0] not in ("1/5 Some notes.", "")
    piece = Piece(Platform.THREAD, draft.content_type, draft.content, draft.content_json, "en")
    start, end = hook_of(piece)
    assert draft.content[start:end] == draft.content_json["posts"][0].removeprefix("1/5 ")


def test_surplus_hashtags_go() -> None:
    content = f"{STRONG}\n\n1. {COST}\n\n2. {SILENCE}\n\n3. {MEMO}\n\n#a1 #b2 #c3 #d4 #e5 #f6 #g7"
    draft = mended(content, brief(Platform.LINKEDIN))
    assert draft is not None
    assert draft.content == f"{STRONG}\n\n1. {COST}\n\n2. {SILENCE}\n\n3. {MEMO}\n\n#a1 #b2 #c3 #d4 #e5"


def test_post_that_is_too_long_loses_whole_sentences_from_its_end_and_keeps_its_hashtag() -> None:
    content = f"{COST} {REFUSAL} {SILENCE} {WRITING} {MEMO}\n\n#Meetings"
    draft = mended(content, brief(Platform.TWITTER))
    assert draft is None or "#Meetings" in draft.content
    assert trimmed_post(content) == f"{COST} {REFUSAL} {SILENCE}\n\n#Meetings"


def trimmed_post(content: str) -> str:
    return trimmed(content, Platform.TWITTER, "en")


def test_last_sentence_is_cut_at_a_clause_where_that_is_enough() -> None:
    filler = f"{COST} {SILENCE} {WRITING} Count it today."
    assert trimmed_post(f"{filler} {REFUSAL}") == f"{filler} Every guest who declines has to explain the refusal."


def test_posts_out_of_order_are_numbered_anew() -> None:
    posts = [STRONG, COST, SILENCE, MEMO, WRITING]
    content = "\n\n".join(f"{n}/9 {post}" for n, post in zip((1, 2, 4, 5, 6), posts, strict=True))
    wanted = brief(Platform.THREAD)
    draft = mended(content, wanted)
    assert draft is not None
    assert draft.content == "\n\n".join(f"{n}/5 {post}" for n, post in enumerate(posts, 1))
    assert passed(draft, wanted, Gate.G5) is True


def test_slide_that_is_too_long_is_cut() -> None:
    slides = [f"2/5\n{COST}", f"3/5\n{REFUSAL} {SILENCE} {WRITING}", f"4/5\n{MEMO}", f"5/5\n{SLEEP}"]
    content = "\n\n".join([f"1/5 {STRONG}", *slides]) + f"\n\n---\n{COMMENTS}"
    wanted = brief(Platform.CAROUSEL)
    draft = mended(content, wanted)
    assert draft is not None
    assert draft.content == content.replace(f" {WRITING}", "")
    assert passed(draft, wanted, Gate.G5) is True


def test_sentence_that_the_industry_may_not_say_is_taken_out() -> None:
    content = f"{STRONG}\n\n1. {COST}\n\n2. This fund offers guaranteed returns.\n\n3. {MEMO}"
    voice = Voice(compliance=Compliance(Industry.FINANCIAL))
    wanted = brief(Platform.LINKEDIN, voice=voice)
    draft = mended(content, wanted)
    assert draft is not None
    assert "guaranteed" not in draft.content
    assert draft.content.split("\n\n")[1] == f"1. {COST}"
    assert draft.content.split("\n\n")[3] == f"3. {MEMO}"


def test_nothing_is_repaired_in_a_piece_that_passes() -> None:
    content = f"{STRONG}\n\n1. {COST}\n\n2. {SILENCE}\n\n3. {MEMO}"
    assert mended(content, brief(Platform.LINKEDIN)) is None
