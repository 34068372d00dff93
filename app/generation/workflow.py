"""Writing a hub's spokes, as durable steps: plan, one step a spoke, finish.

The plan is kept with the job before anything is written and holds the ids of the spokes to be, so however often the
process dies there are exactly as many as planned, each once.
"""

import asyncio

import tenancy
from app import resources
from app.billing import service as billing
from app.generation.healing_loop import pillar_brief, write_slot
from app.generation.service import GENERATE
from app.generation.writer.planning import plan_slots
from app.hubs import jobs
from app.hubs.jobs import PlainTicket, Ticket
from app.hubs.models import Hub, Job, Pillar
from app.hubs.registry import HubRegistry
from app.hubs.service import CREATE
from app.hubs.workflow import DONE, ENDED, guarded, job_workflow, read_source
from app.kit import clock, ids
from app.progress.events import GenerationComplete, GenerationStarted
from app.spokes.models import Spoke
from app.vocabulary import JobStatus, PillarStatus, Platform, RegistryStatus, UsageType
from app.workflows import gathered, step

WRITING_FROM, WRITING_TO = 22, 96


@job_workflow(CREATE)
async def create_hub(ticket: PlainTicket) -> str:
    """From a source to scored spokes."""
    if await read_source(ticket) == ENDED:
        return ENDED
    return await _write_all(ticket)


@job_workflow(GENERATE)
async def generate_spokes(ticket: PlainTicket) -> str:
    """More spokes for a hub that has been read."""
    return await _write_all(ticket)


async def _write_all(ticket: PlainTicket) -> str:
    planned = await plan_spokes(ticket)
    if planned < 0:
        return ENDED
    if ENDED in await gathered(*(write_spoke(ticket, index) for index in range(planned))):
        return ENDED
    await settle(ticket)
    return await finish(ticket)


@step("generation.plan")
async def plan_spokes(ticket: PlainTicket) -> int:
    """How many spokes there will be; -1 when the job is over."""
    t = Ticket.of(ticket)
    if await guarded(t, _plan) == ENDED:
        return -1
    async with tenancy.bind(t.client_id):
        return (await Job.get(id=t.job_id)).spokes_total


@step("generation.write")
async def write_spoke(ticket: PlainTicket, index: int) -> str:
    t = Ticket.of(ticket)
    async with resources.current().writers:
        return await guarded(t, lambda t: _write(t, index))


@step("generation.settle")
async def settle(ticket: PlainTicket) -> str:
    """The global plane's part of the end: the registry and the usage, both the same when written twice."""
    t = Ticket.of(ticket)
    async with tenancy.bind(t.client_id):
        count = await Spoke.filter(hub_id=t.hub_id).count()
        job = await Job.get(id=t.job_id)
    async with tenancy.global_transaction():
        await HubRegistry.filter(id=t.hub_id).update(
            status=RegistryStatus.READY, spoke_count=count, completed_at=clock.now()
        )
        if job.spokes_total:
            await billing.record_usage(t.job_id, t.account_id, t.client_id, UsageType.SPOKE_GENERATED, job.spokes_total)
    return DONE


@step("generation.finish")
async def finish(ticket: PlainTicket) -> str:
    return await guarded(Ticket.of(ticket), _finish)


async def _plan(ticket: Ticket) -> None:
    async with tenancy.bind(ticket.client_id):
        hub = await Hub.get(id=ticket.hub_id)
        job = await jobs.live_job(ticket)
        pillars = await Pillar.filter(hub_id=hub.id, status=PillarStatus.ACTIVE).order_by("order_index")
        taken = [str(content) for content in await Spoke.filter(hub_id=hub.id).values_list("content", flat=True)]
    subscription = await billing.subscription_of(ticket.account_id)
    params = job.params or {}
    chosen = params.get("pillar_ids")
    briefs = [pillar_brief(pillar) for pillar in pillars if not chosen or pillar.id in chosen]
    platforms = [Platform(name) for name in params.get("platforms") or Platform]
    total = params.get("spokes_per_hub") or billing.spokes_per_hub(subscription)
    slots = await asyncio.to_thread(
        plan_slots, briefs, platforms, total, hub.source_content or "", hub.language or "en", taken
    )
    plan = [
        {"spoke_id": ids.new_id(), "pillar_id": slot.pillar_id, "platform": slot.platform, "variant": slot.variant}
        for slot in slots
    ]
    async with tenancy.bind(ticket.client_id), tenancy.transaction():
        job = await jobs.live_job(ticket)
        if job.plan is None:
            await _promise(job, plan)


async def _promise(job: Job, plan: list[dict[str, object]]) -> None:
    platforms = tuple(dict.fromkeys(Platform(str(slot["platform"])) for slot in plan))
    await jobs.change(
        job,
        status=JobStatus.PROCESSING,
        plan=plan,
        spokes_total=len(plan),
        current_phase="writing",
        progress_percent=WRITING_FROM,
        message=f"Writing {len(plan)} spokes.",
    )
    jobs.publish(GenerationStarted(job_id=job.id, hub_id=job.hub_id, platforms=platforms, spokes_total=len(plan)))


async def _write(ticket: Ticket, index: int) -> None:
    await write_slot(ticket, index)
    async with tenancy.bind(ticket.client_id), tenancy.transaction():
        job = await jobs.live_job(ticket)
        done = await Spoke.filter(job_id=job.id, is_settled=True).count()
        failed = await Spoke.filter(job_id=job.id, is_settled=True, is_creative_conflict=True).count()
        if done == job.spokes_done:
            return
        percent = WRITING_FROM + (WRITING_TO - WRITING_FROM) * done // max(1, job.spokes_total)
        await jobs.change(
            job,
            status=JobStatus.PROCESSING,
            spokes_done=done,
            spokes_failed=failed,
            progress_percent=percent,
            message=f"{done} of {job.spokes_total} spokes written and scored.",
        )


async def _finish(ticket: Ticket) -> None:
    async with tenancy.bind(ticket.client_id), tenancy.transaction():
        job = await jobs.live_job(ticket)
        jobs.publish(
            GenerationComplete(
                job_id=job.id, hub_id=job.hub_id, spoke_count=job.spokes_done, failed_count=job.spokes_failed
            )
        )
        await jobs.change(
            job,
            status=JobStatus.COMPLETE,
            current_phase="complete",
            progress_percent=100,
            message=f"{job.spokes_done} spokes written, {job.spokes_failed} wait for a person.",
        )
