"""Undoing a kill: exactly what the newest one of this hub, angle or piece changed is as it was.

What another kill has killed stays killed, what a person has worded meanwhile stays worded, and cancelled jobs stay
cancelled. What lies in something killed is restored after it.
"""

from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from dataclasses import dataclass

import orjson

import tenancy
from app.accounts.policy import Permission
from app.clients.access import ClientAccess
from app.errors import Conflict, ValidationFailed
from app.generation import judging
from app.generation.mirror import mirror, promised
from app.generation.rescoring import judged_anew
from app.hubs import jobs
from app.hubs.models import Hub, Pillar
from app.hubs.service import require_hub
from app.kit import clock
from app.progress.events import ContentRestored
from app.review.kill_log import HUB, PILLAR, SPOKE, Columns
from app.review.killing import require_pillar
from app.review.models import KillLog
from app.review.verdicts import name_of, valid_under
from app.spokes.models import Spoke
from app.spokes.service import require_spoke
from app.trail.service import Deed, noted
from app.vocabulary import HubStatus, PillarStatus, SpokeStatus

# By column: what it was, where the kill's own change is still there. Thousands of ids go in one piece.
_AMONG = "id IN (SELECT value FROM json_each(?))"
_BACK = {
    "status": f"UPDATE spokes SET status = ?, updated_at = ? WHERE {_AMONG} AND status = 'killed'",
    "hub_id": f"UPDATE spokes SET hub_id = ?, updated_at = ? WHERE {_AMONG} AND hub_id IS NULL",
    "pillar_id": f"UPDATE spokes SET pillar_id = ?, updated_at = ? WHERE {_AMONG} AND pillar_id IS NULL",
}
Subject = Hub | Pillar | Spoke


@dataclass(frozen=True, slots=True)
class Restored:
    """`restored` pieces are as they were before they were killed; `rejoined` ones had survived."""

    subject: Subject
    restored: int
    rejoined: int


async def restore(
    access: ClientAccess, *, hub_id: str | None = None, pillar_id: str | None = None, spoke_id: str | None = None
) -> Restored:
    """Exactly one of the three. Restoring twice changes nothing and says so.

    Where the client's pieces are held to something else than when they were killed, they are judged anew.

    Raises:
        NotFound, Forbidden: as always.
        ValidationFailed: not exactly one id.
        Conflict: nothing is killed; or it was killed with its hub or angle, or these are killed: what to restore first
            is named.
    """
    access.require(Permission.DIRECT)
    given = [(kind, id) for kind, id in ((HUB, hub_id), (PILLAR, pillar_id), (SPOKE, spoke_id)) if id is not None]
    if len(given) != 1:
        raise ValidationFailed(("input", "Name exactly one of hubId, pillarId and spokeId."))
    [(kind, id)] = given
    async with access.bind():
        _, kill = await _killed(kind, id)
    valid = await valid_under(access)
    async with _told_first(access, hub_id), _judged_where(access, kill, valid), access.bind(), tenancy.transaction():
        subject, newest = await _killed(kind, id)
        await _require_unchanged(valid, newest.id == kill.id)
        restored = await _undo(subject, kill)
        await _log(access, kind, kill, restored)
    if hub_id is not None:
        await mirror(access.client_id, hub_id)
    return restored


def _told_first(access: ClientAccess, hub_id: str | None) -> AbstractAsyncContextManager[None]:
    """The registry knows of hubs alone."""
    return nullcontext() if hub_id is None else promised(access.client_id, hub_id)


@asynccontextmanager
async def _judged_where(access: ClientAccess, kill: KillLog, valid: str | None) -> AsyncIterator[None]:
    """Nothing comes back with a verdict that rests on something older than what holds."""
    if valid is not None and kill.changed.get("valid_under") == valid:
        yield
        return
    async with judged_anew(access.client_id, access.account_id):
        yield


async def _require_unchanged(valid: str | None, is_same: bool) -> None:
    """Raises Conflict where it was killed anew, or what pieces are held to is no longer what was looked at."""
    if not is_same or (valid is not None and name_of(await judging.measure()) != valid):
        raise Conflict("Somebody else has changed something meanwhile; try again.", state="changed")


