"""Killing a hub, an angle or a piece: what nobody has edited goes with it, what a person has worded survives.

Each kill is one transaction, and `kill_log` keeps what it changed and how that was, so that `restore` brings back just
that. Jobs that write for what is killed end in the same transaction.
"""

from collections.abc import Mapping

import tenancy
from app.accounts.policy import Permission
from app.clients.access import ClientAccess
from app.errors import NotFound, ValidationFailed
from app.generation import rewriting
from app.generation.mirror import mirror, promised
from app.generation.regenerating import REGENERATE
from app.generation.slots import slots_of
from app.generation.stopping import after_stop, stop
from app.hubs import jobs
from app.hubs.models import Job, Pillar
from app.hubs.service import require_hub
from app.kit import clock
from app.review.deciding import require_revision, require_settled
from app.review.kill_log import HUB, PILLAR, SPOKE, Changed, Kill, log_kill
from app.review.verdicts import valid_under
from app.spokes.models import Rewrite, Spoke
from app.spokes.service import require_spoke
from app.vocabulary import HubStatus, PillarStatus, SpokeStatus

MAX_REASON = 500
# What is killed lies before no reviewer.
_RELEASE = """
DELETE FROM review_claims WHERE (SELECT status FROM spokes WHERE id = review_claims.spoke_id) = 'killed'
"""


async def kill_hub(access: ClientAccess, hub_id: str, reason: str | None = None) -> Kill:
    """Its pieces and angles with it; edited pieces survive without a hub. Killing twice changes nothing and says so.

    The registry is told first that something is under way, so that a crash between the planes is found and mended.

    Raises: NotFound, Forbidden, ValidationFailed.
    """
    access.require(Permission.DIRECT)
    reason = _checked(reason)
    async with access.bind():
        hub = await require_hub(hub_id)
    if hub.status is HubStatus.KILLED:
        return Kill(hub=hub, is_old=True)
    valid = await valid_under(access)
    async with promised(access.client_id, hub_id), access.bind(), tenancy.transaction():
        kill = Kill(hub=await require_hub(hub_id), changed=Changed(valid_under=valid))
        await _kill_hub(access, kill, reason)
    await mirror(access.client_id, hub_id)
    await after_stop(access.client_id, *kill.stopped)
    return kill


async def kill_pillar(access: ClientAccess, pillar_id: str, reason: str | None = None) -> Kill:
    """The angle's pieces with it; edited ones survive in their hub without an angle. Killing twice changes nothing.

    Raises: NotFound, Forbidden, ValidationFailed.
    """
    access.require(Permission.DIRECT)
    reason = _checked(reason)
    valid = await valid_under(access)
    async with access.bind(), tenancy.transaction():
        pillar = await require_pillar(pillar_id)
        kill = Kill(pillar=pillar, changed=Changed(valid_under=valid))
        await _kill_pillar(access, kill, pillar, reason)
    await after_stop(access.client_id, *kill.stopped)
    return kill


async def kill_spoke(
    access: ClientAccess, spoke_id: str, reason: str | None = None, revision: int | None = None
) -> Spoke:
    """Also one that a person has edited. While it is written anew, that ends first. Killing twice changes nothing.

    Raises:
        NotFound, Forbidden, ValidationFailed: as always.
        Conflict: its words have changed since `revision`.
        StillProcessing: it is being written for the first time.
    """
    access.require(Permission.DIRECT)
    reason = _checked(reason)
    valid = await valid_under(access)
    async with access.bind(), tenancy.transaction():
        spoke = await require_spoke(spoke_id)
        if spoke.status is SpokeStatus.KILLED:
            return spoke
        require_revision(spoke, revision)
        kill = Kill(changed=Changed(valid_under=valid))
        for rewrite in await Rewrite.filter(id=spoke_id):
            await _stop(kill, await Job.filter(id=rewrite.job_id, kind=REGENERATE, status__in=jobs.ACTIVE))
        await _put_back({"id": spoke_id})
        spoke = require_settled(await require_spoke(spoke_id))
        kill.changed.spokes = {spoke_id: {"status": str(spoke.status)}}
        spoke.update_from_dict({"status": SpokeStatus.KILLED, "updated_at": clock.now()})
        await spoke.save(update_fields=["status", "updated_at"])
        await tenancy.write(lambda tx: tx.run(_RELEASE))
        await log_kill(access, kill, SPOKE, spoke_id, spoke.hub_id, reason)
    await after_stop(access.client_id, *kill.stopped)
    return spoke


