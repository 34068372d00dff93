"""Starting, stopping and repeating work on a hub."""

from collections.abc import Sequence

import tenancy
from app import resources
from app.accounts.policy import Permission
from app.billing import service as billing
from app.clients.access import ClientAccess
from app.errors import Conflict, StillProcessing, ValidationFailed
from app.generation.mirror import promised
from app.generation.regenerating import REGENERATE, take_up_again
from app.generation.rescoring import RESCORE, active_rescoring
from app.generation.stopping import after_stop, stop
from app.hubs import jobs
from app.hubs.jobs import Ticket
from app.hubs.models import Hub, Job, Pillar
from app.hubs.promising import promised_job
from app.hubs.service import living_hub, ready_hub
from app.kit import ids
from app.trail.service import Deed, noted
from app.vocabulary import JobStatus, PillarStatus, Platform

GENERATE = "hub.generate"
MAX_SPOKES = 200


async def generate_spokes(
    access: ClientAccess,
    hub_id: str,
    *,
    platforms: Sequence[Platform] | None = None,
    pillar_ids: Sequence[str] | None = None,
    spokes_per_hub: int | None = None,
) -> tuple[Hub, Job]:
    """Queues the writing of more spokes for a hub that has been read.

    Raises:
        Forbidden, NotFound, Conflict: as always; also a hub not read yet, or killed.
        StillProcessing: another job is at work on the hub.
        ValidationFailed: the number asked for, or pillars that are not the hub's.
    """
    access.require(Permission.CREATE)
    access.require_active()
    _check_number(spokes_per_hub)
    await billing.require_writable(access.account_id)
    async with access.bind():
        await ready_hub(hub_id)
    ticket = Ticket(access.client_id, access.account_id, hub_id, ids.new_id(), 1)
    async with promised(access.client_id, hub_id), access.bind(), tenancy.transaction():
        hub = await ready_hub(hub_id)
        await _check_pillars(hub_id, pillar_ids)
        params = {
            "platforms": [str(platform) for platform in platforms] if platforms else None,
            "pillar_ids": list(pillar_ids) if pillar_ids else None,
            "spokes_per_hub": spokes_per_hub,
        }
        job = await jobs.queue(ticket, GENERATE, params)
        detail = {**params, "job_id": job.id}
        await noted(access.viewer, [Deed("generation.requested", hub.id, detail=detail)])
    await resources.current().engine.start(GENERATE, ticket.workflow_id, access.client_id, ticket.plain())
    return hub, job


async def cancel_job(access: ClientAccess, job_id: str) -> Job:
    """Ends a job; the pieces it has finished stay, half-written ones go, and those that it was writing anew are as they
    were. Cancelling twice changes nothing.

    From the commit on its workflow writes nothing more, whatever it is at; the engine is told so that it ends early.

    Raises:
        Forbidden, NotFound: as always.
        Conflict: the job is complete or has failed.
    """
    access.require(Permission.CREATE)
    async with access.bind(), tenancy.transaction():
        job = await jobs.get_job(job_id)
        if job.status is JobStatus.CANCELED:
            return job
        if job.status.is_terminal:
            raise Conflict(f"The job is over: {job.status}.", state=str(job.status))
        access.require(_right_to(job))
        await stop(job, "Cancelled.")
        await noted(access.viewer, [Deed("job.canceled", job.id, detail={"kind": job.kind, "hub_id": job.hub_id})])
    await after_stop(access.client_id, job)
    return job


async def retry_job(access: ClientAccess, job_id: str) -> Job:
    """Runs a failed or cancelled job again; what it had finished is kept, and so is its plan.

    Raises:
        Forbidden, NotFound: as always.
        StillProcessing: this job, or another one of the hub, is at work.
        Conflict: the job is complete, or the piece that it was to write anew has been killed.
    """
    access.require(Permission.CREATE)
    access.require_active()
    async with access.bind():
        job = await jobs.get_job(job_id)
        access.require(_right_to(job))
        hub_id = await _repeatable_hub(job)
    promising = promised_job(access, job_id) if _is_of_brand(job) else promised(access.client_id, hub_id)
    async with promising, access.bind(), tenancy.transaction():
        job = await jobs.get_job(job_id)
        await _repeatable_hub(job)
        ticket = await jobs.new_run(job, access.account_id)
        if job.kind == REGENERATE:
            await take_up_again(job)
        await noted(access.viewer, [Deed("job.retried", job.id, detail={"kind": job.kind, "hub_id": job.hub_id})])
    await resources.current().engine.start(job.kind, ticket.workflow_id, access.client_id, ticket.plain())
    return job


async def get_job(access: ClientAccess, job_id: str) -> Job:
    """Raises NotFound."""
    async with access.bind():
        return await jobs.get_job(job_id)


def _is_of_brand(job: Job) -> bool:
    """Whether it changes what the client's pieces are held to. A judging anew is over all hubs, and changes none of it;
    it is promised by what it judges by."""
    return job.hub_id is None and job.kind != RESCORE


def _right_to(job: Job) -> Permission:
    return Permission.DIRECT if _is_of_brand(job) else Permission.CREATE


def _check_number(spokes_per_hub: int | None) -> None:
    if spokes_per_hub is not None and not 1 <= spokes_per_hub <= MAX_SPOKES:
        raise ValidationFailed(("input.spokesPerHub", f"A job writes 1 to {MAX_SPOKES} spokes."))


async def _check_pillars(hub_id: str, pillar_ids: Sequence[str] | None) -> None:
    active = set(await Pillar.filter(hub_id=hub_id, status=PillarStatus.ACTIVE).values_list("id", flat=True))
    if not active:
        raise Conflict("The hub has no active pillar.", state="no_pillars")
    if pillar_ids is not None and (not pillar_ids or not set(pillar_ids) <= active):
        raise ValidationFailed(("input.pillarIds", "Name active pillars of this hub, at least one."))


async def _beside(job: Job) -> Job | None:
    """Another job at work that this one may not run beside."""
    if job.hub_id is not None:
        return await jobs.active_job(job.hub_id)
    return await active_rescoring() if job.kind == RESCORE else None


async def _repeatable_hub(job: Job) -> str:
    """The id of the job's hub, "" for one over all hubs. Raises StillProcessing, Conflict, NotFound."""
    if job.status in jobs.ACTIVE:
        raise StillProcessing(job.id)
    if job.status is JobStatus.COMPLETE:
        raise Conflict("The job is complete.", state=str(job.status))
    if job.hub_id is not None:
        await living_hub(job.hub_id)
    active = await _beside(job)
    if active is not None:
        raise StillProcessing(active.id)
    return job.hub_id or ""
