"""What a crash leaves between the two planes is mended when the server starts again."""

import asyncio
import logging
from pathlib import Path

import httpx
import pytest

from app.accounts.models import User
from app.clients.models import Client
from app.hubs.service import INGEST
from app.main import build_app, opened
from app.settings import Settings
from tests.api import Api
from tests.fixtures.app import settings_in
from tests.graphql_schema.content import SOURCE, finished_hub

CLIENT = "query($id: ID!) { client(id: $id) { name hubs { totalCount } } }"
CREATE_HUB = "mutation($input: CreateHubInput!) { createHub(input: $input) { hub { status } } }"


def files_of(client_id: str, folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file() and client_id in str(path)]


def api_on(settings: Settings) -> Api:
    return Api(httpx.AsyncClient(transport=httpx.ASGITransport(build_app(settings)), base_url="http://testserver"))


async def test_a_client_whose_database_was_never_made_gets_one(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    api = api_on(settings)
    async with api.http:
        async with opened(settings):
            owner = await api.sign_up()
            lost, kept = await owner.create_client("Lost"), await owner.create_client("Kept")
            await Client.filter(id=lost).update(provisioned_at=None)
        (settings.clients_dir / f"{lost}.db").unlink()

        async with opened(settings):
            for client_id, name in ((lost, "Lost"), (kept, "Kept")):
                client = (await owner.run(CLIENT, id=client_id))["client"]
                assert client == {"name": name, "hubs": {"totalCount": 0}}
            source = {"clientId": lost, "sourceType": "TEXT", "text": "Bread is made at night.", "generate": False}
            assert (await owner.run(CREATE_HUB, input=source))["createHub"]["hub"]["status"] == "PROCESSING"


async def test_a_database_that_is_lost_is_told_and_never_made_anew(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    settings = settings_in(tmp_path)
    api = api_on(settings)
    async with api.http:
        async with opened(settings):
            owner = await api.sign_up()
            client_id = await owner.create_client()
        file = settings.clients_dir / f"{client_id}.db"
        file.rename(tmp_path / "elsewhere.db")

        with caplog.at_level(logging.ERROR):
            async with opened(settings):
                refused = await owner.execute(CLIENT, id=client_id)
                assert refused.code == "INTERNAL_ERROR"
        assert f"the database of client {client_id} is missing" in caplog.text
        assert not file.exists()

        (tmp_path / "elsewhere.db").rename(file)
        async with opened(settings):
            assert (await owner.run(CLIENT, id=client_id))["client"]["name"] == "Acme"


async def test_a_client_whose_erasure_was_cut_off_is_erased_to_the_end(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    api = api_on(settings)
    async with api.http:
        async with opened(settings) as resources:
            owner = await api.sign_up()
            client_id = await owner.create_client()
            await owner.run(
                "mutation($input: DeleteClientInput!) { deleteClient(input: $input) }",
                input={"clientId": client_id, "confirmName": "Acme"},
            )
            await _bring_back_the_row(owner, client_id)
            await resources.objects.put(f"assets/{client_id}/sources/left.txt", b"left over", "text/plain")
            await resources.engine.start(INGEST, "left.1", client_id, [client_id, "", "", "left", "1"])
            await asyncio.to_thread(_leave_half_an_export, settings.exporting_dir(client_id))
            assert (await owner.run("{ clients { totalCount } }"))["clients"]["totalCount"] == 1

        async with opened(settings) as resources:
            assert (await owner.execute(CLIENT, id=client_id)).code == "NOT_FOUND"
            assert await resources.engine.is_live("left.1") is None
            assert list(settings.clients_dir.glob("*.db")) == []
            assert files_of("left", tmp_path) == []


def _leave_half_an_export(folder: Path) -> None:
    folder.mkdir(parents=True)
    (folder / "left").write_bytes(b"half of a file")


async def _bring_back_the_row(owner: Api, client_id: str) -> None:
    """As a crash leaves it between the database's end and the row's."""
    account_id = (await User.get(id=owner.user_id)).account_id
    await Client.create(
        id=client_id,
        account_id=account_id,
        name="Acme",
        durable_object_id=client_id,
        vectorize_namespace=f"client:{client_id}/",
        r2_prefix=f"assets/{client_id}/",
    )


async def test_a_client_that_is_erased_while_a_job_is_at_work_leaves_nothing(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    settings = settings_in(tmp_path)
    api = api_on(settings)
    async with api.http:
        async with opened(settings):
            owner = await api.sign_up()
            client_id, other = await owner.create_client(), await owner.create_client("Other")
            source = {"clientId": client_id, "sourceType": "TEXT", "text": SOURCE}
            await owner.run(CREATE_HUB, input=source)
            erase = "mutation($input: DeleteClientInput!) { deleteClient(input: $input) }"
            await owner.run(erase, input={"clientId": client_id, "confirmName": "Acme"})
            await finished_hub(owner, other, generate=False)
        async with opened(settings):
            await finished_hub(owner, other, generate=False)

    assert files_of(client_id, tmp_path) == []
    assert [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING] == []
