"""Sums of what statements found, step by step: of the period, and of the one before."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import add
from typing import Any

from app.analytics.figures import Point, rate
from app.analytics.period import Period
from app.analytics.statements import BEFORE

Sums = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Counted:
    """`width` columns, added up over the period (`now`), the one before, and each step that there is something of."""

    now: Sums
    before: Sums
    steps: Mapping[int, Sums]
    none: Sums

    def series(
        self, period: Period, value: Callable[[Sums], float | None], count: Callable[[Sums], int]
    ) -> list[Point]:
        found = ((step, self.steps.get(step, self.none)) for step in period.steps)
        return [Point(period.beginning(step), value(sums), count(sums)) for step, sums in found]


def counted(rows: Iterable[Sequence[Any]], width: int) -> Counted:
    """Of rows that begin with their step."""
    none = (0,) * width
    steps: dict[int, Sums] = {}
    for row in rows:
        step, numbers = row[0], tuple(row[1:])
        known = steps.get(step)
        steps[step] = numbers if known is None else tuple(map(add, known, numbers))
    before = steps.pop(BEFORE, none)
    return Counted(tuple(map(sum, zip(*steps.values(), strict=True))) or none, before, steps, none)


def first(sums: Sums) -> int:
    return sums[0]


def rate_of_first(sums: Sums) -> float | None:
    """The second of the first."""
    return rate(sums[1], sums[0])
