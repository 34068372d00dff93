"""Writing a hub's spokes, as durable steps: plan, one step a spoke, finish.

The plan is kept with the job before anything is written and holds the ids of the spokes to be, so however often the
process dies there are exactly as many as planned, each once.
"""

import asyncio
from dataclasses import replace

import tenancy
from app import resources
from app.billing import service as billing
from app.errors import Conflict
from app.generation import rewriting
from app.generation.briefing import active_pillars, other_contents
from app.generation.cloning import CLONE
from app.generation.creator import STAND_IN
from app.generation.healing_loop import write_slot
from app.generation.mirror import mirror
from app.generation.regenerating import REGENERATE
from app.generation.service import GENERATE
from app.generation.slots import WRITING_FROM, new_plan, slots_of
from app.generation.waiting import MODEL, NOT_BEGUN, Wait, is_put_off, put_off, wait_for_model, wait_in, workflow_of
from app.generation.writer.planning import Slot, plan_slots
from app.hubs import jobs
from app.hubs.jobs import PlainTicket, Ticket
from app.hubs.models import Job, Pillar
from app.hubs.registry import HubRegistry
from app.hubs.service import CREATE
from app.hubs.workflow import DONE, ENDED, guarded, job_workflow, read_source, report
from app.kit import clock
from app.llm import ModelFailed
from app.progress.events import GenerationComplete, GenerationStarted
from app.spokes.models import Spoke
from app.vocabulary import JobStatus, Platform, RegistryStatus, UsageType
from app.workflows import gathered, step

PLANNING_AT = 21
WRITING_S = 6 * 3600.0
"""For one piece with its turns and all its attempts. What may take long in it, the model, has limits of its own."""
PUT_OFF = "put off"
WRITING = "writing"


@step("generation.close")
async def close(ticket: PlainTicket) -> str:
    """However the job ended: no half-written piece stays behind, and the registry says how the hub is."""
    return await guarded(Ticket.of(ticket), _close)


@job_workflow(CREATE, close)
async def create_hub(ticket: PlainTicket) -> str:
    """From a source to scored spokes."""
    if await read_source(ticket) == ENDED:
        return ENDED
    return await _write_all(ticket)


@job_workflow(GENERATE, close)
async def generate_spokes(ticket: PlainTicket) -> str:
    """More spokes for a hub that has been read."""
    return await _write_all(ticket)


@job_workflow(CLONE, close)
async def clone_spoke(ticket: PlainTicket) -> str:
    """Variations of a piece; the plan is there already."""
    return await _write_all(ticket)


@job_workflow(REGENERATE, close)
async def regenerate_spoke(ticket: PlainTicket) -> str:
    """Other words for a piece; the plan is there already."""
    return await _write_all(ticket)


async def _write_all(ticket: PlainTicket) -> str:
    planned = await plan_spokes(ticket)
    if planned < 0:
        return ENDED
    outcome = await write_slots(ticket, planned)
    if outcome != DONE:
        return outcome
    await settle(ticket)
    return await finish(ticket)


async def write_slots(ticket: PlainTicket, planned: int) -> str:
    """DONE when the whole plan is; else the job is over, or goes on later."""
    # A job lines up no more pieces than may be written at once, so that those of other jobs have their turn.
    at_once = resources.current().settings.pieces_at_once
    steps = [write_spoke(ticket, index) for index in range(planned)]
    outcomes = await gathered(*steps, at_once=at_once)
    if ENDED in outcomes:
        return ENDED
    wait = wait_in(outcomes)
    return DONE if wait is None else await go_on_later(ticket, wait)


@step("generation.plan")
async def plan_spokes(ticket: PlainTicket) -> int:
    """How many slots the plan has; -1 when the job is over."""
    t = Ticket.of(ticket)
    if await guarded(t, _plan) == ENDED:
        return -1
    async with tenancy.bind(t.client_id):
        return len((await jobs.get_job(t.job_id)).plan or ())


async def go_on_later(ticket: PlainTicket, wait: Wait) -> str:
    """The job goes on in a run of its own, so that no worker stands idle until the model can be had."""
    workflow = await put_off_job(ticket, wait.reason, wait.was_refused, wait.whom)
    if workflow == ENDED:
        return ENDED
    t = Ticket.of(ticket)
    later = replace(t, run=t.run + 1)
    engine = resources.current().engine
    await engine.start(workflow, later.workflow_id, t.client_id, later.plain(), delay_s=wait.pause_s)
    return PUT_OFF


@step("generation.put_off")
async def put_off_job(ticket: PlainTicket, reason: str, was_refused: bool, whom: str = MODEL) -> str:
    """The name of the workflow that goes on with the job."""
    job = await put_off(Ticket.of(ticket), reason, was_refused=was_refused, whom=whom)
    return ENDED if job is None else workflow_of(job)


@step("generation.write", timeout_s=WRITING_S)
async def write_spoke(ticket: PlainTicket, index: int) -> str:
    t = Ticket.of(ticket)
    async with resources.current().writers:
        if await is_put_off(t):
            return NOT_BEGUN
        try:
            return await guarded(t, lambda t: write_slot(t, index))
        except ModelFailed as error:
            return await wait_for_model(t, error)


