"""What was said of a source when it arrived, kept beside it: whoever reads it later knows as much.

The bytes are stored as they came; without the media type and its charset they could only be guessed at.
"""

from dataclasses import asdict, dataclass

import orjson

from app.objects import ObjectStore, keys

_NAMES = {"application/pdf": "original.pdf", "text/html": "original.html", "application/xhtml+xml": "original.html"}
_BESIDE = "received.json"


@dataclass(frozen=True, slots=True)
class Received:
    """`content_type` with its charset, as stated; `url` is where redirects led to."""

    content_type: str | None = None
    filename: str | None = None
    url: str | None = None

    @property
    def media_type(self) -> str:
        return (self.content_type or "").split(";")[0].strip().lower()


def original_key(client_id: str, hub_id: str, received: Received, begins: bytes = b"") -> str:
    """The key of the bytes; what they begin with tells a PDF that is called something else."""
    name = _NAMES.get("application/pdf" if begins.startswith(b"%PDF-") else received.media_type, "original.txt")
    return keys.source_key(client_id, hub_id, name)


async def note(objects: ObjectStore, client_id: str, hub_id: str, received: Received) -> None:
    key = keys.source_key(client_id, hub_id, _BESIDE)
    await objects.put(key, orjson.dumps(asdict(received)), "application/json")


async def noted(objects: ObjectStore, client_id: str, hub_id: str) -> Received:
    """Raises NotFound where nothing was received."""
    return Received(**orjson.loads(await objects.get(keys.source_key(client_id, hub_id, _BESIDE))))
