"""A server starts although one client's database is broken, and goes on with the work of the others."""

from pathlib import Path

import httpx

from app.main import build_app, opened
from app.vocabulary import JobStatus
from tests.api import Api
from tests.app.generation.following import following, read_job
from tests.app.generation.ledger import assert_job_kept_its_promise, client_file
from tests.app.generation.promises import promise_hub, write_hub
from tests.fixtures.app import settings_in

HUBS = "query($id: ID!) { client(id: $id) { hubs { totalCount } } }"


async def test_server_starts_and_serves_the_others_when_one_clients_file_is_broken(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    transport = httpx.ASGITransport(build_app(settings))
    async with httpx.AsyncClient(transport=transport, base_url="http://testserver") as http:
        api = Api(http)
        async with opened(settings) as resources:
            owner = await api.sign_up()
            damaged, whole = await owner.create_client("Damaged"), await owner.create_client("Whole")
            lost = await promise_hub(resources, owner, damaged)
            await write_hub(lost)
            ticket = await promise_hub(resources, owner, whole)
            await write_hub(ticket)
        database = client_file(tmp_path, damaged)
        for path in database.parent.glob(f"{database.name}-*"):
            path.unlink()
        kept = database.read_bytes()
        database.write_bytes(b"no database at all " * 500)
        async with opened(settings) as resources:
            async with following(resources, whole) as followed:
                if (await read_job(whole, ticket.job_id)).status is not JobStatus.COMPLETE:
                    await followed.until(ticket.job_id, status=JobStatus.COMPLETE)
            assert (await owner.execute(HUBS, id=damaged)).code == "INTERNAL_ERROR"
            assert (await owner.run(HUBS, id=whole))["client"] == {"hubs": {"totalCount": 1}}
        assert_job_kept_its_promise(tmp_path, whole, ticket.hub_id, ticket.job_id, 25)
        database.write_bytes(kept)
        async with opened(settings) as resources, following(resources, damaged) as followed:
            if (await read_job(damaged, lost.job_id)).status is not JobStatus.COMPLETE:
                await followed.until(lost.job_id, status=JobStatus.COMPLETE)
        assert_job_kept_its_promise(tmp_path, damaged, lost.hub_id, lost.job_id, 25)
