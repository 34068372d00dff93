"""The time, as the product keeps it: integer Unix milliseconds in storage, aware UTC datetimes in code."""

import time
from datetime import UTC, datetime


def now() -> datetime:
    """The present, cut to the millisecond that storage keeps."""
    return from_millis(now_millis())


def now_millis() -> int:
    return time.time_ns() // 1_000_000


def from_millis(millis: int) -> datetime:
    seconds, rest = divmod(millis, 1000)
    return datetime.fromtimestamp(seconds, UTC).replace(microsecond=rest * 1000)


def to_millis(moment: datetime) -> int:
    """Raises ValueError for a naive datetime: without a zone it names no moment."""
    if moment.tzinfo is None:
        raise ValueError(f"{moment!r} has no time zone")
    whole = int(moment.replace(microsecond=0).timestamp())
    return whole * 1000 + moment.microsecond // 1000
