"""Two hundred tasks over forty clients, interleaved and cancelled at random: no row is seen or written across."""

import asyncio
import random
import sqlite3
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import closing, suppress

import pytest
from tortoise.query_utils import Prefetch

import tenancy as t
from tenancy import binding
from tests.tenancy.conftest import Opener, make_client
from tests.tenancy.sample import Book, Shelf, Tag

CLIENTS, TASKS, ROUNDS = 40, 200, 4


class Crowd:
    """Acts at random under one client after another, and notes every row that is not the client's own."""

    def __init__(self, ids: list[str], seed: int) -> None:
        self.ids = ids
        self.random = random.Random(seed)
        self.leaks: list[tuple[str, str]] = []
        self.acts: Counter[str] = Counter()
        self.number = 0

    def check(self, client_id: str, *titles: str) -> None:
        self.leaks.extend((client_id, title) for title in titles if not title.startswith(client_id))

    def new_id(self) -> str:
        self.number += 1
        return str(self.number)

    async def pause(self) -> None:
        for _ in range(self.random.randrange(4)):
            await asyncio.sleep(0)

    async def make(self, client_id: str) -> Shelf:
        shelf = await Shelf.create(id=self.new_id(), title=client_id)
        await self.pause()
        await Book.create(shelf=shelf, title=client_id)
        return shelf

    async def read(self, client_id: str) -> None:
        self.check(client_id, *(shelf.title for shelf in await Shelf.filter()))

    async def prefetch(self, client_id: str) -> None:
        for shelf in await Shelf.all().limit(5).prefetch_related("tags", Prefetch("books", queryset=Book.filter())):
            self.check(client_id, *(book.title for book in shelf.books), *(tag.word for tag in shelf.tags))

    async def gather(self, client_id: str) -> None:
        for titles in await asyncio.gather(*(Shelf.all().values_list("title", flat=True) for _ in range(4))):
            self.check(client_id, *[str(title) for title in titles])

    async def save(self, client_id: str) -> None:
        shelf = await Shelf.filter().first()
        await self.pause()
        if shelf is not None:
            shelf.title = f"{client_id} again"
            await shelf.save()

    async def tag(self, client_id: str) -> None:
        shelf = await Shelf.first() or await self.make(client_id)
        await shelf.tags.add(await Tag.create(word=client_id))

    async def bulk(self, client_id: str) -> None:
        await Shelf.bulk_create([Shelf(id=self.new_id(), title=client_id) for _ in range(3)])

    async def raw(self, client_id: str) -> None:
        rows = await t.current().db.execute_query_dict("SELECT title FROM books")
        self.check(client_id, *(row["title"] for row in rows))
        async with t.reader(client_id) as reads:
            self.check(client_id, *(row["title"] for row in await reads.execute("SELECT title FROM shelves")))

    async def delete(self, client_id: str) -> None:
        if (book := await Book.first()) is not None:
            await book.delete()

    async def commit(self, client_id: str) -> None:
        async with t.transaction():
            await self.make(client_id)
            async with t.transaction():
                await self.make(client_id)
            assert not await Shelf.exclude(title__startswith=client_id).exists()

    async def roll_back(self, client_id: str) -> None:
        with suppress(ZeroDivisionError):
            async with t.transaction():
                await Shelf.create(id=self.new_id(), title="must never be seen")
                await self.pause()
                raise ZeroDivisionError

    async def nest(self, client_id: str) -> None:
        other = self.random.choice(self.ids)
        async with t.bind(other):
            await self.read(other)
            await self.make(other)
        await self.read(client_id)

    async def nest_in_transaction(self, client_id: str) -> None:
        # In the order of ids, as everybody who holds two transactions at once must.
        if after := [other for other in self.ids if other > client_id]:
            async with t.transaction():
                await self.make(client_id)
                other = self.random.choice(after)
                async with t.bind(other):
                    await self.make(other)
                await self.make(client_id)

    async def cancel(self, client_id: str) -> None:
        act = self.random.choice([self.commit, self.bulk, self.prefetch, self.make])
        task = asyncio.ensure_future(act(client_id))
        for _ in range(self.random.randrange(12)):
            await asyncio.sleep(0)
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task

    async def task(self) -> None:
        acts: list[Callable[[str], Awaitable[object]]] = [
            *(self.make, self.read, self.prefetch, self.gather, self.save, self.tag, self.bulk, self.raw, self.delete),
            *(self.commit, self.roll_back, self.nest, self.nest_in_transaction, self.cancel, self.cancel),
        ]
        for _ in range(ROUNDS):
            client_id = self.random.choice(self.ids)
            async with t.bind(client_id):
                for _ in range(self.random.randint(1, 3)):
                    act = self.random.choice(acts)
                    self.acts[act.__name__] += 1
                    await act(client_id)


def titles_on_disk(tenancy: t.Tenancy, client_id: str) -> list[str]:
    with closing(sqlite3.connect(tenancy.files.path(client_id))) as raw:
        assert raw.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert raw.execute("PRAGMA foreign_key_check").fetchall() == []
        sql = "SELECT title FROM shelves UNION ALL SELECT title FROM books UNION ALL SELECT word FROM tags"
        return [row[0] for row in raw.execute(sql)]


@pytest.mark.parametrize(("seed", "max_open"), [(1, 5), (2, 1), (3, 100)])
async def test_no_row_crosses_between_clients(open_tenancy: Opener, seed: int, max_open: int) -> None:
    tenancy = await open_tenancy(max_open=max_open)
    crowd = Crowd(sorted([await make_client() for _ in range(CLIENTS)]), seed)

    async with asyncio.timeout(120):
        await asyncio.gather(*(crowd.task() for _ in range(TASKS)))

    assert crowd.leaks == []
    assert len(crowd.acts) == 14
    assert sum(crowd.acts.values()) > TASKS * ROUNDS
    assert tenancy.pinned == 0
    assert tenancy.open_clients <= max_open
    if max_open < CLIENTS:
        assert tenancy.evictions_total > CLIENTS
    await tenancy.close()
    rows = 0
    for client_id in crowd.ids:
        titles = titles_on_disk(tenancy, client_id)
        crowd.check(client_id, *titles)
        rows += len(titles)
    assert crowd.leaks == []
    assert rows > TASKS


async def test_the_crowd_would_notice_a_leak(open_tenancy: Opener, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same crowd with the guard taken out and one binding shared by all tasks: it must find rows across."""
    await open_tenancy(max_open=100)
    crowd = Crowd(sorted([await make_client() for _ in range(3)]), 1)

    async def careless(client_id: str) -> None:
        async with t.bind(client_id) as lease:
            shared_lease.append(lease)
            await crowd.pause()
            # What a plain global would do: whoever bound last is the client of everybody.
            rows = await shared_lease[-1].client.db.execute_query_dict("SELECT title FROM shelves")
            crowd.check(client_id, *(row["title"] for row in rows))

    shared_lease: list[binding.Lease] = []
    for client_id in crowd.ids:
        async with t.bind(client_id):
            await crowd.make(client_id)

    with pytest.raises(t.CrossClientAccess):
        await asyncio.gather(*(careless(crowd.random.choice(crowd.ids)) for _ in range(50)))
    monkeypatch.setattr(binding, "guard", lambda client_id: shared_lease[-1])
    await asyncio.gather(*(careless(crowd.random.choice(crowd.ids)) for _ in range(50)))

    assert crowd.leaks != []
