"""The one table of what each platform accepts; every gate, writer and prompt reads its limits here.

A rule that is not in `RULES` is not a rule of a platform: nobody else writes a limit down.
"""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.generation.counting import (
    Unit,
    count,
    find_cues,
    find_emoji,
    find_hashtags,
    find_mentions,
    find_urls,
    fitting,
    sentence_spans,
    spoken_words,
    weighted_length,
    word_spans,
)
from app.generation.structure import Block, blocks_of, compose, number_posts, parse_structure, slide_length, slides_of
from app.vocabulary import ContentType, Platform

if TYPE_CHECKING:
    from app.generation.gates.base import Piece

__all__ = [
    "PLATFORMS",
    "RULES",
    "Block",
    "HookWindow",
    "Parts",
    "Rules",
    "Unit",
    "blocks_of",
    "compose",
    "content_type_for",
    "count",
    "find_cues",
    "find_emoji",
    "find_hashtags",
    "find_mentions",
    "find_urls",
    "fitting",
    "hook_of",
    "measure",
    "number_posts",
    "parse_structure",
    "sentence_spans",
    "slide_length",
    "slides_of",
    "spoken_words",
    "weighted_length",
    "word_spans",
]


@dataclass(frozen=True, slots=True)
class HookWindow:
    """Where the hook has to stand: the first `size` of `unit`; None is a whole line, post or title (`where` says)."""

    where: str
    size: int | None = None
    unit: Unit = Unit.CHARACTERS


@dataclass(frozen=True, slots=True)
class Parts:
    """Parts of a thread or carousel: `content_json[key]`, from `least` to `most` of them, each at most `limit`."""

    key: str
    least: int
    most: int
    limit: int
    unit: Unit
    caption_limit: int | None = None
    ratios: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rules:
    """`limit` holds for the whole `content` in `unit` (None: only the parts are limited). `picture` is the aspect ratio
    of one that goes with the piece."""

    content_type: ContentType
    limit: int | None
    unit: Unit
    hook: HookWindow
    picture: str
    hashtags: int | None = None
    cues: bool = False
    parts: Parts | None = None


RULES: dict[Platform, Rules] = {
    Platform.TWITTER: Rules(
        ContentType.POST, 280, Unit.WEIGHTED, HookWindow("the first 50 characters", 50), "16:9", hashtags=2
    ),
    Platform.LINKEDIN: Rules(
        ContentType.POST, 3_000, Unit.CHARACTERS, HookWindow("the first line"), "1.91:1", hashtags=5
    ),
    Platform.TIKTOK: Rules(
        ContentType.SCRIPT, 150, Unit.WORDS, HookWindow("the first 8 spoken words", 8, Unit.WORDS), "9:16", cues=True
    ),
    Platform.INSTAGRAM: Rules(
        ContentType.POST, 2_200, Unit.CHARACTERS, HookWindow("the first line"), "4:5", hashtags=30
    ),
    Platform.CAROUSEL: Rules(
        ContentType.CAROUSEL,
        None,
        Unit.CHARACTERS,
        HookWindow("the title of the first slide"),
        "4:5",
        parts=Parts("slides", 5, 10, 200, Unit.CHARACTERS, caption_limit=2_200, ratios=("1:1", "4:5")),
    ),
    Platform.THREAD: Rules(
        ContentType.THREAD,
        25_000,
        Unit.CHARACTERS,
        HookWindow("the first post"),
        "16:9",
        parts=Parts("posts", 5, 25, 280, Unit.WEIGHTED),
    ),
}

PLATFORMS: tuple[Platform, ...] = tuple(RULES)
"""The order in which platforms are shown and dealt out."""


_LINE = re.compile(r"\S(?:[^\n]*\S)?")
_HOOK_MOST_WORDS = 12  # "about 8 words": a sentence that ends a little later is heard out.


def content_type_for(platform: Platform) -> ContentType:
    return RULES[platform].content_type


def measure(platform: Platform, content: str) -> int:
    """Length of `content` in the unit of the platform."""
    return count(content, RULES[platform].unit)


def hook_of(piece: "Piece") -> tuple[int, int]:
    """The span of the hook in `piece.content`, code points, end exclusive; (0, 0) when there is no text.

    X: the first sentence, and those that begin within the window and end soon after it. Script: the first spoken
    words, to the end of the sentence where that is near. Thread: the first post without its number. Carousel: the
    first title. Else the first line.
    """
    content = piece.content
    if piece.platform is Platform.TIKTOK:
        return _spoken_hook(content)
    first = next(iter(blocks_of(content)), None) if RULES[piece.platform].parts else None
    if first is not None and piece.platform is Platform.THREAD:
        return first.text_start, first.end
    start, end = _first_line(content, first.text_start if first else 0)
    return _opening(content, start) if piece.platform is Platform.TWITTER and end > start else (start, end)


def _first_line(content: str, at: int) -> tuple[int, int]:
    match = _LINE.search(content, at)
    return match.span() if match else (0, 0)


def _opening(content: str, start: int) -> tuple[int, int]:
    window = RULES[Platform.TWITTER].hook.size or 0
    first, *others = sentence_spans(content)
    heard = [end for begin, end in others if begin < start + window and end <= start + 2 * window]
    return start, max([first[1], *heard])


def _spoken_hook(content: str) -> tuple[int, int]:
    words = word_spans(content)
    if not words:
        return 0, 0
    start = words[0][0]
    size = RULES[Platform.TIKTOK].hook.size or 0
    stop = next((cue for cue, _ in find_cues(content) if cue > start), len(content))
    heard, most = (_spoken_until(content, start, stop, words) for words in (size, _HOOK_MOST_WORDS))
    end = next((end for _, end in sentence_spans(content) if heard <= end <= most), heard)
    return start, start + len(content[start:end].rstrip())


def _spoken_until(content: str, start: int, stop: int, words: int | None) -> int:
    return start + fitting(content[start:stop], Unit.WORDS, words or 0)
