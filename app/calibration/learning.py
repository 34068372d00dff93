"""What a calibration was given, understood and merged into the brand: one transaction writes all of it, or nothing."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import tenancy
from app.audit.service import Actor
from app.brand import service as brand
from app.brand.models import PRIMARY, BrandDna, CalibrationEvent, TrainingSample
from app.calibration import asking, tone
from app.calibration.analysis import Analysis, analyse
from app.calibration.consulting import consulted
from app.calibration.found import Found
from app.calibration.merging import Merged, merge
from app.calibration.progress import reported
from app.calibration.service import REQUESTED
from app.calibration.strength import measure_client
from app.calibration.understanding import understood
from app.generation.rescoring import OPEN, judged_anew, promised_rescoring, rescore_pending
from app.hubs import jobs
from app.hubs.ingest.language import detect
from app.hubs.jobs import Ticket
from app.hubs.models import Job
from app.kit import clock
from app.kit.text import same_words
from app.spokes.models import Spoke
from app.trail.doers import who_did
from app.trail.service import Deed, noted
from app.vocabulary import BrandSource, CalibrationInput, CalibrationSource, JobStatus

MERGED = "brand.calibrated"


@dataclass(frozen=True, slots=True)
class Lesson:
    """What was understood of each instruction, and measured in samples that are new, together with those that were
    there before: `known` is how many these were."""

    heard: Sequence[Found]
    samples: Sequence[str]
    analysis: Analysis | None
    known: int
    strength_before: float

    @property
    def changes_anything(self) -> bool:
        return bool(self.samples) or any(found != Found() for found in self.heard)


async def learn(ticket: Ticket) -> None:
    """Finds it done when it runs again. What waits for a person is judged anew by what was learned.

    Raises: JobEnded, ModelUnavailable, ModelNonsense.
    """
    job, event = await reported(ticket, "learning", 30, "Listening to what was said.")
    if event.entities_extracted is not None:
        await _keep_promise(ticket)
        return
    lesson = await _measured(ticket, job, event, await understood(ticket, job, event))
    if not lesson.changes_anything:
        await _merge(ticket, lesson)
        return
    async with judged_anew(ticket.client_id, ticket.account_id):
        while not await _merge(ticket, lesson):
            lesson = await _measured(ticket, job, event, lesson.heard)


async def _keep_promise(ticket: Ticket) -> None:
    """It was merged, and cut off before what that changes for the pieces was seen to."""
    promise = await promised_rescoring(ticket.client_id)
    if promise is not None:
        await rescore_pending(ticket.client_id, ticket.account_id, promise)


async def _measured(ticket: Ticket, job: Job, event: CalibrationEvent, heard: Sequence[Found]) -> Lesson:
    """Raises ModelUnavailable, ModelNonsense: a model may add what it can quote of the samples."""
    async with tenancy.bind(ticket.client_id):
        known = [sample.text for sample in await TrainingSample.all().only("text")]
        newest, before = await brand.sample_texts(), await measure_client()
    samples = await asyncio.to_thread(_unknown, event.samples or [], known)
    analysis = None
    if samples:
        everything = [*samples, *newest][: brand.MAX_SAMPLES]
        analysis = await asyncio.to_thread(_analysed, everything)
        request = await asyncio.to_thread(asking.request_for, everything)
        if request is not None:
            told = await consulted(ticket, job, request)
            analysis = analysis if told is None else asking.laid_over(analysis, told)
    return Lesson(heard, samples, analysis, len(known), before.score)


def _analysed(samples: Sequence[str]) -> Analysis:
    return analyse(samples, detect("\n".join(samples)))


def _unknown(given: Sequence[str], known: Sequence[str]) -> list[str]:
    """Those that are not there yet in the same words, each once."""
    seen, new = {_words_of(text) for text in known}, []
    for text in given:
        if (words := _words_of(text)) not in seen:
            seen.add(words)
            new.append(text)
    return new


def _words_of(text: str) -> int:
    """A long text is compared by a number, so that a thousand of them take no room."""
    return hash(same_words(text))


async def _merge(ticket: Ticket, lesson: Lesson) -> bool:
    """False where others have added or removed samples meanwhile: then the new ones are to be measured again."""
    async with tenancy.bind(ticket.client_id), tenancy.transaction():
        job = await jobs.live_job(ticket)
        event = await CalibrationEvent.get(id=ticket.job_id)
        if event.entities_extracted is not None:
            return True
        if lesson.samples and await TrainingSample.all().count() != lesson.known:
            return False
        actor = await who_did(REQUESTED, event.id)
        await TrainingSample.bulk_create(
            [TrainingSample(calibration_id=event.id, text=text) for text in lesson.samples]
        )
        merged = Merged()
        for found in lesson.heard:
            merged += await merge(actor, found, BrandSource.VOICE)
        await _take_over(lesson.analysis, event)
        if lesson.analysis is not None:
            merged += await merge(actor, lesson.analysis.found, BrandSource.DETECTED)
        waiting = await Spoke.filter(status__in=OPEN, is_settled=True).count() if lesson.changes_anything else 0
        await _tell(actor, job, event, merged, lesson, waiting)
        return True


async def _take_over(analysis: Analysis | None, event: CalibrationEvent) -> None:
    """What was measured, but for traits that people spoke of or have set."""
    dna, _ = await BrandDna.get_or_create(id=PRIMARY)
    changes: dict[str, Any] = {
        "last_calibration_at": clock.now(),
        "calibration_source": source_of(event),
        "updated_at": clock.now(),
    }
    if analysis is not None:
        changes |= {
            "analysis": analysis.plain(),
            "tone_profile": tone.profile(analysis.tone, dna.tone_said or {}, dna.tone_set or {}),
            "signature_patterns": [pattern.phrase for pattern in analysis.patterns],
        }
    await dna.update_from_dict(changes).save(update_fields=list(changes))


def source_of(event: CalibrationEvent) -> CalibrationSource:
    if event.input_type is CalibrationInput.VOICE:
        return CalibrationSource.VOICE_NOTE
    return CalibrationSource.CONTENT_UPLOAD if event.samples else CalibrationSource.MANUAL


async def _tell(actor: Actor, job: Job, event: CalibrationEvent, merged: Merged, lesson: Lesson, waiting: int) -> None:
    extracted = merged.plain()
    changes: dict[str, Any] = {
        "entities_extracted": extracted,
        "samples": None,
        "dna_score_before": lesson.strength_before,
        "spokes_reevaluated": waiting,
    }
    await event.update_from_dict(changes).save(update_fields=list(changes))
    counts = {name: len(entries) for name, entries in extracted.items()}
    await noted(actor, [Deed(MERGED, event.id, detail={**counts, "samples": len(lesson.samples)})])
    answered = {"status": JobStatus.PROCESSING, "waits": 0, "refusals": 0, "waiting_since": None}
    await jobs.change(job, **answered, progress_percent=80, message="What was heard is part of the brand.")
