"""Transactions on both planes: whole or not at all, alone while they last, and over when they are over."""

import asyncio
from contextlib import suppress

import pytest
from tortoise.exceptions import IntegrityError, TransactionManagementError

import tenancy as t
from tests.tenancy.planes import Plane, global_plane
from tests.tenancy.sample import Shelf


async def test_what_is_written_in_a_transaction_is_kept(plane: Plane) -> None:
    async with plane.bound():
        async with plane.begin():
            await plane.add("1", "2")
            await plane.add_child("1")
            assert await plane.ids() == ["1", "2"]
        assert await plane.ids() == ["1", "2"]


async def test_a_transaction_that_raises_leaves_nothing(plane: Plane) -> None:
    async with plane.bound():
        with suppress(ZeroDivisionError):
            async with plane.begin():
                await plane.add("1")
                await plane.add_in_bulk("2", "3")
                raise ZeroDivisionError
        assert await plane.ids() == []
        await plane.add("4")
        assert await plane.ids() == ["4"]


async def test_tortoises_own_exception_rolls_back_too(plane: Plane) -> None:
    async with plane.bound():
        with suppress(TransactionManagementError):
            async with plane.begin():
                await plane.add("1")
                raise TransactionManagementError("mine")
        assert await plane.ids() == []


async def test_an_inner_transaction_that_raises_takes_only_its_own_back(plane: Plane) -> None:
    async with plane.bound():
        async with plane.begin():
            await plane.add("1")
            with suppress(ZeroDivisionError):
                async with plane.begin():
                    await plane.add("2")
                    async with plane.begin():
                        await plane.add("3")
                    raise ZeroDivisionError
            async with plane.begin():
                await plane.add("4")
        assert await plane.ids() == ["1", "4"]


async def test_inner_transactions_of_sibling_tasks_do_not_mix(plane: Plane) -> None:
    async def inner(id: str, fails: bool) -> None:
        async with plane.begin():
            await plane.add(id)
            await asyncio.sleep(0)
            await plane.add(f"{id}-more")
            if fails:
                raise ZeroDivisionError

    async with asyncio.timeout(10), plane.bound():
        async with plane.begin():
            ends = await asyncio.gather(*(inner(str(n), n % 2 == 1) for n in range(6)), return_exceptions=True)
        assert [type(end) for end in ends] == [type(None), ZeroDivisionError] * 3
        assert await plane.ids() == ["0", "0-more", "2", "2-more", "4", "4-more"]


async def test_a_duplicate_inside_a_transaction_can_be_caught_by_an_inner_one(plane: Plane) -> None:
    async with plane.bound():
        await plane.add("1")
        async with plane.begin():
            with pytest.raises(IntegrityError):
                async with plane.begin():
                    await plane.add("1")
            assert await plane.get_or_create("1") is False
            assert await plane.get_or_create("2") is True
        assert await plane.ids() == ["1", "2"]


async def test_bulk_writes_are_whole_or_not_at_all(plane: Plane) -> None:
    async with plane.bound():
        await plane.add("3")
        with pytest.raises(IntegrityError):
            await plane.add_in_bulk("1", "2", "3")
        assert await plane.ids() == ["3"]


async def test_a_row_without_its_parent_is_refused(plane: Plane) -> None:
    async with plane.bound():
        with pytest.raises(IntegrityError):
            await plane.add_child("nobody")


async def test_a_query_built_before_the_transaction_runs_inside_it(plane: Plane) -> None:
    async with asyncio.timeout(10), plane.bound():
        rows, outside = plane.model.all(), plane.connection()
        async with plane.begin():
            await plane.add("1")
            assert len(await rows) == 1
            async with outside._in_transaction():
                await plane.add("2")
        assert await plane.ids() == ["1", "2"]


async def test_a_task_that_outlives_the_transaction_is_refused(plane: Plane) -> None:
    over = asyncio.Event()

    async def outliving() -> None:
        await over.wait()
        await plane.add("2")

    async with plane.bound():
        async with plane.begin():
            await plane.add("1")
            task = asyncio.create_task(outliving())
            await asyncio.sleep(0)
        over.set()
        with pytest.raises(t.TransactionEnded):
            await task
        assert await plane.ids() == ["1"]


async def test_others_do_not_see_a_transaction_before_it_commits(plane: Plane) -> None:
    async with plane.bound():
        async with plane.begin():
            await plane.add("1")
            assert await plane.ids_on_disk() == []
        assert await plane.ids_on_disk() == ["1"]


