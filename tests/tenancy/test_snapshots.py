"""Snapshots of a client's database see one state, and its version moves with every commit and with nothing else."""

import asyncio
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Awaitable, Callable
from contextlib import closing
from pathlib import Path

import pytest
from tortoise.exceptions import IntegrityError

import tenancy as t
from tests.tenancy.conftest import Opener, make_client
from tests.tenancy.sample import Book, Shelf

COUNT = "SELECT count(*) FROM shelves"


def commit_elsewhere(path: Path, id: str) -> None:
    with closing(sqlite3.connect(path)) as raw, raw:
        raw.execute("INSERT INTO shelves (id, title, mood, is_open) VALUES (?, '', 'calm', 1)", (id,))


async def versions(client_id: str) -> t.Version:
    async with t.reader(client_id) as reads:
        return await reads.version()


@pytest.mark.parametrize("threaded", [False, True])
async def test_a_snapshot_sees_one_state_though_others_commit_meanwhile(
    tenancy: t.Tenancy, a: str, threaded: bool
) -> None:
    path = tenancy.files.path(a)

    def work(snapshot: t.Snapshot) -> list[list[tuple[object, ...]]]:
        before = snapshot.fetch(COUNT)
        commit_elsewhere(path, "2")
        return [before, snapshot.fetch(COUNT), snapshot.fetch("SELECT id FROM shelves WHERE id >= ?", ("1",))]

    async with t.bind(a), t.reader(a) as reads:
        await Shelf.create(id="1", title="x")
        assert await reads.snapshot(work, threaded=threaded) == [[(1,)], [(1,)], [("1",)]]
        assert await reads.snapshot(lambda now: now.fetch(COUNT), threaded=threaded) == [(2,)]


async def test_a_snapshot_runs_on_this_thread_or_on_the_connections(a: str) -> None:
    async with t.bind(a), t.reader(a) as reads:
        here = await reads.snapshot(lambda _: threading.get_ident())
        there = await reads.snapshot(lambda _: threading.get_ident(), threaded=True)
    assert (here == threading.get_ident(), there == threading.get_ident()) == (True, False)


@pytest.mark.parametrize("threaded", [False, True])
async def test_a_snapshot_ends_with_its_function_even_when_that_fails(a: str, threaded: bool) -> None:
    kept: list[t.Snapshot] = []

    def work(snapshot: t.Snapshot) -> None:
        kept.append(snapshot)
        snapshot.fetch("SELECT no_such_column FROM shelves")

    async with t.bind(a), t.reader(a) as reads:
        with pytest.raises(sqlite3.OperationalError, match="no_such_column"):
            await reads.snapshot(work, threaded=threaded)
        with pytest.raises(t.TransactionEnded):
            kept[0].fetch(COUNT)
        await Shelf.create(id="1", title="x")
        assert await reads.snapshot(lambda now: now.fetch(COUNT), threaded=threaded) == [(1,)]


@pytest.mark.parametrize("sql", ["DELETE FROM shelves", "CREATE TABLE x (y)", "PRAGMA user_version = 9"])
async def test_nothing_can_be_written_in_a_snapshot(a: str, sql: str) -> None:
    async with t.bind(a), t.reader(a) as reads:
        await Shelf.create(id="1", title="x")
        with pytest.raises(sqlite3.OperationalError, match=r"readonly|read-only"):
            await reads.snapshot(lambda now: now.fetch(sql))
        assert await reads.snapshot(lambda now: now.fetch("PRAGMA user_version")) == [(1,)]
        assert await Shelf.all().count() == 1


async def test_a_read_that_would_leave_a_transaction_open_is_refused(a: str) -> None:
    async with t.bind(a), t.reader(a) as reads:
        with pytest.raises(sqlite3.OperationalError, match="snapshot"):
            await reads.execute("BEGIN")
        await reads.execute(COUNT)
        await Shelf.create(id="1", title="x")
        assert [tuple(row) for row in await reads.execute(COUNT)] == [(1,)]


async def test_another_client_and_no_client_are_refused(a: str, b: str) -> None:
    async with t.bind(a), t.reader(a) as reads, t.bind(b):
        for call in (reads.version, lambda: reads.snapshot(lambda now: now.fetch(COUNT))):
            with pytest.raises(t.CrossClientAccess):
                await call()
    for call in (reads.version, lambda: reads.snapshot(lambda now: now.fetch(COUNT))):
        with pytest.raises(t.ClientNotBound):
            await call()


async def test_a_reader_that_waits_while_its_binding_ends_is_refused(a: str) -> None:
    entered, leave = threading.Event(), threading.Event()

    def slow(_: t.Snapshot) -> None:
        entered.set()
        leave.wait()

    async with t.bind(a), t.reader(a) as reads:
        running = asyncio.create_task(reads.snapshot(slow, threaded=True))
        await asyncio.to_thread(entered.wait)
        waiting = asyncio.create_task(reads.version())
        await asyncio.sleep(0)
    leave.set()
    with pytest.raises(t.ClientNotBound):
        await waiting
    await running


