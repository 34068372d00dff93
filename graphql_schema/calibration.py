"""Calibration: what a client's voice was taught by samples, by what was typed and by what was said."""

from datetime import datetime

import strawberry
from strawberry.file_uploads import Upload

from app.accounts.policy import Permission
from app.brand import models
from app.calibration import service
from app.clients.access import ClientAccess
from app.errors import NotFound
from app.hubs.models import Job as JobRow
from app.progress import events
from app.vocabulary import CalibrationInput, CalibrationTrigger
from graphql_schema.brand import Trait
from graphql_schema.connections import Connection
from graphql_schema.context import Info
from graphql_schema.fields import column, count, items, one, same
from graphql_schema.hubs import upload_of
from graphql_schema.jobs import Job
from graphql_schema.permissions import mutation
from graphql_schema.reading import Row
from tenancy import UnknownClient

ENTITIES = "entities_extracted"


@strawberry.type(description="What a calibration heard or measured that now stands in the brand, and what does not.")
class ExtractedEntities(Row, of=models.CalibrationEvent):
    voice_markers: list[str] = items(ENTITIES, key="voice_markers")
    banned_words: list[str] = items(ENTITIES, key="banned_words")
    stances: list[str] = items(ENTITIES, key="stances")
    personas: list[str] = items(ENTITIES, key="personas")
    tone_adjustments: list[Trait] = items(
        ENTITIES, key="tone_adjustments", description="By how much each trait moved, -100 to 100."
    )
    topics_to_avoid: list[str] = items(ENTITIES, key="topics_to_avoid")
    skipped: list[str] = items(
        ENTITIES, key="skipped", description="What was heard or measured and left out, `kind: words: reason`."
    )


@strawberry.type(description="One calibration of a client's voice; empty until its job is over.")
class CalibrationEvent(Row, of=models.CalibrationEvent):
    id: strawberry.ID
    trigger_type: CalibrationTrigger
    input_type: CalibrationInput = column("VOICE where there was a recording, whatever else was given.")
    input_r2_key: str | None = column("Where the recording is kept; the transcript lies beside it.")
    transcript: str | None = column("What was said; null until it is written down.")
    instruction: str | None = column("What was typed.")
    samples: int = count(
        models.TrainingSample, on="calibration_id", description="Texts that it added to the client's samples."
    )
    entities: ExtractedEntities = same("What was heard or measured.")
    dna_score_before: float | None
    dna_score_after: float | None
    spokes_reevaluated: int = column("Pieces that waited for a person, and are judged anew.")
    created_at: datetime
    completed_at: datetime | None
    job: Job | None = one(JobRow, here="job_id", description="The job that learns from it.")


@strawberry.type(description="A page of at most 200 calibrations.")
class CalibrationConnection(Connection[CalibrationEvent]):
    pass


@strawberry.type(description="A calibration and the job that works on it.")
class CalibrationJob:
    job: Job
    calibration: CalibrationEvent


@strawberry.type(description="A calibration is over, and the client's voice is known as well as the score says.")
class CalibrationComplete:
    calibration_id: strawberry.ID
    calibration: CalibrationEvent
    dna_score_before: float | None
    dna_score_after: float | None
    at: datetime


@strawberry.input(description="One or more of text, samples and audio.")
class CalibrateInput:
    client_id: strawberry.ID
    text: str | None = strawberry.field(
        default=None, description="An instruction in plain speech, at most 20,000 characters."
    )
    samples: list[str] | None = strawberry.field(
        default=None, description="At most 100 texts in the client's own voice, each of at most 20,000 characters."
    )
    audio: Upload | None = strawberry.field(
        default=None, description="A spoken instruction: WebM, Ogg, M4A, MP3, WAV or FLAC of at most 25 MB."
    )
    trigger: CalibrationTrigger | None = CalibrationTrigger.MANUAL


@strawberry.type
class CalibrationMutations:
    @mutation(
        Permission.DIRECT,
        "Teaches the client's voice, in a job of its own. What waits for a person is judged anew by what was learned. "
        "At most 10 recordings of a client an hour.",
    )
    async def calibrate(self, info: Info, input: CalibrateInput) -> CalibrationJob:
        access = await info.context.access(input.client_id)
        given = service.Given(
            text=input.text,
            samples=input.samples or [],
            audio=upload_of(input.audio, "input.audio"),
            trigger=input.trigger or CalibrationTrigger.MANUAL,
        )
        event, job = await service.calibrate(access, given)
        return CalibrationJob(job=Job.of(job, access), calibration=CalibrationEvent.of(event, access))


async def calibrated(access: ClientAccess, event: events.CalibrationComplete) -> CalibrationComplete | None:
    """None when the client is gone: the next look at the rights tells."""
    try:
        row = await service.get_calibration(access, event.calibration_id)
    except (NotFound, UnknownClient):
        return None
    return CalibrationComplete(
        calibration_id=strawberry.ID(row.id),
        calibration=CalibrationEvent.of(row, access),
        dna_score_before=event.dna_score_before,
        dna_score_after=event.dna_score_after,
        at=event.at,
    )
