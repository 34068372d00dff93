"""The days that figures are asked for, the same number of days before them, and the steps of a time series."""

from dataclasses import dataclass
from datetime import datetime

from app.errors import ValidationFailed
from app.kit import clock

DAY_MS = 86_400_000
MOST_DAYS = 365
DAILY_UP_TO = 31
"""A longer period is shown week by week."""


@dataclass(frozen=True, slots=True)
class Period:
    """From `start` until before `end`, in milliseconds; the one before begins at `before`.

    A step of the series has `step` milliseconds; the first begins at `base`, at or before the start. Steps begin at
    midnight UTC and the last one ends with the period's last day, so the first and the last hold parts of a day.
    """

    before: int
    start: int
    end: int
    base: int
    step: int

    @property
    def bounds(self) -> tuple[int, int, int, int, int]:
        """The parameters 1 to 5 of the statements."""
        return self.before, self.start, self.end, self.base, self.step

    @property
    def whole(self) -> tuple[int, int, int, int, int]:
        """Likewise for one step of all."""
        return self.before, self.start, self.end, self.start, self.end - self.start

    @property
    def steps(self) -> range:
        return range((self.end - 1 - self.base) // self.step + 1)

    def beginning(self, step: int) -> datetime:
        return clock.from_millis(self.base + step * self.step)


def period_of(days: int | None, now: int) -> Period:
    """The `days` times 24 hours up to `now`, which is part of them; None stands for 30. Raises ValidationFailed."""
    days = 30 if days is None else days
    if not 1 <= days <= MOST_DAYS:
        raise ValidationFailed(("periodDays", f"A period has 1 to {MOST_DAYS} days."))
    end = now + 1
    start = end - days * DAY_MS
    midnight = end - 1 - (end - 1) % DAY_MS + DAY_MS
    if days <= DAILY_UP_TO:
        base, step = start - start % DAY_MS, DAY_MS
    else:
        step = 7 * DAY_MS
        base = midnight - -(-(midnight - start) // step) * step
    return Period(start - days * DAY_MS, start, end, base, step)
