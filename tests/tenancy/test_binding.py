"""Binding: what runs for whom, and that nothing runs for nobody."""

import asyncio
import threading
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
from tortoise.connection import get_connection
from tortoise.transactions import in_transaction

import tenancy as t
from tests.tenancy.sample import Book, Shelf

STATEMENTS: dict[str, Callable[[], Awaitable[Any]]] = {
    "filter": lambda: Shelf.filter(title="x"),
    "all": lambda: Shelf.all(),
    "first": lambda: Shelf.first(),
    "get": lambda: Shelf.get(id="1"),
    "get_or_none": lambda: Shelf.get_or_none(id="1"),
    "get_or_create": lambda: Shelf.get_or_create(id="1", defaults={"title": "x"}),
    "update_or_create": lambda: Shelf.update_or_create(id="1", defaults={"title": "x"}),
    "in_bulk": lambda: Shelf.in_bulk(["1"], "id"),
    "create": lambda: Shelf.create(id="1", title="x"),
    "bulk_create": lambda: _bulk_create(),
    "bulk_update": lambda: _bulk_update(),
    "save": lambda: Shelf(id="1", title="x").save(),
    "count": lambda: Shelf.all().count(),
    "exists": lambda: Shelf.exists(id="1"),
    "values": lambda: Shelf.all().values("id"),
    "values_list": lambda: Shelf.all().values_list("id", flat=True),
    "update": lambda: Shelf.filter(id="1").update(title="y"),
    "delete": lambda: Shelf.filter(id="1").delete(),
    "explain": lambda: Shelf.all().explain(),
    "raw": lambda: Shelf.raw("SELECT * FROM shelves"),
    "prefetch": lambda: Shelf.all().prefetch_related("books"),
    "select_related": lambda: Book.all().select_related("shelf"),
    "execute_query": lambda: get_connection("tenant").execute_query("SELECT 1"),
    "execute_query_dict": lambda: get_connection("tenant").execute_query_dict("SELECT 1"),
    "execute_insert": lambda: get_connection("tenant").execute_insert("DELETE FROM shelves", []),
    "execute_many": lambda: get_connection("tenant").execute_many("DELETE FROM shelves WHERE id = ?", [["1"]]),
    "execute_script": lambda: get_connection("tenant").execute_script("DELETE FROM shelves"),
    "transaction": lambda: _enter(lambda: t.transaction()),
    "in_transaction": lambda: _enter(lambda: in_transaction("tenant")),
}


async def _bulk_create() -> None:
    await Shelf.bulk_create([Shelf(id="1", title="x")])


async def _bulk_update() -> None:
    await Shelf.bulk_update([Shelf(id="1", title="x")], ["title"])


async def _enter(make: Callable[[], Any]) -> None:
    async with make():
        pass


@pytest.mark.usefixtures("tenancy")
@pytest.mark.parametrize("name", STATEMENTS)
async def test_every_statement_is_refused_when_no_client_is_bound(name: str) -> None:
    with pytest.raises(t.ClientNotBound):
        await STATEMENTS[name]()


@pytest.mark.parametrize("name", STATEMENTS)
async def test_every_statement_is_refused_when_the_binding_has_ended(name: str, a: str) -> None:
    ended = asyncio.Event()

    async def outliving() -> None:
        await ended.wait()
        await STATEMENTS[name]()

    async with t.bind(a):
        task = asyncio.create_task(outliving())
        await asyncio.sleep(0)
    ended.set()

    with pytest.raises(t.ClientNotBound):
        await task
    async with t.bind(a):
        assert await Shelf.all().count() == 0


async def test_a_client_sees_its_own_rows_alone(a: str, b: str) -> None:
    async with t.bind(a):
        await Shelf.create(id="1", title="of a")
        async with t.bind(b):
            assert t.current_client_id() == b
            assert await Shelf.all() == []
            await Shelf.create(id="1", title="of b")
        assert t.current().client_id == a
        assert (await Shelf.get(id="1")).title == "of a"


@pytest.mark.usefixtures("tenancy")
async def test_current_is_refused_when_no_client_is_bound() -> None:
    with pytest.raises(t.ClientNotBound):
        t.current()
    with pytest.raises(t.ClientNotBound):
        t.current_client_id()


