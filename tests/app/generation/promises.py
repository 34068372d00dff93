"""The rows of work that has been promised and not begun, as a process leaves them that dies at that moment."""

from typing import Any

import tenancy
from app.billing.models import UsageEvent
from app.hubs.jobs import Ticket
from app.hubs.models import Hub, Job
from app.hubs.received import Received, note
from app.hubs.registry import HubRegistry
from app.hubs.service import CREATE
from app.kit import ids
from app.objects import keys
from app.resources import Resources
from app.vocabulary import HubStatus, JobStatus, RegistryStatus, UsageType
from tests.api import Api
from tests.fixtures.live import SOURCE


async def account_of(owner: Api) -> str:
    account_id: str = (await owner.run("{ account { id } }"))["account"]["id"]
    return account_id


async def promise_hub(resources: Resources, owner: Api, client_id: str) -> Ticket:
    """The registry's row and the objects, as they are written before the client's database."""
    ticket = Ticket(client_id, await account_of(owner), ids.new_id(), ids.new_id(), 1)
    key = keys.source_key(client_id, ticket.hub_id, "original.txt")
    await resources.objects.put(key, SOURCE.encode(), "text/plain")
    await note(resources.objects, client_id, ticket.hub_id, Received(content_type="text/plain; charset=utf-8"))
    async with tenancy.global_transaction():
        await HubRegistry.create(
            id=ticket.hub_id,
            account_id=ticket.account_id,
            client_id=client_id,
            source_type="text",
            status=RegistryStatus.PROCESSING,
        )
        await UsageEvent.create(
            id=ticket.hub_id, account_id=ticket.account_id, client_id=client_id, event_type=UsageType.HUB_CREATED
        )
    return ticket


async def write_hub(ticket: Ticket) -> None:
    async with tenancy.bind(ticket.client_id), tenancy.transaction():
        await Hub.create(
            id=ticket.hub_id,
            registry_id=ticket.hub_id,
            source_type="text",
            source_r2_key=keys.source_key(ticket.client_id, ticket.hub_id, "original.txt"),
            status=HubStatus.PROCESSING,
        )
        await queue(ticket, CREATE)


async def queue(ticket: Ticket, kind: str, **params: Any) -> None:
    await Job.create(
        id=ticket.job_id,
        hub_id=ticket.hub_id,
        workflow_id=ticket.workflow_id,
        kind=kind,
        status=JobStatus.QUEUED,
        params=params,
    )
