"""A look into one client's database: reads that need neither models nor a binding, and so cost less than one.

It names its client itself and can reach no other: what it runs is given the read-only connection of that client alone.
The client is kept open until the block ends.
"""

from collections.abc import Callable
from typing import TypeVar

from tenancy.process import installed
from tenancy.reading import ReadConnection, Snapshot, Version
from tenancy.registry import OpenClient, Registry

T = TypeVar("T")


class Look:
    """`async with look(client_id) as reads:`"""

    __slots__ = ("_client", "_client_id", "_registry")
    _client: OpenClient

    def __init__(self, registry: Registry, client_id: str) -> None:
        self._registry = registry
        self._client_id = client_id

    async def __aenter__(self) -> "Look":
        self._registry.check_loop()
        self._client = self._registry.pin_open(self._client_id) or await self._registry.pin(self._client_id)
        return self

    async def __aexit__(self, *exception: object) -> None:
        self._registry.unpin(self._client)

    async def version(self) -> Version:
        """As `Reader.version`."""
        return await self._client.reads.run(ReadConnection.version, threaded=False)

    async def snapshot(self, work: Callable[[Snapshot], T], *, threaded: bool = False) -> T:
        """As `Reader.snapshot`."""
        return await self._client.reads.run(lambda connection: connection.within(work), threaded=threaded)


def look(client_id: str) -> Look:
    """Raises (on entry): UnknownClient, InvalidClientId, WrongOwner, SchemaTooNew, MigrationFailed."""
    return Look(installed().registry, client_id)
