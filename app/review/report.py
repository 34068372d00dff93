"""What came of a session: from its decisions, and from what the client's trail says of the time that it took."""

from typing import NamedTuple

import tenancy

MINUTES_BY_HAND = 6
"""What an item takes somebody who writes it."""
BULK_APPROVED = "review.bulk_approved"
_KILLS = "'spoke.killed', 'pillar.killed', 'hub.killed'"
_PIECES = """
SELECT spoke_id FROM review_decisions WHERE session_id = ?1
UNION SELECT spoke_id FROM review_claims WHERE session_id = ?1"""
_DONE = f"""
SELECT count(DISTINCT CASE WHEN action = 'spoke.edited' AND subject_id IN ({_PIECES}) THEN subject_id END),
    COALESCE(SUM(CASE WHEN action IN ({_KILLS}) THEN detail ->> 'killed' END), 0),
    count(CASE WHEN action IN ({_KILLS}) THEN 1 END),
    count(CASE WHEN action = '{BULK_APPROVED}' AND session_id = ?1 THEN 1 END)
FROM audit_trail WHERE number > ?2 AND actor_id = ?3"""
_APPROVED = """
SELECT count(*), COALESCE(SUM(s.is_mutated = 0), 0) FROM review_decisions d JOIN spokes s ON s.id = d.spoke_id
WHERE d.session_id = ? AND d.decision = 'approve'"""


class Report(NamedTuple):
    """`killed` are the pieces that the reviewer killed meanwhile, one by one or with their hub or pillar, and `edited`
    those of the session that they edited. `bulks` and `kills` count how often each was done."""

    session_id: str
    reviewed: int
    approved: int
    rejected: int
    killed: int
    edited: int
    skipped: int
    total_time_ms: int
    average_decision_ms: int
    zero_edit_rate: float | None
    hours_saved: float
    bulks: int
    kills: int


def report_of(tx: tenancy.Writing, session_id: str, reviewer_id: str, trail_number: int) -> Report:
    """Of the session as it stands; `trail_number` is where the trail stood when it began."""
    decisions = "SELECT decision, count(*), COALESCE(sum(elapsed_ms), 0) FROM review_decisions WHERE session_id = ?"
    rows = tx.fetch(f"{decisions} GROUP BY decision", (session_id,))
    count, took = {decision: number for decision, number, _ in rows}, sum(millis for *_, millis in rows)
    reviewed = sum(count.values())
    [(edited, killed, kills, bulks)] = tx.fetch(_DONE, (session_id, trail_number, reviewer_id))
    [(approved, unedited)] = tx.fetch(_APPROVED, (session_id,))
    return Report(
        session_id=session_id,
        reviewed=reviewed,
        approved=count.get("approve", 0),
        rejected=count.get("reject", 0),
        killed=killed,
        edited=edited,
        skipped=count.get("skip", 0),
        total_time_ms=took,
        average_decision_ms=round(took / reviewed) if reviewed else 0,
        zero_edit_rate=unedited / approved if approved else None,
        hours_saved=reviewed * MINUTES_BY_HAND / 60 - took / 3_600_000,
        bulks=bulks,
        kills=kills,
    )