async def test_concurrent_transactions_lose_no_update(plane: Plane) -> None:
    async def add(n: int) -> None:
        async with plane.begin():
            await plane.add(f"{n:02}")
            await asyncio.sleep(0)
            await plane.add_child(f"{n:02}")

    async with asyncio.timeout(20), plane.bound():
        await asyncio.gather(*(add(n) for n in range(20)))
        assert await plane.ids() == [f"{n:02}" for n in range(20)]


async def test_a_commit_after_a_swallowed_failure_is_not_taken_for_success(global_side: Plane) -> None:
    await global_side.add("1")
    on_postgres = t.installed().database.is_postgres
    ended: list[str] = []
    try:
        async with global_side.begin():
            await global_side.add("2")
            with pytest.raises(IntegrityError):
                await global_side.add("1")
    except TransactionManagementError:
        ended.append("refused")

    # SQLite takes back the failed statement alone; Postgres the whole transaction, and it must say so.
    assert ended == (["refused"] if on_postgres else [])
    assert await global_side.ids() == (["1"] if on_postgres else ["1", "2"])


async def test_a_commit_that_fails_is_a_rollback_and_frees_the_database(plane: Plane) -> None:
    heard: list[str] = []
    async with asyncio.timeout(10), plane.bound():
        db, on_postgres = plane.connection(), t.installed().database.is_postgres
        table = plane.model._meta.db_table
        late = f"id TEXT REFERENCES {table} (id) DEFERRABLE INITIALLY DEFERRED"
        await db.execute_script(f"CREATE TABLE late ({late});")

        async def write() -> None:
            async with plane.begin() as inside:
                await plane.add("1")
                if plane.client_id:
                    t.after_commit(lambda: heard.append("never"))
                await inside.execute_query("INSERT INTO late VALUES ('nobody')")

        with pytest.raises(IntegrityError):
            await write()
        assert heard == []
        assert await plane.ids() == []
        await plane.add("2")
        assert await plane.ids_on_disk() == ["2"]
        assert on_postgres or not db._lock.locked()


async def test_statements_that_begin_transactions_are_refused(a: str) -> None:
    async with t.bind(a) as lease:
        with pytest.raises(TransactionManagementError):
            await lease.db.execute_query("BEGIN")
        await Shelf.create(id="1", title="x")
    async with t.bind(a), t.reader(a) as reads:
        assert [row["id"] for row in await reads.execute("SELECT id FROM shelves")] == ["1"]


async def test_a_transaction_that_the_database_ended_takes_no_more_statements(a: str) -> None:
    async with t.bind(a) as lease:
        with suppress(t.TransactionEnded):
            async with t.transaction() as db:
                await Shelf.create(id="1", title="x")
                await db.execute_query("ROLLBACK")
                await Shelf.create(id="2", title="would be committed by itself")
                pytest.fail("a statement ran where no transaction was open any more")
        assert await Shelf.all().count() == 0
        assert not lease.client.db._lock.locked()


async def test_a_script_inside_a_transaction_does_not_commit_it(a: str) -> None:
    script = "INSERT INTO tags (word) VALUES ('a;b'); INSERT INTO tags (word) VALUES ('c');"
    async with t.bind(a) as lease:
        with suppress(ZeroDivisionError):
            async with t.transaction() as db:
                await db.execute_script(script)
                raise ZeroDivisionError
        assert await lease.db.execute_query_dict("SELECT word FROM tags") == []
        await lease.db.execute_script(script)
        assert await lease.db.execute_query_dict("SELECT word FROM tags") == [{"word": "a;b"}, {"word": "c"}]


async def test_transactions_of_two_clients_and_of_the_global_plane_nest(a: str, b: str, plane_free: Plane) -> None:
    with suppress(ZeroDivisionError):
        async with asyncio.timeout(10), plane_free.begin():
            await plane_free.add("global")
            async with t.bind(a), t.transaction():
                await Shelf.create(id="1", title="of a")
                async with t.bind(b), t.transaction():
                    await Shelf.create(id="1", title="of b")
            raise ZeroDivisionError

    assert await plane_free.ids() == []
    for client_id, title in ((a, "of a"), (b, "of b")):
        async with t.bind(client_id):
            assert (await Shelf.get(id="1")).title == title


@pytest.fixture
def plane_free(tenancy: t.Tenancy) -> Plane:
    return global_plane()
