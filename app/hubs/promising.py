"""Jobs over a whole client are promised in the global plane before anything else is written.

The two planes share no transaction: whatever a crash leaves undone is found by its promise at the next start. A promise
is forgotten when its job is over, by whoever ends it.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from app import resources
from app.clients.access import ClientAccess
from app.hubs.registry import JobPromise
from app.objects import keys


@asynccontextmanager
async def promised_job(access: ClientAccess, job_id: str) -> AsyncIterator[None]:
    """Around the transaction that queues the job: it is promised first, and taken back if that fails."""
    about = {"account_id": access.account_id, "client_id": access.client_id}
    _, is_new = await JobPromise.get_or_create(id=job_id, defaults=about)
    try:
        yield
    except BaseException:
        if is_new:
            await forget_promise(job_id)
        raise


async def forget_promise(job_id: str) -> None:
    await JobPromise.filter(id=job_id).delete()


async def forget_recording(client_id: str, job_id: str) -> None:
    """Of a job that was never written: a calibration has the id of its job, and its recording is there before it."""
    for key in keys.voice_keys(client_id, job_id):
        await resources.current().objects.delete(key)