async def _killed(kind: str, id: str) -> tuple[Subject, KillLog]:
    """The subject, and the newest kill of it. Raises NotFound, Conflict."""
    subject = await _FIND[kind](id)
    if not _is_killed(subject):
        raise _not_killed(kind)
    kill = await _newest_kill(id)
    hub_id = None if isinstance(subject, Hub) else subject.hub_id
    pillar_id = subject.pillar_id if isinstance(subject, Spoke) and subject.hub_id else None
    for kind_above, above in ((HUB, hub_id), (PILLAR, pillar_id)):
        if above is not None and _is_killed(await _FIND[kind_above](above)):
            its_kill = await _newest_kill(above)
            with_it = its_kill is not None and id in {**its_kill.changed["pillars"], **its_kill.changed["spokes"]}
            raise _restore_first(kind, kind_above, above, with_it=with_it)
    if kill is None:
        raise _not_killed(kind)
    return subject, kill


async def _newest_kill(subject_id: str) -> KillLog | None:
    """That is not undone."""
    return await KillLog.filter(subject_id=subject_id, restored_at__isnull=True).order_by("-id").first()


_FIND: dict[str, Callable[[str], Awaitable[Subject]]] = {HUB: require_hub, PILLAR: require_pillar, SPOKE: require_spoke}


def _is_killed(subject: Subject) -> bool:
    return subject.status in (HubStatus.KILLED, PillarStatus.KILLED, SpokeStatus.KILLED)


def _not_killed(kind: str) -> Conflict:
    return Conflict(f"There is no kill of this {kind} to undo.", state="not_killed")


def _restore_first(kind: str, above: str, id: str, *, with_it: bool) -> Conflict:
    """`with_it`: one kill took both."""
    ids = {f"{above}Id": id}
    if with_it:
        return Conflict(f"This {kind} was killed with its {above}; restore that.", state=f"killed_with_{above}", **ids)
    return Conflict(f"The {above} of this {kind} is killed; restore that first.", state=f"{above}_killed", **ids)


async def _undo(subject: Subject, kill: KillLog) -> Restored:
    now = clock.now()
    changed: dict[str, dict[str, Columns]] = kill.changed
    for hub_id, was in changed["hubs"].items():
        await Hub.filter(id=hub_id).update(**was, updated_at=now)
    await Pillar.filter(id__in=list(changed["pillars"]), status=PillarStatus.KILLED).update(status=PillarStatus.ACTIVE)
    restored, rejoined = await tenancy.write(lambda tx: _bring_back(tx, changed["spokes"]))
    await KillLog.filter(id=kill.id).update(restored_at=now)
    await subject.refresh_from_db()
    return Restored(subject, restored, rejoined)


def _bring_back(tx: tenancy.Writing, spokes: dict[str, Columns]) -> tuple[int, int]:
    """How many live again, and how many belong where they came from again."""
    now, found = clock.now_millis(), Counter[str]()
    for (column, value), ids in _alike(spokes).items():
        found[column] += tx.run(_BACK[column], (value, now, orjson.dumps(ids).decode()))
    return found["status"], found["hub_id"] + found["pillar_id"]


def _alike(spokes: dict[str, Columns]) -> dict[tuple[str, str], list[str]]:
    """The ids of those that get the same value in the same column."""
    found: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for id, was in spokes.items():
        [(column, value)] = was.items()
        found[column, value].append(id)
    return found


async def _log(access: ClientAccess, kind: str, kill: KillLog, restored: Restored) -> None:
    subject, detail = restored.subject, {"restored": restored.restored, "rejoined": restored.rejoined}
    await noted(access.viewer, [Deed(f"{kind}.restored", subject.id, detail={**detail, "kill_id": kill.id})])
    jobs.publish(
        ContentRestored(
            hub_id=subject.id if isinstance(subject, Hub) else subject.hub_id,
            pillar_id=subject.id if isinstance(subject, Pillar) else None,
            spoke_id=subject.id if isinstance(subject, Spoke) else None,
            restored=restored.restored,
            rejoined=restored.rejoined,
        )
    )
