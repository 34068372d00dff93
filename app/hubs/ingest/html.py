"""The main text of a web page: what the article says, without navigation, advertisements, code and tables."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from app.errors import ValidationFailed

_META_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w-]+)""", re.IGNORECASE)
_ANCHOR = re.compile(r"\s*[#¶§🔗]\s*$")
_LEFT_OUT = {"code", "table", "graphic", "formula", "lb"}
_PARAGRAPHS = {"p", "head", "item", "quote", "cell"}
_MIN_CHARACTERS = 25
_NEEDS_SCRIPTS = (
    "There is no article text on this page, or it appears only after scripts have run. Paste the text instead."
)


@dataclass(frozen=True, slots=True)
class PageText:
    title: str | None
    paragraphs: list[str]


def charset_of(data: bytes) -> str | None:
    """The encoding that the page itself declares near its head."""
    match = _META_CHARSET.search(data[:4096])
    return match[1].decode("ascii", "replace") if match else None


def read_html(page: str, *, path: str) -> PageText:
    """Title and paragraphs in order. `path` is the input field that an error names.

    Raises: ValidationFailed, when the page holds no readable text.
    """
    # Importing the library takes up to a second: not at the start of the server.
    import trafilatura

    # Never with its deduplication: that remembers paragraphs across documents, and so across clients.
    document = trafilatura.bare_extraction(
        page,
        include_comments=False,
        include_tables=False,
        include_formatting=True,
        with_metadata=True,
    )
    found: Any = document
    paragraphs = list(_paragraphs(found.body)) if found is not None and found.body is not None else []
    if sum(map(len, paragraphs)) < _MIN_CHARACTERS:
        raise ValidationFailed((path, _NEEDS_SCRIPTS))
    title = " ".join((found.title or "").split()) or None
    return PageText(title, [text for text in paragraphs if not _same(text, title)])


def _paragraphs(node: Any) -> Iterator[str]:
    """The paragraphs under a node of the extracted tree. A list item may hold a list, a quote may hold paragraphs."""
    for child in node:
        if child.tag in _LEFT_OUT:
            continue
        nested = [part for part in child if part.tag in _PARAGRAPHS or part.tag == "list"]
        if child.tag in _PARAGRAPHS and not nested:
            text = _ANCHOR.sub("", " ".join("".join(_words(child)).split()))
            if any(char.isalnum() for char in text):
                yield text
            continue
        lead = " ".join((child.text or "").split())
        if lead:
            yield lead
        yield from _paragraphs(child)


def _words(node: Any) -> Iterator[str]:
    """All words of a paragraph in order; code within a sentence is a word of it."""
    yield node.text or ""
    for child in node:
        if child.tag == "lb":
            yield " "
        elif child.tag != "graphic":
            yield from _words(child)
        yield child.tail or ""


def _same(text: str, title: str | None) -> bool:
    return title is not None and unicodedata.normalize("NFKC", text).casefold() == title.casefold()
