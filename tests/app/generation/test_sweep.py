"""What a start does with several jobs that were left behind: each once, and none stands in another's way."""

import asyncio

import pytest

import tenancy
from app.generation import sweep
from app.hubs.registry import HubRegistry
from app.resources import Resources
from app.settings import Settings
from app.vocabulary import JobStatus, RegistryStatus
from tests.api import Api
from tests.app.generation.following import create_hub, ended, following, read_job
from tests.app.generation.ledger import assert_job_kept_its_promise, client_file
from tests.app.generation.promises import promise_hub, write_hub


async def test_jobs_start_once_when_several_sweep_at_the_same_time(
    resources: Resources, settings: Settings, owner: Api, client_id: str
) -> None:
    tickets = [await promise_hub(resources, owner, client_id) for _ in range(2)]
    for ticket in tickets:
        await write_hub(ticket)
    async with following(resources, client_id) as followed:
        await asyncio.gather(*(sweep.restart_lost_jobs() for _ in range(4)))
        for ticket in tickets:
            await followed.until(ticket.job_id, status=JobStatus.COMPLETE)
    for ticket in tickets:
        await ended(resources, ticket.workflow_id)
        assert (await read_job(client_id, ticket.job_id)).run == 1
        assert await resources.engine.is_live(f"{ticket.job_id}.2") is None
        assert_job_kept_its_promise(settings.data_dir, client_id, ticket.hub_id, ticket.job_id, 25)


async def test_a_finished_job_is_left_alone_whatever_the_registry_says(
    resources: Resources, owner: Api, client_id: str
) -> None:
    async with following(resources, client_id) as followed:
        hub_id, job_id = await create_hub(owner, client_id, generate=False)
        await followed.until(job_id, status=JobStatus.COMPLETE)
        await ended(resources, f"{job_id}.1")
        before = await read_job(client_id, job_id)
        await HubRegistry.filter(id=hub_id).update(status=RegistryStatus.PROCESSING)
        followed.events.clear()
        assert await sweep.restart_lost_jobs() == 0
        assert followed.events == []
    after = await read_job(client_id, job_id)
    assert (after.version, after.run, after.status) == (before.version, 1, JobStatus.COMPLETE)
    assert (await HubRegistry.get(id=hub_id)).status is RegistryStatus.READY


@pytest.mark.parametrize("damage", ["missing", "broken"])
async def test_others_are_started_when_the_file_of_one_client_is(
    resources: Resources, settings: Settings, owner: Api, damage: str, caplog: pytest.LogCaptureFixture
) -> None:
    """The damaged client comes first in the registry, so that what follows it is what might be lost."""
    damaged, whole = await owner.create_client("Damaged"), await owner.create_client("Whole")
    lost = await promise_hub(resources, owner, damaged)
    async with tenancy.bind(damaged):
        pass
    ticket = await promise_hub(resources, owner, whole)
    await write_hub(ticket)
    assert lost.hub_id < ticket.hub_id
    database = client_file(settings.data_dir, damaged)
    if damage == "missing":
        database.unlink()
    else:
        database.write_bytes(b"no database at all " * 500)
    async with following(resources, whole) as followed:
        assert await sweep.restart_lost_jobs() == 1
        await followed.until(ticket.job_id, status=JobStatus.COMPLETE)
    assert (await HubRegistry.get(id=lost.hub_id)).status is RegistryStatus.PROCESSING
    assert (lost.hub_id in caplog.text) == (damage == "broken")
    await HubRegistry.filter(id=lost.hub_id).delete()
