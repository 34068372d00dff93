"""Hashtags from the source's own phrases, in the form platforms accept; none is invented."""

from collections.abc import Iterator, Sequence

import regex

from app.generation.counting import find_hashtags

_PARTS = regex.compile(r"[\p{L}\p{M}\p{N}]+")
MAX_LENGTH = 28


def hashtags(topics: Sequence[str], limit: int) -> list[str]:
    """Up to `limit` distinct tags, in the order of `topics`; words of several are joined in camel case."""
    tags: dict[str, str] = {}
    for tag in _tags(topics):
        tags.setdefault(tag.casefold(), tag)
    return list(tags.values())[:limit]


def _tags(topics: Sequence[str]) -> Iterator[str]:
    for topic in topics:
        parts = _PARTS.findall(topic.replace("’s", "s").replace("'s", "s"))
        tag = "#" + "".join(part[0].upper() + part[1:] for part in parts)
        if len(tag) <= MAX_LENGTH and find_hashtags(tag) == [(0, len(tag))]:
            yield tag
