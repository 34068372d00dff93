"""Which lines of a page are read before which: columns from left to right, between the lines that span them.

A gutter is a vertical strip that few lines cross while many stand on either side of it at the same height.
"""

from collections.abc import Iterator, Sequence

from app.hubs.ingest.pdf_glyphs import Line

_STEPS = 48
_MIN_LINES = 4


def in_reading_order(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Regions of the page, each of one column, in the order in which they are read."""
    gutter = _gutter(lines)
    if gutter is None:
        if lines:
            yield list(lines)
        return
    left: list[Line] = []
    right: list[Line] = []
    spanning: list[Line] = []
    for line in sorted(lines, key=lambda line: -line.y):
        if line.x0 < gutter < line.x1:
            yield from _halves(left, right)
            left, right = [], []
            spanning.append(line)
            continue
        if spanning:
            yield spanning
            spanning = []
        (left if line.x1 <= gutter else right).append(line)
    yield from _halves(left, right)
    if spanning:
        yield spanning


def _halves(left: Sequence[Line], right: Sequence[Line]) -> Iterator[list[Line]]:
    for half in (left, right):
        yield from in_reading_order(half)


def _gutter(lines: Sequence[Line]) -> float | None:
    """The x with the fewest lines across it, if those beside it make two columns."""
    if len(lines) < 2 * _MIN_LINES:
        return None
    low, high = min(line.x0 for line in lines), max(line.x1 for line in lines)
    places = [low + (high - low) * step / _STEPS for step in range(_STEPS // 6, _STEPS - _STEPS // 6 + 1)]
    middle = (low + high) / 2
    best = min(places, key=lambda x: (_crossing(lines, x), abs(x - middle)))
    return best if _parts(lines, best) else None


def _crossing(lines: Sequence[Line], x: float) -> int:
    return sum(line.x0 < x < line.x1 for line in lines)


def _parts(lines: Sequence[Line], x: float) -> bool:
    left = [line for line in lines if line.x1 <= x]
    right = [line for line in lines if line.x0 >= x]
    if min(len(left), len(right)) < _MIN_LINES or _crossing(lines, x) > 0.25 * len(lines):
        return False
    if max(len(left), len(right)) > 12 * min(len(left), len(right)):
        return False
    # A table's cells share their baselines with their neighbours and are short; columns of prose are wide.
    shared = min(max(line.y for line in left), max(line.y for line in right)) - max(
        min(line.y for line in left), min(line.y for line in right)
    )
    return shared > 2 * lines[0].size and all(_is_prose(half) for half in (left, right))


def _is_prose(half: Sequence[Line]) -> bool:
    return sum(len(line.text) for line in half) > 18 * len(half)
