"""A few of the pieces that may still be approved, judged by what holds now: one transaction keeps it all.

What passed and no longer does goes into the healing loop, as long as nobody has edited it: a person's words are scored,
never rewritten.
"""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

import tenancy
from app.generation import judging, rewriting
from app.generation.critic import Report
from app.generation.gates.base import Verdict
from app.generation.rescoring import OPEN
from app.generation.slots import Slot, variant_of
from app.hubs import jobs
from app.hubs.jobs import Ticket
from app.hubs.models import Job
from app.kit import clock
from app.progress.events import SpokeEvaluated
from app.spokes.models import Draft, QualityScore, Rewrite, Spoke
from app.vocabulary import JobStatus, SpokeStatus

AT_ONCE = 50
FROM, TO = 2, 96


async def begin_round(ticket: Ticket) -> None:
    """From here on it is seen what was changed before. Raises JobEnded."""
    async with tenancy.bind(ticket.client_id), tenancy.transaction():
        job = await jobs.live_job(ticket)
        await jobs.change(
            job,
            status=JobStatus.PROCESSING,
            current_phase="judging",
            progress_percent=FROM,
            message="Judging anew what waits for a person.",
            params={**(job.params or {}), "again": False},
            plan=[],
            spokes_done=0,
            spokes_total=await Spoke.filter(status__in=OPEN, is_settled=True).count(),
        )


async def judge_batch(ticket: Ticket, after: str) -> tuple[str, int]:
    """The last piece of the batch, "" where there was none, and how many are in the job's plan to be mended.

    Pieces that an earlier run of this step has handed over are among them. Raises JobEnded.
    """
    async with tenancy.bind(ticket.client_id):
        await jobs.live_job(ticket)
        at = clock.now()
        rows = await _open_pieces(ticket.job_id, after)
        by, pieces = await judging.measure(), await judging.pieces_of(rows)
    reports = await judging.judge_all(pieces, by)
    async with tenancy.bind(ticket.client_id), tenancy.transaction():
        job = await jobs.live_job(ticket)
        for row, report in zip(rows, reports, strict=True):
            await _keep(job, row, report, at)
        last = rows[-1].id if rows else ""
        plan = [asdict(slot) for slot in await _handed_over(job)]
        await jobs.change(job, plan=plan, **(await _progress(job, last) if last else {}))
    return last, len(plan)


async def end_round(ticket: Ticket) -> bool:
    """Completes the job, unless something has changed since the round began. Raises JobEnded."""
    async with tenancy.bind(ticket.client_id), tenancy.transaction():
        job = await jobs.live_job(ticket)
        if (job.params or {}).get("again"):
            return False
        waiting = await Spoke.filter(status__in=OPEN, is_settled=True, score__overall_pass=False).count()
        wait = "waits" if waiting == 1 else "wait"
        await jobs.change(
            job,
            status=JobStatus.COMPLETE,
            current_phase="complete",
            progress_percent=100,
            spokes_done=job.spokes_total,
            spokes_failed=waiting,
            message=f"{job.spokes_total} spokes judged anew, {waiting} {wait} for a person.",
        )
    return True


async def _open_pieces(job_id: str, after: str) -> list[Spoke]:
    """The next that may still be approved; one that another job writes anew, as it was before."""
    settled = await Spoke.filter(status__in=OPEN, is_settled=True, id__gt=after).order_by("id").limit(AT_ONCE)
    aside = [piece for piece in await rewriting.set_aside(job_id, after) if piece.status in OPEN]
    return sorted([*settled, *aside], key=lambda piece: piece.id)[:AT_ONCE]


async def _keep(job: Job, judged: Spoke, report: Report, at: datetime) -> None:
    """Unless the piece has been changed or decided meanwhile: then it was judged by whoever did it. Words that another
    job has set aside have their verdict with them, for they may come back."""
    spoke = await Spoke.get_or_none(id=judged.id, is_settled=True, status__in=OPEN)
    if spoke is None:
        await rewriting.keep_verdict(judged, job.id, report, at)
        return
    if spoke.content != judged.content:
        return
    score = await QualityScore.get_or_none(spoke_id=spoke.id)
    overrides = (score.overrides if score else None) or []
    failed = report.blocked_by(judging.gates_of(overrides))
    columns = judging.columns_of(report, overrides)
    changed = {name for name, value in columns.items() if score is None or getattr(score, name) != value}
    await judging.write_report(spoke.id, report, overrides, at)
    if changed - {"rubric"}:  # the Critic's notes may count words that are not this piece's
        await _tell(spoke, report, failed)
    is_ours = spoke.status is SpokeStatus.PENDING and not spoke.is_mutated and not spoke.is_creative_conflict
    if is_ours and not all(verdict.flagged for verdict in failed):
        await rewriting.begin(spoke.id, job.id, slot=0, attempt=1)


async def _tell(spoke: Spoke, report: Report, failed: Sequence[Verdict]) -> None:
    """The verdict is another one than before: to the Creator, as feedback, and to those who watch."""
    number = max(0, await Draft.filter(spoke_id=spoke.id).count() - 1)
    if not failed:
        await judging.resolve_feedback(spoke.id)
        await Spoke.filter(id=spoke.id).update(is_creative_conflict=False)
    elif not spoke.is_mutated and not all(verdict.flagged for verdict in failed):
        await judging.write_feedback(spoke.id, report, number)
    jobs.publish(SpokeEvaluated(hub_id=spoke.hub_id, spoke_id=spoke.id, attempt_number=number))


async def _handed_over(job: Job) -> list[Slot]:
    rewrites = await Rewrite.filter(job_id=job.id).order_by("id").values_list("id", flat=True)
    spokes = await Spoke.filter(id__in=[str(id) for id in rewrites]).order_by("id")
    return [Slot(spoke.id, spoke.pillar_id or "", spoke.platform, await variant_of(spoke)) for spoke in spokes]


async def _progress(job: Job, last: str) -> dict[str, Any]:
    done = min(job.spokes_total, await Spoke.filter(status__in=OPEN, id__lte=last).count())
    return {
        "spokes_done": done,
        "progress_percent": FROM + (TO - FROM) * done // max(1, job.spokes_total),
        "message": f"{done} of {job.spokes_total} spokes judged anew.",
    }
