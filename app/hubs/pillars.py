"""The angles of a hub: adding one's own, wording and ordering them."""

from collections.abc import Sequence

import tenancy
from app.accounts.policy import Permission
from app.clients.access import ClientAccess
from app.errors import Conflict, NotFound, ValidationFailed
from app.hubs.models import Pillar
from app.hubs.service import checked_title, cleaned, living_hub, required
from app.trail.service import Deed, noted
from app.vocabulary import HubStatus, PillarStatus

MAX_PILLARS = 40


async def add_pillar(access: ClientAccess, hub_id: str, title: str, angle: str, key_points: Sequence[str]) -> Pillar:
    """Adds an angle of a person's own at the end. Raises NotFound, Forbidden, ValidationFailed, Conflict."""
    access.require(Permission.CREATE)
    title, angle = checked_title(title), required(angle, "input.angle")
    async with access.bind(), tenancy.transaction():
        hub = await living_hub(hub_id)
        if hub.status is HubStatus.PROCESSING:
            raise Conflict("The hub is still being read.", state=str(hub.status))
        last = await Pillar.filter(hub_id=hub_id).order_by("-order_index").first()
        if await Pillar.filter(hub_id=hub_id).count() >= MAX_PILLARS:
            raise Conflict(f"A hub has at most {MAX_PILLARS} pillars.", state="full")
        pillar = await Pillar.create(
            hub_id=hub_id,
            title=title,
            angle=angle,
            key_points=cleaned(key_points),
            order_index=last.order_index + 1 if last else 0,
        )
        await noted(access.viewer, [Deed("pillar.added", pillar.id, detail={"hub_id": hub_id})])
    return pillar


async def update_pillar(
    access: ClientAccess,
    pillar_id: str,
    *,
    title: str | None = None,
    angle: str | None = None,
    key_points: Sequence[str] | None = None,
) -> Pillar:
    """Raises NotFound, Forbidden, ValidationFailed, Conflict for a killed pillar."""
    access.require(Permission.CREATE)
    changes: dict[str, object] = {}
    if title is not None:
        changes["title"] = checked_title(title)
    if angle is not None:
        changes["angle"] = required(angle, "input.angle")
    if key_points is not None:
        changes["key_points"] = cleaned(key_points)
    async with access.bind(), tenancy.transaction():
        pillar = await Pillar.get_or_none(id=pillar_id)
        if pillar is None:
            raise NotFound("pillar", pillar_id)
        if pillar.status is PillarStatus.KILLED:
            raise Conflict("The pillar has been killed.", state=str(pillar.status))
        if changes:
            pillar.update_from_dict(changes)
            await pillar.save(update_fields=list(changes))
            await noted(access.viewer, [Deed("pillar.updated", pillar.id, detail={"changed": sorted(changes)})])
    return pillar


async def reorder_pillars(access: ClientAccess, hub_id: str, pillar_ids: Sequence[str]) -> list[Pillar]:
    """All pillars of the hub in the order given; killed ones that are not named come after the others, as they were.

    Raises:
        NotFound, Forbidden: as always.
        ValidationFailed: the ids are not exactly those of the hub's pillars.
    """
    access.require(Permission.CREATE)
    async with access.bind(), tenancy.transaction():
        await living_hub(hub_id)
        pillars = {pillar.id: pillar for pillar in await Pillar.filter(hub_id=hub_id).order_by("order_index", "id")}
        killed = [id for id, pillar in pillars.items() if pillar.status is PillarStatus.KILLED and id not in pillar_ids]
        ordered = [*pillar_ids, *killed]
        if len(ordered) != len(pillars) or set(ordered) != set(pillars):
            raise ValidationFailed(("input.pillarIds", "Name every pillar of the hub exactly once."))
        for index, pillar_id in enumerate(ordered):
            pillars[pillar_id].order_index = index
            await pillars[pillar_id].save(update_fields=["order_index"])
        await noted(access.viewer, [Deed("hub.pillars_reordered", hub_id)])
    return [pillars[pillar_id] for pillar_id in ordered]
