"""Instances belong to the client they came from, and files to the client whose name they bear."""

import uuid
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

import tenancy as t
from tests.tenancy.sample import Book, Shelf, Tag

USES: dict[str, Callable[[Shelf], Awaitable[Any]]] = {
    "save": lambda shelf: shelf.save(),
    "save some fields": lambda shelf: shelf.save(update_fields=["title"]),
    "force update": lambda shelf: shelf.save(force_update=True),
    "save a clone": lambda shelf: shelf.clone(pk="2").save(),
    "delete": lambda shelf: shelf.delete(),
    "refresh": lambda shelf: shelf.refresh_from_db(),
    "fetch_related": lambda shelf: shelf.fetch_related("books"),
    "fetch_for_list": lambda shelf: Shelf.fetch_for_list([shelf], "books"),
    "bulk_create": lambda shelf: _bulk(lambda: Shelf.bulk_create([shelf])),
    "bulk_create of a query": lambda shelf: _bulk(lambda: Shelf.filter().bulk_create([shelf])),
    "bulk_update": lambda shelf: _bulk(lambda: Shelf.bulk_update([shelf], ["title"])),
    "bulk_update of a query": lambda shelf: _bulk(lambda: Shelf.filter().bulk_update([shelf], ["title"])),
    "create with it as parent": lambda shelf: Book.create(shelf=shelf, title="x"),
    "save with it as parent": lambda shelf: Book(shelf=shelf, title="x").save(),
    "bulk_create with it as parent": lambda shelf: _bulk(lambda: Book.bulk_create([Book(shelf=shelf, title="x")])),
    "get_or_create with it as parent": lambda shelf: Book.get_or_create(title="x", defaults={"shelf": shelf}),
    "children": lambda shelf: shelf.books,
    "children filtered": lambda shelf: shelf.books.filter(title="x"),
    "create a child": lambda shelf: shelf.books.create(title="x"),
    "tags": lambda shelf: shelf.tags,
    "clear tags": lambda shelf: shelf.tags.clear(),
}


async def _bulk(make: Callable[[], Awaitable[Any]]) -> None:
    await make()


@pytest.mark.parametrize("use", USES)
async def test_an_instance_is_refused_under_another_client(use: str, a: str, b: str) -> None:
    async with t.bind(a):
        await Shelf.create(id="1", title="of a")
        shelf = await Shelf.get(id="1")
    async with t.bind(b):
        await Shelf.create(id="1", title="of b")  # the same key: a foreign key check would not notice

        with pytest.raises(t.CrossClientAccess):
            await USES[use](shelf)

        assert await Shelf.all().values("id", "title") == [{"id": "1", "title": "of b"}]
        assert await Book.all().count() == 0
    async with t.bind(a):
        assert await Shelf.all().values("id", "title") == [{"id": "1", "title": "of a"}]


@pytest.mark.parametrize("use", USES)
async def test_an_instance_is_refused_when_no_client_is_bound(use: str, a: str) -> None:
    async with t.bind(a):
        shelf = await Shelf.create(id="1", title="of a")

    with pytest.raises(t.ClientNotBound):
        await USES[use](shelf)


async def test_an_instance_that_was_created_or_bulk_created_belongs_to_its_client(a: str, b: str) -> None:
    async with t.bind(a):
        created = await Shelf.create(id="1", title="x")
        in_bulk = Shelf(id="2", title="x")
        await Shelf.bulk_create([in_bulk])

    async with t.bind(b):
        for shelf in (created, in_bulk):
            with pytest.raises(t.CrossClientAccess):
                await shelf.save()
        assert await Shelf.all().count() == 0


async def test_a_tag_of_another_client_is_not_added(a: str, b: str) -> None:
    async with t.bind(a):
        tag = await Tag.create(id=1, word="of a")
    async with t.bind(b):
        await Tag.create(id=1, word="of b")
        shelf = await Shelf.create(id="1", title="of b")

        for refused in (shelf.tags.add, shelf.tags.remove):
            with pytest.raises(t.CrossClientAccess):
                await refused(tag)

        assert await shelf.tags.all().count() == 0


async def test_a_bulk_write_built_under_one_client_is_refused_under_another(a: str, b: str) -> None:
    async with t.bind(a):
        shelf = await Shelf.create(id="1", title="of a")
        writes: list[Any] = [
            Shelf.filter().bulk_update([shelf], ["title"]),
            Shelf.filter().bulk_create([Shelf(id="2", title="")]),
        ]

    async with t.bind(b):
        for write in writes:
            with pytest.raises(t.CrossClientAccess):
                await write
        assert await Shelf.all().count() == 0


async def test_relations_work_under_their_own_client(a: str) -> None:
    async with t.bind(a):
        shelf = await Shelf.create(id="1", title="x")
        tag = await Tag.create(word="red")
        await shelf.tags.add(tag)
        await shelf.books.create(title="one")
        await Book.create(shelf=shelf, title="two")

        assert [book.title for book in await shelf.books.order_by("title")] == ["one", "two"]
        (loaded,) = await Shelf.all().prefetch_related("books", "tags")
        assert [book.title for book in loaded.books] == ["one", "two"]
        assert [tag.word for tag in loaded.tags] == ["red"]
        assert (await Book.get(title="one").select_related("shelf")).shelf.title == "x"
        await shelf.tags.remove(tag)
        assert await shelf.tags.all().count() == 0
        await shelf.refresh_from_db()
        await shelf.delete()
        assert await Book.all().count() == 0


async def test_a_deleted_count_is_that_of_the_rows_named_and_not_of_those_that_cascade(a: str) -> None:
    async with t.bind(a):
        shelf = await Shelf.create(id="1", title="x")
        await Book.bulk_create([Book(shelf=shelf, title=str(n)) for n in range(5)])

        assert await Shelf.filter(id="1").delete() == 1
        assert await Book.all().count() == 0


async def test_a_file_of_another_client_is_refused(tenancy: t.Tenancy, a: str, b: str) -> None:
    path_a, path_b = tenancy.files.path(a), tenancy.files.path(b)
    path_b.write_bytes(path_a.read_bytes())

    for attempt in (t.bind(b).__aenter__, lambda: t.provision(b)):
        with pytest.raises(t.WrongOwner):
            await attempt()

    assert path_b.read_bytes() == path_a.read_bytes()


@pytest.mark.parametrize("content", [b"", b"not a database at all" * 100])
async def test_a_file_that_is_no_client_database_is_refused(tenancy: t.Tenancy, a: str, content: bytes) -> None:
    path = tenancy.files.path(a)
    path.write_bytes(content)

    with pytest.raises(t.WrongOwner):
        await t.bind(a).__aenter__()

    assert path.read_bytes() == content


async def test_a_missing_file_is_refused_and_not_made(tenancy: t.Tenancy, tmp_path: Path) -> None:
    client_id = str(uuid.uuid4())

    with pytest.raises(t.UnknownClient):
        await t.bind(client_id).__aenter__()

    assert not t.exists(client_id)
    assert [path.name for path in (tmp_path / "clients").iterdir() if path.suffix == ".db"] == []
    assert tenancy.open_clients == 0
