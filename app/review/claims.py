"""What lies on a reviewer's desk: pieces that are kept for one session, so that nobody else is given them.

A claim lasts some minutes from the session's last decision. One that has expired keeps nothing from anybody, but says
which words the session has seen. Call all of this in a transaction of the client: transactions follow one another, so
no piece is ever claimed for two.
"""

from functools import cache
from typing import Any, NamedTuple

import tenancy
from app.kit import clock
from app.spokes.models import Spoke
from app.vocabulary import Platform, ReviewBucket

LEASE_MS = 5 * 60_000
AHEAD = 2
"""So many are claimed beside the one that is handed over, to be shown at once when their turn comes."""
FORGOTTEN_MS = 86_400_000
GIVEN_UP = 0
"""When a claim expires that its session has given up."""


class Part(NamedTuple):
    """A part of the queue."""

    bucket: ReviewBucket = ReviewBucket.ALL
    platform: Platform | None = None
    hub_id: str | None = None
    last_place: str | None = None

    def condition(self) -> tuple[str, list[Any]]:
        """On rows `r` of the queue, with its parameters."""
        across = self.bucket in (ReviewBucket.ALL, ReviewBucket.TOP10)
        given = {
            "r.bucket = ?": None if across else self.bucket,
            "r.platform = ?": self.platform,
            "r.hub_id = ?": self.hub_id,
            "r.place <= ?": self.last_place,
        }
        held = {sql: str(value) for sql, value in given.items() if value is not None}
        return " AND ".join(held) or "1", list(held.values())


class Item(NamedTuple):
    """A piece that waits, as its session is shown it."""

    id: str
    bucket: ReviewBucket
    flag_reason: str | None
    spoke: Spoke


class Desk(NamedTuple):
    """What a session has before it. `remaining` are those that it may still be given, these included."""

    next: Item | None
    upcoming: list[Item]
    remaining: int


class Claim(NamedTuple):
    """What a session knows of a piece: the revision in which it was handed over, and when, in milliseconds."""

    revision: int | None
    since: int


def of_others(tx: tenancy.Writing, session_id: str, spoke_id: str) -> bool:
    """Whether the piece lies before another session now."""
    return bool(tx.fetch(f"SELECT 1 WHERE {_TAKEN.format('?')}", (spoke_id, session_id, clock.now_millis())))


def own(tx: tenancy.Writing, session_id: str, spoke_id: str) -> Claim | None:
    """What the session knows by a claim, or by what it has decided; None of what it was never shown."""
    rows = tx.fetch(
        "SELECT revision, COALESCE(handed_at, claimed_at) FROM review_claims WHERE session_id = ?1 AND spoke_id = ?2 "
        "UNION ALL SELECT revision, created_at FROM review_decisions WHERE session_id = ?1 AND spoke_id = ?2",
        (session_id, spoke_id),
    )
    return Claim(*rows[0]) if rows else None


def drop(tx: tenancy.Writing, session_id: str, spoke_id: str) -> None:
    """The piece is decided, or others may have it."""
    tx.run("DELETE FROM review_claims WHERE session_id = ? AND spoke_id = ?", (session_id, spoke_id))


def give_up_all_of(tx: tenancy.Writing, reviewer_id: str) -> None:
    """Nobody sits at two desks. Claims of yesterday's are forgotten."""
    tx.run("DELETE FROM review_claims WHERE expires_at > ? AND expires_at < ?", (GIVEN_UP, _ago(FORGOTTEN_MS)))
    tx.run(
        "UPDATE review_claims SET expires_at = ? WHERE session_id IN (SELECT id FROM review_sessions WHERE "
        "reviewer_id = ? AND finished_at IS NULL)",
        (GIVEN_UP, reviewer_id),
    )


def clear(tx: tenancy.Writing, session_id: str) -> None:
    tx.run("DELETE FROM review_claims WHERE session_id = ?", (session_id,))


def see_again(tx: tenancy.Writing, reviewer_id: str | None, spoke_id: str, revision: int) -> None:
    """The reviewer knows this revision: it is in their own words."""
    theirs = "session_id IN (SELECT id FROM review_sessions WHERE reviewer_id = ? AND finished_at IS NULL)"
    for table in ("review_claims", "review_decisions"):
        tx.run(f"UPDATE {table} SET revision = ? WHERE spoke_id = ? AND {theirs}", (revision, spoke_id, reviewer_id))