async def test_a_pinned_query_is_refused_when_it_is_awaited_under_another_client(a: str, b: str) -> None:
    async with t.bind(a):
        await Shelf.create(id="1", title="of a")
        pinned = [Shelf.all(), Shelf.first(), Shelf.get(id="1"), Shelf.exists(id="1")]
        free = Shelf.filter(title="of a")

    async with t.bind(b):
        for query in pinned:
            with pytest.raises(t.CrossClientAccess):
                await query  # type: ignore[misc]  # each of them can be awaited
        assert await free == []


async def test_tasks_and_threads_inherit_the_binding_and_executors_do_not(a: str) -> None:
    async with t.bind(a):
        in_task = await asyncio.create_task(asyncio.to_thread(t.current_client_id))
        outside = asyncio.get_running_loop().run_in_executor(None, t.current_client_id)
        with pytest.raises(t.ClientNotBound):
            await outside

    assert in_task == a


async def test_the_binding_ends_when_the_block_raises(a: str) -> None:
    with pytest.raises(ZeroDivisionError):
        async with t.bind(a):
            raise ZeroDivisionError

    with pytest.raises(t.ClientNotBound):
        t.current()
    assert t.installed().pinned == 0


async def test_an_abandoned_generator_leaves_no_binding_and_no_pin(a: str) -> None:
    async def rows() -> AsyncIterator[str]:
        async with t.bind(a):
            for title in ("one", "two"):
                yield title

    generator = rows()
    assert await asyncio.create_task(anext(generator)) == "one"  # type: ignore[arg-type]  # a coroutine at run time

    await generator.aclose()  # type: ignore[attr-defined]  # an async generator at run time

    assert t.installed().pinned == 0
    with pytest.raises(t.ClientNotBound):
        t.current()


async def test_a_background_task_that_binds_anew_outlives_the_binding_it_started_in(a: str) -> None:
    ended = asyncio.Event()

    async def background() -> int:
        async with t.bind(a):
            await ended.wait()
            return await Shelf.all().count()

    async with t.bind(a):
        task = asyncio.create_task(background())
        await asyncio.sleep(0)
    ended.set()

    assert await task == 0


async def test_binding_again_inside_a_transaction_joins_it_even_around_another_client(a: str, b: str) -> None:
    async with asyncio.timeout(5), t.bind(a):
        async with t.transaction():
            await Shelf.create(id="1", title="first")
            async with t.bind(a):
                await Shelf.create(id="2", title="second")
            async with t.bind(b), t.transaction():
                await Shelf.create(id="1", title="of b")
                async with t.bind(a):
                    assert await Shelf.all().count() == 2
                    await Shelf.create(id="3", title="third")
        assert await Shelf.all().count() == 3


async def test_binding_again_after_the_inherited_transaction_starts_afresh(a: str) -> None:
    ended = asyncio.Event()

    async def background() -> int:
        await ended.wait()
        async with t.bind(a):
            return await Shelf.all().count()

    async with t.bind(a), t.transaction():
        task = asyncio.create_task(background())
        await Shelf.create(id="1", title="x")
    ended.set()

    assert await task == 1


@pytest.mark.parametrize("bad", ["", "x", "../../etc/passwd", "A" * 36, "0" * 36, "{a}", "a.db", "global", "\x00"])
@pytest.mark.usefixtures("tenancy")
async def test_a_client_id_that_is_no_uuid_is_refused(bad: str) -> None:
    for attempt in (t.bind(bad).__aenter__, lambda: t.provision(bad), lambda: t.destroy(bad)):
        with pytest.raises(t.InvalidClientId):
            await attempt()
    with pytest.raises(t.InvalidClientId):
        t.exists(bad)
    assert t.known_clients() == []


async def test_upper_case_and_line_ends_are_no_client_ids(a: str) -> None:
    for bad in (a.upper(), f"{a}\n", f" {a}", a.replace("-", "")):
        with pytest.raises(t.InvalidClientId):
            await t.bind(bad).__aenter__()


async def test_no_thread_of_an_open_client_holds_up_the_process(a: str) -> None:
    async with t.bind(a), t.reader(a) as reads:
        await reads.execute("SELECT 1")
        workers = [thread for thread in threading.enumerate() if "_connection_worker_thread" in thread.name]

    assert len(workers) >= 3  # the global database, the client, and its reads
    assert all(thread.daemon for thread in workers)


async def test_binding_on_another_event_loop_is_refused(a: str) -> None:
    async def elsewhere() -> None:
        async with t.bind(a):
            pass

    with pytest.raises(t.TenancyError, match="event loop"):
        await asyncio.to_thread(asyncio.run, elsewhere())
    assert t.installed().pinned == 0
