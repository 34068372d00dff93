"""What a client's package says of itself: whose it is, and every part with its size and checksum.

Whoever reads one believes nothing that is not checked against the package itself.
"""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from app.errors import ValidationFailed
from app.kit import clock
from app.kit.ids import is_id
from app.vocabulary import ClientStatus, RegistryStatus, SourceType

MANIFEST, DATABASE, OBJECTS = "manifest.json", "database.db", "objects/"
MOST_BYTES = 64_000_000
"""Of the manifest itself: it names a quarter of a million objects."""
Id = Annotated[str, StringConstraints(min_length=36, max_length=36)]
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Millis = Annotated[int, Field(ge=0, le=2**53)]
Count = Annotated[int, Field(ge=0, le=2**53)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


class Part(_Strict):
    """`sha256` is in lower-case hex."""

    name: Annotated[str, StringConstraints(min_length=1, max_length=600)]
    size: Count
    sha256: Annotated[str, StringConstraints(pattern="^[0-9a-f]{64}$")]


class ClientFacts(_Strict):
    """The client as the global plane knows it. `account_id` is the one that it was of."""

    id: Id
    account_id: Id
    name: Name
    status: ClientStatus
    industry: str | None
    brand_color: str | None
    contact_email: str | None
    writer_fallback: bool
    created_at: Millis
    rescoring: Id | None


class HubFacts(_Strict):
    """A row of the hub registry."""

    id: Id
    source_type: SourceType
    status: RegistryStatus
    spoke_count: Annotated[int, Field(ge=0, le=2**31 - 1)]
    created_at: Millis
    completed_at: Millis | None


class Manifest(_Strict):
    """Times are Unix milliseconds. `tables` are rows by table, to be looked at by people."""

    format: Literal["foundry-client"] = "foundry-client"
    version: Literal[1] = 1
    exported_at: Millis
    schema_version: Annotated[int, Field(ge=1, le=100_000)]
    client: ClientFacts
    hubs: list[HubFacts]
    tables: dict[str, Count]
    parts: list[Part]

    @property
    def database(self) -> Part:
        return next(part for part in self.parts if part.name == DATABASE)

    @property
    def objects(self) -> list[Part]:
        return [part for part in self.parts if part.name != DATABASE]

    @property
    def total_bytes(self) -> int:
        return sum(part.size for part in self.parts)


def refused(words: str) -> ValidationFailed:
    """A package that cannot be taken in, and why."""
    return ValidationFailed(("file", words))


def read_manifest(data: bytes) -> Manifest:
    """Raises ValidationFailed."""
    try:
        manifest = Manifest.model_validate_json(data)
    except ValidationError as error:
        problem = error.errors()[0]
        where = ".".join(map(str, problem["loc"])) or "all of it"
        raise refused(f"{MANIFEST} is not one that this Foundry reads ({where}: {problem['msg']}).") from error
    names = [part.name for part in manifest.parts]
    every = [manifest.client.id, *(hub.id for hub in manifest.hubs)]
    if len(set(names)) != len(names) or names.count(DATABASE) != 1:
        raise refused(f"{MANIFEST} does not name each part once.")
    if not all(map(is_id, every)) or len(set(every)) != len(every):
        raise refused(f"{MANIFEST} has ids that are none, or one twice.")
    return manifest


def millis(moment: datetime | None) -> int | None:
    return clock.to_millis(moment) if moment is not None else None
