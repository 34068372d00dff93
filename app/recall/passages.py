"""A long text in passages that are about one thing each: whole paragraphs where they fit, whole sentences where not."""

from collections.abc import Iterator

import regex

from app.hubs.source import Span

LONGEST = 700
_PARAGRAPH = regex.compile(r"\S(?:.*?\S)??(?=\s*\n\s*\n|\s*\Z)", regex.DOTALL)
_SENTENCE_END = regex.compile(r"(?<=[.!?…]['\"”’»)]*)\s+|(?<=[。！？」])|\n")


def passages(text: str) -> list[Span]:
    """In order, none empty and none longer than `LONGEST`; the same text always gives the same ones."""
    found: list[Span] = []
    for piece in (piece for paragraph in _PARAGRAPH.finditer(text) for piece in _pieces(text, *paragraph.span())):
        if found and piece.end - found[-1].start <= LONGEST:
            found[-1] = Span(found[-1].start, piece.end)
        else:
            found.append(piece)
    return found


def _pieces(text: str, start: int, end: int) -> Iterator[Span]:
    """The sentences of a paragraph that is too long; one without any is cut where it must be."""
    if end - start <= LONGEST:
        yield Span(start, end)
        return
    for sentence in _between(start, [match.span() for match in _SENTENCE_END.finditer(text, start, end)], end):
        for first in range(sentence.start, sentence.end, LONGEST):
            yield Span(first, min(first + LONGEST, sentence.end))


def _between(start: int, gaps: list[tuple[int, int]], end: int) -> Iterator[Span]:
    for gap_start, gap_end in gaps:
        if gap_start > start:
            yield Span(start, gap_start)
        start = gap_end
    if end > start:
        yield Span(start, end)
