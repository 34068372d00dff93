"""Lengths as each platform counts them, and structures that survive the way to text and back."""

import unicodedata
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.generation.gates.base import Piece
from app.generation.platforms import (
    PLATFORMS,
    RULES,
    Unit,
    blocks_of,
    compose,
    content_type_for,
    count,
    find_cues,
    find_emoji,
    find_hashtags,
    find_mentions,
    find_urls,
    fitting,
    hook_of,
    measure,
    number_posts,
    parse_structure,
    sentence_spans,
    slide_length,
    spoken_words,
    weighted_length,
)
from app.vocabulary import ContentType, Platform


def cut(text: str, spans: list[tuple[int, int]]) -> list[str]:
    return [text[start:end] for start, end in spans]


def test_every_platform_has_its_rules() -> None:
    assert set(PLATFORMS) == set(Platform)
    assert [content_type_for(platform) for platform in Platform] == [
        ContentType.POST,
        ContentType.POST,
        ContentType.SCRIPT,
        ContentType.POST,
        ContentType.CAROUSEL,
        ContentType.THREAD,
    ]
    limits = {platform: (rules.limit, rules.hashtags) for platform, rules in RULES.items()}
    assert limits == {
        Platform.TWITTER: (280, 2),
        Platform.LINKEDIN: (3000, 5),
        Platform.TIKTOK: (150, None),
        Platform.INSTAGRAM: (2200, 30),
        Platform.CAROUSEL: (None, None),
        Platform.THREAD: (25000, None),
    }


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("", 0),
        ("plain", 5),
        ("cafe\u0301", 4),
        ("日本", 4),
        ("한국어", 6),
        ("\u1112\u1161\u11ab", 2),
        ("“quoted” — it’s", 15),
        ("…", 2),
        ("👍", 2),
        ("👍🏽", 2),
        ("👨‍👩‍👧‍👦", 2),
        ("👩‍❤‍👨", 2),
        ("❤️‍🔥", 2),
        ("⛹🏿‍♀️", 2),
        ("🇪🇸🇯🇵", 4),
        ("1️⃣", 2),
        ("🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f", 2),
        ("☺", 2),
        ("©", 1),
        ("©️", 2),
        ("a\r\nb", 4),
        ("https://example.org/a/very/long/path?with=query#and-more", 23),
        ("example.com", 23),
        ("Read https://a.io, then example.com.", 5 + 23 + 7 + 23 + 1),
        ("foo.it", 6),
        ("foo.it/x", 23),
        ("news.bbc.co.uk", 23),
        ("me@example.com", 14),
        ("It ended.It began", 17),
        ("見てhttps://x.com/abcを", 4 + 23 + 2),
        ("google.com/日本", 23 + 4),
        ("t.co/abc and localhost:8000", 23 + 19),
        ("node.js, file.py, a.io", 22),
        # The edges of X's four light ranges: 0 to 4351, 8192 to 8205, 8208 to 8223, 8242 to 8247.
        ("\u10ff\u1100", 1 + 2),
        ("\u1fff\u2003\u200d\u200e", 2 + 1 + 1 + 2),
        ("\u200f\u2010\u201f\u2020", 2 + 1 + 1 + 2),
        ("\u2031\u2032\u2037\u2038", 2 + 1 + 1 + 2),
    ],
)
def test_weighted_length_is_that_of_x(text: str, length: int) -> None:
    assert weighted_length(text) == length
    assert weighted_length(unicodedata.normalize("NFD", text)) == length


@given(st.text())
def test_weighted_length_ignores_the_normal_form(text: str) -> None:
    assert weighted_length(text) == weighted_length(unicodedata.normalize("NFC", text))


@given(st.text(alphabet="ab 日.e\u0301👍🏽\u200d1\ufe0f\u20e3", max_size=40), st.integers(0, 30), st.sampled_from(Unit))
def test_what_fits_is_the_longest_start_within_the_limit(text: str, limit: int, unit: Unit) -> None:
    end = fitting(text, unit, limit)

    assert count(text[:end], unit) <= limit
    assert (end == len(text)) == (count(text, unit) <= limit)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        ("One two three.", 3),
        ("It's 1,000 well-known words — ok", 5),
        ("Say this [cut to: a long shot of the sea] and that", 4),
        ("今日は3つの方法", 5),
        ("ภาษาไทย", 2),
        ("한국어 문장", 2),
        ("[only a cue]", 0),
    ],
)
def test_spoken_words(text: str, words: int) -> None:
    assert spoken_words(text) == words


