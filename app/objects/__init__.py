"""The port to stored files: sources, images, voice notes and exports, each under the prefix of its client.

Keys come from `app.objects.keys` alone; nothing outside this package knows where an object lies.
"""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from app.errors import ValidationFailed


@dataclass(frozen=True, slots=True)
class Stored:
    """What was written: bytes, and the SHA-256 of them in lower-case hex."""

    size: int
    sha256: str


class ObjectTooLarge(ValidationFailed):
    """More bytes arrived than this object may have; nothing of it was kept."""

    def __init__(self, max_bytes: int) -> None:
        super().__init__(("file", f"The file is larger than the {max_bytes:,} bytes allowed. Upload a smaller one."))


class ObjectStore(Protocol):
    """What every store does in the same way. A prefix ends in `/`, so that one client's never matches another's."""

    async def put(
        self, key: str, data: bytes | AsyncIterator[bytes], content_type: str, *, max_bytes: int | None = None
    ) -> Stored:
        """Write the object whole or not at all. Raises: ObjectTooLarge."""
        ...

    async def get(self, key: str) -> bytes:
        """Raises: NotFound."""
        ...

    def open(self, key: str) -> AsyncIterator[bytes]:
        """The object piece by piece. Raises: NotFound, at the first piece."""
        ...

    async def exists(self, key: str) -> bool: ...

    async def delete(self, key: str) -> None:
        """Deleting what is not there is no error: a step may run twice."""
        ...

    async def delete_prefix(self, prefix: str) -> int:
        """Delete everything under the prefix and tell how many objects that were."""
        ...

    async def list(self, prefix: str) -> Sequence[str]:
        """The keys under the prefix, sorted."""
        ...

    async def signed_url(self, key: str, expires_at: datetime, filename: str) -> str:
        """A link that downloads this object under this name until then, without further credentials."""
        ...
