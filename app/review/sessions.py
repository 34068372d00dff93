"""One person's way through the queue: a session hands out one piece after the other, and takes each decision down.

All that a decision comes to is one transaction: the piece, the trail, the claims, and what is handed over next.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

import orjson

import tenancy
from app.accounts.policy import Permission
from app.audit.service import Actor
from app.clients.access import ClientAccess
from app.errors import Conflict, NotFound
from app.kit import clock, ids
from app.review import claims
from app.review.claims import Desk, Part
from app.review.deciding import Ruling, approve_in, checked_reason, reject_in, require_revision, require_settled
from app.review.queue import LAST_OF_TOP, NOWHERE
from app.review.report import Report, report_of
from app.spokes.models import Spoke
from app.trail.service import Deed, note
from app.vocabulary import Decision, Platform, ReviewBucket, SpokeStatus

LONGEST_MS = 3_600_000
"""Who takes longer over a piece has gone away."""
STARTED, FINISHED, SKIPPED = "review.started", "review.finished", "spoke.skipped"
LEADS_TO = {Decision.APPROVE: SpokeStatus.APPROVED, Decision.REJECT: SpokeStatus.REJECTED}


@dataclass(frozen=True, slots=True)
class Verdict:
    """A decision as the reviewer gives it. `revision` is that of the words which were seen, where they are not those
    that the session handed over; `elapsed_ms` is measured where it is not given."""

    session_id: str
    spoke_id: str
    decision: Decision
    reason: str | None = None
    elapsed_ms: int | None = None
    revision: int | None = None


class Started(NamedTuple):
    session_id: str
    started_at: datetime
    desk: Desk


class Decided(NamedTuple):
    spoke: Spoke
    desk: Desk


class Session(NamedTuple):
    """A row of `review_sessions`, in the order of `_COLUMNS`; times in milliseconds."""

    id: str
    reviewer_id: str
    bucket: str
    platform: str | None
    hub_id: str | None
    last_place: str | None
    trail_number: int
    started_at: int
    finished_at: int | None
    report: str | None

    @property
    def part(self) -> Part:
        platform = Platform(self.platform) if self.platform else None
        return Part(ReviewBucket(self.bucket), platform, self.hub_id, self.last_place)


_COLUMNS = ", ".join(Session._fields)


async def start(
    access: ClientAccess,
    bucket: ReviewBucket = ReviewBucket.ALL,
    platform: Platform | None = None,
    hub_id: str | None = None,
) -> Started:
    """A session over a part of the queue, with its first piece. The claims of the person's older ones are given up.

    The best tenth is that of now: what is decided does not make room in it.

    Raises:
        Forbidden: as always.
        NotFound: no such hub.
    """
    access.require(Permission.DECIDE)
    part = Part(bucket, platform, hub_id)
    async with access.bind():
        return await tenancy.write(lambda tx: _start(tx, access.viewer.user_id, access.viewer, part))


def _start(tx: tenancy.Writing, reviewer_id: str, actor: Actor, part: Part) -> Started:
    if part.hub_id is not None and not tx.fetch("SELECT 1 FROM hubs WHERE id = ?", (part.hub_id,)):
        raise NotFound("hub", part.hub_id)
    if part.bucket is ReviewBucket.TOP10:
        last = tx.fetch(LAST_OF_TOP)
        part = part._replace(last_place=last[0][0] if last else NOWHERE)
    claims.give_up_all_of(tx, reviewer_id)
    [(number,)] = tx.fetch("SELECT COALESCE(max(number), 0) FROM audit_trail")
    platform = str(part.platform) if part.platform else None
    now = clock.now_millis()
    row = Session(
        ids.new_id(), reviewer_id, str(part.bucket), platform, part.hub_id, part.last_place, number, now, None, None
    )
    tx.run(f"INSERT INTO review_sessions ({_COLUMNS}) VALUES ({', '.join('?' * len(row))})", row)
    note(tx, actor, Deed(STARTED, row.id, session_id=row.id, detail={"bucket": row.bucket}))
    return Started(row.id, clock.from_millis(now), claims.hand_over(tx, row.id, part))


async def decide(access: ClientAccess, verdict: Verdict) -> Decided:
    """Takes the decision down and hands over the next piece. The same once more changes nothing and answers the same.

    Raises:
        Forbidden: as always.
        NotFound: no such piece, or no such session of this person's.
        Conflict: `state` says why nothing was written: the piece lies before somebody else (`claimed`), is decided or
            killed already, was edited since it was handed over (`changed`), or fails a gate (`failed_gate`); or the
            session is over (`finished`).
        StillProcessing: the piece is being written anew, or is about to be judged anew.
        ValidationFailed: too long a reason.
    """
    access.require(Permission.DECIDE)
    reason = checked_reason(verdict.reason)
    async with access.bind():
        return await tenancy.write(lambda tx: _decide(tx, access.viewer.user_id, access.viewer, verdict, reason))


def _decide(tx: tenancy.Writing, reviewer_id: str, actor: Actor, verdict: Verdict, reason: str | None) -> Decided:
    session = own_session(tx, reviewer_id, verdict.session_id)
    spoke = _spoke(tx, verdict.spoke_id)
    if not _was_said(tx, verdict, spoke):
        require_open(session)
        spoke = _take_down(tx, actor, session, verdict, spoke, reason)
    if session.finished_at is not None:
        return Decided(spoke, Desk(None, [], 0))
    return Decided(spoke, claims.hand_over(tx, session.id, session.part))


def _was_said(tx: tenancy.Writing, verdict: Verdict, spoke: Spoke) -> bool:
    """Whether this very decision stands already. A piece that was edited since is to be decided again."""
    said = tx.fetch(
        "SELECT decision FROM review_decisions WHERE session_id = ? AND spoke_id = ?",
        (verdict.session_id, verdict.spoke_id),
    )
    if not said or said[0][0] != verdict.decision:
        return False
    return verdict.decision is Decision.SKIP or spoke.status is LEADS_TO[verdict.decision]


def _take_down(
    tx: tenancy.Writing, actor: Actor, session: Session, verdict: Verdict, spoke: Spoke, reason: str | None
) -> Spoke:
    claim = claims.own(tx, session.id, spoke.id)
    seen = verdict.revision if verdict.revision is not None else claim and claim.revision
    if verdict.decision is Decision.SKIP:
        note(tx, actor, Deed(SKIPPED, spoke.id, reason, session.id))
    else:
        _require_waiting(tx, session, spoke, seen)
        rule = approve_in if verdict.decision is Decision.APPROVE else reject_in
        spoke = rule(tx, actor, Ruling(spoke.id, seen, reason, session.id))
    claims.drop(tx, session.id, spoke.id)
    now = clock.now_millis()
    measured = now - (claim.since if claim else session.started_at)
    given = verdict.elapsed_ms if verdict.elapsed_ms is not None else measured
    keep(tx, session.id, spoke.id, verdict.decision, seen, min(max(given, 0), LONGEST_MS))
    return spoke


def _require_waiting(tx: tenancy.Writing, session: Session, spoke: Spoke, revision: int | None) -> None:
    """Raises Conflict, StillProcessing."""
    if claims.of_others(tx, session.id, spoke.id):
        raise Conflict("Somebody else has this piece before them.", state="claimed")
    require_settled(spoke)
    if spoke.status is not SpokeStatus.PENDING:
        raise Conflict(f"The spoke is {spoke.status} already.", state=str(spoke.status))
    require_revision(spoke, revision)


def keep(
    tx: tenancy.Writing, session_id: str, spoke_id: str, decision: Decision, revision: int | None, elapsed_ms: int
) -> None:
    """What the session says of the piece; a later word stands in the place of an earlier one, with the time of both."""
    tx.run(
        "INSERT INTO review_decisions (id, session_id, spoke_id, decision, revision, elapsed_ms, created_at) "
        "VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (session_id, spoke_id) DO UPDATE SET decision = excluded.decision, "
        "revision = excluded.revision, elapsed_ms = COALESCE(elapsed_ms, 0) + excluded.elapsed_ms, "
        "created_at = excluded.created_at",
        (ids.new_id(), session_id, spoke_id, str(decision), revision, elapsed_ms, clock.now_millis()),
    )


async def finish(access: ClientAccess, session_id: str) -> Report:
    """Ends the session and says what came of it; again, it says the same.

    Raises: Forbidden, NotFound.
    """
    access.require(Permission.DECIDE)
    async with access.bind():
        return await tenancy.write(lambda tx: _finish(tx, access.viewer.user_id, access.viewer, session_id))


def _finish(tx: tenancy.Writing, reviewer_id: str, actor: Actor, session_id: str) -> Report:
    session = own_session(tx, reviewer_id, session_id)
    if session.report is not None:
        return Report(**orjson.loads(session.report))
    report = report_of(tx, session.id, reviewer_id, session.trail_number)
    now, kept = clock.now_millis(), orjson.dumps(report._asdict()).decode()
    tx.run("UPDATE review_sessions SET finished_at = ?, report = ? WHERE id = ?", (now, kept, session.id))
    claims.clear(tx, session.id)
    _note_velocity(tx, report, now)
    detail = {"reviewed": report.reviewed, "approved": report.approved, "rejected": report.rejected}
    note(tx, actor, Deed(FINISHED, session.id, session_id=session.id, detail=detail))
    return report


def _note_velocity(tx: tenancy.Writing, report: Report, now: int) -> None:
    average = report.average_decision_ms if report.reviewed else None
    values: dict[str, Any] = {
        "id": ids.new_id(),
        "session_id": report.session_id,
        "decisions_count": report.reviewed,
        "total_time_ms": report.total_time_ms,
        "avg_time_per_decision_ms": average,
        "bulk_approve_count": report.bulks,
        "kill_chain_count": report.kills,
        "created_at": now,
    }
    tx.run(
        f"INSERT INTO review_velocity ({', '.join(values)}) VALUES ({', '.join('?' * len(values))})",
        list(values.values()),
    )


def own_session(tx: tenancy.Writing, reviewer_id: str, session_id: str) -> Session:
    """Raises NotFound, for somebody else's as well."""
    rows = tx.fetch(f"SELECT {_COLUMNS} FROM review_sessions WHERE id = ?", (session_id,))
    session = Session(*rows[0]) if rows else None
    if session is None or session.reviewer_id != reviewer_id:
        raise NotFound("review session", session_id)
    return session


def require_open(session: Session) -> None:
    """Raises Conflict."""
    if session.finished_at is not None:
        raise Conflict("The session is finished; start another.", state="finished")


def _spoke(tx: tenancy.Writing, spoke_id: str) -> Spoke:
    """Raises NotFound."""
    rows = tx.fetch(f"SELECT {', '.join(Spoke.columns())} FROM spokes WHERE id = ?", (spoke_id,))
    if not rows:
        raise NotFound("spoke", spoke_id)
    return Spoke.of_row(rows[0])
