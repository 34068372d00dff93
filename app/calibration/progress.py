"""How far a calibration is, for those who watch its job."""

import tenancy
from app.brand.models import CalibrationEvent
from app.hubs import jobs
from app.hubs.jobs import Ticket
from app.hubs.models import Job
from app.vocabulary import JobStatus


async def reported(ticket: Ticket, phase: str, percent: int, message: str) -> tuple[Job, CalibrationEvent]:
    """Tells where the work is, and hands over what it is about. A job that was put off says why it waits until it goes
    on. Raises JobEnded."""
    async with tenancy.bind(ticket.client_id), tenancy.transaction():
        job = await jobs.live_job(ticket)
        if not job.waits:
            about = {"current_phase": phase, "progress_percent": percent, "message": message}
            await jobs.change(job, status=JobStatus.PROCESSING, **about)
        return job, await CalibrationEvent.get(id=ticket.job_id)
