"""A task may be cancelled at any moment: nothing hangs, nothing is half written, no connection is lost."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

import tenancy as t
from tests.tenancy.planes import Plane
from tests.tenancy.sample import Shelf

MOMENTS = range(24)


async def cancelled_after(ticks: int, work: Callable[[], Awaitable[None]]) -> bool:
    """Start the work and cancel it after some turns of the loop; say whether it was cut off."""

    async def run() -> None:
        await work()

    task = asyncio.create_task(run())
    for _ in range(ticks):
        await asyncio.sleep(0)
    task.cancel()
    if ticks % 3 == 0:
        await asyncio.sleep(0)
        task.cancel()
    try:
        await task
    except asyncio.CancelledError:
        return True
    return False


async def assert_at_rest(plane: Plane) -> None:
    """The database can be used by all at once, and nothing is open on it."""
    async with asyncio.timeout(10):
        await asyncio.gather(*(plane.ids() for _ in range(8)))
        async with plane.begin():
            await plane.ids()
    connection = plane.connection()
    if plane.client_id or not t.installed().database.is_postgres:
        assert not connection._lock.locked()
        assert not connection._connection.in_transaction
    else:
        pool = connection._pool
        async with asyncio.timeout(10):
            for one in [await pool.acquire() for _ in range(pool.get_max_size())]:
                await pool.release(one)


async def test_a_cancelled_transaction_is_whole_or_gone(plane: Plane) -> None:
    async with plane.bound():
        for ticks in MOMENTS:

            async def write(n: int = ticks) -> None:
                async with plane.begin():
                    await plane.add(f"{n}a")
                    async with plane.begin():
                        await plane.add(f"{n}b")
                    await plane.add_in_bulk(f"{n}c", f"{n}d")

            await cancelled_after(ticks, write)
            await assert_at_rest(plane)
            assert len([id for id in await plane.ids() if id[:-1] == str(ticks)]) in (0, 4)


async def test_a_cancelled_bulk_write_is_whole_or_gone(plane: Plane) -> None:
    async with plane.bound():
        for ticks in MOMENTS:

            async def write(n: int = ticks) -> None:
                await plane.add_in_bulk(*(f"{n}-{k}" for k in range(10)))

            await cancelled_after(ticks, write)
            await assert_at_rest(plane)
            assert len([id for id in await plane.ids() if id.startswith(f"{ticks}-")]) in (0, 10)


async def test_a_cancelled_read_or_write_leaves_the_database_free(plane: Plane) -> None:
    async with plane.bound():
        for ticks in MOMENTS:

            async def work(n: int = ticks) -> None:
                await plane.add(f"{n}")
                await plane.ids()
                await plane.get_or_create(f"{n}-more")

            await cancelled_after(ticks, work)
            await assert_at_rest(plane)


async def test_a_write_that_was_acknowledged_after_a_cancelled_one_is_on_disk(a: str) -> None:
    async with t.bind(a):
        for ticks in MOMENTS:

            async def write(n: int = ticks) -> None:
                await Shelf.bulk_create([Shelf(id=f"{n}-{k}", title="x") for k in range(20)])

            await cancelled_after(ticks, write)
            await Shelf.create(id=f"kept {ticks}", title="x")
        async with t.reader(a) as reads:
            (count,) = await reads.execute("SELECT count(*) FROM shelves WHERE id LIKE 'kept %'")
    assert count[0] == len(MOMENTS)


async def test_cancelling_while_waiting_for_the_connection_harms_nobody(plane: Plane) -> None:
    async with plane.bound():
        holding, release = asyncio.Event(), asyncio.Event()

        async def hold() -> None:
            async with plane.begin():
                await plane.add("held")
                holding.set()
                await release.wait()

        async def wait_in_line() -> None:
            async with plane.begin():
                await plane.add("waited")

        holder = asyncio.create_task(hold())
        await holding.wait()
        waiters = [asyncio.create_task(wait_in_line()) for _ in range(3)]
        await asyncio.sleep(0)
        for waiter in waiters:
            waiter.cancel()
        release.set()
        await holder
        ends = await asyncio.gather(*waiters, return_exceptions=True)
        assert [type(end) for end in ends] == [asyncio.CancelledError] * 3
        await assert_at_rest(plane)
        assert await plane.ids() == ["held"]


async def test_a_commit_survives_the_cancellation_that_comes_with_it(a: str) -> None:
    """Whenever the callback was heard the rows are there, and whenever they are there it was heard."""
    async with t.bind(a):
        outcomes = set()
        for ticks in range(40):
            heard: list[int] = []

            async def write(n: int = ticks, heard: list[int] = heard) -> None:
                async with t.transaction():
                    await Shelf.create(id=str(n), title="x")
                    t.after_commit(lambda: heard.append(n))

            cut_off = await cancelled_after(ticks, write)
            assert await Shelf.exists(id=str(ticks)) is bool(heard)
            outcomes.add((cut_off, bool(heard)))
    assert (True, False) in outcomes


async def test_a_task_cancelled_in_its_commit_is_told_so_and_the_commit_stands(a: str) -> None:
    async with t.bind(a) as lease:
        heard: list[str] = []
        reached = asyncio.Event()

        async def write() -> None:
            async with t.transaction():
                await Shelf.create(id="1", title="x")
                t.after_commit(lambda: heard.append("committed"))
                reached.set()

        task = asyncio.create_task(write())
        await reached.wait()  # the task goes on to its COMMIT, which it cannot finish before this one yields
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert heard == ["committed"]
        assert await Shelf.all().count() == 1
        assert not lease.client.db._lock.locked()


async def test_a_timeout_inside_a_transaction_leaves_it_usable(plane: Plane) -> None:
    async def late() -> None:
        async with plane.begin():
            await plane.add("late")
            await asyncio.Event().wait()

    async with plane.bound():
        async with plane.begin():
            await plane.add("1")
            for _ in range(5):
                with pytest.raises(TimeoutError):
                    await asyncio.wait_for(late(), 0.001)
            await plane.add("2")
        assert await plane.ids() == ["1", "2"]
        await assert_at_rest(plane)


async def test_cancelled_bindings_leave_no_pin(a: str) -> None:
    async def work() -> None:
        async with t.bind(a):
            await Shelf.all().count()

    for ticks in MOMENTS:
        await cancelled_after(ticks, work)
    assert t.installed().pinned == 0
