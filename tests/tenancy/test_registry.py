"""Which clients stay open: few enough, never one in use closed, and one opening for all who ask at once."""

import asyncio
import resource
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import cast

import pytest

import tenancy as t
from tenancy.registry import OpenClient, Registry
from tests.tenancy.conftest import Opener, make_client
from tests.tenancy.sample import Shelf


async def test_concurrent_bindings_of_a_dormant_client_share_one_opening(tenancy: t.Tenancy, a: str) -> None:
    async def count() -> int:
        async with t.bind(a):
            return await Shelf.all().count()

    assert await asyncio.gather(*(count() for _ in range(50))) == [0] * 50
    assert tenancy.opens_total == 1
    assert (tenancy.open_clients, tenancy.pinned) == (1, 0)


async def test_the_least_recently_used_client_is_closed(open_tenancy: Opener) -> None:
    tenancy = await open_tenancy(max_open=2)
    ids = [await make_client() for _ in range(3)]

    for client_id in (ids[0], ids[1], ids[0], ids[2]):
        async with t.bind(client_id):
            pass

    assert tenancy.open_clients == 2
    assert [tenancy.is_open(client_id) for client_id in ids] == [True, False, True]
    assert tenancy.evictions_total == 1
    before = tenancy.opens_total
    async with t.bind(ids[0]), t.bind(ids[2]):
        assert tenancy.opens_total == before
    async with t.bind(ids[1]):
        assert tenancy.opens_total == before + 1


async def test_bound_clients_are_never_closed_however_many(open_tenancy: Opener) -> None:
    tenancy = await open_tenancy(max_open=1)
    ids = [await make_client() for _ in range(6)]
    all_bound = asyncio.Barrier(len(ids))

    async def work(client_id: str) -> int:
        async with t.bind(client_id):
            await all_bound.wait()
            assert (tenancy.open_clients, tenancy.pinned) == (6, 6)
            await all_bound.wait()
            await Shelf.create(id="1", title=client_id)
            return await Shelf.all().count()

    assert await asyncio.gather(*(work(client_id) for client_id in ids)) == [1] * 6
    assert tenancy.evictions_total == 5
    assert (tenancy.open_clients, tenancy.pinned) == (1, 0)


async def test_eviction_under_load_closes_and_opens_without_a_lost_write(open_tenancy: Opener) -> None:
    tenancy = await open_tenancy(max_open=2)
    ids = [await make_client() for _ in range(10)]

    async def write(client_id: str, n: int) -> None:
        async with t.bind(client_id), t.reader(client_id) as reads:
            await Shelf.create(id=str(n), title=client_id)
            assert [row["id"] for row in await reads.execute("SELECT id FROM shelves WHERE id = ?", [str(n)])] == [
                str(n)
            ]

    for n in range(0, 20, 2):
        await asyncio.gather(*(write(client_id, m) for m in (n, n + 1) for client_id in ids))

    assert tenancy.evictions_total >= 80
    for client_id in ids:
        async with t.bind(client_id):
            assert await Shelf.all().count() == 20


async def test_a_query_survives_that_its_client_was_closed_and_opened_again(open_tenancy: Opener) -> None:
    await open_tenancy(max_open=1)
    a, b = await make_client(), await make_client()
    async with t.bind(a):
        await Shelf.create(id="1", title="x")
        query = Shelf.all()
    async with t.bind(b):
        pass

    async with t.bind(a):
        assert len(await query) == 1


async def test_a_failed_opening_leaves_nothing_behind_and_may_be_tried_again(tenancy: t.Tenancy, a: str) -> None:
    path = tenancy.files.path(a)
    hidden = path.rename(path.with_suffix(".away"))

    async def count() -> int:
        async with t.bind(a):
            return await Shelf.all().count()

    failed = await asyncio.gather(*(count() for _ in range(5)), return_exceptions=True)
    hidden.rename(path)

    assert [type(error) for error in failed] == [t.UnknownClient] * 5
    assert await count() == 0
    assert tenancy.opens_total == 1


async def test_only_one_tenancy_may_be_open(tenancy: t.Tenancy, open_tenancy: Opener) -> None:
    with pytest.raises(t.NotInstalled):
        await open_tenancy()
    assert t.installed() is tenancy is t.tenancy_of()


async def test_nothing_is_installed_after_closing(open_tenancy: Opener) -> None:
    tenancy = await open_tenancy()
    a = await make_client()
    async with t.bind(a):
        await Shelf.create(id="1", title="x")
        await tenancy.close()
        with pytest.raises(t.ClientNotBound):
            await t.current().db.execute_query("SELECT 1")

    for call in (t.installed, t.known_clients, lambda: t.bind(a)):
        with pytest.raises(t.NotInstalled):
            call()
    await open_tenancy()
    async with t.bind(a):
        assert (await Shelf.get(id="1")).title == "x"


async def test_closing_waits_for_a_transaction(open_tenancy: Opener) -> None:
    tenancy = await open_tenancy()
    a = await make_client()
    begun = asyncio.Event()

    async def write() -> None:
        async with t.bind(a), t.transaction():
            begun.set()
            for n in range(10):
                await Shelf.create(id=str(n), title="x")

    task = asyncio.create_task(write())
    await begun.wait()
    await tenancy.close()
    await task
    await open_tenancy()
    async with t.bind(a):
        assert await Shelf.all().count() == 10


async def test_the_limit_of_open_files_is_raised_or_fewer_clients_stay_open() -> None:
    code = (
        "import resource, tenancy.process as i;"
        "resource.setrlimit(resource.RLIMIT_NOFILE, (300, 1256));"
        "print(i._raise_file_limit(100), resource.getrlimit(resource.RLIMIT_NOFILE)[0],"
        " i._raise_file_limit(5000), resource.getrlimit(resource.RLIMIT_NOFILE)[0])"
    )
    done = await asyncio.to_thread(subprocess.run, [sys.executable, "-c", code], capture_output=True, text=True)
    assert done.stdout.split() == ["100", "756", "200", "1256"], done.stderr
    assert resource.getrlimit(resource.RLIMIT_NOFILE)[0] >= 300


async def test_a_client_that_is_closed_as_soon_as_it_is_open_is_opened_again_for_the_next() -> None:
    """The one who asked for it has been cancelled; the next comes in the moment between."""
    gates: list[asyncio.Future[None]] = []

    async def opener(client_id: str) -> OpenClient:
        gates.append(asyncio.get_running_loop().create_future())
        await gates[-1]
        return cast(OpenClient, Opened())

    registry = Registry(opener, max_open=0)
    first = asyncio.create_task(registry.pin("a"))
    await turns(5)
    first.cancel()
    await asyncio.wait((first,))

    gates[0].set_result(None)
    next_one = asyncio.create_task(registry.pin("a"))
    with ends_within(5):
        await turns(5)
    assert len(gates) == 2
    gates[1].set_result(None)

    assert (await next_one).pins == 1
    assert (registry.opens_total, registry.evictions_total) == (2, 1)


async def turns(count: int) -> None:
    for _ in range(count):
        await asyncio.sleep(0)


class Opened:
    """As much of an open client as the registry knows of."""

    def __init__(self) -> None:
        self.client_id, self.pins, self.idle = "a", 0, asyncio.Event()

    async def close(self) -> None:
        pass


@contextmanager
def ends_within(seconds: int) -> Iterator[None]:
    """What spins without giving others a turn is ended by a signal: no timeout of the event loop's would come."""

    def refuse(*_: object) -> None:
        raise TimeoutError(f"this has not ended after {seconds} seconds")

    before = signal.signal(signal.SIGALRM, refuse)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
