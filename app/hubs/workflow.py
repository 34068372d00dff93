"""Reading a source, as durable steps: fetch, extract, analyse. Each finds its work done when it runs again.

A source that cannot be read is the caller's to mend: the job fails with words for them, and `retry_job` tries again.
"""

import asyncio
import functools
import logging
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

import orjson

import tenancy
from app import resources
from app.errors import AppError
from app.hubs import jobs
from app.hubs.analysis import analyse
from app.hubs.jobs import JobEnded, PlainTicket, Ticket
from app.hubs.models import Hub, Pillar
from app.hubs.received import Received, note, noted, original_key
from app.hubs.registry import HubRegistry
from app.hubs.service import INGEST
from app.hubs.source import Analysis, Extracted, Turn, plain
from app.kit import clock, ids
from app.objects import keys
from app.vocabulary import HubStatus, JobStatus, RegistryStatus, SourceType
from app.workflows import step, workflow

log = logging.getLogger(__name__)
JobBody = Callable[[PlainTicket], Coroutine[Any, Any, str]]
Work = Callable[[Ticket], Awaitable[None]]
ENDED = "ended"
OVER = (JobEnded, tenancy.UnknownClient)
"""Nothing more is to be done: the job was cancelled or is complete, or its client is being erased."""
DONE = "done"


def job_workflow(name: str, closing: JobBody | None = None) -> Callable[[JobBody], JobBody]:
    """A durable workflow of a job: a fault of ours ends the job in words instead of leaving it at work for ever.

    `closing` is a step for whatever the end has to put in order, however the job ended. A job that a person cancels is
    put in order by who cancels it: its workflow is cut off.
    """

    def register(body: JobBody) -> JobBody:
        @workflow(name)
        @functools.wraps(body)
        async def run(ticket: PlainTicket) -> str:
            try:
                outcome = await body(ticket)
            except Exception:
                log.exception("workflow %s of job %s gave up", name, Ticket.of(ticket).job_id)
                outcome = await give_up(ticket)
            if closing is not None:
                await closing(ticket)
            return outcome

        return run

    return register


@step("job.give_up")
async def give_up(ticket: PlainTicket) -> str:
    return await fail(Ticket.of(ticket), "Something went wrong on our side; try the job again.")


@job_workflow(INGEST)
async def ingest_hub(ticket: PlainTicket) -> str:
    """A hub without spokes: read, analysed, ready."""
    if await read_source(ticket) == ENDED:
        return ENDED
    await settle_registry(ticket)
    return await complete(ticket)


async def read_source(ticket: PlainTicket) -> str:
    """The three steps that other workflows begin with; ENDED means that the job is over."""
    for read in (fetch_source, extract_text, analyse_text):
        if await read(ticket) == ENDED:
            return ENDED
    return DONE


@step("hub.fetch")
async def fetch_source(ticket: PlainTicket) -> str:
    return await guarded(Ticket.of(ticket), _fetch)


@step("hub.extract")
async def extract_text(ticket: PlainTicket) -> str:
    return await guarded(Ticket.of(ticket), _extract)


@step("hub.analyse")
async def analyse_text(ticket: PlainTicket) -> str:
    return await guarded(Ticket.of(ticket), _analyse)


@step("hub.settle_registry")
async def settle_registry(ticket: PlainTicket) -> str:
    """The registry says that the hub can be used, unless it has been killed. Global plane, so a step of its own."""
    return await guarded(Ticket.of(ticket), _settle_registry)


@step("job.complete")
async def complete(ticket: PlainTicket) -> str:
    t = Ticket.of(ticket)
    try:
        async with tenancy.bind(t.client_id), tenancy.transaction():
            job = await jobs.live_job(t)
            await jobs.change(
                job,
                status=JobStatus.COMPLETE,
                current_phase="complete",
                progress_percent=100,
                message="The hub is ready.",
            )
    except OVER:
        return ENDED
    return DONE


async def guarded(ticket: Ticket, work: Work) -> str:
    """Runs one piece of work. What a person can mend fails the job; anything else is raised and tried again."""
    try:
        await work(ticket)
    except OVER:
        return ENDED
    except AppError as error:
        return await fail(ticket, str(error))
    return DONE


async def fail(ticket: Ticket, reason: str) -> str:
    try:
        async with tenancy.bind(ticket.client_id), tenancy.transaction():
            job = await jobs.live_job(ticket)
            await jobs.change(job, status=JobStatus.FAILED, error_message=reason)
    except OVER:
        pass
    return ENDED


async def report(ticket: Ticket, phase: str, percent: int, message: str) -> Hub:
    """Tells where the work is, and hands over the hub. Raises JobEnded."""
    async with tenancy.bind(ticket.client_id), tenancy.transaction():
        job = await jobs.live_job(ticket)
        await jobs.change(
            job, status=JobStatus.PROCESSING, current_phase=phase, progress_percent=percent, message=message
        )
        return await Hub.get(id=ticket.hub_id)


