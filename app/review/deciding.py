"""Approving and rejecting, each as one statement that carries its conditions: where it changes nothing, the piece says
why. Whoever may decide calls this in a transaction of the piece's client; the trail notes who it was."""

from collections.abc import Sequence
from functools import cache
from typing import Any, NamedTuple, Protocol

import orjson

import tenancy
from app.audit.service import Actor
from app.errors import Conflict, NotFound, StillProcessing, ValidationFailed
from app.generation.rescoring import RESCORE
from app.hubs import jobs
from app.kit import clock
from app.progress.events import SpokeDecided
from app.spokes.models import Spoke
from app.trail.service import Deed, note
from app.vocabulary import SpokeStatus

OPEN = (SpokeStatus.PENDING, SpokeStatus.REJECTED)
APPROVED, REJECTED = "spoke.approved", "spoke.rejected"

# What a piece is held to has changed, and the job that was to judge it anew has not come to it, or was ended before.
_OUTDATED = f"""
SELECT q.id, q.status FROM generation_queue q
JOIN quality_scores s ON s.evaluated_at <= json_extract(q.params, '$.since')
WHERE q.status <> 'complete' AND q.kind = '{RESCORE}' AND s.spoke_id = """
_ONE = "id = ? AND revision = COALESCE(?, revision)"
_MANY = "id IN (SELECT value FROM json_each(?))"
_APPROVE = f"""
UPDATE spokes SET status = 'approved', approved_by = ?, approved_at = ?, updated_at = ?
WHERE {{which}} AND is_settled = 1 AND status IN ('pending', 'rejected')
AND EXISTS (SELECT 1 FROM quality_scores WHERE spoke_id = spokes.id AND overall_pass = 1)
AND NOT EXISTS ({_OUTDATED} spokes.id)
RETURNING """
_REJECT = """
UPDATE spokes SET status = 'rejected', approved_by = NULL, approved_at = NULL, updated_at = ?
WHERE {which} AND is_settled = 1 AND status IN ('pending', 'approved')
RETURNING """
_APPROVE_ONE, _APPROVE_MANY = _APPROVE.format(which=_ONE), _APPROVE.format(which=_MANY)
_REJECT_ONE, _REJECT_MANY = _REJECT.format(which=_ONE), _REJECT.format(which=_MANY)
MAX_REASON = 2_000


class Ruling(NamedTuple):
    """A decision to be written. `revision` is that of the words which were seen, None for whatever they are now.

    `approver_id` says who approves where that is no user.
    """

    spoke_id: str
    revision: int | None = None
    reason: str | None = None
    session_id: str | None = None
    approver_id: str | None = None


class Revised(Protocol):
    @property
    def revision(self) -> int: ...


def approve_in(tx: tenancy.Writing, actor: Actor, ruling: Ruling) -> Spoke:
    """Approves a pending or rejected piece that passed its gates; approving twice changes nothing.

    Raises:
        NotFound.
        Conflict: killed, or failed a gate, where only an override with a reason helps; or its words have changed; or
            the job that was to judge it anew has been ended, and is to be retried.
        StillProcessing: the piece is still being written, or is about to be judged anew.
    """
    now = clock.now_millis()
    approver = ruling.approver_id or actor.user_id
    spoke = _changed(tx, _APPROVE_ONE, (approver, now, now, ruling.spoke_id, ruling.revision))
    if spoke is not None:
        _tell(tx, actor, APPROVED, [(spoke.id, spoke.job_id, spoke.hub_id)], ruling)
        return spoke
    spoke = _seen(tx, ruling)
    if spoke.status is not SpokeStatus.APPROVED:
        require_open(spoke)
        _require_judged(tx, ruling.spoke_id)
        words = "The spoke fails a gate, or one flags it; edit it, or override the gate with a reason."
        raise Conflict(words, state="failed_gate")
    return spoke


def reject_in(tx: tenancy.Writing, actor: Actor, ruling: Ruling) -> Spoke:
    """Rejects a pending or approved piece; rejecting twice changes nothing.

    Raises:
        NotFound, Conflict, StillProcessing: as for `approve_in`.
    """
    spoke = _changed(tx, _REJECT_ONE, (clock.now_millis(), ruling.spoke_id, ruling.revision))
    if spoke is not None:
        _tell(tx, actor, REJECTED, [(spoke.id, spoke.job_id, spoke.hub_id)], ruling)
        return spoke
    spoke = _seen(tx, ruling)
    if spoke.status is SpokeStatus.KILLED:
        raise Conflict("The spoke has been killed.", state=str(spoke.status))
    return spoke


