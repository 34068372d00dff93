"""What a calibration's instructions ask for: by a model where one is configured, else by rules."""

import asyncio

from app.brand.models import CalibrationEvent
from app.calibration.consulting import consulted
from app.calibration.found import Found
from app.calibration.hearing import hear, request_for
from app.hubs.ingest.language import detect
from app.hubs.jobs import Ticket
from app.hubs.models import Job

HEARD_IN = ("en", "es")
TELLING = 200
"""Letters from which on a text's language can be told."""


async def understood(ticket: Ticket, job: Job, event: CalibrationEvent) -> list[Found]:
    """Of what was typed, and of what was spoken. Raises ModelUnavailable, ModelNonsense."""
    language = (job.params or {}).get("language")
    said = ((event.instruction, None), (event.transcript, language))
    return [await _understood(ticket, job, text, told) for text, told in said if text]


async def _understood(ticket: Ticket, job: Job, text: str, language: str | None) -> Found:
    told = await consulted(ticket, job, request_for(text))
    return await asyncio.to_thread(by_rules, text, language) if told is None else told


def by_rules(text: str, language: str | None) -> Found:
    """The language of a short note cannot be told, so each that there are rules for is tried."""
    first = language or detect(text)
    others = HEARD_IN if sum(map(str.isalpha, text)) < TELLING else ()
    found = (hear(text, each) for each in (first, *others))
    return next((each for each in found if each != Found()), Found())
