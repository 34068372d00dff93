"""Cutting a piece to what its platform accepts: whole sentences first, then at a clause; the hook is never cut away.

Each function leaves a piece that keeps its rule as it is.
"""

from collections.abc import Callable

import regex

from app.generation.counting import count, find_cues, find_hashtags, sentence_spans
from app.generation.platforms import RULES, compose, measure, number_posts, parse_structure, slide_length
from app.generation.structure import blocks_of
from app.hubs.analysis.headline import clauses
from app.vocabulary import Platform

_NUMBER = regex.compile(r"^(?:\d+/\d+|\d+[.])(?=\s|$)")
_GAPS = regex.compile(r"[^\S\n]+(?=\n|\Z)|(?<=\S)[^\S\n]{2,}")
_LINES = regex.compile(r"\n{3,}")
_BARE_POINT = regex.compile(r"\d+[.]")
_POINT = regex.compile(r"(?m)^\d+[.](?=\s)")


def trimmed(content: str, platform: Platform, language: str) -> str:
    """The piece within its limits, its surplus hashtags gone, its parts numbered."""
    content = _fewer_tags(content, RULES[platform].hashtags)
    if RULES[platform].parts is None:
        return _shortened(content, language, lambda text: _over(text, platform))
    structure = parse_structure(platform, content)
    if structure is None:
        return content
    parts = RULES[platform].parts
    if platform is Platform.THREAD:
        posts = number_posts([_whole(content, block.text_start, block.end) for block in blocks_of(content)])
        limit, unit = (parts.limit, parts.unit) if parts else (0, None)
        posts = [
            _shortened(post, language, lambda text: unit is not None and count(text, unit) > limit) for post in posts
        ]
        return compose(platform, {"posts": posts})
    slides = [
        slide | {"body": _fitting_body(slide, parts.limit if parts else 0, language)} for slide in structure["slides"]
    ]
    return compose(platform, {**structure, "slides": slides})


def tidied(content: str, platform: Platform) -> str:
    """Without the numbers, cues and blank lines that a removed sentence leaves behind; what is numbered in order."""
    content = "\n".join(line for line in content.split("\n") if not _BARE_POINT.fullmatch(line.strip()))
    if platform is Platform.THREAD:
        posts = [content[block.text_start : block.end] for block in blocks_of(content)]
        return compose(platform, {"posts": number_posts([f"1/1 {post}" for post in posts if post.strip()])})
    if platform is Platform.CAROUSEL and (structure := parse_structure(platform, content)) is not None:
        slides = [slide for slide in structure["slides"] if slide["title"] or slide["body"]]
        numbered = [slide | {"index": index} for index, slide in enumerate(slides, 1)]
        return compose(platform, {**structure, "slides": numbered})
    blocks = [block for block in content.split("\n\n") if block.strip() and not _is_bare_cue(block)]
    return _renumbered(_LINES.sub("\n\n", _GAPS.sub(_one_space, "\n\n".join(blocks))).strip())


def _one_space(gap: "regex.Match[str]") -> str:
    return "" if gap.end() == len(gap.string) or gap.string[gap.end()] == "\n" else " "


def _is_bare_cue(block: str) -> bool:
    left = block.strip()
    return [(0, len(left))] == find_cues(left)


def _renumbered(content: str) -> str:
    """Points numbered from one."""
    numbers = iter(range(1, len(content)))
    return _POINT.sub(lambda _: f"{next(numbers)}.", content)


def _fewer_tags(content: str, most: int | None) -> str:
    tags = find_hashtags(content)
    for start, end in reversed(tags[most:] if most is not None else []):
        content = content[:start].rstrip(" ") + content[end:]
    return content


def _over(text: str, platform: Platform) -> bool:
    limit = RULES[platform].limit
    return limit is not None and measure(platform, text) > limit


def _whole(content: str, start: int, end: int) -> str:
    return f"1/1 {content[start:end].strip()}"


def _fitting_body(slide: dict[str, str], limit: int, language: str) -> str:
    return _shortened(str(slide["body"]), language, lambda body: slide_length(slide | {"body": body}) > limit, least=0)


def _shortened(text: str, language: str, is_long: Callable[[str], bool], least: int = 1) -> str:
    """Sentences left out from the end until it fits, all but the first `least`; then the last one cut at a clause.

    Hashtags, cues and numbers of parts are no sentences.
    """
    while is_long(text):
        spans = [span for span in sentence_spans(text) if _is_prose(text[span[0] : span[1]])]
        if not spans:
            return text
        start, end = spans[-1]
        head = next((clause for clause in clauses(text[start:end], language) if len(clause) < end - start), "")
        if head and not is_long(text[:start] + head + text[end:]):
            return text[:start] + head + text[end:]
        if len(spans) <= least:
            return text
        text = tidy_cut(text, start, end)
    return text


def tidy_cut(text: str, start: int, end: int) -> str:
    """The text without a stretch, and without the blanks that it stood between."""
    head, tail = text[:start].rstrip(" \t"), text[end:]
    if not head or head.endswith("\n"):
        return head + tail.lstrip(" \t")
    return head + tail


def _is_prose(sentence: str) -> bool:
    return not sentence.startswith(("#", "＃", "[")) and not _NUMBER.fullmatch(sentence)
