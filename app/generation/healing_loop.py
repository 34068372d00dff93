"""One slot of the plan, from the first draft until it passes or three regenerations have failed. Where other words were
asked for and none pass, the old ones stay if they do.

Each attempt is one transaction: the piece, its draft, its score, the feedback on it, and where it ends the slot the
job's progress. A loop that was cut off goes on after the last attempt that was kept.
"""

import asyncio
from typing import Any

import tenancy
from app import resources
from app.clients import service as clients
from app.generation import costs, healing, judging, rewriting, waiting
from app.generation.briefing import (
    Material,
    Unwanted,
    active_pillars,
    is_done,
    open_pillar,
    other_contents,
    read_material,
)
from app.generation.creator import Proposal, propose, propose_built_in
from app.generation.healing import Outcome
from app.generation.platforms import content_type_for
from app.generation.prompts import NEAR_DUPLICATE
from app.generation.slots import Slot, another_place, give_up_slot, replace_slot, report_progress, slot_of, slots_of
from app.generation.visuals import visual_columns
from app.generation.writer import is_near_duplicate
from app.hubs import jobs
from app.hubs.jobs import Ticket
from app.hubs.models import Pillar
from app.kit import clock, ids
from app.llm import ModelFailed, ModelNonsense
from app.progress.events import CreativeConflict, SpokeEvaluated
from app.spokes.models import Draft, Rewrite, Spoke
from app.vocabulary import PillarStatus, Platform, SpokeStatus


async def write_slot(ticket: Ticket, index: int) -> None:
    """Raises JobEnded when the job was cancelled meanwhile; ModelUnavailable, ModelNonsense when it has to wait.

    A round that keeps nothing means that another piece was stored since it began, or that the client's voice has
    changed: what is kept was judged by what holds when it is kept.
    """
    try:
        while (material := await read_material(ticket, index)) is not None:
            proposal = await _proposed(ticket, material)
            if proposal is None:
                await _move(ticket, index, material)
            else:
                await _keep(ticket, index, material, proposal)
    except Unwanted:
        await _leave(ticket, index)


async def _proposed(ticket: Ticket, material: Material) -> Proposal | None:
    """The built-in writer takes over from a model that has failed often, where the client allows it.

    Raises:
        ModelUnavailable, ModelNonsense: it does not.
        Unwanted: the model has nothing to say that has not been said.
    """
    opened = resources.current()
    brief, rubric, previous = material.brief, material.rubric, material.previous
    try:
        return await propose(brief, rubric, previous, opened.model, vectors=opened.vectors)
    except ModelFailed as error:
        await costs.record_alone(ticket, error.usage)
        if isinstance(error, ModelNonsense) and error.fault == NEAR_DUPLICATE and previous is None:
            raise Unwanted from error
        if not material.waited or not await clients.falls_back(ticket.client_id):
            raise
        reason = f"the model {error.reason}"
        return await propose_built_in(brief, rubric, previous, because=reason, vectors=opened.vectors)


async def _keep(ticket: Ticket, index: int, material: Material, proposal: Proposal) -> None:
    """Writes the attempt, unless it is out of date. Raises JobEnded, Unwanted."""
    try:
        await _write_attempt(ticket, index, material, proposal)
    except (jobs.JobEnded, Unwanted):
        await costs.record_alone(ticket, proposal.usage)
        raise


async def _write_attempt(ticket: Ticket, index: int, material: Material, proposal: Proposal) -> None:
    brief, number = material.brief, material.number
    async with tenancy.bind(ticket.client_id), tenancy.transaction():
        job = await jobs.live_job(ticket)
        slot = slot_of(job, index)
        spoke = await Spoke.get_or_none(id=slot.spoke_id)
        is_over = spoke is not None and is_done(spoke, job)  # it was killed meanwhile, and may be there again
        if not is_over:
            await open_pillar(slot, spoke)
        await costs.record(job.id, proposal.usage)
        if proposal.is_answer:
            await waiting.answered(job)
        if is_over or await judging.measure() != material.measure:
            return
        if await _is_taken(slot.spoke_id, material, proposal):
            return
        outcome = healing.next_step(brief.attempt, proposal.report)
        await _write_spoke(ticket, index, slot, material, proposal, outcome)
        await judging.write_report(slot.spoke_id, proposal.report)
        await Draft.create(
            id=ids.derived_id(slot.spoke_id, "draft", str(number)),
            spoke_id=slot.spoke_id,
            attempt_number=number,
            content=proposal.draft.content,
            violations=judging.plain_violations(proposal.report),
        )
        jobs.publish(
            SpokeEvaluated(job_id=job.id, hub_id=material.hub_id, spoke_id=slot.spoke_id, attempt_number=number)
        )
        better = await rewriting.with_words_that_pass(slot.spoke_id) if outcome is Outcome.CONFLICT else None
        await _write_feedback(slot.spoke_id, number, proposal, outcome, told=better is None)
        if better is not None:
            await rewriting.put_back(better, keep_drafts=True)
            await judging.resolve_feedback(slot.spoke_id)
            await give_up_slot(job, index, kept_old=True)
        elif outcome is not Outcome.RETRY:
            await rewriting.finish(slot.spoke_id)
            await report_progress(job)


