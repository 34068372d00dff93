"""When to post: a day and an hour for each piece, without a calendar to look at.

Hours are those of whoever reads them. Each platform has its own hours, no hour is that of two, and one hour of a
platform is given once: so no two pieces are suggested for the same time. The same pieces in the same order, exported on
the same day, get the same times.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta

from app.vocabulary import Platform

# When people of working age read each of them; what is posted to the same account (X has posts and threads,
# Instagram has pictures and carousels) lies hours apart.
HOURS: Mapping[Platform, tuple[time, ...]] = {
    Platform.TWITTER: (time(8, 15), time(12, 15), time(17, 15)),
    Platform.LINKEDIN: (time(9, 0), time(16, 0)),
    Platform.TIKTOK: (time(13, 0), time(19, 0)),
    Platform.INSTAGRAM: (time(11, 0), time(20, 0)),
    Platform.CAROUSEL: (time(14, 30),),
    Platform.THREAD: (time(10, 0),),
}
SATURDAY = 5


class Schedule:
    """Gives out the times, beginning with the first weekday after `day`."""

    def __init__(self, day: date) -> None:
        self._day = day
        self._given: Counter[Platform] = Counter()
        self._weekdays: list[date] = []
        self._coming = weekdays_after(day)

    def next(self, platform: Platform) -> datetime:
        """The platform's next time, without a zone."""
        hours = HOURS[platform]
        day, hour = divmod(self._given[platform], len(hours))
        self._given[platform] += 1
        while len(self._weekdays) <= day:
            self._weekdays.append(next(self._coming))
        return datetime.combine(self._weekdays[day], hours[hour])


def weekdays_after(day: date) -> Iterator[date]:
    while True:
        day += timedelta(days=1)
        if day.weekday() < SATURDAY:
            yield day
