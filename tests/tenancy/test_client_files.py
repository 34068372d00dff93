"""Client databases are made whole or not at all, removed whole, and found again."""

import asyncio
import shutil
import uuid
from pathlib import Path

import pytest

import tenancy as t
from tenancy.files import ClientFiles
from tests.tenancy.conftest import make_client
from tests.tenancy.sample import TENANT_STEPS, Shelf


def names(tenancy: t.Tenancy) -> list[str]:
    return sorted(path.name for path in tenancy.files.root.iterdir() if path.name != ".lock")


def beside(tenancy: t.Tenancy, client_id: str, suffix: str) -> Path:
    return Path(f"{tenancy.files.path(client_id)}{suffix}")


async def test_a_provisioned_client_is_known_and_empty(tenancy: t.Tenancy) -> None:
    client_id = str(uuid.uuid4())
    assert not t.exists(client_id)

    await t.provision(client_id)

    assert t.exists(client_id)
    assert t.known_clients() == [client_id]
    assert names(tenancy) == [f"{client_id}.db"]
    async with t.bind(client_id):
        assert await Shelf.all().count() == 0


async def test_provisioning_twice_and_at_once_changes_nothing(tenancy: t.Tenancy, a: str) -> None:
    async with t.bind(a):
        await Shelf.create(id="1", title="kept")
    other = str(uuid.uuid4())

    await asyncio.gather(*(t.provision(client_id) for client_id in (a, other) for _ in range(10)))

    async with t.bind(a):
        assert (await Shelf.get(id="1")).title == "kept"
    assert t.known_clients() == sorted([a, other])


async def test_leavings_of_a_crashed_attempt_are_swept_away(tenancy: t.Tenancy, a: str) -> None:
    async with t.bind(a):
        await Shelf.create(id="1", title="of a")
        stale_wal = beside(tenancy, a, "-wal").read_bytes()
    client_id = str(uuid.uuid4())
    for suffix in (".new", ".new-wal", ".new-shm", "-wal", "-shm", "-journal"):
        beside(tenancy, client_id, suffix).write_bytes(stale_wal)

    await t.provision(client_id)

    assert [name for name in names(tenancy) if name.startswith(client_id)] == [f"{client_id}.db"]
    async with t.bind(client_id):
        assert await Shelf.all().count() == 0


async def test_an_unfinished_file_is_no_client(tenancy: t.Tenancy) -> None:
    client_id = str(uuid.uuid4())
    beside(tenancy, client_id, ".new").write_bytes(b"half")

    assert not t.exists(client_id)
    assert t.known_clients() == []
    with pytest.raises(t.UnknownClient):
        await t.bind(client_id).__aenter__()


async def test_a_destroyed_client_leaves_no_file(tenancy: t.Tenancy, a: str, b: str) -> None:
    async with t.bind(a), t.reader(a) as reads:
        await Shelf.create(id="1", title="x")
        await reads.execute("SELECT 1")

    await t.destroy(a)
    await t.destroy(a)

    assert names(tenancy) == [f"{b}.db"]
    assert t.known_clients() == [b]
    assert tenancy.open_clients == 0
    with pytest.raises(t.UnknownClient):
        await t.bind(a).__aenter__()
    await t.provision(a)
    async with t.bind(a):
        assert await Shelf.all().count() == 0


async def test_a_bound_client_is_not_destroyed(a: str) -> None:
    async with t.bind(a):
        await Shelf.create(id="1", title="x")
        with pytest.raises(t.ClientInUse):
            await t.destroy(a)
        with pytest.raises(t.ClientInUse):
            await asyncio.create_task(t.destroy(a))
        assert await Shelf.all().count() == 1
    assert t.exists(a)


async def test_destroying_waits_for_bindings_to_end_and_refuses_new_ones(a: str) -> None:
    bound, release = asyncio.Event(), asyncio.Event()

    async def work() -> None:
        async with t.bind(a):
            bound.set()
            await release.wait()
            await Shelf.create(id="1", title="x")

    worker = asyncio.create_task(work())
    await bound.wait()
    with pytest.raises(t.ClientInUse):
        await t.destroy(a, wait_s=0.01)
    assert t.exists(a)
    destroyer = asyncio.create_task(t.destroy(a))
    await asyncio.sleep(0)
    with pytest.raises(t.UnknownClient):
        await t.bind(a).__aenter__()
    release.set()
    await asyncio.gather(worker, destroyer)

    assert not t.exists(a)


async def test_a_client_is_opened_in_wal_with_the_pragmas_that_it_needs(tenancy: t.Tenancy, a: str) -> None:
    wanted = {"journal_mode": "wal", "synchronous": 1, "foreign_keys": 1, "journal_size_limit": 1048576}
    async with t.bind(a) as lease:
        for pragma, value in {**wanted, "busy_timeout": 5000}.items():
            ((found,),) = (tuple(row) for row in (await lease.db.execute_query(f"PRAGMA {pragma}"))[1])
            assert found == value, pragma
    link = await tenancy._context.connections.get("global").link()  # type: ignore[attr-defined]  # ours
    for pragma, value in {**wanted, "synchronous": 2, "busy_timeout": 5000}.items():
        assert link.raw.execute(f"PRAGMA {pragma}").fetchone()[0] == value, pragma


async def test_a_restored_copy_under_its_own_name_is_accepted(tenancy: t.Tenancy, a: str, tmp_path: Path) -> None:
    async with t.bind(a):
        await Shelf.create(id="1", title="x")
    path = tenancy.files.path(a)
    await tenancy.close()
    shutil.copy(path, tmp_path / "backup.db")
    files = ClientFiles(tmp_path / "elsewhere", TENANT_STEPS)
    shutil.copy(tmp_path / "backup.db", files.path(a))

    raw = files.connect(a)

    assert raw.execute("SELECT id FROM shelves").fetchone()[0] == "1"
    raw.close()


async def test_known_clients_are_those_with_a_proper_name(tenancy: t.Tenancy) -> None:
    made = sorted([await make_client() for _ in range(3)])
    for stray in ("notes.db", f"{made[0].upper()}.db", f"{made[0]}.db.bak", ".hidden.db"):
        (tenancy.files.root / stray).write_bytes(b"")

    assert t.known_clients() == made
