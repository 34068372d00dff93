"""Mending, at start, what the last stop left between the two planes.

The registry says PROCESSING before anything else is written, so it names every hub that may need it: one whose job was
promised but never reached the engine, one whose job is over, and one that was never written at all. Jobs over a whole
client are promised by themselves, and clients whose pieces are to be judged anew say so in the same way.
"""

import logging
from collections.abc import AsyncIterator

import tenancy
from app import resources
from app.billing.models import UsageEvent
from app.clients.models import Client
from app.generation.mirror import mirror
from app.generation.rescoring import active_rescoring, rescore_pending
from app.generation.waiting import workflow_of
from app.hubs import jobs
from app.hubs.jobs import Ticket
from app.hubs.models import Hub, Job
from app.hubs.promising import forget_promise, forget_recording
from app.hubs.registry import HubRegistry, JobPromise
from app.objects import keys
from app.vocabulary import RegistryStatus

log = logging.getLogger(__name__)
AT_ONCE = 200


async def restart_lost_jobs() -> int:
    """Returns how many jobs were started. A hub that cannot be looked at is logged and waits for the next start: a
    broken file of one client keeps no other's work from going on."""
    started = 0
    async for row in _concerned():
        try:
            started += tenancy.exists(row.client_id) and await _mend(row)
        except Exception:
            log.exception("hub %s of client %s could not be mended", row.id, row.client_id)
    return started + await _restart_promised() + await _restart_rescoring()


async def _restart_promised() -> int:
    started = 0
    for promise in await JobPromise.all().order_by("id"):
        try:
            started += tenancy.exists(promise.client_id) and await _keep(promise)
        except Exception:
            log.exception("job %s of client %s could not be looked at", promise.id, promise.client_id)
    return started


async def _keep(promise: JobPromise) -> bool:
    async with tenancy.bind(promise.client_id):
        job = await Job.get_or_none(id=promise.id)
    if job is not None and job.status in jobs.ACTIVE:
        return await _restart(Ticket(promise.client_id, promise.account_id, "", job.id, job.run))
    if job is None:
        await forget_recording(promise.client_id, promise.id)
    await forget_promise(promise.id)
    return False


async def _restart_rescoring() -> int:
    started = 0
    for client in await Client.filter(rescoring__isnull=False).order_by("id"):
        try:
            started += tenancy.exists(client.id) and await _rescore(client)
        except Exception:
            log.exception("the pieces of client %s could not be judged anew", client.id)
    return started


async def _rescore(client: Client) -> bool:
    async with tenancy.bind(client.id):
        job = await active_rescoring()
    if job is not None:
        return await _restart(Ticket(client.id, client.account_id, "", job.id, job.run))
    return await rescore_pending(client.id, client.account_id, client.rescoring or "") is not None


async def _concerned() -> AsyncIterator[HubRegistry]:
    last = ""
    while rows := await HubRegistry.filter(status=RegistryStatus.PROCESSING, id__gt=last).order_by("id").limit(AT_ONCE):
        for row in rows:
            yield row
        last = rows[-1].id


async def _mend(row: HubRegistry) -> bool:
    async with tenancy.bind(row.client_id):
        hub = await Hub.get_or_none(id=row.id)
        job = await jobs.active_job(row.id)
    if hub is None:
        await _forget(row)
        return False
    if job is None:
        await mirror(row.client_id, row.id)
        return False
    return await _restart(Ticket(row.client_id, row.account_id, row.id, job.id, job.run))


async def _restart(ticket: Ticket) -> bool:
    """Starts the job's workflow; where that is over although the job is not, a new run."""
    engine = resources.current().engine
    is_live = await engine.is_live(ticket.workflow_id)
    if is_live:
        return False
    async with tenancy.bind(ticket.client_id), tenancy.transaction():
        job = await jobs.get_job(ticket.job_id)
        if job.status not in jobs.ACTIVE:
            return False  # it came to its end while we looked
        if is_live is not None:
            ticket = await jobs.new_run(job, ticket.account_id)
    await engine.start(workflow_of(job), ticket.workflow_id, ticket.client_id, ticket.plain())
    log.warning("started job %s, which the last stop had left behind", job.id)
    return True


async def _forget(row: HubRegistry) -> None:
    """Nobody was told of this hub: the process died before it was written."""
    await resources.current().objects.delete_prefix(keys.source_prefix(row.client_id, row.id))
    async with tenancy.global_transaction():
        await UsageEvent.filter(id=row.id).delete()
        await HubRegistry.filter(id=row.id).delete()
    log.warning("forgot hub %s, which the last stop had left unwritten", row.id)
