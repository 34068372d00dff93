"""Work that a process has left behind goes on when the application is opened again, in this process or another."""

from pathlib import Path

import httpx

from app.main import build_app, opened
from app.vocabulary import JobStatus
from tests.api import Api
from tests.app.generation.following import create_hub, following, read_job
from tests.app.generation.ledger import assert_job_kept_its_promise, client_file, rows
from tests.app.generation.promises import promise_hub, write_hub
from tests.fixtures.app import settings_in


async def test_lost_job_is_started_when_the_server_starts(tmp_path: Path) -> None:
    """The same through the door that a real start takes, on data that a process has left behind."""
    settings = settings_in(tmp_path)
    transport = httpx.ASGITransport(build_app(settings))
    async with httpx.AsyncClient(transport=transport, base_url="http://testserver") as http:
        api = Api(http)
        async with opened(settings) as resources:
            owner = await api.sign_up()
            client_id = await owner.create_client()
            ticket = await promise_hub(resources, owner, client_id)
            await write_hub(ticket)
        async with opened(settings) as resources, following(resources, client_id) as followed:
            if (await read_job(client_id, ticket.job_id)).status is not JobStatus.COMPLETE:
                await followed.until(ticket.job_id, status=JobStatus.COMPLETE)
    assert_job_kept_its_promise(tmp_path, client_id, ticket.hub_id, ticket.job_id, 25)


async def test_job_goes_on_when_the_application_is_closed_in_the_middle_and_opened_again(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    transport = httpx.ASGITransport(build_app(settings))
    async with httpx.AsyncClient(transport=transport, base_url="http://testserver") as http:
        api = Api(http)
        async with opened(settings) as resources:
            owner = await api.sign_up()
            client_id = await owner.create_client()
            async with following(resources, client_id) as followed:
                hub_id, job_id = await create_hub(owner, client_id)
                await followed.until(job_id, done=3)
        [cut_off] = rows(client_file(tmp_path, client_id), "SELECT status, spokes_done FROM generation_queue")
        assert cut_off[0] == "processing"
        assert 3 <= cut_off[1] < 25
        async with opened(settings) as resources, following(resources, client_id) as followed:
            if (await read_job(client_id, job_id)).status is not JobStatus.COMPLETE:
                await followed.until(job_id, status=JobStatus.COMPLETE)
    assert_job_kept_its_promise(tmp_path, client_id, hub_id, job_id, 25)
