"""Telling once of each crossing of a bound, and noting when it was crossed back.

What is told stands in the client's own database: a bound whose crossing is noted there is not told of again until it
was crossed back. People's doings say where to look; time alone moves the window too, so now and then everybody is
looked at. Looks are gathered, so a figure that swings about its bound is told of once a look at the most.
"""

import asyncio
import logging

import tenancy
from app import resources
from app.grounding.drift import FACTS_AT, Crossing, Drift, crossings, drift_of
from app.hubs import jobs
from app.kit import clock, ids
from app.progress.events import DriftAlert

log = logging.getLogger(__name__)
SETTLE_S = 1.0
LONGEST_S = 15.0
BETWEEN_S = 0.02
"""After each client: the slow look is at every one, and its database has to be opened."""
_OPEN = "SELECT kind, id FROM drift_alerts WHERE cleared_at IS NULL"
_RAISE = """
INSERT INTO drift_alerts (id, kind, trigger_name, drift_score, average_edit_distance, zero_edit_rate, raised_at)
VALUES (?, ?, ?, ?, ?, ?, ?)"""
_CLEAR = "UPDATE drift_alerts SET cleared_at = ? WHERE id = ?"


async def look(client_id: str, now: int | None = None) -> list[str]:
    """Brings the client's alerts up to date; the triggers of those that were raised. `now` is in milliseconds.

    Raises: tenancy's errors for a client that cannot be opened, the database's.
    """
    at = clock.now_millis() if now is None else now
    async with tenancy.look(client_id) as reads:
        crossed, noted = await reads.snapshot(lambda snapshot: _state(snapshot, at))
    if crossed == noted:
        return []
    async with tenancy.bind(client_id):
        return await tenancy.write(lambda tx: _noted(tx, at))


def _state(snapshot: tenancy.Snapshot, now: int) -> tuple[set[str], set[str]]:
    """The kinds that are crossed, and those that are noted as crossed."""
    drift = drift_of(snapshot.fetch(FACTS_AT, (now,)))
    return {str(crossing.kind) for crossing in crossings(drift)}, {kind for kind, _ in snapshot.fetch(_OPEN)}


def _noted(tx: tenancy.Writing, now: int) -> list[str]:
    """Looks again: whoever wrote meanwhile may have noted it."""
    drift = drift_of(tx.fetch(FACTS_AT, (now,)))
    open_ids: dict[str, str] = {kind: id for kind, id in tx.fetch(_OPEN)}  # noqa: C416  # rows are of any types
    crossed = {str(crossing.kind): crossing for crossing in crossings(drift)}
    for kind in open_ids.keys() - crossed.keys():
        tx.run(_CLEAR, (now, open_ids[kind]))
    raised = [crossing for kind, crossing in crossed.items() if kind not in open_ids]
    for crossing in raised:
        _raise(tx, drift, crossing, now)
    return [crossing.trigger for crossing in raised]


def _raise(tx: tenancy.Writing, drift: Drift, crossing: Crossing, now: int) -> None:
    figures = (drift.drift_score, drift.average_edit_distance, drift.zero_edit_rate)
    tx.run(_RAISE, (ids.new_id(), str(crossing.kind), crossing.trigger, *figures, now))
    jobs.publish(DriftAlert(drift_score=drift.drift_score, trigger=crossing.trigger, suggestion=crossing.suggestion))


async def keep_watching(
    every_s: float, *, settle_s: float = SETTLE_S, longest_s: float = LONGEST_S, between_s: float = BETWEEN_S
) -> None:
    """Until it is cancelled: whoever is marked, and every `every_s` seconds all clients, at once to begin with."""
    drifts = resources.current().drifts
    sweeping = asyncio.create_task(_mark_all(every_s))
    try:
        while True:
            for client_id in await drifts.next(settle_s, longest_s):
                await tried(client_id)
                await asyncio.sleep(between_s)
    finally:
        sweeping.cancel()


async def _mark_all(every_s: float) -> None:
    while True:
        for client_id in tenancy.known_clients():
            resources.current().drifts.mark(client_id)
        await asyncio.sleep(every_s)


async def tried(client_id: str) -> None:
    """A client that cannot be looked at keeps no other waiting; the next look at all tries it again."""
    try:
        await look(client_id)
    except tenancy.UnknownClient:
        pass
    except tenancy.TenancyError as error:
        log.warning("the drift of client %s cannot be read: %s", client_id, error)
    except Exception:
        log.exception("the drift of client %s could not be looked at", client_id)
