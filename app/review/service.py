"""What people do with a spoke: approve, reject, edit."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from rapidfuzz.distance import Levenshtein

import tenancy
from app.accounts.policy import Permission
from app.clients.access import ClientAccess
from app.errors import Conflict, NotFound, StillProcessing, ValidationFailed
from app.generation import judging
from app.generation.gates.base import Piece
from app.generation.platforms import parse_structure
from app.generation.rescoring import RESCORE
from app.generation.visuals import repictured, visual_columns
from app.hubs import jobs
from app.kit import clock
from app.progress.events import SpokeDecided, SpokeEvaluated
from app.spokes.models import Draft, MutationRecord, Spoke
from app.spokes.service import require_spoke
from app.vocabulary import SpokeStatus

MAX_CONTENT = 30_000
OPEN = (SpokeStatus.PENDING, SpokeStatus.REJECTED)

# What a piece is held to has changed, and a job has not come to it yet.
_OUTDATED = f"""
SELECT q.id FROM generation_queue q JOIN quality_scores s ON s.evaluated_at <= json_extract(q.params, '$.since')
WHERE q.status IN ('queued', 'processing') AND q.kind = '{RESCORE}' AND s.spoke_id = """
# A decision is one statement that carries its conditions: where it changes nothing, the piece itself says why.
_APPROVE = f"""
UPDATE spokes SET status = 'approved', approved_by = ?, approved_at = ?, updated_at = ?
WHERE id = ? AND is_settled = 1 AND status IN ('pending', 'rejected')
AND EXISTS (SELECT 1 FROM quality_scores WHERE spoke_id = spokes.id AND overall_pass = 1)
AND NOT EXISTS ({_OUTDATED} spokes.id)
RETURNING """
_REJECT = """
UPDATE spokes SET status = 'rejected', approved_by = NULL, approved_at = NULL, updated_at = ?
WHERE id = ? AND is_settled = 1 AND status IN ('pending', 'approved')
RETURNING """


async def approve(access: ClientAccess, spoke_id: str) -> Spoke:
    """Approves a pending or rejected piece that passed its gates; approving twice changes nothing.

    Raises:
        NotFound, Forbidden: as always.
        Conflict: killed, or failed a gate; then only an override with a reason helps.
        StillProcessing: the piece is still being written, or is about to be judged anew.
    """
    access.require(Permission.DECIDE)

    def decide(tx: tenancy.Writing) -> Spoke:
        now = clock.now_millis()
        spoke = _changed(tx, _APPROVE, (access.viewer.user_id, now, now, spoke_id))
        if spoke is not None:
            _tell(access, spoke, None)
            return spoke
        spoke = _settled_in(tx, spoke_id)
        if spoke.status is not SpokeStatus.APPROVED:
            require_open(spoke)
            if outdated := tx.fetch(f"{_OUTDATED} ?", (spoke_id,)):
                raise StillProcessing(outdated[0][0])
            words = "The spoke fails a gate, or one flags it; edit it, or override the gate with a reason."
            raise Conflict(words, state="failed_gate")
        return spoke

    async with access.bind():
        return await tenancy.write(decide)


async def reject(access: ClientAccess, spoke_id: str, reason: str | None) -> Spoke:
    """Rejects a pending or approved piece; rejecting twice changes nothing.

    Raises:
        NotFound, Forbidden, Conflict, StillProcessing: as for `approve`.
    """
    access.require(Permission.DECIDE)

    def decide(tx: tenancy.Writing) -> Spoke:
        spoke = _changed(tx, _REJECT, (clock.now_millis(), spoke_id))
        if spoke is not None:
            _tell(access, spoke, reason)
            return spoke
        spoke = _settled_in(tx, spoke_id)
        if spoke.status is SpokeStatus.KILLED:
            raise Conflict("The spoke has been killed.", state=str(spoke.status))
        return spoke

    async with access.bind():
        return await tenancy.write(decide)


async def edit(access: ClientAccess, spoke_id: str, content: str) -> tuple[Spoke, float]:
    """A person's wording, kept with its distance from the one before and scored anew.

    An approval was for the words it saw, so an edited piece is pending again. The distance is Levenshtein's, divided by
    the length of the longer text: 0..1.

    Raises:
        NotFound, Forbidden, Conflict, StillProcessing: as for `approve`.
        ValidationFailed: nothing is left, or too much.
    """
    access.require(Permission.CREATE)
    _check_content(content)
    async with access.bind():
        before, measure = await settled(spoke_id), await judging.measure()
        [piece] = await judging.pieces_of([before])
    structure = parse_structure(before.platform, content)
    piece = replace(piece, content=content, content_json=structure)
    piece = replace(piece, visual=await asyncio.to_thread(repictured, piece, measure.voice, measure.rubric))
    [report] = await judging.judge_all([piece], measure)
    async with access.bind(), tenancy.transaction():
        spoke = await as_judged(before, measure)
        distance = Levenshtein.normalized_distance(spoke.content, content)
        spoke.is_creative_conflict = spoke.is_creative_conflict and not report.overall_pass
        await _write_edit(access, spoke, piece, distance)
        await judging.write_report(spoke.id, report)
        attempts = await Draft.filter(spoke_id=spoke.id).count()
        jobs.publish(
            SpokeEvaluated(
                job_id=spoke.job_id, hub_id=spoke.hub_id, spoke_id=spoke.id, attempt_number=max(0, attempts - 1)
            )
        )
    return spoke, distance


async def _write_edit(access: ClientAccess, spoke: Spoke, piece: Piece, distance: float) -> None:
    await MutationRecord.create(
        spoke_id=spoke.id,
        original_content=spoke.content,
        edited_content=piece.content,
        edit_distance=distance,
        editor_user_id=access.viewer.user_id,
    )
    changes = {
        "content": piece.content,
        "content_json": piece.content_json,
        "character_count": len(piece.content),
        **visual_columns(piece.visual),
        "is_mutated": True,
        "is_creative_conflict": spoke.is_creative_conflict,
        "status": SpokeStatus.PENDING,
        "approved_at": None,
        "approved_by": None,
        "updated_at": clock.now(),
    }
    spoke.update_from_dict(changes)
    await spoke.save(update_fields=list(changes))


def _check_content(content: str) -> None:
    if not content.strip():
        raise ValidationFailed(("input.content", "A spoke cannot be empty."))
    if len(content) > MAX_CONTENT:
        raise ValidationFailed(("input.content", f"A spoke has at most {MAX_CONTENT:,} characters."))


async def settled(spoke_id: str) -> Spoke:
    """Of the bound client. Raises NotFound, StillProcessing."""
    return _require_settled(await require_spoke(spoke_id))


async def as_judged(before: Spoke, measure: judging.Measure) -> Spoke:
    """The piece that was judged, outside of this transaction, as `before` by `measure`, as long as both still hold.

    Raises: Conflict, StillProcessing, NotFound.
    """
    spoke = await settled(before.id)
    if spoke.content != before.content:
        raise Conflict("Somebody else has edited this meanwhile; read it again.", state="changed")
    if await judging.measure() != measure:
        raise Conflict("What the client's pieces are held to has changed meanwhile; try again.", state="changed")
    if spoke.status is SpokeStatus.KILLED:
        raise Conflict("The spoke has been killed.", state=str(spoke.status))
    return spoke


def _require_settled(spoke: Spoke) -> Spoke:
    if not spoke.is_settled:
        raise StillProcessing(spoke.job_id or "")
    return spoke


def _settled_in(tx: tenancy.Writing, spoke_id: str) -> Spoke:
    rows = tx.fetch(f"SELECT {_columns()} FROM spokes WHERE id = ?", (spoke_id,))
    if not rows:
        raise NotFound("spoke", spoke_id)
    return _require_settled(Spoke.of_row(rows[0]))


def _changed(tx: tenancy.Writing, statement: str, params: Sequence[Any]) -> Spoke | None:
    rows = tx.fetch(statement + _columns(), params)
    return Spoke.of_row(rows[0]) if rows else None


@cache
def _columns() -> str:
    return ", ".join(Spoke.columns())


def require_open(spoke: Spoke) -> None:
    if spoke.status not in OPEN:
        raise Conflict(f"The spoke is {spoke.status}.", state=str(spoke.status))


def _tell(access: ClientAccess, spoke: Spoke, comment: str | None) -> None:
    jobs.publish(
        SpokeDecided(
            job_id=spoke.job_id,
            hub_id=spoke.hub_id,
            spoke_id=spoke.id,
            actor_label=access.viewer.label,
            comment=comment,
        )
    )
