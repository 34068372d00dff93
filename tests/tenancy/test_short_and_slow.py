"""Short statements run on the event loop's thread, and yet nothing that waits or lasts ever holds it up."""

import asyncio
import sqlite3
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest

import tenancy as t
from tenancy.short import writes_one_row
from tests.tenancy.sample import Book, Shelf

MEGABYTE = 1 << 20


async def in_a_transaction() -> None:
    async with t.transaction():
        await Shelf.create(id="1", title="x")
        await Shelf.filter(id="1").update(title="y")


def insert(tx: t.Writing, id: str, title: str) -> None:
    tx.run("INSERT INTO shelves (id, title, mood, is_open) VALUES (?, ?, 'calm', 1)", (id, title))


WRITES: dict[str, Callable[[], Awaitable[object]]] = {
    "one statement": lambda: Shelf.create(id="1", title="y"),
    "a transaction": in_a_transaction,
    "a function": lambda: t.write(partial(insert, id="1", title="y")),
    "many rows": lambda: Shelf.bulk_create([Shelf(id="1", title="y")]),
}


@pytest.fixture
async def path(tenancy: t.Tenancy, a: str) -> Path:
    return tenancy.files.path(a)


@pytest.fixture
def elsewhere(path: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(path, isolation_level=None)) as raw:
        yield raw


@pytest.mark.parametrize("name", WRITES)
async def test_the_loop_goes_on_while_a_write_waits_for_another_process(
    a: str, elsewhere: sqlite3.Connection, name: str
) -> None:
    async def write() -> None:
        await WRITES[name]()

    async with asyncio.timeout(10), t.bind(a):
        await Shelf.create(id="0", title="so that the log is begun")
        elsewhere.execute("BEGIN IMMEDIATE")
        task = asyncio.create_task(write())
        for _ in range(100):
            await asyncio.sleep(0)
        assert not task.done()
        elsewhere.execute("INSERT INTO tags (word) VALUES ('first')")
        elsewhere.execute("COMMIT")
        await task
        assert (await Shelf.get(id="1")).title == "y"
        assert elsewhere.execute("SELECT word, (SELECT count(*) FROM shelves) FROM tags").fetchall() == [("first", 2)]


async def test_others_have_their_turn_while_one_task_writes_on_and_on(a: str) -> None:
    turns, done = 0, asyncio.Event()

    async def count() -> None:
        nonlocal turns
        while not done.is_set():
            turns += 1
            await asyncio.sleep(0)

    async with t.bind(a):
        counting = asyncio.create_task(count())
        async with t.transaction():
            await Shelf.create(id="0", title="x")
            before = turns
            for n in range(1500):
                await Book.create(shelf_id="0", title=str(n))
            assert turns - before >= 5
        done.set()
        await counting


@pytest.mark.parametrize(
    ("sql", "short"),
    [
        ('INSERT INTO "spokes" ("id","content") VALUES (?,?)', True),
        ('UPDATE "spokes" SET "status"=?,"approved_at"=? WHERE "id"=?', True),
        ('UPDATE "spokes" SET "status"=? WHERE "spokes"."id"=?', True),
        ("UPDATE spokes SET status = ? WHERE id = ?", True),
        ('UPDATE "spokes" SET "status"=? WHERE "hub_id"=?', False),
        ('UPDATE "spokes" SET "status"=?', False),
        ('UPDATE "spokes" SET "status"=? WHERE "id">?', False),
        ('UPDATE "spokes" SET "status"=? WHERE "status"=? OR "id"=?', False),
        ('UPDATE "spokes" SET "status"=? WHERE "hub_id"="id"=?', False),
        ('DELETE FROM "hubs" WHERE "id"=?', False),
        ('INSERT INTO "a" SELECT * FROM "b"', False),
        ("INSERT INTO a (id) VALUES (?),(?)", False),
        ("VACUUM", False),
    ],
)
def test_a_statement_is_short_when_it_writes_one_row_by_its_key(sql: str, short: bool) -> None:
    assert writes_one_row(sql) is short


async def test_the_log_is_carried_over_while_writing_goes_on(a: str, path: Path) -> None:
    largest = 0
    async with t.bind(a):
        for n in range(200):
            await Shelf.create(id=str(n), title="x" * (MEGABYTE // 10))
            largest = max(largest, log_size(path))
        assert await Shelf.all().count() == 200
    assert 4 * MEGABYTE <= largest < 8 * MEGABYTE
    with closing(sqlite3.connect(path)) as raw:
        assert raw.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


async def test_the_log_is_carried_over_once_a_reader_that_was_in_the_way_has_gone(
    a: str, path: Path, elsewhere: sqlite3.Connection
) -> None:
    async def write(megabytes: int) -> None:
        for n in range(megabytes):
            title = "ab"[n % 2] * MEGABYTE  # what stays as it is would not be written
            await t.write(partial(t.Writing.run, sql="UPDATE shelves SET title = ?", params=(title,)))

    async with t.bind(a):
        await Shelf.create(id="1", title="x")
        elsewhere.execute("BEGIN")
        assert elsewhere.execute("SELECT title FROM shelves").fetchall() == [("x",)]
        await write(12)
        assert log_size(path) > 12 * MEGABYTE
        assert elsewhere.execute("SELECT title FROM shelves").fetchall() == [("x",)]
        elsewhere.execute("COMMIT")
        await write(12)
        assert log_size(path) < 8 * MEGABYTE
        assert len((await Shelf.get(id="1")).title) == MEGABYTE


async def test_the_commits_that_begin_the_log_anew_and_no_others_are_left_to_the_thread(a: str, path: Path) -> None:
    """Those alone wait for the disk. The log gets smaller when it is begun anew."""
    threads: list[int] = []
    began_anew: list[bool] = []
    async with t.bind(a) as lease:
        link = lease.client.db._connection
        assert link is not None
        link.raw.set_trace_callback(lambda sql: threads.append(threading.get_ident()) if sql == "COMMIT" else None)
        size = 0
        for n in range(100):
            await t.write(partial(insert, id=str(n), title="x" * (MEGABYTE // 10)))
            began_anew.append(not size or log_size(path) < size)
            size = log_size(path)
            await link.run(lambda raw: None)  # let a checkpoint come to its end
        link.raw.set_trace_callback(None)
    assert began_anew.count(True) == 3
    assert [thread != threading.get_ident() for thread in threads] == began_anew


async def test_a_checkpoint_is_no_new_version(a: str) -> None:
    async with t.bind(a) as lease, t.reader(a) as reads:
        await Shelf.create(id="1", title="x")
        before = await reads.version()
        link = lease.client.db._connection
        assert link is not None
        await asyncio.to_thread(link.wal.checkpoint)
        assert await reads.version() == before
        await Shelf.create(id="2", title="x")
        assert await reads.version() != before


def log_size(path: Path) -> int:
    return Path(f"{path}-wal").stat().st_size
