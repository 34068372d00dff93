"""Every rule of every platform, at its limit and one beyond, with the exact part that is too much."""

from collections.abc import Sequence
from typing import Any

import pytest

from app.generation.gates.base import Piece, Rubric, Verdict, Voice
from app.generation.gates.g5_platform import g5_platform
from app.generation.platforms import compose, content_type_for, number_posts, parse_structure
from app.vocabulary import ContentType, Gate, Platform, Severity


def check(platform: Platform, content: str, content_json: Any = "read") -> Verdict:
    structure = parse_structure(platform, content) if content_json == "read" else content_json
    return g5_platform(Piece(platform, content_type_for(platform), content, structure), Voice(), Rubric())


def broken(verdict: Verdict) -> list[tuple[int, int]]:
    assert verdict.passed is (not verdict.violations)
    assert all(v.gate is Gate.G5 and v.severity is Severity.HARD for v in verdict.violations)
    return [(violation.start, violation.end) for violation in verdict.violations]


def note(verdict: Verdict, criterion: str) -> str:
    return next(note.note for note in verdict.rubric if note.criterion == criterion)


def thread(texts: Sequence[str]) -> str:
    return compose(Platform.THREAD, {"posts": number_posts(texts)})


def carousel(bodies: Sequence[str], caption: str = "") -> str:
    slides = [{"index": index, "title": "T", "body": body} for index, body in enumerate(bodies, 1)]
    return compose(Platform.CAROUSEL, {"slides": slides, "caption": caption})


@pytest.mark.parametrize("platform", Platform)
@pytest.mark.parametrize("content", ["", " \n\t"])
def test_empty_content_fails(platform: Platform, content: str) -> None:
    verdict = check(platform, content)

    assert verdict.passed is False
    assert broken(verdict) == [(0, len(content))]
    assert verdict.reason == "There is no text."
    assert verdict.suggestion == "Write the text."


@pytest.mark.parametrize(
    ("platform", "within", "beyond", "excess"),
    [
        (Platform.TWITTER, "a" * 280, "a" * 281, (280, 281)),
        (Platform.TWITTER, "語" * 140, "語" * 141, (140, 141)),
        (Platform.TWITTER, "a" * 278 + "👨‍👩‍👧", "a" * 279 + "👨‍👩‍👧", (279, 284)),
        (
            Platform.TWITTER,
            "a" * 256 + " https://example.com/" + "b" * 99,
            "a" * 257 + " https://example.com/" + "b" * 99,
            (258, 377),
        ),
        (Platform.LINKEDIN, "語" * 3000, "語" * 3002, (3000, 3002)),
        (Platform.INSTAGRAM, "a" * 2200, "a" * 2201, (2200, 2201)),
        (Platform.TIKTOK, "[cut] " + "go " * 150, "[cut] " + "go " * 151, (456, 459)),
        (Platform.TIKTOK, "[cut]" + "語" * 300, "[cut]" + "語" * 301, (305, 306)),
    ],
)
def test_length_at_the_limit_and_beyond(platform: Platform, within: str, beyond: str, excess: tuple[int, int]) -> None:
    assert broken(check(platform, within)) == []
    assert broken(check(platform, beyond)) == [excess]


def test_length_is_told_with_its_limit() -> None:
    verdict = check(Platform.TWITTER, "a" * 285)

    assert note(verdict, "length") == "285 of 280 weighted characters."
    assert verdict.reason == "285 of 280 weighted characters."
    assert verdict.suggestion == "Cut 5 weighted characters."


@pytest.mark.parametrize(
    ("platform", "most"), [(Platform.TWITTER, 2), (Platform.LINKEDIN, 5), (Platform.INSTAGRAM, 30)]
)
def test_hashtags_beyond_the_limit_are_pointed_at(platform: Platform, most: int) -> None:
    words = "Words first. "
    tags = [f"#t{index:02}a" for index in range(most + 2)]

    assert broken(check(platform, words + " ".join(tags[:most]))) == []
    start = len(words) + most * 6
    assert broken(check(platform, words + " ".join(tags))) == [(start, start + 5), (start + 6, start + 11)]


@pytest.mark.parametrize(
    ("platform", "content", "passes"),
    [
        (Platform.TWITTER, "https://example.com/a-long-path-that-goes-on-and-on-and-on and only then words", False),
        (Platform.TWITTER, "#one #two", False),
        (Platform.TWITTER, "👍👍", False),
        (Platform.TWITTER, f"#{'a' * 47} Words", True),
        (Platform.TWITTER, f"#{'a' * 48} Words", False),
        (Platform.TWITTER, "@ann Look at this: https://example.com", True),
        (Platform.LINKEDIN, "#tag\nThe hook comes too late", False),
        (Platform.LINKEDIN, "The hook\n#tag", True),
        (Platform.TIKTOK, "[cut] Spoken words.", True),
    ],
)
def test_hook_stands_in_its_window(platform: Platform, content: str, passes: bool) -> None:
    verdict = check(platform, content)

    assert verdict.passed is passes
    assert [v.reason.split(" words")[0] for v in verdict.violations] == ([] if passes else ["0"])


