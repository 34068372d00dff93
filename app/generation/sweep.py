"""Finding, at start, jobs that were promised but never reached the engine: the process died between the two."""

import logging

import tenancy
from app import resources
from app.hubs import jobs
from app.hubs.jobs import Ticket
from app.hubs.models import Job
from app.hubs.registry import HubRegistry
from app.vocabulary import RegistryStatus

log = logging.getLogger(__name__)
CONCERNED = 500


async def restart_lost_jobs() -> int:
    """The registry names the hubs that work was promised for; returns how many jobs were started."""
    started = 0
    rows = await HubRegistry.filter(status=RegistryStatus.PROCESSING).order_by("-id").limit(CONCERNED)
    for row in rows:
        if not tenancy.exists(row.client_id):
            continue
        async with tenancy.bind(row.client_id):
            active: Job | None = await jobs.active_job(row.id)
        if active is not None and not await resources.current().engine.is_known(f"{active.id}.{active.run}"):
            ticket = Ticket(row.client_id, row.account_id, row.id, active.id, active.run)
            await resources.current().engine.start(active.kind, ticket.workflow_id, row.client_id, ticket.plain())
            log.warning("started job %s, which was promised before the last stop", active.id)
            started += 1
    return started
