"""A look reads one client's database, needs no binding, changes nothing, and keeps the client open meanwhile."""

import asyncio
import sqlite3
import uuid

import pytest

import tenancy as t
from tests.tenancy.conftest import Opener, make_client
from tests.tenancy.sample import Shelf

IDS = "SELECT id FROM shelves ORDER BY id"


def ids(snapshot: t.Snapshot) -> list[tuple[object, ...]]:
    return snapshot.fetch(IDS)


@pytest.mark.parametrize("threaded", [False, True])
async def test_it_reads_its_own_client_whichever_is_bound(a: str, b: str, threaded: bool) -> None:
    for client_id, title in ((a, "of a"), (b, "of b")):
        async with t.bind(client_id):
            await Shelf.create(id=title, title=title)

    async with t.bind(b), t.look(a) as reads:
        assert await reads.snapshot(ids, threaded=threaded) == [("of a",)]
        assert [shelf.id for shelf in await Shelf.all()] == ["of b"]
    async with t.look(b) as reads:
        assert await reads.snapshot(ids, threaded=threaded) == [("of b",)]
    with pytest.raises(t.ClientNotBound):
        await Shelf.all()


async def test_its_version_is_that_of_a_reader(a: str) -> None:
    async with t.look(a) as reads:
        before = await reads.version()
        async with t.bind(a), t.reader(a) as bound:
            assert await bound.version() == before
            await Shelf.create(id="1", title="x")
        assert await reads.version() != before


async def test_it_cannot_write(a: str) -> None:
    async with t.look(a) as reads:
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            await reads.snapshot(lambda now: now.fetch("DELETE FROM shelves"))


async def test_a_client_that_is_none_is_refused(tenancy: t.Tenancy) -> None:
    with pytest.raises(t.UnknownClient):
        await t.look(str(uuid.uuid4())).__aenter__()
    with pytest.raises(t.InvalidClientId):
        await t.look("../global").__aenter__()


async def test_the_client_stays_open_until_it_ends(open_tenancy: Opener) -> None:
    tenancy = await open_tenancy(max_open=1)
    first, second = await make_client(), await make_client()

    async with t.look(first) as reads:
        async with t.bind(second):
            assert await reads.snapshot(ids) == []
        assert tenancy.is_open(first)
        with pytest.raises(t.ClientInUse):
            await t.destroy(first, wait_s=0.01)
    async with t.bind(second):
        pass
    await t.destroy(first)

    with pytest.raises(t.UnknownClient):
        await t.look(first).__aenter__()


async def test_many_at_once_see_each_their_own(open_tenancy: Opener) -> None:
    await open_tenancy(max_open=2)
    clients = [await make_client() for _ in range(6)]
    for client_id in clients:
        async with t.bind(client_id):
            await Shelf.create(id=client_id, title="x")

    async def seen(client_id: str, threaded: bool) -> bool:
        async with t.look(client_id) as reads:
            return await reads.snapshot(ids, threaded=threaded) == [(client_id,)]

    assert all(await asyncio.gather(*(seen(client_id, n % 3 == 0) for n in range(20) for client_id in clients)))
