"""What every object store does in the same way: one body, run against each implementation."""

import asyncio
import hashlib
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from app.errors import NotFound
from app.kit.clock import now
from app.objects import ObjectStore, ObjectTooLarge, Stored
from app.objects.files import FileStore

KEY = "assets/one/sources/hub/original.pdf"


@pytest.fixture(params=["files"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> ObjectStore:
    builders = {"files": lambda: FileStore(tmp_path / "objects", tmp_path / "links.key")}
    return builders[request.param]()


async def pieces(*parts: bytes) -> AsyncIterator[bytes]:
    for part in parts:
        yield part


async def test_put_gives_size_and_digest_and_get_gives_the_bytes(store: ObjectStore) -> None:
    stored = await store.put(KEY, b"hello", "application/pdf")
    assert stored == Stored(size=5, sha256=hashlib.sha256(b"hello").hexdigest())
    assert await store.get(KEY) == b"hello"


async def test_put_takes_a_stream_and_open_gives_one(store: ObjectStore) -> None:
    parts = [bytes([number]) * 300_000 for number in range(4)]
    stored = await store.put(KEY, pieces(*parts), "application/pdf")
    assert stored.size == 1_200_000
    assert b"".join([piece async for piece in store.open(KEY)]) == b"".join(parts)


async def test_put_replaces_when_the_key_is_taken(store: ObjectStore) -> None:
    await store.put(KEY, b"old and longer", "text/plain")
    await store.put(KEY, b"new", "text/plain")
    assert await store.get(KEY) == b"new"


async def test_an_empty_object_is_an_object(store: ObjectStore) -> None:
    assert (await store.put(KEY, b"", "text/plain")).size == 0
    assert await store.exists(KEY)
    assert await store.get(KEY) == b""


async def test_put_of_exactly_the_cap_is_kept_and_one_more_byte_is_refused(store: ObjectStore) -> None:
    await store.put(KEY, b"12345", "text/plain", max_bytes=5)
    with pytest.raises(ObjectTooLarge):
        await store.put(KEY, pieces(b"123", b"456"), "text/plain", max_bytes=5)
    assert await store.get(KEY) == b"12345"
    assert await store.list("assets/") == [KEY]


async def test_put_keeps_the_old_object_when_the_stream_breaks(store: ObjectStore) -> None:
    async def breaking() -> AsyncIterator[bytes]:
        yield b"half"
        raise ConnectionResetError("the sender went away")

    await store.put(KEY, b"old", "text/plain")
    with pytest.raises(ConnectionResetError):
        await store.put(KEY, breaking(), "text/plain")
    assert await store.get(KEY) == b"old"


async def test_what_is_absent_is_not_found(store: ObjectStore) -> None:
    assert not await store.exists(KEY)
    with pytest.raises(NotFound):
        await store.get(KEY)
    with pytest.raises(NotFound):
        await anext(store.open(KEY))


async def test_delete_removes_the_object_and_may_be_repeated(store: ObjectStore) -> None:
    await store.put(KEY, b"x", "text/plain")
    await store.delete(KEY)
    await store.delete(KEY)
    assert not await store.exists(KEY)


async def test_delete_prefix_takes_one_client_and_leaves_the_other(store: ObjectStore) -> None:
    for key in ("assets/one/exports/a.csv", "assets/one/voice/b.webm", "assets/one-more/exports/c.csv"):
        await store.put(key, b"x", "text/plain")
    assert await store.list("assets/one/") == ["assets/one/exports/a.csv", "assets/one/voice/b.webm"]
    assert await store.delete_prefix("assets/one/") == 2
    assert await store.delete_prefix("assets/one/") == 0
    assert await store.list("assets/") == ["assets/one-more/exports/c.csv"]


@pytest.mark.parametrize("bad", ["../outside", "/etc/passwd", "assets/../../x", "assets//x"])
async def test_every_verb_refuses_a_key_that_leaves_the_store(store: ObjectStore, bad: str) -> None:
    for call in (store.put(bad, b"x", "text/plain"), store.get(bad), store.exists(bad), store.delete(bad)):
        with pytest.raises(ValueError, match="is not an object key"):
            await call
    with pytest.raises(ValueError, match="is not an object key"):
        await anext(store.open(bad))
    with pytest.raises(ValueError, match="is not an object key"):
        await store.delete_prefix(f"{bad}/")
    with pytest.raises(ValueError, match="is not an object key"):
        await store.signed_url(bad, now() + timedelta(hours=1), "x")


async def test_many_puts_at_once_each_keep_their_own_bytes(store: ObjectStore) -> None:
    keys = [f"assets/one/exports/{number}.csv" for number in range(40)]
    await asyncio.gather(*(store.put(key, key.encode() * 1000, "text/csv") for key in keys))
    assert [await store.get(key) for key in keys] == [key.encode() * 1000 for key in keys]
