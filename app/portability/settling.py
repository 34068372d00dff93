"""What was under way where a client came from does not go on here: its jobs and exports end in words, and can be asked
for again. Their workflows did not travel."""

import tenancy
from app.exports.models import Export
from app.generation import rewriting
from app.hubs import jobs
from app.hubs.models import Job
from app.kit import clock
from app.spokes.models import Spoke
from app.vocabulary import JobStatus

REASON = "The client was moved to another installation while this was under way; try it again."


async def settle(client_id: str) -> int:
    """Returns how many were ended. Half-written pieces go, and those that were written anew are as they were."""
    async with tenancy.bind(client_id), tenancy.transaction():
        ended = await Job.filter(status__in=jobs.ACTIVE).order_by("id")
        for job in ended:
            await rewriting.put_all_back(job.id)
            await Spoke.filter(job_id=job.id, is_settled=False).delete()
            await jobs.change(job, status=JobStatus.FAILED, error_message=REASON)
        failed = {"status": JobStatus.FAILED, "error_message": REASON, "completed_at": clock.now()}
        exports = await Export.filter(status__in=jobs.ACTIVE).update(**failed)
    return len(ended) + exports
