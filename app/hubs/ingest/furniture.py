"""Running heads and page numbers in plain text: lines that belong to the page, not to what is written on it.

What is taken away leaves a form feed, so that the paragraph on both sides can be joined again.
"""

import re
from collections import Counter
from collections.abc import Sequence

_NUMBER = re.compile(
    r"(?:page\s+|seite\s+|página\s+|[-–—]\s*)?(\d{1,4})(?:\s*(?:/|of|von|de)\s*\d{1,4}|\s*[-–—])?", re.IGNORECASE
)
_EDGE = 2
_MIN_PAGES = 3


def without_furniture(text: str) -> str:
    """The text without page numbers and what is repeated beside them. Without either, the text as it is."""
    pages = text.split("\f") if text.count("\f") >= _MIN_PAGES - 1 else _numbered_pages(text)
    if len(pages) < _MIN_PAGES:
        return text
    sheets = [_trimmed(page) for page in pages]
    seen = Counter(mark for lines in sheets for mark in {_mark(line) for line in _edges(lines)})
    needed = max(_MIN_PAGES, len(pages) // 3)
    return "\f".join("\n".join(_without_edges(lines, seen, needed)) for lines in sheets)


def _numbered_pages(text: str) -> list[str]:
    """The text cut after each number that stands alone, when these numbers count pages: one more each time."""
    lines = text.split("\n")
    places = [
        (number, int(match[1])) for number, line in enumerate(lines) if (match := _NUMBER.fullmatch(line.strip()))
    ]
    counted = _longest_count(places)
    if len(counted) < _MIN_PAGES:
        return [text]
    starts = [0, *(place + 1 for place in counted)]
    ends = [*(place + 1 for place in counted), len(lines)]
    return ["\n".join(lines[start:end]) for start, end in zip(starts, ends, strict=True)]


def _longest_count(places: Sequence[tuple[int, int]]) -> list[int]:
    """Where the longest run of n, n+1, n+2 stands among the numbers, in order; others may stand between."""
    last: dict[int, int] = {}
    before: list[int | None] = []
    length: list[int] = []
    for index, (_, number) in enumerate(places):
        previous = last.get(number - 1)
        before.append(previous)
        length.append(1 if previous is None else length[previous] + 1)
        last[number] = index
    found: list[int] = []
    at = max(range(len(places)), key=length.__getitem__, default=None)
    while at is not None:
        found.append(places[at][0])
        at = before[at]
    return found[::-1]


def _trimmed(page: str) -> list[str]:
    lines = page.split("\n")
    while lines and not lines[0].strip():
        lines.pop(0)
    while lines and not lines[-1].strip():
        lines.pop()
    return lines


def _edges(lines: Sequence[str]) -> list[str]:
    filled = [line for line in lines if line.strip()]
    return [line for line in (*filled[:_EDGE], *filled[-_EDGE:]) if len(line.strip()) <= 100]


def _mark(line: str) -> str:
    return re.sub(r"\d+", "#", " ".join(line.split()))


def _without_edges(lines: Sequence[str], seen: Counter[str], needed: int) -> list[str]:
    kept = list(lines)
    for at in (0, -1):
        for _ in range(_EDGE):
            while kept and not kept[at].strip():
                kept.pop(at)
            if kept and (seen[_mark(kept[at])] >= needed or _NUMBER.fullmatch(kept[at].strip())):
                kept.pop(at)
    return kept
