"""What is open while the process lives. Opened once by the composition root; workflows find it here after a restart."""

import asyncio
from dataclasses import dataclass

from app.accounts.credentials import OutsideProvider
from app.kit.background import Background
from app.kit.changes import Changes
from app.llm import WritingModel
from app.mail import Mailer
from app.objects import ObjectStore
from app.progress import Bus
from app.settings import Settings
from app.speech import Transcriber
from app.vectors import Vectors
from app.workflows import Engine


@dataclass(frozen=True, slots=True)
class Resources:
    """`writers` bounds the pieces written at the same time in this process; `model` is None where none is configured:
    then the built-in writer writes, and no text leaves. `trails` are the clients whose audit trail has grown, `drifts`
    those in which people have decided or edited; `transcriber` is None where no recogniser is configured."""

    settings: Settings
    objects: ObjectStore
    bus: Bus
    engine: Engine
    writers: asyncio.Semaphore
    vectors: Vectors
    trails: Changes
    drifts: Changes
    background: Background
    mailer: Mailer
    provider: OutsideProvider | None = None
    model: WritingModel | None = None
    transcriber: Transcriber | None = None


_open: Resources | None = None


def install(resources: Resources | None) -> None:
    global _open
    _open = resources


def current() -> Resources:
    """Raises RuntimeError before the server has opened its resources."""
    if _open is None:
        raise RuntimeError("the resources of this process are not open")
    return _open
