"""The connection for planned reads: only the bound client, only reading, and gone with the client."""

import asyncio
import sqlite3

import pytest

import tenancy as t
from tests.tenancy.conftest import Opener, make_client
from tests.tenancy.sample import Shelf


@pytest.mark.parametrize("inline", [False, True])
async def test_rows_of_the_bound_client_are_read(a: str, b: str, inline: bool) -> None:
    async with t.bind(a):
        await Shelf.create(id="1", title="of a")
        async with t.reader(a) as reads:
            (row,) = await reads.execute("SELECT id, title FROM shelves WHERE id = ?", ("1",), inline=inline)
            assert (row["id"], row["title"], row.keys()) == ("1", "of a", ["id", "title"])
    async with t.bind(b), t.reader(b) as reads:
        assert await reads.execute("SELECT * FROM shelves", inline=inline) == []


async def test_another_client_and_no_client_are_refused(a: str, b: str) -> None:
    with pytest.raises(t.ClientNotBound):
        await t.reader(a).__aenter__()
    async with t.bind(a):
        async with t.reader(a) as reads:
            await reads.execute("SELECT 1")
        async with t.bind(b):
            with pytest.raises(t.CrossClientAccess):
                await t.reader(a).__aenter__()
            with pytest.raises(t.CrossClientAccess):
                await reads.execute("SELECT 1")
    with pytest.raises(t.ClientNotBound):
        await reads.execute("SELECT 1")


@pytest.mark.parametrize("sql", ["DELETE FROM shelves", "CREATE TABLE x (y)", "PRAGMA user_version = 9", "VACUUM"])
@pytest.mark.parametrize("inline", [False, True])
async def test_nothing_can_be_written(a: str, sql: str, inline: bool) -> None:
    async with t.bind(a):
        await Shelf.create(id="1", title="x")
        async with t.reader(a) as reads:
            with pytest.raises(sqlite3.OperationalError):
                await reads.execute(sql, inline=inline)
            assert [tuple(row) for row in await reads.execute("PRAGMA user_version")] == [(1,)]
        assert await Shelf.all().count() == 1


async def test_a_read_does_not_wait_for_a_writer_and_sees_what_is_committed(a: str) -> None:
    async with asyncio.timeout(5), t.bind(a), t.reader(a) as reads:
        async with t.transaction():
            await Shelf.create(id="1", title="x")
            assert await reads.execute("SELECT id FROM shelves") == []
        assert len(await reads.execute("SELECT id FROM shelves")) == 1


async def test_reads_of_many_tasks_share_one_connection(a: str) -> None:
    async with t.bind(a):
        await Shelf.create(id="1", title="x")

        async def read(n: int) -> int:
            async with t.reader(a) as reads:
                (row,) = await reads.execute("SELECT ? + count(*) AS n FROM shelves", (n,), inline=n % 2 == 0)
                return int(row["n"])

        assert await asyncio.gather(*(read(n) for n in range(40))) == [n + 1 for n in range(40)]


async def test_a_cancelled_read_leaves_the_connection_usable(a: str) -> None:
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 200000) SELECT max(i) FROM n"
    async with t.bind(a), t.reader(a) as reads:
        task = asyncio.create_task(reads.execute(endless))
        await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert [tuple(row) for row in await reads.execute("SELECT 1")] == [(1,)]


async def test_reads_are_closed_with_their_client(open_tenancy: Opener) -> None:
    await open_tenancy(max_open=1)
    a, b = await make_client(), await make_client()
    async with t.bind(a) as lease, t.reader(a) as reads:
        await reads.execute("SELECT 1")
        link = lease.client.reads._link
    async with t.bind(b), t.bind(a):
        pass

    assert link is not None
    with pytest.raises(ValueError, match="no active connection"):
        link.raw.execute("SELECT 1")
