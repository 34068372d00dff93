"""What a crash can leave between the two planes and the engine, and how the next start mends it."""

import tenancy
from app.billing.models import UsageEvent
from app.generation import sweep
from app.generation.mirror import mirror
from app.generation.service import GENERATE
from app.hubs import jobs
from app.hubs.jobs import Ticket
from app.hubs.models import Hub, Pillar
from app.hubs.registry import HubRegistry
from app.kit import ids
from app.objects import keys
from app.resources import Resources
from app.settings import Settings
from app.spokes.models import Spoke
from app.vocabulary import HubStatus, JobStatus, RegistryStatus
from tests.api import Api
from tests.app.generation.following import RETRY, create_hub, ended, following, read_job, ready_hub
from tests.app.generation.ledger import assert_job_kept_its_promise
from tests.app.generation.promises import account_of, promise_hub, queue, write_hub


async def registered(hub_id: str) -> tuple[RegistryStatus, int]:
    row = await HubRegistry.get(id=hub_id)
    return row.status, row.spoke_count


async def set_registry(hub_id: str, status: RegistryStatus) -> None:
    await HubRegistry.filter(id=hub_id).update(status=status)


async def test_job_is_started_when_the_process_died_before_the_engine_knew_of_it(
    resources: Resources, settings: Settings, owner: Api, client_id: str
) -> None:
    ticket = await promise_hub(resources, owner, client_id)
    await write_hub(ticket)
    async with following(resources, client_id) as followed:
        assert await sweep.restart_lost_jobs() == 1
        assert await sweep.restart_lost_jobs() == 0
        await followed.until(ticket.job_id, status=JobStatus.COMPLETE)
    await ended(resources, ticket.workflow_id)
    assert_job_kept_its_promise(settings.data_dir, client_id, ticket.hub_id, ticket.job_id, 25)
    assert await sweep.restart_lost_jobs() == 0


async def test_hub_is_forgotten_when_it_was_never_written(resources: Resources, owner: Api, client_id: str) -> None:
    ticket = await promise_hub(resources, owner, client_id)
    assert await sweep.restart_lost_jobs() == 0
    assert await HubRegistry.filter(id=ticket.hub_id).count() == 0
    assert await UsageEvent.filter(id=ticket.hub_id).count() == 0
    assert await resources.objects.list(keys.source_prefix(client_id, ticket.hub_id)) == []


async def test_registry_is_ready_again_when_the_process_died_after_a_cancel(
    resources: Resources, owner: Api, client_id: str
) -> None:
    hub_id = await ready_hub(resources, owner, client_id)
    await set_registry(hub_id, RegistryStatus.PROCESSING)
    assert await sweep.restart_lost_jobs() == 0
    assert await registered(hub_id) == (RegistryStatus.READY, 0)


async def test_hub_that_could_not_be_read_stays_as_it_is_and_can_be_retried(
    resources: Resources, owner: Api, client_id: str
) -> None:
    async with following(resources, client_id) as followed:
        hub_id, job_id = await create_hub(owner, client_id, text="Hm.", generate=False)
        await followed.until(job_id, status=JobStatus.FAILED)
        await ended(resources, f"{job_id}.1")
        assert await sweep.restart_lost_jobs() == 0
        assert await registered(hub_id) == (RegistryStatus.PROCESSING, 0)
        again = (await owner.run(RETRY, c=client_id, j=job_id))["retryJob"]
        assert again == {"id": job_id, "status": "QUEUED", "progressPercent": 0, "errorMessage": None}
        await followed.until(job_id, status=JobStatus.FAILED)
    assert (await read_job(client_id, job_id)).run == 2


async def test_job_runs_again_when_its_workflow_is_over_although_it_is_not(
    resources: Resources, settings: Settings, owner: Api, client_id: str
) -> None:
    hub_id = await ready_hub(resources, owner, client_id)
    ticket = Ticket(client_id, await account_of(owner), hub_id, ids.new_id(), 1)
    async with tenancy.bind(client_id), tenancy.transaction():
        await queue(ticket, GENERATE, spokes_per_hub=2)
    await set_registry(hub_id, RegistryStatus.PROCESSING)
    await resources.engine.start(GENERATE, ticket.workflow_id, client_id, ticket.plain())
    await resources.engine.cancel(ticket.workflow_id)
    async with following(resources, client_id) as followed:
        assert await sweep.restart_lost_jobs() == 1
        await followed.until(ticket.job_id, status=JobStatus.COMPLETE)
    await ended(resources, f"{ticket.job_id}.2")
    assert (await read_job(client_id, ticket.job_id)).run == 2
    assert_job_kept_its_promise(settings.data_dir, client_id, hub_id, ticket.job_id, 2)


async def test_mirror_says_what_the_clients_database_says(resources: Resources, owner: Api, client_id: str) -> None:
    hub_id = await ready_hub(resources, owner, client_id)
    ticket = Ticket(client_id, await account_of(owner), hub_id, ids.new_id(), 1)
    async with tenancy.bind(client_id), tenancy.transaction():
        pillar = await Pillar.filter(hub_id=hub_id).first()
        assert pillar is not None
        await Spoke.create(
            hub_id=hub_id,
            pillar_id=pillar.id,
            platform="twitter",
            content_type="post",
            content="One.",
            character_count=4,
            status="pending",
        )
        await queue(ticket, GENERATE)
    await mirror(client_id, hub_id)
    assert await registered(hub_id) == (RegistryStatus.PROCESSING, 1)
    async with tenancy.bind(client_id), tenancy.transaction():
        await jobs.change(await jobs.get_job(ticket.job_id), status=JobStatus.CANCELED)
    await mirror(client_id, hub_id)
    assert await registered(hub_id) == (RegistryStatus.READY, 1)
    async with tenancy.bind(client_id), tenancy.transaction():
        await Hub.filter(id=hub_id).update(status=HubStatus.KILLED)
    await mirror(client_id, hub_id)
    assert await registered(hub_id) == (RegistryStatus.ARCHIVED, 1)
    assert await mirror(client_id, ids.new_id()) is None
