"""A transaction as one function: whole or not at all, guarded, and its callbacks come after its commit."""

import asyncio
from functools import partial
from threading import get_ident

import pytest
from tortoise.exceptions import IntegrityError

import tenancy as t
from tests.tenancy.sample import Shelf

INSERT = "INSERT INTO shelves (id, title, mood, is_open) VALUES (?, ?, 'calm', 1)"


def add(tx: t.Writing, id: str, title: str = "x") -> int:
    return tx.run(INSERT, (id, title))


async def titles() -> dict[str, str]:
    return {shelf.id: shelf.title for shelf in await Shelf.all().order_by("id")}


def add_and_fail(tx: t.Writing) -> None:
    add(tx, "lost")
    t.after_commit(lambda: pytest.fail("it was not committed"))
    raise ZeroDivisionError


async def test_what_the_function_wrote_is_kept_and_its_result_returned(tenancy: t.Tenancy, a: str) -> None:
    def work(tx: t.Writing) -> tuple[int, int, list[tuple[str]]]:
        added = add(tx, "1") + add(tx, "2")
        changed = tx.run("UPDATE shelves SET title = 'y' WHERE id < ?", ("9",))
        return added, changed, tx.fetch("SELECT id FROM shelves WHERE title = ? ORDER BY id", ("y",))

    async with t.bind(a):
        assert await t.write(work) == (2, 2, [("1",), ("2",)])
        assert await titles() == {"1": "y", "2": "y"}
        async with t.reader(a) as reads:
            assert await reads.snapshot(lambda now: now.fetch("SELECT count(*) FROM shelves")) == [(2,)]


async def test_a_model_is_made_of_a_row_and_belongs_to_its_client(a: str, b: str) -> None:
    def first(tx: t.Writing) -> Shelf:
        return Shelf.of_row(tx.fetch(f"SELECT {', '.join(Shelf.columns())} FROM shelves")[0])

    async with t.bind(a):
        made = await Shelf.create(id="1", title="x", facts={"a": [1]})
        shelf = await t.write(first)
        assert (shelf, shelf.facts, shelf.mood, shelf.is_open) == (made, {"a": [1]}, made.mood, True)
        shelf.title = "y"
        await shelf.save()
        assert await titles() == {"1": "y"}
    async with t.bind(b):
        with pytest.raises(t.CrossClientAccess):
            await shelf.save()


async def test_what_takes_longer_runs_beside_the_event_loop(a: str) -> None:
    threads: list[int] = []

    def work(tx: t.Writing, id: str) -> None:
        add(tx, id)
        threads.append(get_ident())
        t.after_commit(lambda: threads.append(-get_ident()))

    async with t.bind(a):
        await t.write(partial(work, id="1"))
        threads.clear()
        await t.write(partial(work, id="2"), threaded=True)
        async with t.transaction():
            await t.write(partial(work, id="3"), threaded=True)
        with pytest.raises(ZeroDivisionError):
            await t.write(add_and_fail, threaded=True)
        assert await titles() == {"1": "x", "2": "x", "3": "x"}
    assert get_ident() not in threads
    assert threads.count(-get_ident()) == 2  # what follows the commit is told on the loop


async def test_a_function_that_raises_leaves_nothing(a: str) -> None:
    async with t.bind(a):
        for _ in range(2):
            with pytest.raises(ZeroDivisionError):
                await t.write(add_and_fail)
        assert await titles() == {}
        await t.write(lambda tx: add(tx, "1"))
        assert await titles() == {"1": "x"}


async def test_a_constraint_that_is_broken_is_tortoises_error_and_leaves_nothing(a: str) -> None:
    def twice(tx: t.Writing) -> None:
        add(tx, "1")
        add(tx, "1")

    async with t.bind(a):
        with pytest.raises(IntegrityError):
            await t.write(twice)
        assert await titles() == {}