def test_content_type_has_to_be_that_of_the_platform() -> None:
    verdict = g5_platform(Piece(Platform.TWITTER, ContentType.SCRIPT, "Some words"), Voice(), Rubric())

    assert broken(verdict) == [(0, 10)]
    assert note(verdict, "content type") == "A script for twitter, which takes a post."


@pytest.mark.parametrize(
    ("content", "spans"),
    [
        ("[Close-up] Say it.", []),
        ("Say it.", [(0, 7)]),
        ("[Close-up] Say it [wide", [(18, 19)]),
        ("[Close-up] Say] it", [(14, 15)]),
        ("[Close-up] Say it.\nVisual: a chart\nMore.", [(19, 34)]),
        ("[Close-up] Say it.\n(Cut to: the sea)", [(19, 36)]),
    ],
)
def test_script_cues_stand_in_brackets(content: str, spans: list[tuple[int, int]]) -> None:
    assert broken(check(Platform.TIKTOK, content)) == spans


def test_thread_passes_from_5_to_25_posts() -> None:
    assert broken(check(Platform.THREAD, thread(["One."] * 5))) == []
    assert broken(check(Platform.THREAD, thread(["One."] * 25))) == []


def test_thread_of_4_posts_is_too_short() -> None:
    content = thread(["One."] * 4)
    assert broken(check(Platform.THREAD, content)) == [(0, len(content))]


def test_thread_of_26_posts_has_one_too_many() -> None:
    content = thread(["One."] * 26)
    assert broken(check(Platform.THREAD, content)) == [(content.index("26/26"), len(content))]


def test_thread_posts_hold_280_with_their_number() -> None:
    head = thread(["One."] * 5).rsplit("5/5", 1)[0]

    assert broken(check(Platform.THREAD, head + "5/5 " + "a" * 276)) == []
    content = head + "5/5 " + "a" * 278
    assert broken(check(Platform.THREAD, content)) == [(len(content) - 2, len(content))]


def test_thread_numbers_have_to_run_through() -> None:
    content = thread(["One."] * 6).replace("3/6", "4/6", 1)
    at = content.index("4/6")

    verdict = check(Platform.THREAD, content)

    assert (at, at + 4) in broken(verdict)
    assert note(verdict, "numbering") == "5 of 6 posts are numbered i/6 in order."


def test_thread_without_numbers_fails() -> None:
    assert check(Platform.THREAD, "One.\n\nTwo.\n\nThree.\n\nFour.\n\nFive.").passed is False


def test_carousel_passes_from_5_to_10_slides() -> None:
    assert broken(check(Platform.CAROUSEL, carousel(["b"] * 5, "caption"))) == []
    assert broken(check(Platform.CAROUSEL, carousel(["b"] * 10))) == []


def test_carousel_of_4_or_11_slides_fails() -> None:
    few, many = carousel(["b"] * 4, "c"), carousel(["b"] * 11, "c")
    assert broken(check(Platform.CAROUSEL, few)) == [(0, len(few))]
    assert broken(check(Platform.CAROUSEL, many)) == [(many.index("11/11"), many.index("\n\n---"))]


def test_carousel_slides_hold_200_characters() -> None:
    assert broken(check(Platform.CAROUSEL, carousel(["b"] * 4 + ["c" * 198]))) == []
    content = carousel(["b"] * 4 + ["c" * 201])
    assert broken(check(Platform.CAROUSEL, content)) == [(len(content) - 3, len(content))]


def test_carousel_caption_holds_2200_characters() -> None:
    assert broken(check(Platform.CAROUSEL, carousel(["b"] * 5, "c" * 2200))) == []
    content = carousel(["b"] * 5, "c" * 2201)
    assert broken(check(Platform.CAROUSEL, content)) == [(len(content) - 1, len(content))]


@pytest.mark.parametrize(
    ("platform", "content"), [(Platform.THREAD, thread(["a"] * 5)), (Platform.CAROUSEL, carousel(["a"] * 5))]
)
def test_content_json_has_to_be_there_and_agree(platform: Platform, content: str) -> None:
    other = parse_structure(platform, content.replace("a", "b", 1))

    assert broken(check(platform, content, None)) == [(0, len(content))]
    assert broken(check(platform, content, other)) == [(0, len(content))]


def test_each_rule_is_noted_with_its_measure() -> None:
    verdict = check(Platform.CAROUSEL, carousel(["b"] * 5, "cap"))

    assert [(n.criterion, n.note) for n in verdict.rubric] == [
        ("content type", "A carousel for carousel, which takes a carousel."),
        ("hook place", "1 words of the hook stand in the title of the first slide."),
        ("slides", "5 slides, 5 to 10."),
        ("slide length", "The longest slide has 3 of 200 characters."),
        ("caption", "The caption has 3 of 2200 characters."),
        ("structure", "The slides of content_json are those of the text."),
    ]
    assert (verdict.score, verdict.reason, verdict.suggestion) == (None, None, None)
