"""What the rest of the product needs of a bus: publish to a client's watchers, and watch a client."""

from collections.abc import AsyncIterator
from contextlib import AbstractContextManager
from typing import Protocol

from app.progress.events import Event


class Watch(Protocol):
    def __aiter__(self) -> AsyncIterator[Event]: ...
    async def __anext__(self) -> Event: ...

    async def next(self, before: float) -> Event | None:
        """The next event, or None at the time `before` of the event loop's clock."""


class Bus(Protocol):
    def publish(self, client_id: str, event: Event) -> None:
        """Never blocks and never fails: what is published has happened already. All watchers are given this object."""

    def watch(self, client_id: str) -> AbstractContextManager[Watch]:
        """Events from now on, in the order of publishing."""
