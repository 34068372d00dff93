"""One slot of the plan, from the first draft until it passes or three regenerations have failed.

Each attempt is one transaction: the piece, its draft, its score and the feedback on it. A loop that was cut off goes on
after the last attempt that was kept.
"""

from dataclasses import dataclass
from typing import Any

import tenancy
from app.generation import healing, judging
from app.generation.creator import Proposal, propose
from app.generation.gates.base import Rubric
from app.generation.healing import Outcome
from app.generation.platforms import content_type_for
from app.generation.writer import Brief, PillarBrief, is_near_duplicate
from app.hubs import jobs
from app.hubs.jobs import Ticket
from app.hubs.models import Hub, Pillar
from app.kit import clock, ids
from app.progress.events import CreativeConflict, SpokeEvaluated
from app.spokes.models import Draft, Feedback, MutationRecord, Spoke
from app.vocabulary import Platform, SpokeStatus

# How often a draft is written anew because a piece like it was stored by somebody else meanwhile.
MAX_COLLISIONS = 5
RECENT_FEEDBACK = 20
RECENT_EDITS = 20


class NoRoom(Exception):
    """The source gives no further piece that differs from those there are."""


@dataclass(frozen=True, slots=True)
class Material:
    """What the Creator reads before it writes."""

    brief: Brief
    rubric: Rubric


async def write_slot(ticket: Ticket, index: int) -> None:
    """Raises JobEnded when the job was cancelled meanwhile."""
    collisions = 0
    while True:
        material = await _material(ticket, index)
        if material is None:
            return
        proposal = await propose(material.brief, material.rubric)
        if not await _keep(ticket, index, material.brief, proposal):
            collisions += 1
            if collisions > MAX_COLLISIONS:
                raise NoRoom(f"slot {index} of job {ticket.job_id}")


def pillar_brief(pillar: Pillar) -> PillarBrief:
    return PillarBrief(
        id=pillar.id,
        title=pillar.title,
        angle=pillar.angle,
        key_points=tuple(pillar.key_points or ()),
        spans=tuple(tuple(span) for span in pillar.spans or ()),
    )


async def _material(ticket: Ticket, index: int) -> Material | None:
    """None when the slot is settled. Raises JobEnded."""
    async with tenancy.bind(ticket.client_id):
        job = await jobs.live_job(ticket)
        slot = job.plan[index]
        spoke = await Spoke.get_or_none(id=slot["spoke_id"])
        if spoke is not None and spoke.is_settled:
            return None
        hub = await Hub.get(id=ticket.hub_id)
        attempt = await Draft.filter(spoke_id=slot["spoke_id"]).count()
        brief = Brief(
            text=hub.source_content or "",
            language=hub.language or "en",
            pillar=pillar_brief(await Pillar.get(id=slot["pillar_id"])),
            platform=Platform(slot["platform"]),
            variant=slot["variant"],
            attempt=attempt,
            taken=await _others(ticket.hub_id, slot["spoke_id"]),
            themes=tuple(hub.themes or ()),
            voice=await judging.voice(),
            feedback=await _lessons(slot["spoke_id"]) if attempt else (),
            edit_pattern=await _edit_pattern() if healing.reads_past_edits(attempt) else None,
        )
        return Material(brief, await judging.rubric())


async def _others(hub_id: str, spoke_id: str) -> tuple[str, ...]:
    """What the hub's other pieces say, so that no two are alike."""
    contents = await Spoke.filter(hub_id=hub_id).exclude(id=spoke_id).order_by("id").values_list("content", flat=True)
    return tuple(str(content) for content in contents)


async def _lessons(spoke_id: str) -> tuple[str, ...]:
    """Gates that failed and were not mended: of this piece, then of the client's recent past."""
    own = await Feedback.filter(spoke_id=spoke_id, resolved=False).order_by("-id")
    past = await Feedback.filter(resolved=False).exclude(spoke_id=spoke_id).order_by("-id").limit(RECENT_FEEDBACK)
    return tuple(f"{row.gate}: {row.suggestion or row.reason}" for row in [*own, *past])


async def _edit_pattern() -> healing.EditPattern:
    edits = await MutationRecord.all().order_by("-id").limit(RECENT_EDITS)
    return healing.edit_pattern([(edit.original_content, edit.edited_content) for edit in edits])


async def _keep(ticket: Ticket, index: int, brief: Brief, proposal: Proposal) -> bool:
    """Writes the attempt; False when a piece like it has been stored meanwhile. Raises JobEnded."""
    async with tenancy.bind(ticket.client_id), tenancy.transaction():
        job = await jobs.live_job(ticket)
        spoke_id = job.plan[index]["spoke_id"]
        others = await _others(ticket.hub_id, spoke_id)
        if any(is_near_duplicate(proposal.draft.content, other) for other in others):
            return False
        outcome = healing.next_step(brief.attempt, proposal.report)
        await _write_spoke(ticket, index, spoke_id, brief, proposal, outcome)
        await judging.write_report(spoke_id, proposal.report)
        await Draft.create(
            id=ids.derived_id(spoke_id, "draft", str(brief.attempt)),
            spoke_id=spoke_id,
            attempt_number=brief.attempt,
            content=proposal.draft.content,
            violations=judging.plain_violations(proposal.report),
        )
        await _write_feedback(spoke_id, brief.attempt, proposal, outcome)
        jobs.publish(SpokeEvaluated(job_id=job.id, hub_id=job.hub_id, spoke_id=spoke_id, attempt_number=brief.attempt))
    return True


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
