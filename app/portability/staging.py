"""What an import has begun and not ended is found by its folder, and taken away: nothing half stays.

The folder `imports/CLIENT` is there before anything else is written, and goes last. A client whose row is there is
whole: the row is written when everything else lies in its place. One import works at a time, and is left alone by a
server that starts beside it.
"""

import asyncio
import fcntl
import logging
import shutil
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import tenancy
from app.clients.models import Client
from app.errors import Conflict
from app.kit.ids import is_id
from app.objects import ObjectStore, keys

log = logging.getLogger(__name__)


@asynccontextmanager
async def begun(data: Path, objects: ObjectStore, client_id: str) -> AsyncIterator[Path]:
    """The folder to work in; whatever the block has not brought to its end is gone afterwards.

    Raises Conflict where another import is at work.
    """
    with _alone(data):
        await _sweep(data, objects)
        folder = _root(data) / client_id
        folder.mkdir(mode=0o700)
        try:
            yield folder
        finally:
            await _take_away(folder, objects)


async def sweep(data: Path, objects: ObjectStore) -> int:
    """What imports that were cut off have left behind; returns how many there were."""
    if not _root(data).exists():
        return 0
    try:
        with _alone(data):
            return await _sweep(data, objects)
    except Conflict:
        return 0  # one is at work beside us


async def _sweep(data: Path, objects: ObjectStore) -> int:
    left = [folder for folder in sorted(_root(data).iterdir()) if is_id(folder.name)]
    for folder in left:
        await _take_away(folder, objects)
        log.warning("an import of client %s had been cut off; nothing is left of it", folder.name)
    return len(left)


async def _take_away(folder: Path, objects: ObjectStore) -> None:
    client_id = folder.name
    if not await Client.filter(id=client_id).exists():
        await tenancy.destroy(client_id)
        await objects.delete_prefix(keys.client_prefix(client_id))
    await asyncio.to_thread(shutil.rmtree, folder)


@contextmanager
def _alone(data: Path) -> Iterator[None]:
    """Raises Conflict."""
    _root(data).mkdir(mode=0o700, parents=True, exist_ok=True)
    with (_root(data) / ".lock").open("w") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Conflict("Another client is being imported; try again when it is done.", state="importing") from error
        yield


def _root(data: Path) -> Path:
    return data / "imports"
