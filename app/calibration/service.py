"""Asking for a calibration: what was given is kept, and a durable job learns from it.

A calibration has the id of its job. Its recording is there before both, under that id, and goes where they come to
nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import tenancy
from app import resources
from app.accounts.policy import Permission
from app.billing import service as billing
from app.brand.models import CalibrationEvent, TrainingSample
from app.clients.access import ClientAccess
from app.errors import Conflict, NotFound, RateLimited, ValidationFailed
from app.hubs import jobs
from app.hubs.jobs import Ticket
from app.hubs.models import Job
from app.hubs.promising import forget_recording, promised_job
from app.hubs.service import Upload
from app.kit import clock, ids
from app.objects import keys
from app.speech import Recording
from app.speech.decoding import inspect
from app.speech.limits import MAX_RECORDING_BYTES
from app.speech.opening import HOW_TO_ENABLE
from app.trail.service import Deed, noted
from app.vocabulary import CalibrationInput, CalibrationTrigger

CALIBRATE = "brand.calibrate"
REQUESTED = "brand.calibration_requested"
MAX_TEXT, MAX_SAMPLE = 20_000, 20_000
MAX_SAMPLES = 100
"""Given at once."""
MAX_KEPT = 1_000
"""Of a brand, whenever they were given."""
VOICE_WITHIN, VOICE_MOST = timedelta(hours=1), 10


@dataclass(frozen=True, slots=True)
class Given:
    """One or more of an instruction, samples of the client's writing, and a voice note that says an instruction."""

    text: str | None = None
    samples: Sequence[str] = ()
    audio: Upload | None = None
    trigger: CalibrationTrigger = CalibrationTrigger.MANUAL

    @property
    def input_type(self) -> CalibrationInput:
        return CalibrationInput.VOICE if self.audio is not None else CalibrationInput.TEXT


async def calibrate(access: ClientAccess, given: Given) -> tuple[CalibrationEvent, Job]:
    """Keeps what is given and queues the job that learns from it.

    Raises:
        Forbidden, Conflict: the role, a paused client, the subscription; no recogniser for a voice note; a brand that
            has as many samples as it may.
        ValidationFailed: nothing, too much, or no recording that can be heard.
        RateLimited: too many voice notes within the hour.
    """
    access.require(Permission.DIRECT)
    access.require_active()
    given = checked(given)
    await billing.require_writable(access.account_id)
    async with access.bind():
        await _require_room(given)
    recording = await _received(given.audio) if given.audio is not None else None
    ticket = Ticket(access.client_id, access.account_id, "", ids.new_id(), 1)
    async with promised_job(access, ticket.job_id), access.bind():
        try:
            if recording is not None:
                await _keep(ticket, recording)
            async with tenancy.transaction():
                event, job = await _write(access, ticket, given, recording)
        except BaseException:
            await forget_recording(access.client_id, ticket.job_id)
            raise
    await resources.current().engine.start(CALIBRATE, ticket.workflow_id, access.client_id, ticket.plain())
    return event, job


async def get_calibration(access: ClientAccess, calibration_id: str) -> CalibrationEvent:
    """Raises NotFound."""
    async with access.bind():
        event = await CalibrationEvent.get_or_none(id=calibration_id)
    if event is None:
        raise NotFound("calibration", calibration_id)
    return event


def checked(given: Given) -> Given:
    """Without blanks around. Raises ValidationFailed, Conflict where nobody could write a voice note down."""
    text = (given.text or "").strip()
    if len(text) > MAX_TEXT:
        raise ValidationFailed(("input.text", f"An instruction has at most {MAX_TEXT:,} characters."))
    if len(given.samples) > MAX_SAMPLES:
        raise ValidationFailed(("input.samples", f"Give at most {MAX_SAMPLES} samples at once."))
    samples = [sample.strip() for sample in given.samples]
    if not all(0 < len(sample) <= MAX_SAMPLE for sample in samples):
        raise ValidationFailed(("input.samples", f"A sample has 1 to {MAX_SAMPLE:,} characters."))
    if not (text or samples or given.audio):
        raise ValidationFailed(("input", "Give one or more of text, samples and audio."))
    if given.audio is not None and resources.current().transcriber is None:
        raise Conflict(HOW_TO_ENABLE, state="no_recogniser")
    return replace(given, text=text or None, samples=samples)


async def _require_room(given: Given) -> None:
    """Raises RateLimited, Conflict."""
    if given.audio is not None:
        await _require_turn(clock.now())
    if given.samples and await TrainingSample.all().count() + len(given.samples) > MAX_KEPT:
        raise Conflict(f"A brand has at most {MAX_KEPT:,} samples; remove some first.", state="full")


async def _require_turn(now: datetime) -> None:
    """Raises RateLimited. What was asked for is counted, whatever came of it, so that it holds across restarts."""
    recent = CalibrationEvent.filter(input_type=CalibrationInput.VOICE, created_at__gt=now - VOICE_WITHIN)
    newest = await recent.order_by("-created_at").limit(VOICE_MOST)
    if len(newest) == VOICE_MOST:
        wait_s = max(1, -int((now - VOICE_WITHIN - newest[-1].created_at).total_seconds() // 1))
        minutes = -(-wait_s // 60)
        words = f"A client has {VOICE_MOST} voice calibrations an hour; try again in {minutes} minutes."
        raise RateLimited(words, retry_after_s=wait_s)


async def _received(audio: Upload) -> Recording:
    """Raises ValidationFailed for what is too large, or no recording."""
    data = bytearray()
    async for piece in audio.pieces:
        data += piece
        if len(data) > MAX_RECORDING_BYTES:
            size = f"{MAX_RECORDING_BYTES // 1024**2} MB"
            raise ValidationFailed(("input.audio", f"The recording is larger than the {size} allowed."))
    return await inspect(bytes(data))


async def _keep(ticket: Ticket, recording: Recording) -> None:
    key = keys.voice_key(ticket.client_id, ticket.job_id, recording.extension)
    await resources.current().objects.put(key, recording.data, f"audio/{recording.extension}")


async def _write(
    access: ClientAccess, ticket: Ticket, given: Given, recording: Recording | None
) -> tuple[CalibrationEvent, Job]:
    """Looks at the room once more: others may have been given it meanwhile."""
    await _require_room(given)
    key = keys.voice_key(ticket.client_id, ticket.job_id, recording.extension) if recording is not None else None
    event = await CalibrationEvent.create(
        id=ticket.job_id,
        job_id=ticket.job_id,
        requested_by=access.viewer.user_id,
        trigger_type=given.trigger,
        input_type=given.input_type,
        input_r2_key=key,
        instruction=given.text,
        samples=list(given.samples) or None,
    )
    detail = {"input": str(given.input_type), "trigger": str(given.trigger), "samples": len(given.samples)}
    await noted(access.viewer, [Deed(REQUESTED, event.id, detail=detail)])
    return event, await jobs.queue(ticket, CALIBRATE, {"seconds": recording.seconds} if recording is not None else {})
