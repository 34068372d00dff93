"""A voice note written down, once: the transcript is kept beside the recording and with the calibration."""

from dataclasses import asdict

import orjson

import tenancy
from app import resources
from app.brand.models import CalibrationEvent
from app.calibration.progress import reported
from app.errors import Conflict
from app.hubs import jobs
from app.hubs.jobs import Ticket
from app.objects import keys
from app.speech import Recording
from app.speech.opening import HOW_TO_ENABLE
from app.vocabulary import JobStatus


async def write_down(ticket: Ticket) -> None:
    """Finds it done when it runs again; nothing is to be done where nobody spoke.

    Raises: JobEnded, Conflict without a recogniser, RecogniserUnavailable, RecordingRefused.
    """
    async with tenancy.bind(ticket.client_id):
        event = await CalibrationEvent.get(id=ticket.job_id)
    if event.input_r2_key is None or event.transcript is not None:
        return
    job, event = await reported(ticket, "transcribing", 5, "Writing down what was said.")
    opened = resources.current()
    if opened.transcriber is None:
        raise Conflict(HOW_TO_ENABLE, state="no_recogniser")
    data = await opened.objects.get(event.input_r2_key)
    extension = event.input_r2_key.rpartition(".")[2]
    transcript = await opened.transcriber.transcribe(Recording(data, extension, (job.params or {})["seconds"]))
    beside = keys.voice_key(ticket.client_id, event.id, "json")
    async with tenancy.bind(ticket.client_id):
        await jobs.live_job(ticket)
        await opened.objects.put(beside, orjson.dumps(asdict(transcript)), "application/json")
        async with tenancy.transaction():
            job = await jobs.live_job(ticket)
            await CalibrationEvent.filter(id=event.id).update(transcript=transcript.text)
            # The model that may be asked next is waited for anew.
            answered = {"status": JobStatus.PROCESSING, "waits": 0, "waiting_since": None}
            params = {**(job.params or {}), "language": transcript.language}
            await jobs.change(job, **answered, params=params, message="What was said is written down.")