async def require_pillar(pillar_id: str) -> Pillar:
    """Of the bound client. Raises NotFound."""
    pillar = await Pillar.get_or_none(id=pillar_id)
    if pillar is None:
        raise NotFound("pillar", pillar_id)
    return pillar


async def _kill_hub(access: ClientAccess, kill: Kill, reason: str | None) -> None:
    hub, changed = kill.hub, kill.changed
    assert hub is not None
    if hub.status is HubStatus.KILLED:
        kill.is_old = True
        return
    await _stop(kill, await Job.filter(hub_id=hub.id, status__in=jobs.ACTIVE))
    await _put_back({"hub_id": hub.id})
    await _kill_pieces(changed, {"hub_id": hub.id})
    active = Pillar.filter(hub_id=hub.id, status=PillarStatus.ACTIVE)
    changed.pillars = {
        str(id): {"status": str(PillarStatus.ACTIVE)} for id in await active.values_list("id", flat=True)
    }
    await active.update(status=PillarStatus.KILLED)
    changed.hubs = {hub.id: {"status": str(hub.status), "killed_at": None, "kill_reason": None}}
    values = {"status": HubStatus.KILLED, "killed_at": clock.now(), "kill_reason": reason, "updated_at": clock.now()}
    await hub.update_from_dict(values).save(update_fields=list(values))
    await log_kill(access, kill, HUB, hub.id, hub.id, reason)


async def _kill_pillar(access: ClientAccess, kill: Kill, pillar: Pillar, reason: str | None) -> None:
    if pillar.status is PillarStatus.KILLED:
        kill.is_old = True
        return
    at_work = await Job.filter(hub_id=pillar.hub_id, status__in=jobs.ACTIVE)
    await _stop(kill, [job for job in at_work if await _writes_for(job, pillar.id)])
    await _put_back({"pillar_id": pillar.id})
    await _kill_pieces(kill.changed, {"pillar_id": pillar.id})
    kill.changed.pillars = {pillar.id: {"status": str(pillar.status)}}
    pillar.status = PillarStatus.KILLED
    await pillar.save(update_fields=["status"])
    await log_kill(access, kill, PILLAR, pillar.id, pillar.hub_id, reason)


async def _writes_for(job: Job, pillar_id: str) -> bool:
    """Whether something is left to be written for the pillar, or may be: no plan is made yet."""
    if job.plan is None:
        return True
    slots = {slot.spoke_id for slot in slots_of(job) if slot.pillar_id == pillar_id and not slot.given_up}
    return await Spoke.filter(id__in=list(slots), is_settled=True).count() < len(slots)


async def _stop(kill: Kill, at_work: list[Job]) -> None:
    for job in at_work:
        kill.changed.jobs[job.id] = {"status": str(job.status)}
        await stop(job, "Cancelled: what it wrote for has been killed.")
        kill.stopped.append(job)


async def _put_back(scope: Mapping[str, str]) -> None:
    """No piece is left in the middle: what a job over all hubs is mending is as it was, and what a job that has just
    ended left half-written goes."""
    unsettled = await Spoke.filter(**scope, is_settled=False)
    for rewrite in await Rewrite.filter(id__in=[spoke.id for spoke in unsettled]):
        await rewriting.put_back(rewrite)
    at_work = {job.id for job in await Job.filter(status__in=jobs.ACTIVE).only("id")}
    left = [spoke.id for spoke in unsettled if spoke.job_id not in at_work]
    await Spoke.filter(id__in=left, is_settled=False).delete()


async def _kill_pieces(changed: Changed, scope: Mapping[str, str]) -> None:
    """`scope` names the column that ties pieces to what is killed: those that survive lose it."""
    [(column, id)] = scope.items()
    living = Spoke.filter(**scope, status__not=SpokeStatus.KILLED)
    for spoke_id, status, is_mutated in await living.values_list("id", "status", "is_mutated"):
        changed.spokes[str(spoke_id)] = {column: id} if is_mutated else {"status": str(status)}
    now = clock.now()
    await living.filter(is_mutated=True).update(**{column: None}, updated_at=now)
    await living.filter(is_mutated=False).update(status=SpokeStatus.KILLED, updated_at=now)
    await tenancy.write(lambda tx: tx.run(_RELEASE))


def _checked(reason: str | None) -> str | None:
    """Raises ValidationFailed."""
    reason = (reason or "").strip()
    if len(reason) > MAX_REASON:
        raise ValidationFailed(("input.reason", f"A reason has at most {MAX_REASON} characters."))
    return reason or None
