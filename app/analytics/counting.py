"""Sums of what statements found, step by step: of the period, and of the one before."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
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
    """Of rows that begin with their step; NULL counts as 0."""
    none = (0,) * width
    steps: dict[int, Sums] = {}
    for step, *numbers in rows:
        steps[step] = _added(steps.get(step, none), [number or 0 for number in numbers])
    before = steps.pop(BEFORE, none)
    now = none
    for sums in steps.values():
        now = _added(now, sums)
    return Counted(now, before, steps, none)


def _added(one: Sequence[int], other: Sequence[int]) -> Sums:
    return tuple(map(sum, zip(one, other, strict=True)))


def first(sums: Sums) -> int:
    return sums[0]


def rate_of_first(sums: Sums) -> float | None:
    """The second of the first."""
    return rate(sums[1], sums[0])
