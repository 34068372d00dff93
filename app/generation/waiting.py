"""A job whose model cannot be had is put off: it leaves its worker to others and goes on by itself after a pause.

What is written stays, and what is not yet good stays unsettled. The job says why it waits; when it has waited too long,
or the model keeps answering nonsense, it fails in words.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

import tenancy
from app import resources
from app.generation.service import GENERATE
from app.hubs import jobs
from app.hubs.jobs import Ticket
from app.hubs.models import Job
from app.hubs.service import CREATE
from app.hubs.workflow import ENDED, OVER, fail
from app.kit import clock
from app.llm import ModelFailed, ModelNonsense
from app.speech import RecogniserUnavailable
from app.vocabulary import JobStatus

UNAVAILABLE, REFUSED, UNHEARD = "unavailable", "refused", "unheard"
MODEL, RECOGNISER = "model", "recogniser"
NOT_BEGUN = f"{UNAVAILABLE} 0.000 cannot be had"
"""What a step gives that found the job put off by another one."""
LONGEST_PAUSE_S = 900.0


@dataclass(frozen=True, slots=True)
class Wait:
    """How long the job is put off, in seconds, and why: the words that go on "it", whether it was for answers that
    could not be used, and what it waits for."""

    pause_s: float
    reason: str
    was_refused: bool
    whom: str = MODEL


async def wait_for_model(ticket: Ticket, error: ModelFailed) -> str:
    """Tells people that the job waits, and why. Gives the same for `wait_in`; ENDED when the job is over."""
    try:
        async with tenancy.bind(ticket.client_id), tenancy.transaction():
            job = await jobs.live_job(ticket)
            if not _is_enough(job, error):
                since = job.waiting_since or clock.now()
                await jobs.change(job, message=_words(error.reason, MODEL), waiting_since=since, waiting_run=job.run)
                kind = REFUSED if isinstance(error, ModelNonsense) else UNAVAILABLE
                return f"{kind} {max(error.retry_in_s, _pause_s(job.waits)):.3f} {error.reason}"
    except OVER:
        return ENDED
    return await fail(ticket, f"The model {error.reason}. What was written is kept; try the job again to go on.")


async def wait_for_recogniser(ticket: Ticket, error: RecogniserUnavailable) -> str:
    """As `wait_for_model`."""
    try:
        async with tenancy.bind(ticket.client_id), tenancy.transaction():
            job = await jobs.live_job(ticket)
            if not _is_too_long(job):
                since = job.waiting_since or clock.now()
                await jobs.change(job, message=_words(error.reason, RECOGNISER), waiting_since=since)
                return f"{UNHEARD} {max(error.retry_in_s, _pause_s(job.waits)):.3f} {error.reason}"
    except OVER:
        return ENDED
    return await fail(ticket, f"The recogniser {error.reason}. The recording is kept; try the job again to go on.")


async def is_put_off(ticket: Ticket) -> bool:
    """Whether a piece of this run has found that the model cannot be had: then no other one needs to try."""
    async with tenancy.bind(ticket.client_id):
        return await Job.filter(id=ticket.job_id, waiting_run=ticket.run).exists()


def wait_in(outcomes: Sequence[str]) -> Wait | None:
    """The longest that steps asked for; None where none did."""
    asked = [each.split(maxsplit=2) for each in outcomes if each.startswith((UNAVAILABLE, REFUSED, UNHEARD))]
    if not asked:
        return None
    pause_s, reason = max((float(pause), reason) for _, pause, reason in asked)
    whom = RECOGNISER if asked[0][0] == UNHEARD else MODEL  # no job waits for both at once
    return Wait(pause_s, reason, any(kind == REFUSED for kind, *_ in asked), whom)


async def put_off(ticket: Ticket, reason: str, *, was_refused: bool, whom: str = MODEL) -> Job | None:
    """The job, queued for its next run; None when it is over. Running again finds that done.

    It says once more why it waits: pieces that were under way may have been written since it was said first.
    """
    async with tenancy.bind(ticket.client_id), tenancy.transaction():
        job = await Job.get_or_none(id=ticket.job_id)
        if job is not None and job.run == ticket.run + 1 and job.waits and job.status is JobStatus.QUEUED:
            return job
        if job is None or job.run != ticket.run or job.status.is_terminal:
            return None
        await jobs.put_off(job, ticket, _words(reason, whom), was_refused=was_refused)
        return job


def workflow_of(job: Job) -> str:
    """The name of the workflow that goes on with the job: one that was put off has its source read."""
    return GENERATE if job.waits and job.kind == CREATE else job.kind


async def answered(job: Job) -> None:
    """The model writes again. Call it inside the transaction that read the job."""
    if job.waits or job.waiting_since is not None:
        await jobs.change(
            job,
            status=JobStatus.PROCESSING,
            message="The model writes again.",
            waits=0,
            refusals=0,
            waiting_since=None,
            waiting_run=None,
        )


def _words(reason: str, whom: str) -> str:
    return f"Waiting for the {whom}: it {reason}."


def _is_enough(job: Job, error: ModelFailed) -> bool:
    if isinstance(error, ModelNonsense):
        return job.refusals >= resources.current().settings.model_attempts
    return _is_too_long(job)


def _is_too_long(job: Job) -> bool:
    longest = timedelta(hours=resources.current().settings.model_wait_hours)
    return job.waiting_since is not None and clock.now() - job.waiting_since >= longest


def _pause_s(waits: int) -> float:
    return min(resources.current().settings.model_pause_s * 2.0 ** min(waits, 32), LONGEST_PAUSE_S)