@step("generation.settle")
async def settle(ticket: PlainTicket) -> str:
    """The global plane's part of the end: the registry and the usage, both the same when written twice."""
    return await guarded(Ticket.of(ticket), _settle)


async def _settle(t: Ticket) -> None:
    async with tenancy.bind(t.client_id):
        count = await Spoke.filter(hub_id=t.hub_id).count()
        job = await jobs.live_job(t)
    async with tenancy.global_transaction():
        # Whoever has killed the hub meanwhile has written what holds.
        row = HubRegistry.filter(id=t.hub_id, status__not=RegistryStatus.ARCHIVED)
        await row.update(status=RegistryStatus.READY, spoke_count=count, completed_at=clock.now())
        if job.spokes_done and job.kind != REGENERATE:  # which adds no piece
            await billing.record_usage(t.job_id, t.account_id, t.client_id, UsageType.SPOKE_GENERATED, job.spokes_done)


@step("generation.finish")
async def finish(ticket: PlainTicket) -> str:
    return await guarded(Ticket.of(ticket), _finish)


async def _close(t: Ticket) -> None:
    async with tenancy.bind(t.client_id), tenancy.transaction():
        job = await Job.get_or_none(id=t.job_id)
        if job is not None and job.run == t.run and job.status.is_terminal:
            await rewriting.put_all_back(job.id)
            await Spoke.filter(job_id=job.id, is_settled=False).delete()
    await mirror(t.client_id, t.hub_id)


async def _plan(ticket: Ticket) -> None:
    """A job that is run again keeps its plan."""
    async with tenancy.bind(ticket.client_id):
        job = await jobs.live_job(ticket)
    if job.waits and job.plan is not None:
        return  # it was put off, and is seen to wait until a piece is written
    hub = await report(ticket, "planning", PLANNING_AT, "Planning the spokes.")
    async with tenancy.bind(ticket.client_id):
        job = await jobs.live_job(ticket)
        params = job.params or {}
        pillars = await active_pillars(hub.id, params.get("pillar_ids"))
        if job.plan is None and not pillars and await Pillar.filter(hub_id=hub.id).exists():
            raise Conflict("Every angle that this was to be written for has been killed.", state="no_pillars")
        taken = await other_contents(hub.id)
    slots: list[Slot] = []
    if job.plan is None:
        total = params.get("spokes_per_hub")
        if total is None:
            total = billing.spokes_per_hub(await billing.subscription_of(ticket.account_id))
        platforms = [Platform(name) for name in params.get("platforms") or Platform]
        text, language = hub.source_content or "", hub.language or "en"
        slots = await asyncio.to_thread(plan_slots, pillars, platforms, total, text, language, taken)
    async with tenancy.bind(ticket.client_id), tenancy.transaction():
        await _promise(await jobs.live_job(ticket), slots)


async def _promise(job: Job, slots: list[Slot]) -> None:
    """Keeps the plan, unless the job has one, and says that writing begins."""
    if job.plan is None:
        job.plan = new_plan(slots)
        job.spokes_total = len(slots)
    platforms = tuple(dict.fromkeys(slot.platform for slot in slots_of(job) if not slot.given_up))
    await jobs.change(
        job,
        status=JobStatus.PROCESSING,
        plan=job.plan,
        spokes_total=job.spokes_total,
        current_phase=WRITING,
        progress_percent=WRITING_FROM,
        message=f"Writing {_counted(job.spokes_total)}.",
    )
    jobs.publish(
        GenerationStarted(job_id=job.id, hub_id=job.hub_id, platforms=platforms, spokes_total=job.spokes_total)
    )


async def _finish(ticket: Ticket) -> None:
    async with tenancy.bind(ticket.client_id), tenancy.transaction():
        job = await jobs.live_job(ticket)
        stand_ins = await Spoke.filter(job_id=job.id, written_by__startswith=STAND_IN).count()
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
            message=_summary(job, stand_ins),
        )


def _summary(job: Job, stand_ins: int) -> str:
    """`stand_ins` are pieces that the built-in writer wrote in a model's place."""
    killed = sum(slot.is_killed for slot in slots_of(job))
    missing = sum(slot.given_up for slot in slots_of(job)) - killed
    waits = "waits" if job.spokes_failed == 1 else "wait"
    said = [f"{_counted(job.spokes_done)} written, {job.spokes_failed} {waits} for a person."]
    if any(slot.kept_old for slot in slots_of(job)):
        return "No new words passed the gates; the spoke is as it was, and the drafts are kept."
    if missing and job.kind == REGENERATE:
        return "The source had no other words for this spoke; it is as it was."
    if stand_ins:
        said.append(f"The built-in writer wrote {stand_ins} of them, because the model could not.")
    if killed:
        said.append(f"{killed} more {'was' if killed == 1 else 'were'} for an angle that has been killed.")
    if missing:
        said.append(f"The source had nothing left for {missing} more.")
    return " ".join(said)


def _counted(spokes: int) -> str:
    return f"{spokes} spoke" if spokes == 1 else f"{spokes} spokes"