def test_three_hundred_japanese_characters_are_a_minute() -> None:
    assert spoken_words("語" * 300) == 150
    assert spoken_words("語" * 301) == 151


def test_hashtags_are_found_in_any_script() -> None:
    text = "#a #1 #1st ＃日本 x#no &#39; https://a.com/#frag #É_t (#ok) #ашок #️⃣"
    assert cut(text, find_hashtags(text)) == ["#a", "#1st", "＃日本", "#É_t", "#ok", "#ашок"]


def test_links_end_where_prose_goes_on() -> None:
    text = "(https://x.com/a) http://en.wikipedia.org/wiki/A_(b). t.co, https://t.co/Z9… https://例え.jp readme.md"
    assert cut(text, find_urls(text)) == [
        "https://x.com/a",
        "http://en.wikipedia.org/wiki/A_(b)",
        "t.co",
        "https://t.co/Z9",
        "https://例え.jp",
    ]


def test_mentions_emoji_cues_and_sentences_are_found() -> None:
    text = "@ann_b [Close-up] hi, a@b.com. Dr. Who 👩‍🚀 paid 3.5! [open\nline] 終。次"
    assert cut(text, find_mentions(text)) == ["@ann_b"]
    assert cut(text, find_emoji(text)) == ["👩‍🚀"]
    assert cut(text, find_cues(text)) == ["[Close-up]"]
    assert cut(text, sentence_spans(text)) == [
        "@ann_b [Close-up] hi, a@b.com.",
        "Dr. Who 👩‍🚀 paid 3.5!",
        "[open",
        "line] 終。",
        "次",
    ]


def test_measure_uses_the_unit_of_the_platform() -> None:
    assert measure(Platform.TWITTER, "日本") == 4
    assert measure(Platform.LINKEDIN, "日本") == 2
    assert measure(Platform.TIKTOK, "日本") == 1


@pytest.mark.parametrize(
    ("platform", "content", "hook"),
    [
        (
            Platform.TWITTER,
            "Stop. Nobody reads it. The rest is longer.\nMore",
            "Stop. Nobody reads it. The rest is longer.\nMore",
        ),
        (
            Platform.TWITTER,
            "One sentence runs on far beyond the window of fifty. Two",
            "One sentence runs on far beyond the window of fifty.",
        ),
        (Platform.TWITTER, f"Stop. {'a' * 93}. Then", f"Stop. {'a' * 93}."),
        (Platform.TWITTER, f"Stop. {'a' * 94}. Then", "Stop."),
        (Platform.TWITTER, f"{'a' * 48}. Then.", f"{'a' * 48}."),
        (Platform.TWITTER, " no full stop ", "no full stop"),
        (Platform.LINKEDIN, "\n First line. Two sentences. \nSecond line", "First line. Two sentences."),
        (Platform.INSTAGRAM, "Caption\n\n#tag", "Caption"),
        (
            Platform.TIKTOK,
            "[close-up] You lose money every single day and here is the reason for all of that.",
            "You lose money every single day and here",
        ),
        (
            Platform.TIKTOK,
            "[x] One two three four five six seven eight nine ten! More.",
            "One two three four five six seven eight nine ten!",
        ),
        (Platform.TIKTOK, "Stop now [cut] and go on speaking for a long while", "Stop now"),
        (Platform.TIKTOK, "[only a cue]", ""),
        (Platform.THREAD, "1/2 The hook. All of it.\n\n2/2 The end.", "The hook. All of it."),
        (Platform.THREAD, "Not numbered\nat all", "Not numbered"),
        (Platform.CAROUSEL, "1/2 The title\nThe body\n\n2/2 Next", "The title"),
        (Platform.CAROUSEL, "1/2\nOnly a body\n\n2/2 Next", "Only a body"),
        *((platform, " \n", "") for platform in Platform),
    ],
)
def test_hook_of(platform: Platform, content: str, hook: str) -> None:
    start, end = hook_of(Piece(platform, content_type_for(platform), content))
    assert content[start:end] == hook


