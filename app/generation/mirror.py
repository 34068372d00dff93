"""What the registry says of a hub, brought into line with the hub's own database.

The two planes share no transaction. Work is promised in the registry first (PROCESSING), so that what a crash cuts off
is found; after whatever ends that work, the truth of the client's database is copied over.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import tenancy
from app.hubs import jobs
from app.hubs.models import Hub
from app.hubs.registry import HubRegistry
from app.kit import clock
from app.spokes.models import Spoke
from app.vocabulary import HubStatus, RegistryStatus


@dataclass(frozen=True, slots=True)
class State:
    """What the registry shall say."""

    status: RegistryStatus
    spoke_count: int


async def mirror(client_id: str, hub_id: str) -> State | None:
    """Copies the hub's state; None when there is no such hub.

    It is read again after the write: of several that copy at the same time the last one finds its state out of date,
    and copies anew.
    """
    state = await _state_of(client_id, hub_id)
    while state is not None:
        await _write(client_id, hub_id, state)
        written, state = state, await _state_of(client_id, hub_id)
        if written == state:
            break
    return state


@asynccontextmanager
async def promised(client_id: str, hub_id: str) -> AsyncIterator[None]:
    """Around the transaction that queues a job: the registry says it first, and takes it back if that fails."""
    await HubRegistry.filter(id=hub_id, client_id=client_id).update(status=RegistryStatus.PROCESSING)
    try:
        yield
    except BaseException:
        await mirror(client_id, hub_id)
        raise


async def _state_of(client_id: str, hub_id: str) -> State | None:
    async with tenancy.bind(client_id):
        hub = await Hub.get_or_none(id=hub_id)
        if hub is None:
            return None
        active = await jobs.active_job(hub_id)
        return State(_status(hub, active is not None), await Spoke.filter(hub_id=hub_id).count())


def _status(hub: Hub, is_worked_on: bool) -> RegistryStatus:
    if hub.status is HubStatus.KILLED:
        return RegistryStatus.ARCHIVED
    if is_worked_on or hub.status is HubStatus.PROCESSING:
        return RegistryStatus.PROCESSING
    return RegistryStatus.READY


async def _write(client_id: str, hub_id: str, state: State) -> None:
    row = HubRegistry.filter(id=hub_id, client_id=client_id)
    await row.update(status=state.status, spoke_count=state.spoke_count)
    if state.status is RegistryStatus.READY:
        await row.filter(completed_at__isnull=True).update(completed_at=clock.now())
