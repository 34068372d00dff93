"""The sentences of a clean text, with exact code point offsets: `text[start:end]` is the sentence.

No sentence crosses a paragraph or a speaker's turn; lines without an end (headings, captions, code) are never glued to
one.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import regex

from app.hubs.analysis.words import base
from app.hubs.source import Turn

_BLANK_LINE = regex.compile(r"\n[^\S\n]*(?:\n[^\S\n]*)+")
_SPEAKER = regex.compile(
    r"\*\*[^*\n]{2,40}:\*\*\s*|(?:\\?\[\(?\d{1,2}:\d{2}(?::\d{2})?\)?\\?\]\s*)+|[-*•▪◦]\s+|#{1,6}\s+|>\s+"
)
_TERMINAL = regex.compile(r"[.!?…。．！？｡؟।:;：；][\"'”’»)\]」』）]*\s*$")
_SOFT_END = regex.compile(r"[.!?…。．！？｡؟।][\"'”’»)\]」』）_*]*\s*$")
_ABBREVIATION = regex.compile(
    r"(?:^|[\s(\"“])(?:\p{Lu}|Mr|Mrs|Ms|Dr|Prof|Sr|Sra|St|Jr|vs|etc|e\.g|i\.e|cf|No|Nos|Vol|Fig|approx|Rev|Gen|Col"
    r"|Gov|Sen|Rep|U\.S|U\.K|U\.N|a\.m|p\.m|EE\. ?UU|p\. ?ej|al)\.[\"'”’)]*\s*$"
)
_OPENS_LOWER = regex.compile(r"[\"'“‘(]*\p{Ll}")
_CLOSING = regex.compile(r"^[\s\"”’»)\]」』）]+$")
_HEADING_MARK = regex.compile(r"[\s#_*¶]+$")
_WRAPPED_SHARE = 0.6
MAX_WRAPPED = 110
MAX_SENTENCE = 1200
"""Code points; what runs on for longer without an end is a table or a list, not a sentence."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of the source. `paragraph` counts paragraphs; `heading` is the nearest line above it that reads as
    one."""

    start: int
    end: int
    text: str
    paragraph: int
    speaker: str | None = None
    heading: str | None = None
    complete: bool = True


def split(text: str, language: str, turns: Sequence[Turn] = ()) -> list[Sentence]:
    """Sentences in order. `complete` is False for a line that does not end as a sentence does."""
    found: list[Sentence] = []
    heading: str | None = None
    for number, (start, end, speaker) in enumerate(_blocks(text, turns)):
        block = list(_sentences_of_block(text, start, end, language))
        if len(block) == 1 and not _TERMINAL.search(text[block[0][0] : block[0][1]]) and end - start <= 100:
            heading = _HEADING_MARK.sub("", text[start:end]).strip(" _*#\t") or heading
        for first, last in block:
            line = text[first:last]
            found.append(Sentence(first, last, line, number, speaker, heading, bool(_SOFT_END.search(line))))
    return found


def _blocks(text: str, turns: Sequence[Turn]) -> Iterator[tuple[int, int, str | None]]:
    """Paragraphs as (start, end, speaker), cut where the speaker changes."""
    cuts = sorted({turn.start for turn in turns} | {turn.end for turn in turns})
    for start, end in _paragraphs(text):
        edges = [start, *(cut for cut in cuts if start < cut < end), end]
        for first, last in pairwise(edges):
            speaker = next((turn.speaker for turn in turns if turn.start <= first < turn.end), None)
            yield first, last, speaker


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    at = 0
    for gap in [*(match.span() for match in _BLANK_LINE.finditer(text)), (len(text), len(text))]:
        yield from _lines_or_wrapped(text, at, gap[0])
        at = gap[1]


def _lines_or_wrapped(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A block of hard-wrapped lines is one paragraph; otherwise each of its lines is one."""
    if not text[start:end].strip():
        return
    lines = text[start:end].split("\n")
    widest = max(len(line.rstrip()) for line in lines)
    full = sum(len(line.rstrip()) >= widest * _WRAPPED_SHARE for line in lines[:-1])
    if len(lines) > 1 and widest <= MAX_WRAPPED and full >= _WRAPPED_SHARE * (len(lines) - 1):
        yield start, end
        return
    at = begin = start
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        at += len(line) + 1
        if not _is_wrapped(line.strip(), following.strip(), widest):
            if text[begin : at - 1].strip():
                yield begin, at - 1
            begin = at


def _is_wrapped(line: str, following: str, widest: int) -> bool:
    """Whether a line of a ragged block goes on in the next one."""
    if not line or not following or _TERMINAL.search(line):
        return False
    return (len(line) >= widest * _WRAPPED_SHARE and widest <= MAX_WRAPPED) or bool(_OPENS_LOWER.match(following))


def _sentences_of_block(text: str, start: int, end: int, language: str) -> Iterator[tuple[int, int]]:
    at = start
    pending: int | None = None
    for piece in _pieces(text[start:end], language):
        first, last = _trim(text, at, at + len(piece))
        at += len(piece)
        if first >= last:
            continue
        begin = first if pending is None else pending
        pending = begin if _goes_on(text, begin, last, at, end) else None
        if pending is None:
            yield begin, last
    if pending is not None:
        yield pending, _trim(text, pending, end)[1]


def _pieces(block: str, language: str) -> list[str]:
    # sentencex ends a sentence at a line break, so a hard-wrapped paragraph goes through it as one line.
    from sentencex import segment

    return [str(piece) for piece in segment(base(language) or "en", block.replace("\n", " "))]


def _goes_on(text: str, begin: int, last: int, after: int, end: int) -> bool:
    """Whether the segmenter cut too early: after an abbreviation, inside brackets, or before a lower-case word."""
    if after >= end or last - begin > MAX_SENTENCE:
        return False
    piece, rest = text[begin:last], text[after:end].lstrip()
    if _CLOSING.match(rest[:2]) or _ABBREVIATION.search(piece):
        return True
    if piece.count("(") > piece.count(")") and ")" in rest[:200]:
        return True
    return bool(_OPENS_LOWER.match(rest)) and not piece.endswith(("…", "...")) and len(piece) < MAX_SENTENCE


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    """Without blanks around and without speaker labels, timestamps and list marks before."""
    while True:
        while start < end and text[start].isspace():
            start += 1
        mark = _SPEAKER.match(text, start, end)
        if not mark or mark.end() == start:
            break
        start = mark.end()
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
