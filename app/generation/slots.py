"""The plan of a job, slot by slot, as the job keeps it: what each shall be, and what became of it.

The plan is the promise: a job ends with exactly the pieces of its plan. A slot that turns out impossible is moved to
another angle or platform; only where the source has nothing more at all is it given up, and the promise corrected in
the same transaction, openly.
"""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from typing import Any

from app.generation.writer import Brief, PillarBrief
from app.generation.writer.compose import fresh_draft
from app.generation.writer.planning import Slot as PlannedSlot
from app.hubs import jobs
from app.hubs.models import Job
from app.kit import ids
from app.spokes.models import Spoke
from app.vocabulary import JobStatus, Platform

WRITING_FROM, WRITING_TO = 22, 96


@dataclass(frozen=True, slots=True)
class Slot:
    """`spoke_id` is the id of the piece to be: written twice it is still one. `parent_id` is what it is a clone of.
    `kept_old`: it was given up because no new words passed and the old ones do; `is_killed`: because its angle was
    killed."""

    spoke_id: str
    pillar_id: str
    platform: Platform
    variant: int
    given_up: bool = False
    parent_id: str | None = None
    kept_old: bool = False
    is_killed: bool = False


def new_plan(planned: Iterable[PlannedSlot]) -> list[dict[str, Any]]:
    return [asdict(Slot(ids.new_id(), slot.pillar_id, slot.platform, slot.variant)) for slot in planned]


def slots_of(job: Job) -> list[Slot]:
    return [Slot(**{**row, "platform": Platform(row["platform"])}) for row in job.plan or ()]


def slot_of(job: Job, index: int) -> Slot:
    return slots_of(job)[index]


async def variant_of(spoke: Spoke) -> int:
    """How many pieces the pillar had on that platform before this one."""
    return await Spoke.filter(pillar_id=spoke.pillar_id, platform=spoke.platform, id__lt=spoke.id).count()


async def replace_slot(job: Job, index: int, slot: Slot) -> None:
    """Call it inside the transaction that read the job."""
    plan = [asdict(slot) if at == index else row for at, row in enumerate(job.plan or ())]
    await jobs.change(job, plan=plan)


async def give_up_slot(job: Job, index: int, *, kept_old: bool = False, is_killed: bool = False) -> None:
    """The plan has one piece less. Call it inside the transaction that read the job."""
    slot = replace(slot_of(job, index), given_up=True, kept_old=kept_old, is_killed=is_killed)
    if job.hub_id is None:
        await replace_slot(job, index, slot)
        return
    plan = [asdict(slot) if at == index else row for at, row in enumerate(job.plan or ())]
    job.plan, job.spokes_total = plan, job.spokes_total - 1
    await report_progress(job, plan=plan, spokes_total=job.spokes_total)


async def report_progress(job: Job, **changes: Any) -> None:
    """Counts the pieces that are done. Call it inside the transaction that settles one.

    A job over all hubs counts what it has judged, not what it has written.
    """
    if job.hub_id is None:
        return
    planned = [slot.spoke_id for slot in slots_of(job) if not slot.given_up]
    written = Spoke.filter(id__in=planned)
    done = await written.count() - await written.filter(job_id=job.id, is_settled=False).count()
    failed = await written.filter(is_creative_conflict=True).count()
    await jobs.change(
        job,
        status=JobStatus.PROCESSING,
        spokes_done=done,
        spokes_failed=failed,
        progress_percent=WRITING_FROM + (WRITING_TO - WRITING_FROM) * done // max(1, job.spokes_total),
        message=f"{done} of {job.spokes_total} spokes written and scored.",
        **changes,
    )


def another_place(
    slot: Slot, brief: Brief, slots: list[Slot], pillars: list[PillarBrief], platforms: list[Platform]
) -> Slot | None:
    """Where the source still gives a piece unlike `brief.taken`, on the same platform if it can be. Long work."""
    for pillar, platform in _places(slot, pillars, platforms):
        variant = sum(other.pillar_id == pillar.id and other.platform is platform for other in slots)
        if fresh_draft(replace(brief, pillar=pillar, platform=platform, variant=variant)) is not None:
            return replace(slot, pillar_id=pillar.id, platform=platform, variant=variant)
    return None


def _places(
    slot: Slot, pillars: list[PillarBrief], platforms: list[Platform]
) -> Iterator[tuple[PillarBrief, Platform]]:
    for platform in sorted(platforms, key=lambda platform: platform is not slot.platform):
        for pillar in pillars:
            yield pillar, platform
