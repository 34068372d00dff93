"""What waits for a person in a client: how many of which kind, in which order, and how long it will take."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from app.clients.access import ClientAccess
from app.vocabulary import Platform, ReviewBucket

SECONDS_AN_ITEM = 6
COUNTS = "SELECT bucket, count(*) FROM review_queue GROUP BY bucket"
TOTAL = "SELECT count(*) FROM review_queue"
# The last of the best tenth; no row where nothing waits.
LAST_OF_TOP = f"SELECT place FROM review_queue ORDER BY place LIMIT 1 OFFSET (({TOTAL}) - 1) / 10"
NOWHERE = ""
"""A place before all others."""
_PLACE = re.compile(r"(~|[0-9]{3}\.[0-9]{8}) [0-9a-f-]{36}")


@dataclass(frozen=True, slots=True)
class BucketCount:
    bucket: ReviewBucket
    count: int


def is_place(text: str) -> bool:
    """Whether it may be a place in the queue."""
    return _PLACE.fullmatch(text) is not None


def counts_of(rows: Iterable[tuple[Any, ...]]) -> list[BucketCount]:
    """All six, of what `COUNTS` found: a piece counts in one of the middle four at most, and in ALL."""
    found: dict[str, int] = dict(rows)
    total = sum(found.values())
    across = {ReviewBucket.ALL: total, ReviewBucket.TOP10: (total + 9) // 10}
    return [
        BucketCount(bucket, across[bucket] if bucket in across else found.get(bucket, 0)) for bucket in ReviewBucket
    ]


def seconds_for(items: int) -> int:
    """How long a person will take for so many."""
    return items * SECONDS_AN_ITEM


async def conditions(
    access: ClientAccess, bucket: ReviewBucket | None, platform: Platform | None, hub_id: str | None
) -> dict[str, Any]:
    """Of the items of one part of the queue, as `filter` takes them."""
    found: dict[str, Any] = {"platform": platform, "hub_id": hub_id}
    if bucket is ReviewBucket.TOP10:
        async with access.look() as reads:
            last = await reads.snapshot(lambda snapshot: snapshot.fetch(LAST_OF_TOP))
        found["place__lte"] = last[0][0] if last else NOWHERE
    elif bucket not in (None, ReviewBucket.ALL):
        found["bucket"] = bucket
    return found
