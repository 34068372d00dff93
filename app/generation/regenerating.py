"""Writing one piece anew because a person asked for it, perhaps with a word on how."""

from dataclasses import asdict

import tenancy
from app import resources
from app.accounts.policy import Permission
from app.billing import service as billing
from app.clients.access import ClientAccess
from app.errors import Conflict, StillProcessing, ValidationFailed
from app.generation import rewriting
from app.generation.mirror import promised
from app.generation.slots import Slot, variant_of
from app.hubs import jobs
from app.hubs.jobs import Ticket
from app.hubs.models import Hub, Job, Pillar
from app.hubs.service import ready_hub
from app.kit import ids
from app.spokes.models import Spoke
from app.spokes.service import require_spoke
from app.trail.service import Deed, noted
from app.vocabulary import PillarStatus, SpokeStatus

REGENERATE = "spoke.regenerate"
MAX_INSTRUCTION = 1_000


async def regenerate_spoke(access: ClientAccess, spoke_id: str, instruction: str | None = None) -> tuple[Hub, Job]:
    """Queues the writing of other words for a piece, which is pending from now on, whatever was decided of it.

    The piece keeps its id, angle and platform; its drafts stay, and so do a person's edits, as its mutations: but what
    is written anew is no longer edited. If nothing comes of it, because the job is cancelled or fails or the source has
    no other words, the piece is as it was; so it is where no try passes the gates and the old words do, with the drafts
    of those tries.

    Raises:
        Forbidden, NotFound: as always.
        Conflict: killed, without its hub or angle; or a client or hub that nothing new is made for.
        StillProcessing: the piece, or another job of the hub, is at work.
        ValidationFailed: the instruction is too long.
    """
    access.require(Permission.CREATE)
    access.require_active()
    instruction = _checked(instruction)
    await billing.require_writable(access.account_id)
    async with access.bind():
        hub_id = (await source_of(await require_spoke(spoke_id))).hub_id
        await ready_hub(hub_id)
    ticket = Ticket(access.client_id, access.account_id, hub_id, ids.new_id(), 1)
    async with promised(access.client_id, hub_id), access.bind(), tenancy.transaction():
        hub, spoke = await ready_hub(hub_id), await require_spoke(spoke_id)
        pillar = await source_of(spoke)
        slot = Slot(spoke.id, pillar.id, spoke.platform, await variant_of(spoke))
        params = {"spoke_id": spoke.id, "instruction": instruction}
        job = await jobs.queue(ticket, REGENERATE, params, [asdict(slot)])
        await rewriting.begin(spoke.id, job.id, slot=0, attempt=0)
        await noted(access.viewer, [Deed("spoke.regenerated", spoke.id, instruction, detail={"job_id": job.id})])
    await resources.current().engine.start(REGENERATE, ticket.workflow_id, access.client_id, ticket.plain())
    return hub, job


async def source_of(spoke: Spoke) -> Pillar:
    """The pillar that other words for the piece can be written from. Raises Conflict, StillProcessing."""
    if not spoke.is_settled:
        raise StillProcessing(spoke.job_id or "")
    if spoke.status is SpokeStatus.KILLED:
        raise Conflict("The spoke has been killed.", state=str(spoke.status))
    pillar = await Pillar.get_or_none(id=spoke.pillar_id) if spoke.hub_id and spoke.pillar_id else None
    if pillar is None or pillar.status is not PillarStatus.ACTIVE:
        raise Conflict(
            "The hub or pillar that this spoke was written from is gone; edit it by hand.", state="no_source"
        )
    return pillar


async def take_up_again(job: Job) -> None:
    """For a job that is run again, whose piece has been put back. Call it inside the transaction that queues it.

    Raises: Conflict, StillProcessing.
    """
    spoke = await require_spoke((job.params or {})["spoke_id"])
    await source_of(spoke)
    await rewriting.begin(spoke.id, job.id, slot=0, attempt=0)
    plan = [{**row, "given_up": False, "kept_old": False} for row in job.plan or ()]
    await jobs.change(job, plan=plan, spokes_total=len(plan))


def _checked(instruction: str | None) -> str | None:
    instruction = (instruction or "").strip()
    if len(instruction) > MAX_INSTRUCTION:
        raise ValidationFailed(("input.instruction", f"An instruction has at most {MAX_INSTRUCTION:,} characters."))
    return instruction or None
