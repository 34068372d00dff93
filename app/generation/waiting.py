"""A job whose model cannot be had is put off: it leaves its worker to others and goes on by itself after a pause.

What is written stays, and what is not yet good stays unsettled. The job says why it waits; when it has waited too long,
or the model keeps answering nonsense, it fails in words.
"""

from datetime import timedelta

import tenancy
from app import resources
from app.hubs import jobs
from app.hubs.jobs import Ticket
from app.hubs.models import Job
from app.hubs.workflow import ENDED, OVER, fail
from app.kit import clock
from app.llm import ModelFailed, ModelNonsense
from app.vocabulary import JobStatus

WAITING = "waiting "
LONGEST_PAUSE_S = 900.0


async def wait_for_model(ticket: Ticket, error: ModelFailed) -> str:
    """Tells people that the job waits, and why. Gives WAITING with the seconds of the pause; ENDED when it is over."""
    try:
        async with tenancy.bind(ticket.client_id), tenancy.transaction():
            job = await jobs.live_job(ticket)
            if not _is_enough(job, error):
                since = job.waiting_since or clock.now()
                await jobs.change(job, message=f"Waiting for the model: it {error.reason}.", waiting_since=since)
                return f"{WAITING}{max(error.retry_in_s, _pause_s(job.waits)):.3f}"
    except OVER:
        return ENDED
    return await fail(ticket, f"The model {error.reason}. What was written is kept; try the job again to go on.")


def pause_in(outcomes: list[str]) -> float | None:
    """The longest pause that steps asked for, in seconds; None where none did."""
    return max((float(each.removeprefix(WAITING)) for each in outcomes if each.startswith(WAITING)), default=None)


async def put_off(ticket: Ticket) -> Job | None:
    """The job, queued for its next run; None when it is over. Running again finds that done."""
    async with tenancy.bind(ticket.client_id), tenancy.transaction():
        job = await Job.get_or_none(id=ticket.job_id)
        if job is not None and job.run == ticket.run + 1 and job.waits and job.status is JobStatus.QUEUED:
            return job
        if job is None or job.run != ticket.run or job.status.is_terminal:
            return None
        await jobs.put_off(job, ticket)
        return job


async def answered(job: Job) -> None:
    """The model writes again. Call it inside the transaction that read the job."""
    if job.waits or job.waiting_since is not None:
        await jobs.change(
            job, status=JobStatus.PROCESSING, message="The model writes again.", waits=0, waiting_since=None
        )


def _is_enough(job: Job, error: ModelFailed) -> bool:
    settings = resources.current().settings
    if isinstance(error, ModelNonsense):
        return job.waits >= settings.model_attempts
    longest = timedelta(hours=settings.model_wait_hours)
    return job.waiting_since is not None and clock.now() - job.waiting_since >= longest


def _pause_s(waits: int) -> float:
    return min(resources.current().settings.model_pause_s * 2.0 ** min(waits, 32), LONGEST_PAUSE_S)