async def _settle_registry(ticket: Ticket) -> None:
    """Looks after it has written: whoever kills the hub meanwhile may have been cut off before saying so here."""
    row = HubRegistry.filter(id=ticket.hub_id, status__not=RegistryStatus.ARCHIVED)
    await row.update(status=RegistryStatus.READY, completed_at=clock.now())
    async with tenancy.bind(ticket.client_id):
        is_killed = await Hub.filter(id=ticket.hub_id, status=HubStatus.KILLED).exists()
    if is_killed:
        await row.update(status=RegistryStatus.ARCHIVED)


async def _fetch(ticket: Ticket) -> None:
    from app.hubs.ingest.url import fetch

    hub = await report(ticket, "fetching", 2, "Getting the source.")
    if hub.source_r2_key is not None or hub.source_url is None:
        return
    allowed = resources.current().settings.fetch_allowed
    fetched = await fetch(hub.source_url, allowed=allowed)
    received = Received(content_type=fetched.content_type, url=fetched.final_url)
    key = original_key(ticket.client_id, ticket.hub_id, received, fetched.data[:8])
    async with tenancy.bind(ticket.client_id):
        await note(resources.current().objects, ticket.client_id, ticket.hub_id, received)
    await _keep(ticket, key, fetched.data, received.media_type or "application/octet-stream")
    async with tenancy.bind(ticket.client_id), tenancy.transaction():
        await jobs.live_job(ticket)
        await Hub.filter(id=ticket.hub_id).update(source_r2_key=key)


async def _extract(ticket: Ticket) -> None:
    from app.hubs.ingest.extract import extract  # what reads sources is not imported until there is one to read

    hub = await report(ticket, "extracting", 6, "Finding the text.")
    if hub.status is HubStatus.READY:
        return
    objects = resources.current().objects
    key = hub.source_r2_key
    if key is None:
        raise RuntimeError(f"hub {hub.id} has no source")
    received = await noted(objects, ticket.client_id, ticket.hub_id)
    extracted = await extract(
        await objects.get(key),
        source_type=hub.source_type,
        content_type=received.content_type,
        filename=received.filename,
        url=received.url,
    )
    processed = orjson.dumps(plain(extracted))
    await _keep(
        ticket, keys.source_key(ticket.client_id, ticket.hub_id, "processed.json"), processed, "application/json"
    )


async def _keep(ticket: Ticket, key: str, data: bytes, content_type: str) -> None:
    """Stores an object while the client is held, so that none is left behind of a client that is being erased."""
    async with tenancy.bind(ticket.client_id):
        await resources.current().objects.put(key, data, content_type)


async def _analyse(ticket: Ticket) -> None:
    hub = await report(ticket, "analysing", 12, "Looking for angles.")
    if hub.status is HubStatus.READY:
        return
    processed = await resources.current().objects.get(
        keys.source_key(ticket.client_id, ticket.hub_id, "processed.json")
    )
    extracted = read_extracted(processed)
    analysis = await asyncio.to_thread(analyse, extracted)
    async with tenancy.bind(ticket.client_id), tenancy.transaction():
        job = await jobs.live_job(ticket)
        await _write_analysis(ticket, extracted, analysis)
        found = f"Found {len(analysis.pillars)} angle{'s' if len(analysis.pillars) != 1 else ''}."
        await jobs.change(job, progress_percent=20, message=found)


def read_extracted(processed: bytes) -> Extracted:
    raw = orjson.loads(processed)
    turns = [Turn(**turn) for turn in raw.pop("turns")]
    return Extracted(**{**raw, "source_type": SourceType(raw["source_type"]), "turns": turns})


async def _write_analysis(ticket: Ticket, extracted: Extracted, analysis: Analysis) -> None:
    hub = await Hub.get(id=ticket.hub_id)  # read again: a person may have named it meanwhile
    changes: dict[str, Any] = {
        "title": hub.title or analysis.title,
        "source_content": extracted.text,
        "language": analysis.language,
        "themes": hub.themes if hub.themes is not None else list(analysis.themes),
        "claims": hub.claims if hub.claims is not None else list(analysis.claims),
        "status": HubStatus.READY,
        "updated_at": clock.now(),
    }
    await hub.update_from_dict(changes).save(update_fields=list(changes))
    await Pillar.bulk_create(
        [
            Pillar(
                id=ids.derived_id(ticket.hub_id, "pillar", str(index)),
                hub_id=ticket.hub_id,
                title=draft.title,
                angle=draft.angle,
                key_points=list(draft.key_points),
                spans=[[span.start, span.end] for span in draft.spans],
                order_index=index,
            )
            for index, draft in enumerate(analysis.pillars)
        ]
    )
