"""Objects as files of the data folder: the store that needs nothing beside a disk.

An object is there whole or not at all: it is written aside, synced, and moved into place. All work on files runs in
threads, and a thread that has begun is waited for, so that a cancelled call leaves nothing behind.
"""

import asyncio
import hashlib
import os
import secrets
import shutil
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import ParamSpec

from app.errors import NotFound
from app.objects import ObjectTooLarge, Stored, links
from app.objects.keys import checked, checked_prefix

Arguments = ParamSpec("Arguments")
_PIECE = 256 * 1024
_ASIDE, _ASIDE_FOLDERS = ".incoming", 2


class FileStore:
    """Objects under `root`. Links are signed with the key in `secret_file`, which is made on first use.

    A file carries no content type: whoever serves it derives the type from the name in the key.
    """

    def __init__(self, root: Path, secret_file: Path) -> None:
        self._root = root
        self._secret_file = secret_file

    async def put(
        self, key: str, data: bytes | AsyncIterator[bytes], content_type: str, *, max_bytes: int | None = None
    ) -> Stored:
        """Write the object, replacing the one of that key. Raises: ObjectTooLarge, ValueError for a bad key."""
        target = self._path(key)
        aside = self._aside(key)
        try:
            stored = await self._write(aside, data, max_bytes)
            await _in_thread(_move_into_place, aside, target)
        finally:
            # After a success there is nothing left to remove.
            await _in_thread(_remove, aside)
        return stored

    async def get(self, key: str) -> bytes:
        """Raises: NotFound, ValueError for a bad key."""
        path = self._path(key)
        with _missing(key):
            return await asyncio.to_thread(path.read_bytes)

    async def open(self, key: str) -> AsyncIterator[bytes]:
        """Raises: NotFound at the first piece, ValueError for a bad key."""
        path = self._path(key)
        with _missing(key):
            file = await asyncio.to_thread(path.open, "rb")
        try:
            while piece := await asyncio.to_thread(file.read, _PIECE):
                yield piece
        finally:
            file.close()

    async def exists(self, key: str) -> bool:
        return await asyncio.to_thread(self._path(key).is_file)

    async def delete(self, key: str) -> None:
        await asyncio.to_thread(self._path(key).unlink, missing_ok=True)

    async def delete_prefix(self, prefix: str) -> int:
        """What a stop has left of objects that were never whole goes too, and is not counted."""
        folder = checked_prefix(prefix)
        await asyncio.to_thread(_delete_folder, self._root / _ASIDE / folder)
        return await asyncio.to_thread(_delete_folder, self._root / folder)

    async def list(self, prefix: str) -> Sequence[str]:
        folder = self._root / checked_prefix(prefix)
        return await asyncio.to_thread(self._keys, folder)

    async def signed_url(self, key: str, expires_at: datetime, filename: str) -> str:
        """Path and query of a link that this server serves."""
        secret = await asyncio.to_thread(links.load_secret, self._secret_file)
        return links.sign(secret, checked(key), expires_at, filename)

    async def verify(self, link: str, now: datetime) -> links.Grant:
        """What the link (path and query) allows. Raises: Unauthenticated."""
        return links.verify(await asyncio.to_thread(links.load_secret, self._secret_file), link, now)

    def path(self, key: str) -> Path:
        """Where the object lies, for a server that sends files itself. Raises: ValueError."""
        return self._path(key)

    def _path(self, key: str) -> Path:
        return self._root / checked(key)

    def _aside(self, key: str) -> Path:
        """In a folder of the client's, so that what a stop leaves there goes with the client."""
        folders = key.split("/")[:-1]
        return self._root.joinpath(_ASIDE, *folders[:_ASIDE_FOLDERS], secrets.token_hex(16))

    def _keys(self, folder: Path) -> Sequence[str]:
        return sorted(path.relative_to(self._root).as_posix() for path in folder.rglob("*") if path.is_file())

    async def _write(self, aside: Path, data: bytes | AsyncIterator[bytes], max_bytes: int | None) -> Stored:
        digest, size = hashlib.sha256(), 0
        await _in_thread(_create, aside)
        async for piece in _pieces(data):
            size += len(piece)
            if max_bytes is not None and size > max_bytes:
                raise ObjectTooLarge(max_bytes)
            digest.update(piece)
            await _in_thread(_append, aside, piece)
        await _in_thread(_sync, aside)
        return Stored(size=size, sha256=digest.hexdigest())


async def _pieces(data: bytes | AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    if isinstance(data, bytes):
        yield data
        return
    async for piece in data:
        yield piece


@contextmanager
def _missing(key: str) -> Iterator[None]:
    try:
        yield
    except (FileNotFoundError, IsADirectoryError) as error:
        raise NotFound("object", key) from error


async def _in_thread(work: Callable[Arguments, None], *args: Arguments.args, **kwargs: Arguments.kwargs) -> None:
    """Run in a thread; when cancelled meanwhile, wait for the thread before passing the cancellation on."""
    running = asyncio.ensure_future(asyncio.to_thread(work, *args, **kwargs))
    try:
        await asyncio.shield(running)
    except asyncio.CancelledError:
        await asyncio.wait([running])
        raise


def _create(aside: Path) -> None:
    aside.parent.mkdir(parents=True, exist_ok=True)
    aside.touch(exist_ok=False)


def _append(aside: Path, piece: bytes) -> None:
    with aside.open("ab") as file:
        file.write(piece)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _remove(path: Path) -> None:
    path.unlink(missing_ok=True)


def _move_into_place(aside: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    aside.replace(target)
    # The rename itself lasts through a power cut only when the folder is synced too.
    _sync(target.parent)


def _delete_folder(folder: Path) -> int:
    if not folder.exists():
        return 0
    count = sum(1 for path in folder.rglob("*") if path.is_file())
    shutil.rmtree(folder)
    return count
