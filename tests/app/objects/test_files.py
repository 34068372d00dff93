"""The store of files: nothing is left aside, and its links are worth exactly what was signed."""

import asyncio
import stat
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from app.errors import Unauthenticated
from app.kit.clock import now
from app.objects import ObjectTooLarge
from app.objects.files import FileStore

KEY = "assets/one/exports/report.csv"
HOUR = timedelta(hours=1)


@pytest.fixture
def store(tmp_path: Path) -> FileStore:
    return FileStore(tmp_path / "objects", tmp_path / "links.key")


def files_under(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


async def test_nothing_is_left_aside_when_the_object_is_too_large(store: FileStore, tmp_path: Path) -> None:
    with pytest.raises(ObjectTooLarge, match="larger than the 3 bytes"):
        await store.put(KEY, b"1234", "text/csv", max_bytes=3)
    assert files_under(tmp_path) == []


async def test_nothing_is_left_aside_when_the_upload_is_cancelled(store: FileStore, tmp_path: Path) -> None:
    begun = asyncio.Event()

    async def endless() -> AsyncIterator[bytes]:
        yield b"first"
        begun.set()
        await asyncio.Event().wait()

    upload = asyncio.create_task(store.put(KEY, endless(), "text/csv"))
    await begun.wait()
    assert len(files_under(tmp_path)) == 1
    upload.cancel()
    with pytest.raises(asyncio.CancelledError):
        await upload
    assert files_under(tmp_path) == []


async def test_what_a_stop_has_left_of_a_client_goes_with_it_and_no_other_clients(
    store: FileStore, tmp_path: Path
) -> None:
    begun, others = asyncio.Event(), asyncio.Event()

    async def endless(told: asyncio.Event) -> AsyncIterator[bytes]:
        yield b"first"
        told.set()
        await asyncio.Event().wait()

    uploads = [
        asyncio.create_task(store.put(KEY, endless(begun), "text/csv")),
        asyncio.create_task(store.put("assets/two/exports/report.csv", endless(others), "text/csv")),
    ]
    await begun.wait()
    await others.wait()
    assert len(files_under(tmp_path)) == 2
    assert await store.delete_prefix("assets/one/") == 0
    assert [name for name in files_under(tmp_path) if "/one/" in name] == []
    assert len(files_under(tmp_path)) == 1
    for upload in uploads:
        upload.cancel()
    await asyncio.wait(uploads)


async def test_a_link_gives_key_and_name_back_until_it_expires(store: FileStore) -> None:
    moment = now()
    link = await store.signed_url(KEY, moment + HOUR, "Bericht für März & Co.csv")
    grant = await store.verify(link, moment)
    assert (grant.key, grant.filename, grant.expires_at) == (KEY, "Bericht für März & Co.csv", moment + HOUR)
    with pytest.raises(Unauthenticated):
        await store.verify(link, moment + HOUR)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("/exports/report.csv", "/exports/others.csv"),
        ("assets/one/", "assets/two/"),
        ("name=a.csv", "name=b.csv"),
        ("expires=", "expires=9"),
        ("signature=", "signature=0"),
        ("signature=", "signatur="),
        ("signature=", "signature=%C3%A9"),
        ("/downloads/", "/uploads/"),
    ],
)
async def test_a_link_is_refused_when_any_part_was_changed(store: FileStore, old: str, new: str) -> None:
    moment = now()
    link = await store.signed_url(KEY, moment + HOUR, "a.csv")
    changed = link.replace(old, new)
    assert changed != link
    with pytest.raises(Unauthenticated):
        await store.verify(changed, moment)
    assert (await store.verify(link, moment)).key == KEY


async def test_a_link_of_another_server_is_refused(store: FileStore, tmp_path: Path) -> None:
    other = FileStore(tmp_path / "other", tmp_path / "other.key")
    link = await other.signed_url(KEY, now() + HOUR, "a.csv")
    with pytest.raises(Unauthenticated):
        await store.verify(link, now())


async def test_the_signing_key_is_private_and_made_once(store: FileStore, tmp_path: Path) -> None:
    links = await asyncio.gather(*(store.signed_url(KEY, now() + HOUR, f"{n}.csv") for n in range(20)))
    assert stat.S_IMODE((tmp_path / "links.key").stat().st_mode) == 0o600
    assert len((tmp_path / "links.key").read_bytes()) == 32
    assert files_under(tmp_path) == ["links.key"]
    again = FileStore(tmp_path / "objects", tmp_path / "links.key")
    names = [(await again.verify(link, now())).filename for link in links]
    assert names == [f"{n}.csv" for n in range(20)]
    assert {"name", "expires", "signature"} == set(parse_qs(urlsplit(links[0]).query))


async def test_a_damaged_signing_key_is_an_error_and_signs_nothing(store: FileStore, tmp_path: Path) -> None:
    (tmp_path / "links.key").write_bytes(b"")
    with pytest.raises(ValueError, match="does not hold a signing key"):
        await store.signed_url(KEY, now() + HOUR, "a.csv")
