"""One file that carries a client: a ZIP with a manifest, the database and the objects, written and read in pieces.

It is written aside and has its name when it is whole. What is read is held to the manifest: no part more or less, none
larger, every checksum right, every name an object's.
"""

import asyncio
import hashlib
import os
import zipfile
import zlib
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from app.objects import keys
from app.portability.manifest import (
    DATABASE,
    MANIFEST,
    MOST_BYTES,
    OBJECTS,
    Manifest,
    Part,
    read_manifest,
    refused,
)

PIECE = 1 << 20
_DAMAGED = (zipfile.BadZipFile, OSError, EOFError, ValueError, NotImplementedError, RuntimeError)
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_ENCRYPTED = 0x1
_FOLDERS_AND_LINKS = 0o170000
_FILE = 0o100000


class Writing:
    """A package in the making."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self.parts: list[Part] = []

    def add_file(self, name: str, path: Path) -> None:
        with path.open("rb") as file, self._begun(name, zipfile.ZIP_DEFLATED) as write:
            while piece := file.read(PIECE):
                write(piece)

    async def add_object(self, name: str, pieces: AsyncIterator[bytes]) -> None:
        """Stored as it is: pictures and documents are compressed already. Raises what reading it raises."""
        async for first in pieces:  # what is gone meanwhile shows before anything of it is written
            with self._begun(name, zipfile.ZIP_STORED) as write:
                write(first)
                async for piece in pieces:
                    write(piece)
            return
        with self._begun(name, zipfile.ZIP_STORED):
            pass

    def finish(self, manifest: Manifest) -> None:
        self._archive.writestr(MANIFEST, manifest.model_dump_json(indent=1), zipfile.ZIP_DEFLATED)

    @contextmanager
    def _begun(self, name: str, method: int) -> Iterator["_Write"]:
        info = zipfile.ZipInfo(name)
        info.compress_type, info.external_attr = method, 0o600 << 16
        with self._archive.open(info, "w", force_zip64=True) as target:
            writing = _Write(target)
            yield writing
        self.parts.append(Part(name=name, size=writing.size, sha256=writing.digest.hexdigest()))


class _Write:
    def __init__(self, target: IO[bytes]) -> None:
        self._target, self.digest, self.size = target, hashlib.sha256(), 0

    def __call__(self, piece: bytes) -> None:
        self.digest.update(piece)
        self.size += len(piece)
        self._target.write(piece)


@contextmanager
def written_aside(target: Path) -> Iterator[Writing]:
    """A package that has its name once the block has ended well, and is gone otherwise; for its owner's eyes alone.

    Raises FileExistsError: nothing is written over.
    """
    if target.exists():
        raise FileExistsError(f"{target} is there already")
    aside = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        with os.fdopen(os.open(aside, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w+b") as file:
            with zipfile.ZipFile(file, "w", allowZip64=True) as archive:
                yield Writing(archive)
            file.flush()
            os.fsync(file.fileno())
        aside.rename(target)
    finally:
        aside.unlink(missing_ok=True)


class Package:
    """A package that is open to be read. Its names and sizes are those of its manifest."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        entries = archive.infolist()
        self._entries = {entry.filename: entry for entry in entries}
        if len(self._entries) != len(entries):
            raise refused("It has a part twice.")
        self.manifest = self._read_manifest()
        self._check_entries()

    def _read_manifest(self) -> Manifest:
        entry = self._entries.get(MANIFEST)
        if entry is None:
            raise refused("It is no package of a client: it has no manifest.")
        self._check_kind(entry)
        if entry.file_size > MOST_BYTES:
            raise refused("Its manifest is too large.")
        with self._archive.open(entry) as file:
            return read_manifest(file.read(MOST_BYTES + 1))

    def _check_entries(self) -> None:
        named = {part.name: part for part in self.manifest.parts}
        if set(named) != set(self._entries) - {MANIFEST}:
            raise refused("Its parts are not those that its manifest names.")
        for name, part in named.items():
            self._check_kind(self._entries[name])
            if self._entries[name].file_size != part.size:
                raise refused(f"{name} has another size than its manifest says.")
            if name != DATABASE:
                self.key_of(part)

    def _check_kind(self, entry: zipfile.ZipInfo) -> None:
        kind = (entry.external_attr >> 16) & _FOLDERS_AND_LINKS
        if entry.flag_bits & _ENCRYPTED or entry.compress_type not in _METHODS or kind not in (0, _FILE):
            raise refused(f"{entry.filename!r} is no ordinary file.")

    def key_of(self, part: Part) -> str:
        """Where the object belongs. Raises ValidationFailed for a name that leads anywhere else."""
        try:
            if not part.name.startswith(OBJECTS):
                raise ValueError(part.name)
            return keys.checked(keys.client_prefix(self.manifest.client.id) + part.name.removeprefix(OBJECTS))
        except ValueError as error:
            raise refused(f"{part.name!r} is no name of an object.") from error

    def pieces(self, part: Part) -> Iterator[bytes]:
        """Raises ValidationFailed where they are not what the manifest says, at the latest with the last."""
        digest, size = hashlib.sha256(), 0
        try:
            with self._archive.open(self._entries[part.name]) as file:
                while piece := file.read(PIECE):
                    size += len(piece)
                    if size > part.size:
                        break
                    digest.update(piece)
                    yield piece
        except (*_DAMAGED, zlib.error) as error:
            raise refused(f"{part.name} is damaged.") from error
        if (size, digest.hexdigest()) != (part.size, part.sha256):
            raise refused(f"{part.name} is not what its manifest says.")

    def verify(self) -> None:
        """Reads everything once. Raises ValidationFailed."""
        for part in self.manifest.parts:
            for _ in self.pieces(part):
                pass

    def extract_database(self, target: Path) -> None:
        """Raises ValidationFailed."""
        with target.open("xb") as file:
            for piece in self.pieces(self.manifest.database):
                file.write(piece)


@contextmanager
def opened_package(path: Path) -> Iterator[Package]:
    """Raises ValidationFailed for what is no package, OSError for what cannot be read."""
    with path.open("rb") as file:
        try:
            archive = zipfile.ZipFile(file)
        except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
            raise refused("It is no package of a client, or not all of one.") from error
        with archive:
            yield Package(archive)


async def in_threads(pieces: Iterator[bytes]) -> AsyncIterator[bytes]:
    """As they come, without holding up the event loop."""
    while (piece := await asyncio.to_thread(next, pieces, None)) is not None:
        yield piece