# Another session's claim on a piece that holds now; parameters: the session, the time.
_TAKEN = "EXISTS (SELECT 1 FROM review_claims o WHERE o.spoke_id = {} AND o.session_id <> ? AND o.expires_at > ?)"
# What has left the part meanwhile, or the queue, is given up.
_RENEW = f"""
UPDATE review_claims SET expires_at = CASE
    WHEN EXISTS (SELECT 1 FROM review_queue r WHERE r.id = review_claims.spoke_id AND {{part}}) THEN ?
    ELSE {GIVEN_UP} END
WHERE session_id = ? AND expires_at > {GIVEN_UP} AND NOT {_TAKEN.format("review_claims.spoke_id")}"""
_HELD = """
FROM review_claims c CROSS JOIN review_queue r ON r.id = c.spoke_id JOIN spokes s ON s.id = c.spoke_id
WHERE c.session_id = ? AND c.expires_at > ? ORDER BY c.handed_at IS NULL, c.claimed_at, r.place LIMIT ?"""
_CLAIM = f"""
INSERT INTO review_claims (id, session_id, spoke_id, revision, claimed_at, expires_at)
SELECT lower(hex(randomblob(16))), ?, r.id, s.revision, ?, ? FROM review_queue r JOIN spokes s ON s.id = r.id
WHERE {{part}} AND NOT {_TAKEN.format("r.id")}
AND NOT EXISTS (SELECT 1 FROM review_claims m WHERE m.session_id = ? AND m.spoke_id = r.id AND m.expires_at > ?)
AND NOT EXISTS (SELECT 1 FROM review_decisions d WHERE d.session_id = ? AND d.spoke_id = r.id)
ORDER BY r.place LIMIT MAX(0, ? - (
    SELECT count(*) FROM review_claims m WHERE m.session_id = ? AND m.expires_at > ?))
ON CONFLICT (session_id, spoke_id) DO UPDATE SET revision = excluded.revision, claimed_at = excluded.claimed_at,
handed_at = NULL, expires_at = excluded.expires_at"""
_HAND_OVER = (
    "UPDATE review_claims SET handed_at = COALESCE(handed_at, ?), revision = ? WHERE session_id = ? AND spoke_id = ?"
)
# The part, but for what the session has had, and what lies before others; these are looked up in the queue one by one.
_REMAINING = """
SELECT (SELECT count(*) FROM review_queue r WHERE {part})
    - (SELECT count(*) FROM review_decisions d CROSS JOIN review_queue r ON r.id = d.spoke_id
       WHERE d.session_id = ? AND {part})
    - (SELECT count(*) FROM review_claims o CROSS JOIN review_queue r ON r.id = o.spoke_id
       WHERE o.session_id <> ? AND o.expires_at > ? AND {part}
       AND NOT EXISTS (SELECT 1 FROM review_decisions d WHERE d.session_id = ? AND d.spoke_id = o.spoke_id))"""


def hand_over(tx: tenancy.Writing, session_id: str, part: Part) -> Desk:
    """Renews the session's claims, claims more where it has too few, and hands over the first."""
    now = clock.now_millis()
    until = now + LEASE_MS
    where, values = part.condition()
    tx.run(_RENEW.format(part=where), (*values, until, session_id, session_id, now))
    looked_at = (session_id, now, session_id, now, session_id, 1 + AHEAD, session_id, now)
    tx.run(_CLAIM.format(part=where), (session_id, now, until, *values, *looked_at))
    items = _held(tx, session_id, now)
    if items:
        tx.run(_HAND_OVER, (now, items[0].spoke.revision, session_id, items[0].id))
    [(remaining,)] = tx.fetch(
        _REMAINING.format(part=where), (*values, session_id, *values, session_id, now, *values, session_id)
    )
    return Desk(items[0] if items else None, items[1:], remaining)


def _held(tx: tenancy.Writing, session_id: str, now: int) -> list[Item]:
    rows = tx.fetch(f"SELECT r.id, r.bucket, r.flag_reason, {_columns()} {_HELD}", (session_id, now, 1 + AHEAD))
    return [Item(id, ReviewBucket(bucket), reason, Spoke.of_row(spoke)) for id, bucket, reason, *spoke in rows]


@cache
def _columns() -> str:
    return ", ".join(f"s.{name}" for name in Spoke.columns())


def _ago(millis: int) -> int:
    return clock.now_millis() - millis
