"""A grounding audit as a durable job: one step reads what people changed and said, and one transaction writes what it
proposes with the job's end. Run again, it finds the job over."""

import asyncio
from collections.abc import Sequence

import tenancy
from app.grounding.gathering import Gathered, gathered, with_languages
from app.grounding.knowing import unknown
from app.grounding.models import DnaProposal, GroundingAudit
from app.grounding.proposals import Proposal, plain
from app.grounding.proposing import proposals_of
from app.grounding.service import AUDIT
from app.hubs import jobs
from app.hubs.jobs import PlainTicket, Ticket
from app.hubs.models import Job
from app.hubs.promising import forget_promise
from app.hubs.workflow import guarded, job_workflow
from app.kit import clock, ids
from app.vocabulary import JobStatus
from app.workflows import step

READ_S = 1_800.0


@step("grounding.close")
async def close(ticket: PlainTicket) -> str:
    """However the job ended: the next start has nothing to look for."""
    return await guarded(Ticket.of(ticket), _close)


@job_workflow(AUDIT, close)
async def audit(ticket: PlainTicket) -> str:
    return await read(ticket)


@step("grounding.read", timeout_s=READ_S)
async def read(ticket: PlainTicket) -> str:
    return await guarded(Ticket.of(ticket), _read)


async def _read(t: Ticket) -> None:
    async with tenancy.bind(t.client_id), tenancy.transaction():
        job = await jobs.live_job(t)
        audit = await GroundingAudit.get(id=t.job_id)
        message = "Reading what people changed."
        await jobs.change(
            job, status=JobStatus.PROCESSING, current_phase="reading", progress_percent=10, message=message
        )
    material = await gathered(t.client_id, clock.to_millis(audit.since), clock.to_millis(audit.until))
    material, found = await asyncio.to_thread(_understood, material)
    async with tenancy.bind(t.client_id), tenancy.transaction():
        job = await jobs.live_job(t)
        new = await unknown(found, audit.since)
        await _write(audit.id, new)
        await GroundingAudit.filter(id=audit.id).update(
            edits_read=material.edits_read, remarks_read=len(material.remarks), completed_at=clock.now()
        )
        await jobs.change(
            job,
            status=JobStatus.COMPLETE,
            current_phase="complete",
            progress_percent=100,
            message=f"{material.edits_read} edits and {len(material.remarks)} remarks read, {len(new)} proposed.",
        )


def _understood(material: Gathered) -> tuple[Gathered, list[Proposal]]:
    material = with_languages(material)
    return material, proposals_of(material.edits, material.remarks)


async def _write(audit_id: str, found: Sequence[Proposal]) -> None:
    """The first of them last: what is newest is shown first."""
    for proposal in reversed(found):
        await DnaProposal.create(
            id=ids.new_id(),
            audit_id=audit_id,
            kind=proposal.kind,
            words=proposal.words,
            value=plain(proposal.found),
            evidence=[example.plain() for example in proposal.examples],
            summary=proposal.summary,
            pieces=proposal.pieces,
            people=len(proposal.people),
            confidence=proposal.confidence,
        )


async def _close(t: Ticket) -> None:
    async with tenancy.bind(t.client_id):
        job = await Job.get_or_none(id=t.job_id)
    if job is None or (job.run == t.run and job.status.is_terminal):
        await forget_promise(t.job_id)
