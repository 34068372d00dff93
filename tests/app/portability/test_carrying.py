"""A client is carried in one file and is the same where it arrives; where it was erased, nothing of it is left."""

import sqlite3
from contextlib import closing
from pathlib import Path

from app.accounts.models import Invitation
from app.main import opened
from app.vocabulary import Role
from tests.app.portability.scene import (
    DELETE,
    SIMILAR,
    WORD,
    api_on,
    dump,
    exported,
    furnish,
    imported,
    left_of,
    names_in,
    objects_of,
    registry,
)
from tests.fixtures.app import settings_in

LOG = "query($id: ID!) { account { auditLog(clientId: $id, first: 50) { nodes { action actorLabel } } } }"


async def test_a_client_that_is_exported_erased_and_imported_is_the_same_and_nothing_was_left_meanwhile(
    tmp_path: Path,
) -> None:
    settings, file = settings_in(tmp_path / "data"), tmp_path / "acme.foundry"
    api = api_on(settings)
    async with api.http:
        async with opened(settings) as resources:
            owner = await api.sign_up()
            client_id, other = await owner.create_client(), await owner.create_client("Other")
            await furnish(resources, owner, client_id)
            await owner.colleague(Role.MANAGER, (client_id, other))
            near = await owner.run(SIMILAR, id=client_id)
            was = dump(settings, client_id), await objects_of(resources, client_id), registry(settings, client_id)
            told = (await owner.run(LOG, id=client_id))["account"]["auditLog"]["nodes"]

            done = await exported(resources, client_id, file)
            assert file.stat().st_mode & 0o777 == 0o600
            assert names_in(tmp_path) == {"acme.foundry", "data"}
            assert (done.objects, done.tables["hubs"]) == (len(was[1]), 2)

            await owner.run(DELETE, input={"clientId": client_id, "confirmName": "Acme"})
            assert left_of(tmp_path / "data", WORD) == []
            assert [name for name in left_of(tmp_path / "data", client_id) if not name.startswith("global.db")] == []
            assert named_in_global(settings.data_dir / "global.db", client_id) == {"audit_log"}

            assert [row.client_ids for row in await Invitation.all()] == [[other]]

            arrived = await imported(resources, file)
            assert (arrived.client_id, arrived.name, arrived.ended) == (client_id, "Acme", 0)
            assert await owner.run(SIMILAR, id=client_id) == near
            is_now = dump(settings, client_id)
            for rows in (was[0], is_now):
                del rows["sqlite_sequence"]  # it counts how often texts were marked
            assert is_now == was[0]
            assert (await objects_of(resources, client_id), registry(settings, client_id)) == was[1:]
            log = (await owner.run(LOG, id=client_id))["account"]["auditLog"]["nodes"]
            new = [(entry["action"], entry["actorLabel"]) for entry in log[: len(log) - len(told)]]
            assert new == [
                ("client.imported", "command line"),
                ("client.deleted", owner.email),
                ("client.exported", "command line"),
            ]
        async with opened(settings):
            both = (await owner.run("{ clients { nodes { id } } }"))["clients"]["nodes"]
            assert [client["id"] for client in both] == [client_id, other]
            assert await owner.run(SIMILAR, id=client_id) == near


def named_in_global(path: Path, id: str) -> set[str]:
    """Tables with a row that has the id somewhere."""
    with closing(sqlite3.connect(path)) as raw:
        tables = [name for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {table for table in tables if any(id in repr(row) for row in raw.execute(f"SELECT * FROM {table}"))}
