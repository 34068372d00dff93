"""Carrying each client's trail into the account's audit log, without the words.

An entry has the same id in both, and up to which one the log holds them is written with them in one transaction: so
whenever the process dies, the next one goes on where this one was. The background task does it; whoever reads the log
has it done first for what is not in it yet.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

import orjson

import tenancy
from app import resources
from app.audit import service as audit
from app.audit.models import AuditEntry
from app.audit.service import Place
from app.audit.wordless import wordless
from app.kit import clock

log = logging.getLogger(__name__)
SETTLE_S = 1.0
"""How long deeds are gathered: each batch is a commit of the global database."""
RETRY_S = 30.0
BETWEEN_S = 0.02
"""After each client: at start that is every one, and its database has to be opened to look."""
_AT_ONCE = 200
"""Others wait for about 5 ms while so many entries are made."""
_AFTER = """
SELECT number, id, account_id, at, actor_id, actor_label, action, subject_id, detail FROM audit_trail
WHERE number > ? ORDER BY number LIMIT ?"""

Rows = list[tuple[Any, ...]]
Read = Callable[[Callable[[tenancy.Snapshot], Rows]], Awaitable[Rows]]


async def relay(client_id: str) -> int:
    """Brings the log up to date with the client's trail, one caller at a time; returns how many entries were added.

    Raises: tenancy's errors for a client that cannot be opened, the database's.
    """

    async def read(work: Callable[[tenancy.Snapshot], Rows]) -> Rows:
        async with tenancy.look(client_id) as reads:
            return await reads.snapshot(work)

    trails = resources.current().trails
    async with trails.turn(client_id):
        trails.taken_up(client_id)
        try:
            return await _carried(client_id, read)
        except BaseException:
            trails.put_back(client_id)
            raise


async def relay_last(client_id: str, snapshot: tenancy.Snapshot) -> int:
    """As `relay`, of a client that nobody can bind any more."""

    async def read(work: Callable[[tenancy.Snapshot], Rows]) -> Rows:
        return work(snapshot)

    async with resources.current().trails.turn(client_id):
        return await _carried(client_id, read)


async def _carried(client_id: str, read: Read) -> int:
    """Nothing slow is done while the client is held."""
    place, done = await audit.place_of(client_id), 0
    while rows := await read(partial(_after, place)):
        place = Place(rows[-1][0], rows[-1][1])
        done += await audit.take_in(client_id, [_entry(client_id, row) for row in rows], place)
    return done


def _after(place: Place, snapshot: tenancy.Snapshot) -> Rows:
    """What follows the place; everything, where the trail has another entry there, as one from a backup may."""
    known = snapshot.fetch("SELECT id FROM audit_trail WHERE number = ?", (place.number,))
    return snapshot.fetch(_AFTER, (place.number if known == [(place.entry_id,)] else 0, _AT_ONCE))


def _entry(client_id: str, row: tuple[Any, ...]) -> AuditEntry:
    _, id, account_id, at, actor_id, actor_label, action, subject_id, detail = row
    return AuditEntry(
        id=id,
        account_id=account_id,
        at=clock.from_millis(at),
        actor_id=actor_id,
        actor_label=actor_label,
        action=action,
        client_id=client_id,
        subject_id=subject_id,
        detail=wordless(action, orjson.loads(detail) if detail else None),
    )


async def keep_relaying(*, settle_s: float = SETTLE_S, retry_s: float = RETRY_S, between_s: float = BETWEEN_S) -> None:
    """Until it is cancelled: first whatever an earlier process left, then what is marked."""
    trails, later = resources.current().trails, set[str]()

    def again(client_id: str) -> None:
        later.discard(client_id)
        trails.mark(client_id)

    for client_id in tenancy.known_clients():
        trails.mark(client_id)
    while True:
        await trails.told()
        await asyncio.sleep(settle_s)
        for client_id in sorted(trails.marked() - later):
            if not await tried(client_id):
                later.add(client_id)
                asyncio.get_running_loop().call_later(retry_s, again, client_id)
            await asyncio.sleep(between_s)


async def tried(client_id: str) -> bool:
    """False where it is worth trying again. A client that cannot be opened keeps no other waiting."""
    try:
        await relay(client_id)
    except tenancy.UnknownClient:
        resources.current().trails.taken_up(client_id)
    except tenancy.TenancyError as error:
        log.warning("the trail of client %s cannot be read and is tried again: %s", client_id, error)
        return False
    except Exception:
        log.exception("the trail of client %s could not be brought into the audit log and is tried again", client_id)
        return False
    return True