def approve_many_in(tx: tenancy.Writing, actor: Actor, spoke_ids: Sequence[str], ruling: Ruling) -> list[str]:
    """Approves those that `approve_in` would change now, and names them; the others are left as they are.

    Of the ruling, reason and session hold for each.
    """
    now = clock.now_millis()
    told = tx.fetch(f"{_APPROVE_MANY} {_TOLD}", (actor.user_id, now, now, _list(spoke_ids)))
    return _tell_in_order(tx, actor, APPROVED, spoke_ids, told, ruling)


def reject_many_in(tx: tenancy.Writing, actor: Actor, spoke_ids: Sequence[str], ruling: Ruling) -> list[str]:
    """As `approve_many_in`, for `reject_in`."""
    told = tx.fetch(f"{_REJECT_MANY} {_TOLD}", (clock.now_millis(), _list(spoke_ids)))
    return _tell_in_order(tx, actor, REJECTED, spoke_ids, told, ruling)


def checked_reason(reason: str | None) -> str | None:
    """None for an empty one. Raises ValidationFailed."""
    reason = (reason or "").strip()
    if len(reason) > MAX_REASON:
        raise ValidationFailed(("input.reason", f"A reason has at most {MAX_REASON:,} characters."))
    return reason or None


def require_open(spoke: Spoke) -> None:
    """Raises Conflict."""
    if spoke.status not in OPEN:
        raise Conflict(f"The spoke is {spoke.status}.", state=str(spoke.status))


def _require_judged(tx: tenancy.Writing, spoke_id: str) -> None:
    """Raises StillProcessing, Conflict."""
    for job_id, status in tx.fetch(f"{_OUTDATED} ? ORDER BY q.id DESC LIMIT 1", (spoke_id,)):
        if status in jobs.ACTIVE:
            raise StillProcessing(job_id)
        words = "What the client's pieces are held to has changed, and this one was not judged anew; retry that job."
        raise Conflict(words, state="outdated", jobId=job_id)


def require_settled(spoke: Spoke) -> Spoke:
    """Raises StillProcessing."""
    if not spoke.is_settled:
        raise StillProcessing(spoke.job_id or "")
    return spoke


def require_revision(spoke: Revised, revision: int | None) -> None:
    """Raises Conflict where the words are others than those that were seen."""
    if revision is not None and spoke.revision != revision:
        raise Conflict(
            "Somebody else has edited this meanwhile; read it again.", state="changed", revision=spoke.revision
        )


def _seen(tx: tenancy.Writing, ruling: Ruling) -> Spoke:
    rows = tx.fetch(f"SELECT {_columns()} FROM spokes WHERE id = ?", (ruling.spoke_id,))
    if not rows:
        raise NotFound("spoke", ruling.spoke_id)
    spoke = require_settled(Spoke.of_row(rows[0]))
    require_revision(spoke, ruling.revision)
    return spoke


def _changed(tx: tenancy.Writing, statement: str, params: Sequence[Any]) -> Spoke | None:
    rows = tx.fetch(statement + _columns(), params)
    return Spoke.of_row(rows[0]) if rows else None


@cache
def _columns() -> str:
    return ", ".join(Spoke.columns())


_TOLD = "id, job_id, hub_id"
Told = tuple[str, str | None, str | None]
"""A piece's id, that of its job and that of its hub."""


def _list(spoke_ids: Sequence[str]) -> str:
    return orjson.dumps(list(spoke_ids)).decode()


def _tell_in_order(
    tx: tenancy.Writing, actor: Actor, action: str, order: Sequence[str], told: Sequence[Any], ruling: Ruling
) -> list[str]:
    by_id: dict[str, Told] = {row[0]: row for row in told}
    changed = [by_id[id] for id in order if id in by_id]
    _tell(tx, actor, action, changed, ruling)
    return [id for id, _, _ in changed]


def _tell(tx: tenancy.Writing, actor: Actor, action: str, changed: Sequence[Told], ruling: Ruling) -> None:
    note(tx, actor, *(Deed(action, id, ruling.reason, ruling.session_id) for id, _, _ in changed))
    for id, job_id, hub_id in changed:
        jobs.publish(
            SpokeDecided(job_id=job_id, hub_id=hub_id, spoke_id=id, actor_label=actor.label, comment=ruling.reason)
        )
