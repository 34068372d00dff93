"""Variations of a piece that does well: the same angle with other hooks and passages, gated like any other."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from itertools import cycle, islice

import tenancy
from app import resources
from app.accounts.policy import Permission
from app.billing import service as billing
from app.clients.access import ClientAccess
from app.errors import ValidationFailed
from app.generation.mirror import promised
from app.generation.regenerating import source_of
from app.generation.slots import Slot
from app.hubs import jobs
from app.hubs.jobs import Ticket
from app.hubs.models import Job
from app.hubs.service import ready_hub
from app.kit import ids
from app.spokes.models import Spoke
from app.spokes.service import require_spoke
from app.trail.service import Deed, noted
from app.vocabulary import Platform

CLONE = "spoke.clone"
MAX_CLONES = 5


async def clone_spoke(
    access: ClientAccess, spoke_id: str, count: int, platforms: Sequence[Platform] | None = None
) -> tuple[Job, list[str]]:
    """Queues variations of the piece, on its own platform or in turn on those given; their ids are promised here.

    Where the source has nothing that is unlike all other pieces of the hub, fewer are written, and the job says so.

    Raises:
        Forbidden, NotFound, Conflict, StillProcessing: as for `regenerate_spoke`.
        ValidationFailed: the number, or no platform.
    """
    access.require(Permission.CREATE)
    access.require_active()
    if not 1 <= count <= MAX_CLONES:
        raise ValidationFailed(("input.count", f"A spoke is cloned 1 to {MAX_CLONES} times at once."))
    if platforms is not None and not platforms:
        raise ValidationFailed(
            ("input.platforms", "Name at least one platform, or leave this out for the spoke's own.")
        )
    await billing.require_writable(access.account_id)
    async with access.bind():
        hub_id = (await source_of(await require_spoke(spoke_id))).hub_id
        await ready_hub(hub_id)
    ticket = Ticket(access.client_id, access.account_id, hub_id, ids.new_id(), 1)
    async with promised(access.client_id, hub_id), access.bind(), tenancy.transaction():
        await ready_hub(hub_id)
        spoke = await require_spoke(spoke_id)
        pillar = await source_of(spoke)
        chosen = list(dict.fromkeys(platforms or [spoke.platform]))
        slots = await _slots(spoke, pillar.id, list(islice(cycle(chosen), count)))
        params = {"platforms": [str(platform) for platform in chosen], "pillar_ids": [pillar.id]}
        job = await jobs.queue(ticket, CLONE, params, [asdict(slot) for slot in slots])
        detail = {"job_id": job.id, "count": len(slots)}
        await noted(access.viewer, [Deed("spoke.cloned", spoke.id, detail=detail)])
    await resources.current().engine.start(CLONE, ticket.workflow_id, access.client_id, ticket.plain())
    return job, [slot.spoke_id for slot in slots]


async def _slots(original: Spoke, pillar_id: str, platforms: Sequence[Platform]) -> list[Slot]:
    """Each counts on from the pieces that the pillar has on its platform."""
    there = Counter(piece.platform for piece in await Spoke.filter(pillar_id=pillar_id).only("platform"))
    slots = []
    for platform in platforms:
        slots.append(Slot(ids.new_id(), pillar_id, platform, there[platform], parent_id=original.id))
        there[platform] += 1
    return slots