def test_thread_reads_as_numbered_posts() -> None:
    structure = {"posts": number_posts(["First.", "Second\n\nwith a gap", "1/2 cup of sugar"])}

    content = compose(Platform.THREAD, structure)

    assert content == "1/3 First.\n\n2/3 Second\n\nwith a gap\n\n3/3 1/2 cup of sugar"
    assert parse_structure(Platform.THREAD, content) == structure
    assert [(b.number, b.total, content[b.text_start : b.end]) for b in blocks_of(content)][2] == (
        3,
        3,
        "1/2 cup of sugar",
    )


def test_posts_are_numbered_anew_when_all_have_a_number() -> None:
    assert number_posts(["1/3 a", "3/3 c"]) == ["1/2 a", "2/2 c"]


def test_thread_shows_a_removed_post() -> None:
    parsed = parse_structure(Platform.THREAD, "Preface\n\n1/4 a\n\n2/4 b\n\n4/4 d")
    assert parsed == {"posts": ["Preface", "1/4 a", "2/4 b", "4/4 d"]}


def test_carousel_reads_as_slides_and_caption() -> None:
    slides = [{"index": 1, "title": "Hook", "body": ""}, {"index": 2, "title": "", "body": "Text\n\nmore"}]
    structure = {"slides": slides, "caption": "Save this. #a"}

    content = compose(Platform.CAROUSEL, structure)

    assert content == "1/2 Hook\n\n2/2\nText\n\nmore\n\n---\nSave this. #a"
    assert parse_structure(Platform.CAROUSEL, content) == structure


def test_carousel_indexes_follow_when_a_person_removes_a_slide() -> None:
    parsed = parse_structure(Platform.CAROUSEL, "1/3 A\n\n3/3 C\nbody")
    assert parsed == {
        "slides": [{"index": 1, "title": "A", "body": ""}, {"index": 2, "title": "C", "body": "body"}],
        "caption": "",
    }


def test_slide_length_counts_title_and_body() -> None:
    assert slide_length({"title": "abc", "body": "de"}) == 6
    assert slide_length({"title": "", "body": "de"}) == 2


@pytest.mark.parametrize("platform", [Platform.TWITTER, Platform.LINKEDIN, Platform.TIKTOK, Platform.INSTAGRAM])
def test_plain_posts_have_no_structure(platform: Platform) -> None:
    assert parse_structure(platform, "1/2 a\n\n2/2 b") is None
    with pytest.raises(ValueError, match="no structure"):
        compose(platform, {})


@pytest.mark.parametrize("platform", [Platform.THREAD, Platform.CAROUSEL])
def test_text_without_numbers_has_no_structure(platform: Platform) -> None:
    assert parse_structure(platform, "just text") is None


# Letters, marks, CJK, emoji and line breaks, but nothing that reads as a number of a part or the rule above a caption.
PROSE = st.text(alphabet="ab é日👍🏽.,!#[]()\n", max_size=60).map(str.strip)
LINE = st.text(alphabet="ab é日👍🏽.,!#[]()", max_size=30).map(lambda text: " ".join(text.split()))


@given(st.lists(PROSE, min_size=1, max_size=25))
def test_threads_survive_the_way_to_text_and_back(texts: list[str]) -> None:
    structure = {"posts": number_posts(texts)}
    content = compose(Platform.THREAD, structure)

    assert parse_structure(Platform.THREAD, content) == structure
    assert compose(Platform.THREAD, structure) == content


@given(st.lists(st.tuples(LINE, PROSE), min_size=1, max_size=10), PROSE)
def test_carousels_survive_the_way_to_text_and_back(slides: list[tuple[str, str]], caption: str) -> None:
    rows = [{"index": index, "title": title, "body": body} for index, (title, body) in enumerate(slides, 1)]
    structure: dict[str, Any] = {"slides": rows, "caption": caption}

    assert parse_structure(Platform.CAROUSEL, compose(Platform.CAROUSEL, structure)) == structure
