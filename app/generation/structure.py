"""Threads and carousels as readable text and back, so that a person may edit the text and the structure follows.

A thread is its posts, each opening with `i/n `, set apart by blank lines. A carousel is its slides, each opening with
`i/n Title`, the body on the lines below, then a line `---` and the caption. `parse_structure(platform,
compose(platform, structure)) == structure` for every structure that `number_posts` or `parse_structure` made.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import regex

from app.vocabulary import Platform

_MARKER = regex.compile(r"(?:\A|\n)[^\S\n]*(?P<number>(?P<i>[0-9]{1,3})/(?P<n>[0-9]{1,3}))(?=\s|\Z)")
_RULE = regex.compile(r"\n[^\S\n]*-{3,}[^\S\n]*(?:\n|\Z)")


@dataclass(frozen=True, slots=True)
class Block:
    """One part of the text, `content[start:end]`. Its own words begin at `text_start`, after any `i/n`."""

    start: int
    end: int
    text_start: int
    number: int | None = None
    total: int | None = None


def compose(platform: Platform, structure: Mapping[str, Any]) -> str:
    """The readable whole of {"posts": [...]} or {"slides": [{"index", "title", "body"}], "caption"}.

    Raises:
        ValueError: the platform has no structure.
    """
    if platform is Platform.THREAD:
        return "\n\n".join(str(post).strip() for post in structure["posts"])
    if platform is Platform.CAROUSEL:
        slides = structure["slides"]
        text = "\n\n".join(_slide_text(slide, len(slides)) for slide in slides)
        caption = str(structure.get("caption", "")).strip()
        return f"{text}\n\n---\n{caption}" if caption else text
    raise ValueError(f"{platform} has no structure to compose")


def parse_structure(platform: Platform, content: str) -> dict[str, Any] | None:
    """Read `content` back into the structure of its platform; None where it has none or none can be seen in it."""
    if platform is Platform.THREAD:
        posts = [content[block.start : block.end] for block in blocks_of(content)]
        return {"posts": posts} if posts else None
    if platform is Platform.CAROUSEL:
        slides, caption = slides_of(content)
        parsed = [_parsed_slide(content, block, index) for index, block in enumerate(slides, 1)]
        return {"slides": parsed, "caption": content[caption.start : caption.end]} if parsed else None
    return None


def number_posts(texts: Sequence[str]) -> list[str]:
    """Give each post its `i/n `, in place of the old one where all of them have one ("1/2 cup" alone stays)."""
    numbered = all(_MARKER.match(text) for text in texts)
    bare = [_without_number(text) if numbered else text.strip() for text in texts]
    return [f"{index}/{len(bare)} {text}".strip() for index, text in enumerate(bare, 1)]


def blocks_of(content: str) -> list[Block]:
    """The numbered parts of `content`, trimmed; text before the first number is a part without one.

    A line opens a part when it carries the next number of the count that the first number announced ("2/5" after
    "1/5"). Where that count does not come out, because a person removed or moved a part, every line that opens with
    a number does. No numbers, no parts.
    """
    markers = list(_MARKER.finditer(content))
    if not markers:
        return []
    starts = _chain(markers, markers[0]["n"]) or markers
    blocks = [_block(content, match, end) for match, end in zip(starts, _ends(starts, len(content)), strict=True)]
    head = _trimmed(content, 0, starts[0].start())
    return blocks if head is None else [Block(head[0], head[1], head[0]), *blocks]


def slides_of(content: str) -> tuple[list[Block], Block]:
    """The slides of a carousel and its caption (empty, at the end, when there is none)."""
    rule = _RULE.search(content)
    slides_end = rule.start() if rule else len(content)
    start, end = (rule and _trimmed(content, rule.end(), len(content))) or (len(content), len(content))
    return blocks_of(content[:slides_end]), Block(start, end, start)


def slide_length(slide: Mapping[str, Any]) -> int:
    """Characters on a slide: title and body, with the line break between them; the `i/n` is not printed on it."""
    return len("\n".join(part for part in (str(slide["title"]), str(slide["body"])) if part))


def _slide_text(slide: Mapping[str, Any], total: int) -> str:
    title = " ".join(str(slide["title"]).split())
    head = f"{slide['index']}/{total} {title}".strip()
    body = str(slide["body"]).strip()
    return f"{head}\n{body}" if body else head


def _parsed_slide(content: str, block: Block, index: int) -> dict[str, Any]:
    # The first line, even an empty one, is the title: a slide may have a body alone.
    number_end = content.index("/", block.start, block.end) if block.number is not None else block.start
    line_end = content.find("\n", number_end, block.end)
    title_end = block.end if line_end < 0 else line_end
    title = " ".join(content[min(block.text_start, title_end) : title_end].split())
    return {"index": index, "title": title, "body": content[title_end : block.end].strip()}


def _without_number(text: str) -> str:
    match = _MARKER.match(text)
    return (text[match.end() :] if match else text).strip()


def _chain(markers: Sequence[regex.Match[str]], total: str) -> list[regex.Match[str]]:
    chain: list[regex.Match[str]] = []
    for match in markers:
        if match["n"] == total and int(match["i"]) == len(chain) + 1:
            chain.append(match)
    return chain if len(chain) == int(total) else []


def _ends(starts: Sequence[regex.Match[str]], length: int) -> list[int]:
    return [*(match.start() for match in starts[1:]), length]


def _block(content: str, match: regex.Match[str], end: int) -> Block:
    start = match.start("number")
    stop = start + len(content[start:end].rstrip())
    rest = content[match.end() : stop]
    return Block(start, stop, stop - len(rest.lstrip()), int(match["i"]), int(match["n"]))


def _trimmed(content: str, start: int, end: int) -> tuple[int, int] | None:
    text = content[start:end]
    if not text.strip():
        return None
    return start + len(text) - len(text.lstrip()), start + len(text.rstrip())
