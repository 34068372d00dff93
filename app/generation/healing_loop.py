"""One slot of the plan, from the first draft until it passes or three regenerations have failed.

Each attempt is one transaction: the piece, its draft, its score, the feedback on it, and where it ends the slot the
job's progress. A loop that was cut off goes on after the last attempt that was kept.
"""

import asyncio
from typing import Any

import tenancy
from app.generation import healing, judging
from app.generation.briefing import Material, Unwanted, active_pillars, open_pillar, other_contents, read_material
from app.generation.creator import Proposal, propose
from app.generation.healing import Outcome
from app.generation.platforms import content_type_for
from app.generation.slots import another_place, give_up_slot, replace_slot, report_progress, slot_of, slots_of
from app.generation.writer import Brief, is_near_duplicate
from app.hubs import jobs
from app.hubs.jobs import Ticket
from app.kit import clock, ids
from app.progress.events import CreativeConflict, SpokeEvaluated
from app.spokes.models import Draft, Feedback, Spoke
from app.vocabulary import Platform, SpokeStatus


async def write_slot(ticket: Ticket, index: int) -> None:
    """Raises JobEnded when the job was cancelled meanwhile.

    A round that keeps nothing means that another piece was stored since it began; so there are no more rounds than
    pieces.
    """
    try:
        while (material := await read_material(ticket, index)) is not None:
            proposal = await propose(material.brief, material.rubric, material.previous)
            if proposal is None:
                await _move(ticket, index, material)
            else:
                await _keep(ticket, index, material, proposal)
    except Unwanted:
        await _leave(ticket, index)


async def _keep(ticket: Ticket, index: int, material: Material, proposal: Proposal) -> None:
    """Writes the attempt, unless a piece like it has been stored meanwhile. Raises JobEnded, Unwanted."""
    brief = material.brief
    async with tenancy.bind(ticket.client_id), tenancy.transaction():
        job = await jobs.live_job(ticket)
        slot = slot_of(job, index)
        await open_pillar(slot, await Spoke.get_or_none(id=slot.spoke_id))
        if await _is_taken(ticket, slot.spoke_id, material, proposal):
            return
        outcome = healing.next_step(brief.attempt, proposal.report)
        await _write_spoke(ticket, index, slot.spoke_id, brief, proposal, outcome)
        await judging.write_report(slot.spoke_id, proposal.report)
        await Draft.create(
            id=ids.derived_id(slot.spoke_id, "draft", str(brief.attempt)),
            spoke_id=slot.spoke_id,
            attempt_number=brief.attempt,
            content=proposal.draft.content,
            violations=judging.plain_violations(proposal.report),
        )
        jobs.publish(
            SpokeEvaluated(job_id=job.id, hub_id=job.hub_id, spoke_id=slot.spoke_id, attempt_number=brief.attempt)
        )
        await _write_feedback(slot.spoke_id, brief.attempt, proposal, outcome)
        if outcome is not Outcome.RETRY:
            await report_progress(job)


async def _is_taken(ticket: Ticket, spoke_id: str, material: Material, proposal: Proposal) -> bool:
    """The writer saw `brief.taken`; here count the pieces stored since. An unchanged draft has its place already."""
    content = proposal.draft.content
    if material.previous is not None and content == material.previous.content:
        return False
    seen = set(material.brief.taken)
    others = await other_contents(ticket.hub_id, spoke_id)
    return any(is_near_duplicate(content, other) for other in others if other not in seen)


async def _move(ticket: Ticket, index: int, material: Material) -> None:
    """The source gives this slot nothing new: another angle or platform takes it, or the plan shrinks."""
    async with tenancy.bind(ticket.client_id):
        job = await jobs.live_job(ticket)
        params = job.params or {}
        pillars = await active_pillars(ticket.hub_id, params.get("pillar_ids"))
    platforms = [Platform(name) for name in params.get("platforms") or Platform]
    slot = slot_of(job, index)
    place = await asyncio.to_thread(another_place, slot, material.brief, slots_of(job), pillars, platforms)
    async with tenancy.bind(ticket.client_id), tenancy.transaction():
        job = await jobs.live_job(ticket)
        if place is not None:
            await replace_slot(job, index, place)
        else:
            await give_up_slot(job, index)


async def _leave(ticket: Ticket, index: int) -> None:
    """What there is of the piece stays as it is; where there is nothing, the plan has one piece less."""
    async with tenancy.bind(ticket.client_id), tenancy.transaction():
        job = await jobs.live_job(ticket)
        slot = slot_of(job, index)
        if await Spoke.filter(id=slot.spoke_id).update(is_settled=True):
            await report_progress(job)
        elif not slot.given_up:
            await give_up_slot(job, index)


async def _write_spoke(
    ticket: Ticket, index: int, spoke_id: str, brief: Brief, proposal: Proposal, outcome: Outcome
) -> None:
    draft = proposal.draft
    values: dict[str, Any] = {
        "content": draft.content,
        "content_json": draft.content_json,
        "character_count": len(draft.content),
        "sources": [[span.start, span.end] for span in draft.sources],
        "is_settled": outcome is not Outcome.RETRY,
        "is_creative_conflict": outcome is Outcome.CONFLICT,
        "written_by": proposal.written_by,
        "updated_at": clock.now(),
    }
    if await Spoke.filter(id=spoke_id).update(**values):
        return
    await Spoke.create(
        id=spoke_id,
        hub_id=ticket.hub_id,
        pillar_id=brief.pillar.id,
        job_id=ticket.job_id,
        slot=index,
        platform=brief.platform,
        content_type=content_type_for(brief.platform),
        status=SpokeStatus.PENDING,
        **values,
    )


async def _write_feedback(spoke_id: str, attempt: int, proposal: Proposal, outcome: Outcome) -> None:
    """A failure is written down; a pass resolves what was; a third failed regeneration waits for a person."""
    if outcome is Outcome.ACCEPT:
        await Feedback.filter(spoke_id=spoke_id, resolved=False).update(resolved=True)
        return
    drafts = healing.feedback_from(proposal.report, attempt)
    for draft in drafts:
        await Feedback.create(
            id=ids.derived_id(spoke_id, "feedback", str(attempt), draft.gate),
            spoke_id=spoke_id,
            gate=draft.gate,
            score=draft.score,
            reason=draft.reason,
            suggestion=draft.suggestion,
            attempt_number=draft.attempt_number,
        )
    if outcome is Outcome.CONFLICT:
        for draft in drafts:
            jobs.publish(CreativeConflict(spoke_id=spoke_id, gate=draft.gate, reason=draft.reason))
