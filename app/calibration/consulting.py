"""A model asked on behalf of a calibration, where one is configured."""

from typing import TypeVar

from app import resources
from app.clients import service as clients
from app.generation import costs
from app.hubs.jobs import Ticket
from app.hubs.models import Job
from app.llm import ModelFailed, Request

T = TypeVar("T")


async def consulted(ticket: Ticket, job: Job, request: Request[T]) -> T | None:
    """None where no model is configured, or where it was waited for long enough and the client lets rules take over.

    What it cost is noted at once, whatever comes of it. Raises: ModelUnavailable, ModelNonsense.
    """
    model = resources.current().model
    if model is None:
        return None
    try:
        written = await model.write(request)
    except ModelFailed as error:
        await costs.record_alone(ticket, error.usage)
        waited = job.waits >= resources.current().settings.model_attempts
        if not waited or not await clients.falls_back(ticket.client_id):
            raise
        return None
    await costs.record_alone(ticket, written.usage)
    return written.result