async def test_no_client_is_refused_and_each_client_gets_its_own(a: str, b: str) -> None:
    with pytest.raises(t.ClientNotBound):
        await t.write(lambda tx: add(tx, "1"))
    async with t.bind(a):
        async with t.bind(b):
            await t.write(lambda tx: add(tx, "1", "of b"))
        await t.write(lambda tx: add(tx, "1", "of a"))
        assert await titles() == {"1": "of a"}
    async with t.bind(b):
        assert await titles() == {"1": "of b"}


async def test_the_transaction_is_over_when_the_function_has_returned(a: str) -> None:
    kept: list[t.Writing] = []
    async with t.bind(a):
        await t.write(kept.append)
        for call in (lambda: kept[0].fetch("SELECT 1"), lambda: add(kept[0], "1")):
            with pytest.raises(t.TransactionEnded):
                call()
        assert await titles() == {}


async def test_callbacks_come_after_the_commit_and_before_the_next_transaction(tenancy: t.Tenancy, a: str) -> None:
    heard: list[str] = []

    def work(tx: t.Writing, id: str) -> None:
        assert len(heard) == tx.fetch("SELECT count(*) FROM shelves")[0][0]
        add(tx, id)
        t.after_commit(lambda: heard.append(id))
        assert id not in heard

    async with t.bind(a):
        await asyncio.gather(*(t.write(partial(work, id=f"{n:02}")) for n in range(20)))
        assert sorted(await titles()) == sorted(heard)


async def test_inside_a_transaction_it_is_a_part_of_that_one(a: str) -> None:
    heard: list[str] = []

    def work(tx: t.Writing, id: str) -> None:
        add(tx, id)
        t.after_commit(lambda: heard.append(id))

    async def outer(fails: bool) -> None:
        async with t.transaction():
            await Shelf.create(id=f"outer {fails}", title="x")
            await t.write(lambda tx: work(tx, f"inner {fails}"))
            with pytest.raises(ZeroDivisionError):
                await t.write(add_and_fail)
            assert heard == []
            if fails:
                raise ArithmeticError

    async with t.bind(a):
        with pytest.raises(ArithmeticError):
            await outer(True)
        assert (await titles(), heard) == ({}, [])
        await outer(False)
        assert (await titles(), heard) == ({"inner False": "x", "outer False": "x"}, ["inner False"])


async def test_no_update_is_lost_among_many_tasks(a: str) -> None:
    def count(tx: t.Writing) -> None:
        (title,) = tx.fetch("SELECT title FROM shelves WHERE id = '1'")[0]
        tx.run("UPDATE shelves SET title = ? WHERE id = '1'", (str(int(title) + 1),))

    async def count_slowly() -> None:
        async with t.transaction():
            shelf = await Shelf.get(id="1")
            await asyncio.sleep(0)
            shelf.title = str(int(shelf.title) + 1)
            await shelf.save()

    async with t.bind(a):
        await t.write(lambda tx: add(tx, "1", "0"))
        async with asyncio.timeout(20):
            await asyncio.gather(*(t.write(count) if n % 2 else count_slowly() for n in range(60)))
        assert await titles() == {"1": "60"}


async def test_a_cancelled_write_is_whole_or_gone_and_tells_of_what_is_there(a: str) -> None:
    heard: list[int] = []

    def work(tx: t.Writing, n: int) -> None:
        add(tx, f"{n}a")
        add(tx, f"{n}b")
        t.after_commit(lambda: heard.append(n))

    async def write(n: int) -> None:
        await t.write(lambda tx: work(tx, n))

    async with t.bind(a) as lease:
        for n in range(16):
            task = asyncio.create_task(write(n))
            for _ in range(n % 8):
                await asyncio.sleep(0)
            task.cancel()
            await asyncio.wait((task,))
        assert sorted(await titles()) == sorted(f"{n}{half}" for n in heard for half in "ab")
        assert not lease.client.db._lock.locked()