async def test_a_cancelled_snapshot_is_waited_for_and_leaves_the_connection_usable(a: str) -> None:
    entered, leave, done = threading.Event(), threading.Event(), threading.Event()

    def slow(snapshot: t.Snapshot) -> None:
        entered.set()
        leave.wait()
        snapshot.fetch(COUNT)
        done.set()

    async with t.bind(a), t.reader(a) as reads:
        running = asyncio.create_task(reads.snapshot(slow, threaded=True))
        await asyncio.to_thread(entered.wait)
        running.cancel()
        leave.set()
        with pytest.raises(asyncio.CancelledError):
            await running
        assert done.is_set()
        await Shelf.create(id="1", title="x")
        assert await reads.snapshot(lambda now: now.fetch(COUNT)) == [(1,)]


async def test_closing_waits_for_a_snapshot_that_runs_and_reads_afterwards_are_refused(open_tenancy: Opener) -> None:
    tenancy = await open_tenancy()
    a = await make_client()
    entered, leave = threading.Event(), threading.Event()

    def slow(snapshot: t.Snapshot) -> list[tuple[object, ...]]:
        entered.set()
        leave.wait()
        return snapshot.fetch(COUNT)

    async with t.bind(a), t.reader(a) as reads:
        running = asyncio.create_task(reads.snapshot(slow, threaded=True))
        await asyncio.to_thread(entered.wait)
        closing_all = asyncio.create_task(tenancy.close())
        await asyncio.sleep(0)
        leave.set()
        assert await running == [(0,)]
        await closing_all
        with pytest.raises(t.ClientNotBound, match="closed"):
            await reads.version()


async def in_a_transaction(shelf: str) -> None:
    async with t.transaction():
        await Shelf.create(id="tx", title="x")
        await Book.create(shelf_id=shelf, title="y")


WRITES: dict[str, Callable[[], Awaitable[object]]] = {
    "create": lambda: Shelf.create(id="2", title="x"),
    "save": lambda: Shelf(id="1", title="y", _saved_in_db=True).save(update_fields=["title"]),
    "update": lambda: Shelf.filter(id="1").update(title="z"),
    "delete": lambda: Shelf.filter(id="1").delete(),
    "bulk": lambda: Shelf.bulk_create([Shelf(id=str(n), title="") for n in range(10, 15)]),
    "transaction": lambda: in_a_transaction("tx"),
}


@pytest.mark.parametrize("name", WRITES)
async def test_the_version_moves_once_with_every_commit_and_not_without_one(a: str, name: str) -> None:
    async with t.bind(a):
        shelf = await Shelf.create(id="1", title="x")
        before = await versions(a)
        assert [await Shelf.get(id="1"), await Shelf.all().count()] == [shelf, 1]
        assert await versions(a) == before
        if name == "save":
            shelf.title = "y"
            await shelf.save()
        else:
            await WRITES[name]()
        after = await versions(a)
        assert after != before
        assert await versions(a) == after


async def test_the_version_does_not_move_with_what_is_rolled_back_or_not_committed_yet(a: str) -> None:
    async with t.bind(a):
        before = await versions(a)
        with pytest.raises(IntegrityError):
            await in_a_transaction("no such shelf")
        async with t.transaction():
            await Shelf.create(id="1", title="x")
            during = await versions(a)
        assert during == before
        assert await versions(a) != before


async def test_the_version_moves_with_the_commits_of_another_process(tenancy: t.Tenancy, a: str) -> None:
    sql = "INSERT INTO tags (word) VALUES ('x')"
    program = f"import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.execute({sql!r}); c.commit()"
    async with t.bind(a):
        before = await versions(a)
        process = await asyncio.to_thread(
            subprocess.run, [sys.executable, "-c", program, str(tenancy.files.path(a))], check=False
        )
        assert process.returncode == 0
        after = await versions(a)
    assert after != before


async def test_the_version_of_one_client_says_nothing_of_another(a: str, b: str) -> None:
    async with t.bind(a):
        before = await versions(a)
    async with t.bind(b):
        other = await versions(b)
        await Shelf.create(id="1", title="x")
        assert await versions(b) != other
    async with t.bind(a):
        assert await versions(a) == before
    assert other[0] != before[0]


async def test_the_version_differs_after_the_client_was_closed_and_opened_again(open_tenancy: Opener) -> None:
    await open_tenancy(max_open=1)
    a, b = await make_client(), await make_client()
    async with t.bind(a):
        before = await versions(a)
    async with t.bind(b), t.bind(a):
        after = await versions(a)
    assert after[0] != before[0]
