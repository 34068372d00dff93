"""Adding the disclosures that a piece owes, where each platform has a place for them."""

from collections.abc import Mapping, Sequence
from typing import Any

import regex

from app.generation.counting import weighted_length
from app.generation.gates.base import Compliance, Piece
from app.generation.gates.compliance.reading import PACKS, Owed, owed, speaks
from app.generation.platforms import RULES, compose, measure, number_posts, parse_structure
from app.vocabulary import Platform

_TAGS = regex.compile(r"\n+(?:[#＃][\p{L}\p{M}\p{N}_]+\s*)+\Z")

Text = tuple[str, Mapping[str, Any] | None]


def with_disclosures(piece: Piece, compliance: Compliance) -> Text | None:
    """The piece's text and structure with what it owes; None where there is no room, or nothing is owed.

    A single post on X takes the short forms where the full ones do not fit, and lets its hashtags go for them.
    """
    missing = owed(piece, compliance, speaks(PACKS[compliance.industry], piece.language))
    if not missing:
        return None
    if piece.platform is Platform.TWITTER:
        return _on_x(piece.content, missing)
    said = _said(missing)
    if piece.platform is Platform.THREAD:
        return _in_thread(piece.content, said)
    if piece.platform is Platform.CAROUSEL:
        return _in_caption(piece.content, said)
    if piece.platform is Platform.TIKTOK:
        return _in_script(piece.content, said)
    return _fitting(piece.platform, _before_tags(piece.content, said))


def _said(missing: Sequence[Owed], *, short: bool = False) -> str:
    return " ".join(dict.fromkeys((each.short if short else None) or each.text for each in missing))


def _before_tags(content: str, said: str) -> str:
    tags = _TAGS.search(content)
    head, tail = (content[: tags.start()], content[tags.start() :]) if tags else (content, "")
    return f"{head.rstrip()}\n\n{said}{tail}"


def _fitting(platform: Platform, content: str) -> Text | None:
    limit = RULES[platform].limit
    return (content, None) if limit is None or measure(platform, content) <= limit else None


def _on_x(content: str, missing: Sequence[Owed]) -> Text | None:
    full, short = _said(missing), _said(missing, short=True)
    for said in (full, short):
        for text in (_before_tags(content, said), f"{_TAGS.sub('', content).rstrip()}\n\n{said}"):
            if found := _fitting(Platform.TWITTER, text):
                return found
    return None


def _in_thread(content: str, said: str) -> Text | None:
    """At the end of the last post, or as a post of its own."""
    parts, structure = RULES[Platform.THREAD].parts, parse_structure(Platform.THREAD, content)
    if structure is None or parts is None:
        return None
    *first, last = structure["posts"]
    posts = [*first, f"{last}\n\n{said}"]
    if weighted_length(posts[-1]) > parts.limit:
        posts = number_posts([*first, last, f"{len(first) + 2}/{len(first) + 2} {said}"])
    if len(posts) > parts.most or any(weighted_length(post) > parts.limit for post in posts):
        return None
    structure = {"posts": posts}
    return compose(Platform.THREAD, structure), structure


def _in_caption(content: str, said: str) -> Text | None:
    structure = parse_structure(Platform.CAROUSEL, content)
    parts = RULES[Platform.CAROUSEL].parts
    if structure is None or parts is None:
        return None
    caption = _before_tags(structure["caption"], said).strip()
    if len(caption) > (parts.caption_limit or 0):
        return None
    structure = {**structure, "caption": caption}
    return compose(Platform.CAROUSEL, structure), structure


def _in_script(content: str, said: str) -> Text | None:
    """Spoken at the end; shown on the screen where there is no time to speak it."""
    return _fitting(Platform.TIKTOK, f"{content.rstrip()}\n{said}") or _fitting(
        Platform.TIKTOK, f"{content.rstrip()}\n[On-screen text: {said}]"
    )