async def _is_taken(spoke_id: str, material: Material, proposal: Proposal) -> bool:
    """The writer saw `brief.taken`; here count the pieces stored since. An unchanged draft has its place already."""
    content = proposal.draft.content
    if material.previous is not None and content == material.previous.content:
        return False
    seen = set(material.brief.taken)
    others = await other_contents(material.hub_id, spoke_id)
    return any(is_near_duplicate(content, other) for other in others if other not in seen)


async def _move(ticket: Ticket, index: int, material: Material) -> None:
    """The source gives this slot nothing new: another angle or platform takes it, or the plan shrinks.

    A piece that is written anew keeps its place; there it is the old one that stays.
    """
    async with tenancy.bind(ticket.client_id):
        job = await jobs.live_job(ticket)
        slot = slot_of(job, index)
        is_rewrite = await Rewrite.exists(id=slot.spoke_id)
        params = job.params or {}
        pillars = await active_pillars(material.hub_id, params.get("pillar_ids"))
    if is_rewrite:
        await _leave(ticket, index)
        return
    platforms = [Platform(name) for name in params.get("platforms") or Platform]
    place = await asyncio.to_thread(another_place, slot, material.brief, slots_of(job), pillars, platforms)
    async with tenancy.bind(ticket.client_id), tenancy.transaction():
        job = await jobs.live_job(ticket)
        if place is not None:
            await replace_slot(job, index, place)
        else:
            await give_up_slot(job, index)


async def _leave(ticket: Ticket, index: int) -> None:
    """What there is of the piece stays as it is; where there is nothing new, the plan has one piece less."""
    async with tenancy.bind(ticket.client_id), tenancy.transaction():
        job = await jobs.live_job(ticket)
        slot = slot_of(job, index)
        spoke = await Spoke.get_or_none(id=slot.spoke_id)
        rewrite = await Rewrite.get_or_none(id=slot.spoke_id, job_id=job.id)
        if rewrite is not None:
            await rewriting.put_back(rewrite)
            await give_up_slot(job, index)
        elif spoke is not None:
            await Spoke.filter(id=spoke.id, job_id=job.id).update(is_settled=True)
            await report_progress(job)
        elif not slot.given_up:
            is_killed = not await Pillar.filter(id=slot.pillar_id, status=PillarStatus.ACTIVE).exists()
            await give_up_slot(job, index, is_killed=is_killed)


async def _write_spoke(
    ticket: Ticket, index: int, slot: Slot, material: Material, proposal: Proposal, outcome: Outcome
) -> None:
    draft, brief = proposal.draft, material.brief
    values: dict[str, Any] = {
        "content": draft.content,
        "content_json": draft.content_json,
        "character_count": len(draft.content),
        "sources": [[span.start, span.end] for span in draft.sources],
        "is_settled": outcome is not Outcome.RETRY,
        "is_creative_conflict": outcome is Outcome.CONFLICT,
        **({"written_by": proposal.written_by} if proposal.written_by is not None else {}),
        **visual_columns(proposal.visual),
        "updated_at": clock.now(),
    }
    if await Spoke.filter(id=slot.spoke_id).update(**values):
        return
    await Spoke.create(
        id=slot.spoke_id,
        hub_id=material.hub_id,
        pillar_id=brief.pillar.id,
        parent_spoke_id=slot.parent_id,
        job_id=ticket.job_id,
        slot=index,
        platform=brief.platform,
        content_type=content_type_for(brief.platform),
        status=SpokeStatus.PENDING,
        **values,
    )


async def _write_feedback(spoke_id: str, number: int, proposal: Proposal, outcome: Outcome, told: bool) -> None:
    """A failure is written down; a pass resolves what was; a third failed regeneration waits for a person, who is
    `told` unless the old words stay."""
    if outcome is Outcome.ACCEPT:
        await judging.resolve_feedback(spoke_id)
        return
    for draft in await judging.write_feedback(spoke_id, proposal.report, number):
        if outcome is Outcome.CONFLICT and told:
            jobs.publish(CreativeConflict(spoke_id=spoke_id, gate=draft.gate, reason=draft.reason))
