"""Judging anew what waits for a person, when what it is held to has changed.

A change is promised in the global plane before it is made, so that whatever a crash leaves undone is found at the next
start. The work is one durable job over all of the client's hubs. What changes while it is at work it sees itself: it
begins once more when it comes to its end. Until then nothing is approved on a verdict from before the job's `since`.
"""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import tenancy
from app import resources
from app.accounts.policy import Permission
from app.clients.access import ClientAccess
from app.clients.models import Client
from app.hubs import jobs
from app.hubs.jobs import Ticket
from app.hubs.models import Job
from app.kit import clock, ids
from app.spokes.models import Spoke
from app.vocabulary import SpokeStatus

RESCORE = "brand.rescore"
OPEN = (SpokeStatus.PENDING, SpokeStatus.REJECTED)
"""What may still be approved."""


@asynccontextmanager
async def rescored(access: ClientAccess) -> AsyncIterator[None]:
    """Around a change of words, samples, thresholds or rules, committed inside: afterwards a job judges anew.

        async with rescored(access):
            async with access.bind(), tenancy.transaction():
                ...

    Raises: Forbidden, Conflict for who may not change the brand, or a client that is not active; then nothing began.
    """
    access.require(Permission.DIRECT)
    access.require_active()
    async with judged_anew(access.client_id, access.account_id):
        yield


@asynccontextmanager
async def judged_anew(client_id: str, account_id: str) -> AsyncIterator[None]:
    """As `rescored`, for who may do what is inside, whatever the client's status."""
    promise, before = ids.new_id(), await promised_rescoring(client_id)
    await Client.filter(id=client_id).update(rescoring=promise)
    try:
        yield
    except BaseException:
        await Client.filter(id=client_id, rescoring=promise).update(rescoring=before)
        raise
    await rescore_pending(client_id, account_id, promise)


async def rescore_pending(client_id: str, account_id: str, promise: str) -> Job | None:
    """Queues the job, or has the one that is at work begin once more; None where there is nothing to judge."""
    async with tenancy.bind(client_id), tenancy.transaction():
        job = await active_rescoring()
        if job is not None:
            asked = (job.params or {}).get("promises", [])
            params = {"again": True, "promises": [*asked, promise], "since": clock.now_millis()}
            return await jobs.change(job, params=params)
        ticket = Ticket(client_id, account_id, "", ids.new_id(), 1)
        if await Spoke.filter(status__in=OPEN, is_settled=True).exists():
            params = {"again": False, "promises": [promise], "since": clock.now_millis()}
            job = await jobs.queue(ticket, RESCORE, params)
    if job is None:
        await keep_promises(client_id, [promise])
        return None
    await resources.current().engine.start_apart(RESCORE, ticket.workflow_id, client_id, ticket.plain())
    return job


async def active_rescoring() -> Job | None:
    """The bound client's job at work."""
    return await Job.filter(kind=RESCORE, status__in=jobs.ACTIVE).order_by("-id").first()


async def keep_promises(client_id: str, promises: Sequence[str]) -> None:
    """Nothing is left to be done for these; one made since stays."""
    await Client.filter(id=client_id, rescoring__in=list(promises)).update(rescoring=None)


async def promised_rescoring(client_id: str) -> str | None:
    """The newest promise that is not kept yet."""
    client = await Client.get_or_none(id=client_id)
    return client.rescoring if client else None
