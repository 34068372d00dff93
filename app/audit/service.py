"""Writing the audit log, and letting go of what is older than it is kept."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, NamedTuple, Protocol

from app.audit.models import AuditEntry, AuditPosition
from app.audit.wordless import wordless
from app.kit import clock
from tenancy import global_transaction

DELETED, NOT_DELETED, IMPORTED = "client.deleted", "client.not_deleted", "client.imported"
FOR_EVER = (DELETED, NOT_DELETED, IMPORTED)
"""What says that a client is gone, or came back, stays: nothing else does, and the mending at the start asks for it."""
LEEWAY = timedelta(hours=1)
"""The database has a clock of its own, and refuses to delete what is younger than 90 days by it."""
_AT_ONCE = 1_000


class Actor(Protocol):
    """Whoever does something: a Viewer, or an outsider, who is no user."""

    @property
    def user_id(self) -> str | None: ...
    @property
    def account_id(self) -> str: ...
    @property
    def label(self) -> str: ...


class Place(NamedTuple):
    """An entry of a client's trail: everything up to it is in the log."""

    number: int
    entry_id: str


START = Place(0, "")


async def record(
    actor: Actor, action: str, *, client_id: str | None = None, subject_id: str | None = None, **detail: Any
) -> None:
    """Adds an entry; call it inside the global transaction of what it tells of."""
    await AuditEntry.create(
        account_id=actor.account_id,
        actor_id=actor.user_id,
        actor_label=actor.label,
        action=action,
        client_id=client_id,
        subject_id=subject_id,
        detail=wordless(action, detail),
    )


async def place_of(client_id: str) -> Place:
    position = await AuditPosition.get_or_none(client_id=client_id)
    return Place(position.number, position.entry_id) if position else START


async def take_in(client_id: str, entries: Sequence[AuditEntry], place: Place) -> int:
    """Adds those entries of a client's trail that are not in the log yet, and says up to which it stands there now.

    One transaction: there is no moment between. Returns how many were added.
    """
    async with global_transaction():
        among = AuditEntry.filter(id__in=[entry.id for entry in entries])
        known = {str(id) for id in await among.values_list("id", flat=True)}
        new = [entry for entry in entries if entry.id not in known]
        if new:
            await AuditEntry.bulk_create(new)
        values = {"number": place.number, "entry_id": place.entry_id}
        await AuditPosition.update_or_create(client_id=client_id, defaults=values)
    return len(new)


async def forget_place(client_id: str) -> None:
    """Of a client that is no more; its entries stay."""
    await AuditPosition.filter(client_id=client_id).delete()


async def prune(days: int) -> int:
    """Deletes entries that are older, but for what says that a client was deleted or came back. Returns how many."""
    before = clock.now() - timedelta(days=days) - LEEWAY
    done = 0
    while True:
        old = AuditEntry.filter(at__lt=before).exclude(action__in=FOR_EVER).order_by("at").limit(_AT_ONCE)
        ids = await old.values_list("id", flat=True)
        if not ids:
            return done
        done += await AuditEntry.filter(id__in=ids).delete()
