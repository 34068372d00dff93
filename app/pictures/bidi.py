"""Which way text runs: to the right, to the left, or both in one line, as the Unicode bidirectional algorithm says."""

from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple

import regex

_STRONG = regex.compile(r"[\p{bidi_class=L}\p{bidi_class=R}\p{bidi_class=AL}]")
_BACKWARD = regex.compile(r"[\p{bidi_class=R}\p{bidi_class=AL}\p{bidi_class=AN}]")
_CLUSTER = regex.compile(r"\X")


class Span(NamedTuple):
    """Text of one direction; `level` is its depth of embedding: odd where it runs from right to left."""

    text: str
    level: int

    @property
    def is_backward(self) -> bool:
        return self.level % 2 == 1


def begins_backward(text: str) -> bool:
    """Whether a paragraph is set from the right: its first letter decides."""
    first = _STRONG.search(text)
    return first is not None and _BACKWARD.match(first.group()) is not None


def spans_of(line: str, backward: bool) -> list[Span]:
    """The line in its logical order, in spans of one direction each. `backward` is the paragraph's direction."""
    if not line or not (backward or _BACKWARD.search(line)):
        return [Span(line, 0)] if line else []
    # Loaded where it is needed: it comes with a library for PDF files.
    from fpdf.bidi import BidiParagraph
    from fpdf.enums import TextDirection

    direction = TextDirection.RTL if backward else TextDirection.LTR
    found = BidiParagraph(line, base_direction=direction, preserve_bn_chars=True).get_characters()
    levels = [each.embedding_level for each in found]
    # What is one sign to a reader stays together, whatever stands inside of it.
    signs = [(sign.group(), levels[sign.start()]) for sign in _CLUSTER.finditer(line)]
    return [Span("".join(text for text, _ in same), level) for level, same in groupby(signs, key=lambda each: each[1])]


def seen_order(levels: Sequence[int]) -> list[int]:
    """From left to right, the places of what stands in logical order at these levels."""
    order = list(range(len(levels)))
    for level in range(max(levels, default=0), 0, -1):
        at = 0
        for is_deep, same in groupby(order.copy(), key=lambda place: levels[place] >= level):
            size = len(list(same))
            if is_deep:
                order[at : at + size] = reversed(order[at : at + size])
            at += size
    return order
