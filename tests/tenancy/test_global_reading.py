"""Reads of the global database: the same on either engine, one state a snapshot, and never a write."""

import asyncio
from contextlib import AsyncExitStack

import pytest

import tenancy as t
from tenancy.global_postgres import numbered
from tests.tenancy.planes import NOON, Plane
from tests.tenancy.sample_global import Account

IDS = "SELECT id FROM accounts ORDER BY id"


async def add(*ids: str) -> None:
    for id in ids:
        await Account.create(id=id, name=f"name of {id}", joined_at=NOON)


async def test_rows_are_plain_tuples_and_parameters_go_in_order(global_side: Plane) -> None:
    await add("1", "2")
    rows = await t.global_reader().rows("SELECT id, name FROM accounts WHERE name = ? AND id = ?", ("name of 2", "2"))
    assert rows == [("2", "name of 2")]
    assert type(rows[0]) is tuple


async def test_the_dialect_is_the_engines(global_side: Plane, global_url: str) -> None:
    assert t.global_reader().dialect == global_url.partition(":")[0]


def test_placeholders_are_numbered_for_postgres() -> None:
    assert numbered("SELECT ? WHERE a = ? AND b IN (?, ?)") == "SELECT $1 WHERE a = $2 AND b IN ($3, $4)"


async def test_rows_inside_a_transaction_see_its_writes_and_outside_do_not_wait_for_it(global_side: Plane) -> None:
    begun, seen = asyncio.Event(), asyncio.Event()

    async def outside() -> list[tuple[object, ...]]:
        await begun.wait()
        rows = await t.global_reader().rows(IDS)
        seen.set()
        return rows

    async with asyncio.timeout(10), asyncio.TaskGroup() as tasks:
        other = tasks.create_task(outside())
        async with t.global_transaction():
            await add("1")
            begun.set()
            await seen.wait()
            assert await t.global_reader().rows(IDS) == [("1",)]
            async with t.global_transaction():
                await add("2")
                assert await t.global_reader().rows(IDS) == [("1",), ("2",)]
    assert other.result() == []
    assert await t.global_reader().rows(IDS) == [("1",), ("2",)]


async def test_nothing_can_be_written(global_side: Plane) -> None:
    await add("1")
    delete = "DELETE FROM accounts"
    with pytest.raises(Exception, match=r"readonly|read-only"):
        await t.global_reader().rows(delete)
    with pytest.raises(Exception, match=r"readonly|read-only"):
        async with t.global_reader().snapshot() as now:
            await now.fetch(delete)
    assert await t.global_reader().rows(IDS) == [("1",)]


async def test_a_snapshot_sees_one_state_though_others_commit_meanwhile(global_side: Plane) -> None:
    await add("1")
    async with t.global_reader().snapshot() as now:
        before = await now.fetch(IDS)
        await add("2")
        assert (before, await now.fetch(IDS)) == ([("1",)], [("1",)])
        assert await t.global_reader().rows(IDS) == [("1",), ("2",)]
    async with t.global_reader().snapshot() as now:
        assert await now.fetch("SELECT id FROM accounts WHERE id > ?", ("1",)) == [("2",)]


async def test_a_snapshot_ends_with_its_block_even_when_that_fails(global_side: Plane) -> None:
    kept = []

    async def fail() -> None:
        async with t.global_reader().snapshot() as now:
            kept.append(now)
            await now.fetch("SELECT no_such_column FROM accounts")

    with pytest.raises(Exception, match="no_such_column"):
        await fail()
    with pytest.raises(t.TransactionEnded):
        await kept[0].fetch(IDS)
    await add("1")
    async with t.global_reader().snapshot() as now:
        assert await now.fetch(IDS) == [("1",)]


async def test_a_cancelled_snapshot_leaves_nothing_behind(global_side: Plane) -> None:
    reading = asyncio.Event()

    async def read() -> None:
        async with t.global_reader().snapshot() as now:
            await now.fetch(IDS)
            reading.set()
            await asyncio.Event().wait()

    for _ in range(8):
        task = asyncio.create_task(read())
        await reading.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    await add("1")
    async with asyncio.timeout(5), t.global_reader().snapshot() as now:
        assert await now.fetch(IDS) == [("1",)]


async def test_many_snapshots_at_once_each_see_their_own_state(tenancy: t.Tenancy) -> None:
    async with AsyncExitStack() as stack:
        for n in range(10):
            now = await stack.enter_async_context(t.global_reader().snapshot())
            assert await now.fetch("SELECT count(*) FROM accounts") == [(n,)]
            await add(str(n))
            stack.push_async_callback(_sees, now, n)


async def _sees(now: t.GlobalSnapshot, n: int) -> None:
    assert await now.fetch("SELECT count(*) FROM accounts") == [(n,)]


async def test_the_version_moves_with_every_commit_and_not_without_one(tenancy: t.Tenancy) -> None:
    reads = t.global_reader()
    before = await reads.version()
    assert (await Account.all().count(), await reads.version()) == (0, before)
    async with t.global_transaction():
        await add("1")
        assert await reads.version() == before
    after = await reads.version()
    assert after != before
    assert await reads.version() == after
    await Account.filter(id="1").update(name="y")
    assert await reads.version() != after


async def test_there_is_no_version_on_postgres(global_side: Plane, global_url: str) -> None:
    assert (await t.global_reader().version() is None) == global_url.startswith("postgres")


async def test_reads_are_refused_once_tenancy_is_closed_and_a_snapshot_is_let_end(tenancy: t.Tenancy) -> None:
    reads = t.global_reader()
    async with reads.snapshot() as now:
        await tenancy.close()
        assert await now.fetch(IDS) == []
    with pytest.raises(t.TenancyError, match="closed"):
        await reads.rows(IDS)
    with pytest.raises(t.TenancyError, match="closed"):
        async with reads.snapshot():
            pass
    with pytest.raises(t.NotInstalled):
        t.global_reader()
