"""Letting a piece pass a gate that it fails: a person's decision on these very words, with a reason, and audited."""

from typing import Any

import tenancy
from app.accounts.policy import Permission
from app.clients.access import ClientAccess
from app.errors import Conflict, ValidationFailed
from app.generation import judging
from app.generation.critic import Report
from app.hubs import jobs
from app.kit import clock
from app.progress.events import SpokeEvaluated
from app.review.deciding import require_open
from app.review.service import as_judged, settled
from app.spokes.models import Draft, Feedback, QualityScore, Spoke
from app.trail.service import Deed, noted
from app.vocabulary import Gate

MAX_REASON = 500


async def override_gate(access: ClientAccess, spoke_id: str, gate: Gate, reason: str) -> Spoke:
    """From now on the gate counts as passed, until the words change. Overriding it twice changes nothing.

    The piece is judged anew for it: what a person sees of the gates is what holds now.

    Raises:
        NotFound, Forbidden: as always.
        Conflict: killed or approved, or the gate did not fail, or was not evaluated.
        StillProcessing: the piece is still being written.
        ValidationFailed: no reason, or too long a one.
    """
    access.require(Permission.DIRECT)
    reason = reason.strip()
    if not 1 <= len(reason) <= MAX_REASON:
        raise ValidationFailed(("input.reason", f"Say why, in at most {MAX_REASON} characters."))
    async with access.bind():
        before, measure = await settled(spoke_id), await judging.measure()
        [piece] = await judging.pieces_of([before])
    [report] = await judging.judge_all([piece], measure)
    async with access.bind(), tenancy.transaction():
        spoke = await as_judged(before, measure)
        require_open(spoke)
        _require_failed(report, gate)
        score = await QualityScore.get_or_none(spoke_id=spoke.id)
        overrides: list[dict[str, Any]] = list((score.overrides if score else None) or [])
        if gate in judging.gates_of(overrides):
            return spoke
        entry = {"gate": str(gate), "reason": reason, "user_id": access.viewer.user_id, "at": clock.now().isoformat()}
        await _write(spoke, report, gate, [*overrides, entry])
        await noted(access.viewer, [Deed("spoke.gate_overridden", spoke.id, reason, detail={"gate": gate})])
    return spoke


async def _write(spoke: Spoke, report: Report, gate: Gate, overrides: list[dict[str, Any]]) -> None:
    await judging.write_report(spoke.id, report, overrides)
    await Feedback.filter(spoke_id=spoke.id, gate=gate, resolved=False).update(resolved=True)
    if report.passes_but_for(judging.gates_of(overrides)):
        spoke.is_creative_conflict = False
        await spoke.save(update_fields=["is_creative_conflict"])
    number = max(0, await Draft.filter(spoke_id=spoke.id).count() - 1)
    jobs.publish(SpokeEvaluated(job_id=spoke.job_id, hub_id=spoke.hub_id, spoke_id=spoke.id, attempt_number=number))


def _require_failed(report: Report, gate: Gate) -> None:
    verdict = report.verdict(gate)
    if verdict is None or verdict.passed is None:
        raise Conflict("The gate was not evaluated for this spoke.", state="not_evaluated")
    if verdict.passed:
        raise Conflict("The spoke passes this gate.", state="passed")
