"""Ending jobs before their time: by whoever ends them in their transaction, then in the registry and the engine."""

from app import resources
from app.generation import rewriting
from app.generation.mirror import mirror
from app.generation.rescoring import keep_promises
from app.hubs import jobs
from app.hubs.models import Job
from app.hubs.promising import forget_promise
from app.spokes.models import Spoke
from app.vocabulary import JobStatus


async def stop(job: Job, message: str) -> None:
    """Half-written pieces go, and those that it was writing anew are as they were. Call it inside the transaction that
    read the job: from the commit on its workflow writes nothing more, whatever it is at."""
    await rewriting.put_all_back(job.id)
    await Spoke.filter(job_id=job.id, is_settled=False).delete()
    await jobs.change(job, status=JobStatus.CANCELED, message=message)


async def after_stop(client_id: str, *stopped: Job) -> None:
    """What follows the commit. The engine comes last: a workflow that it has not cut off puts in order by itself what a
    crash in between leaves."""
    for hub_id in dict.fromkeys(job.hub_id for job in stopped if job.hub_id is not None):
        await mirror(client_id, hub_id)
    for job in stopped:
        if job.workflow_id is not None:
            await resources.current().engine.cancel(job.workflow_id)
        await keep_promises(client_id, (job.params or {}).get("promises", []))
        await forget_promise(job.id)
