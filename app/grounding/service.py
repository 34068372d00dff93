"""Asking for a grounding audit, and deciding on what it proposes. Nothing enters the brand without a person."""

from dataclasses import replace
from datetime import timedelta

import tenancy
from app import resources
from app.accounts.policy import Permission
from app.calibration.found import Found
from app.calibration.merging import Merged, merge
from app.clients.access import ClientAccess
from app.errors import Conflict, NotFound, StillProcessing, ValidationFailed
from app.generation.rescoring import rescored
from app.grounding.models import DnaProposal, GroundingAudit
from app.grounding.proposals import found_of
from app.hubs import jobs
from app.hubs.jobs import Ticket
from app.hubs.models import Job
from app.hubs.promising import promised_job
from app.kit import clock, ids
from app.trail.service import Deed, noted
from app.vocabulary import BrandSource, ProposalStatus, Severity

AUDIT = "brand.audit"
REQUESTED, APPLIED, DISMISSED = "brand.audit_requested", "brand.proposal_applied", "brand.proposal_dismissed"
DAYS, MOST_DAYS = 30, 365


async def audit(access: ClientAccess, days: int) -> tuple[GroundingAudit, Job]:
    """Queues the reading of what people changed in the last days.

    Raises:
        Forbidden, Conflict: as always.
        ValidationFailed: no such number of days.
        StillProcessing: an audit is at work.
    """
    access.require(Permission.DIRECT)
    access.require_active()
    if not 1 <= days <= MOST_DAYS:
        raise ValidationFailed(("days", f"An audit reads 1 to {MOST_DAYS} days."))
    ticket = Ticket(access.client_id, access.account_id, "", ids.new_id(), 1)
    async with promised_job(access, ticket.job_id), access.bind(), tenancy.transaction():
        active = await Job.filter(kind=AUDIT, status__in=jobs.ACTIVE).order_by("-id").first()
        if active is not None:
            raise StillProcessing(active.id)
        now = clock.now()
        row = await GroundingAudit.create(
            id=ticket.job_id,
            job_id=ticket.job_id,
            requested_by=access.viewer.user_id,
            since=now - timedelta(days=days),
            until=now,
        )
        job = await jobs.queue(ticket, AUDIT, {})
        await noted(access.viewer, [Deed(REQUESTED, row.id, detail={"days": days})])
    await resources.current().engine.start(AUDIT, ticket.workflow_id, access.client_id, ticket.plain())
    return row, job


async def apply_proposal(access: ClientAccess, proposal_id: str, severity: Severity | None = None) -> DnaProposal:
    """Merges it into the brand as what a person entered; what waits is judged anew. Twice changes nothing.

    `severity` is how hard a banned word is banned, where that differs from what is proposed.

    Raises:
        Forbidden, NotFound: as always.
        Conflict: it was dismissed, or what people entered stands against it.
    """
    access.require(Permission.DIRECT)
    access.require_active()
    async with access.bind():
        proposal = await _undecided(proposal_id, ProposalStatus.APPLIED)
    if proposal.status is ProposalStatus.APPLIED:
        return proposal
    async with rescored(access), access.bind(), tenancy.transaction():
        proposal = await _undecided(proposal_id, ProposalStatus.APPLIED)
        if proposal.status is ProposalStatus.PROPOSED:
            found = _with_severity(found_of(proposal.value), severity)
            _require_merged(await merge(access.viewer, found, BrandSource.MANUAL))
            await _decide(access, proposal, ProposalStatus.APPLIED, APPLIED)
    return proposal


async def dismiss_proposal(access: ClientAccess, proposal_id: str) -> DnaProposal:
    """It is not proposed again. Twice changes nothing. Raises Forbidden, NotFound; Conflict where it was applied."""
    access.require(Permission.DIRECT)
    async with access.bind(), tenancy.transaction():
        proposal = await _undecided(proposal_id, ProposalStatus.DISMISSED)
        if proposal.status is ProposalStatus.PROPOSED:
            await _decide(access, proposal, ProposalStatus.DISMISSED, DISMISSED)
    return proposal


async def _undecided(proposal_id: str, wanted: ProposalStatus) -> DnaProposal:
    """Of the bound client: one that waits, or was decided just so. Raises NotFound, Conflict."""
    proposal = await DnaProposal.get_or_none(id=proposal_id)
    if proposal is None:
        raise NotFound("proposal", proposal_id)
    if proposal.status not in (ProposalStatus.PROPOSED, wanted):
        raise Conflict(f"The proposal was {proposal.status}.", state=str(proposal.status))
    return proposal


async def _decide(access: ClientAccess, proposal: DnaProposal, status: ProposalStatus, action: str) -> None:
    proposal.status, proposal.decided_at, proposal.decided_by = status, clock.now(), access.viewer.user_id
    await proposal.save(update_fields=["status", "decided_at", "decided_by"])
    await noted(access.viewer, [Deed(action, proposal.id, detail={"kind": str(proposal.kind)})])


def _require_merged(merged: Merged) -> None:
    """Raises Conflict where nothing of it stands in the brand now."""
    if not any((merged.markers, merged.bans, merged.stances, merged.tone, merged.avoid)):
        raise Conflict(f"It was not applied: {'; '.join(merged.skipped)}.", state="refused")


def _with_severity(found: Found, severity: Severity | None) -> Found:
    if severity is None:
        return found
    return replace(found, bans=[replace(ban, severity=severity) for ban in found.bans])
