"""Calibration, as durable steps: write down what was said, learn, measure. Each finds its work done when it runs again.

A model or a recogniser that cannot be had makes the job wait, as those that write; a recording that nobody can
understand fails it in words.
"""

import tenancy
from app.billing import service as billing
from app.brand.models import CalibrationEvent
from app.calibration.learning import learn
from app.calibration.progress import reported
from app.calibration.service import CALIBRATE
from app.calibration.strength import measure_client, remember
from app.calibration.transcribing import write_down
from app.generation.waiting import wait_for_model, wait_for_recogniser, wait_in
from app.generation.workflow import go_on_later
from app.hubs import jobs
from app.hubs.jobs import PlainTicket, Ticket
from app.hubs.models import Job
from app.hubs.promising import forget_promise
from app.hubs.workflow import ENDED, fail, guarded, job_workflow
from app.kit import clock
from app.llm import ModelFailed
from app.progress.events import CalibrationComplete
from app.speech import RecogniserUnavailable, RecordingRefused
from app.vocabulary import CalibrationInput, JobStatus, UsageType
from app.workflows import step

TRANSCRIBING_S = 3_600.0


@step("calibration.close")
async def close(ticket: PlainTicket) -> str:
    """However the job ended: the next start has nothing to look for. One that goes on later stays promised."""
    return await guarded(Ticket.of(ticket), _close)


@job_workflow(CALIBRATE, close)
async def calibrate(ticket: PlainTicket) -> str:
    for work in (transcribe, understand):
        outcome = await work(ticket)
        wait = wait_in([outcome])
        if wait is not None:
            return await go_on_later(ticket, wait)
        if outcome == ENDED:
            return ENDED
    if await count(ticket) == ENDED:
        return ENDED
    return await finish(ticket)


@step("calibration.transcribe", timeout_s=TRANSCRIBING_S)
async def transcribe(ticket: PlainTicket) -> str:
    t = Ticket.of(ticket)
    try:
        return await guarded(t, write_down)
    except RecogniserUnavailable as error:
        return await wait_for_recogniser(t, error)
    except RecordingRefused as error:
        return await fail(t, error.reason)


@step("calibration.learn", timeout_s=TRANSCRIBING_S)
async def understand(ticket: PlainTicket) -> str:
    t = Ticket.of(ticket)
    try:
        return await guarded(t, learn)
    except ModelFailed as error:
        return await wait_for_model(t, error)


@step("calibration.count")
async def count(ticket: PlainTicket) -> str:
    """The global plane's part, counted once: the usage of a voice note that was understood."""
    return await guarded(Ticket.of(ticket), _count)


@step("calibration.finish")
async def finish(ticket: PlainTicket) -> str:
    return await guarded(Ticket.of(ticket), _finish)


async def _count(t: Ticket) -> None:
    async with tenancy.bind(t.client_id):
        event = await CalibrationEvent.get(id=t.job_id)
    if event.input_type is CalibrationInput.VOICE:
        async with tenancy.global_transaction():
            await billing.record_usage(t.job_id, t.account_id, t.client_id, UsageType.VOICE_CALIBRATION)


async def _finish(t: Ticket) -> None:
    """The strength is measured outside of the transaction: it is work for the processor."""
    await reported(t, "measuring", 90, "Measuring how well the voice is known.")
    async with tenancy.bind(t.client_id):
        strength = await measure_client()
    async with tenancy.bind(t.client_id), tenancy.transaction():
        job = await jobs.live_job(t)
        now = clock.now()
        await remember(strength)
        event = await CalibrationEvent.get(id=t.job_id)
        event.update_from_dict({"dna_score_after": strength.score, "completed_at": now})
        await event.save(update_fields=["dna_score_after", "completed_at"])
        jobs.publish(
            CalibrationComplete(
                job_id=job.id,
                calibration_id=event.id,
                dna_score_before=event.dna_score_before,
                dna_score_after=event.dna_score_after,
            )
        )
        await jobs.change(
            job,
            status=JobStatus.COMPLETE,
            current_phase="complete",
            progress_percent=100,
            message=_summary(event),
        )


def _summary(event: CalibrationEvent) -> str:
    extracted = event.entities_extracted or {}
    skipped = len(extracted.get("skipped", []))
    learned = sum(map(len, extracted.values())) - skipped
    said = [f"{learned} learned, {skipped} left out." if skipped else f"{learned} learned."]
    if event.spokes_reevaluated:
        spokes = "1 spoke is" if event.spokes_reevaluated == 1 else f"{event.spokes_reevaluated} spokes are"
        said.append(f"{spokes} judged anew.")
    return " ".join(said)


async def _close(t: Ticket) -> None:
    async with tenancy.bind(t.client_id):
        job = await Job.get_or_none(id=t.job_id)
    if job is None or (job.run == t.run and job.status.is_terminal):
        await forget_promise(t.job_id)
