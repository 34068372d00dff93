"""The time, as the product keeps it: integer Unix milliseconds in storage, aware UTC datetimes in code."""

import time
from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)


def now() -> datetime:
    """The present, cut to the millisecond that storage keeps."""
    return from_millis(now_millis())


def now_millis() -> int:
    return time.time_ns() // 1_000_000


def from_millis(millis: int) -> datetime:
    return _EPOCH + millis * _MILLISECOND


def to_millis(moment: datetime) -> int:
    """Raises ValueError for a naive datetime: without a zone it names no moment."""
    if moment.tzinfo is None:
        raise ValueError(f"{moment!r} has no time zone")
    whole = int(moment.replace(microsecond=0).timestamp())
    return whole * 1000 + moment.microsecond // 1000
