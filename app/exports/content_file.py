"""Reading the JSON that `json_file` writes: what is in it, and where in the file something is wrong.

Ids are read to find out what belongs together, and not kept. Scores and approvals are not read at all.
"""

from collections.abc import Iterator
from typing import Annotated, Any, Literal, Self

import orjson
import regex
from pydantic import AfterValidator, BaseModel, ConfigDict, FailFast, Field, ValidationError, model_validator

from app.errors import ValidationFailed
from app.generation.platforms import compose, content_type_for, parse_structure
from app.hubs.pillars import MAX_PILLARS
from app.hubs.service import MAX_SOURCE_CHARACTERS, MAX_TITLE
from app.vocabulary import ContentType, HubStatus, PillarStatus, Platform, SourceType, SpokeStatus

MAX_HUBS = 200
MAX_PIECES = 5_000
MAX_CONTENT = 30_000
MAX_TOLD = 20
MAX_MARKS = 2_000_000
"""Commas and opening brackets. 5,000 pieces have some 200,000, and text has one in fifty characters or so."""
_CONTROL = regex.compile(r"[\x00-\x08\x0B\x0C\x0E-\x1F\x7F]")


def _plain(text: str) -> str:
    if _CONTROL.search(text):
        raise ValueError("has a control character")
    return text


def _written(text: str) -> str:
    if not text.strip():
        raise ValueError("is empty")
    return text


def _pairs(spans: list[Any]) -> list[tuple[int, int]]:
    for span in spans:
        if not (isinstance(span, list) and len(span) == 2 and all(type(offset) is int for offset in span)):
            raise ValueError("is not a list of pairs of offsets")
    return [(start, end) for start, end in spans]


Plain, Written = AfterValidator(_plain), AfterValidator(_written)
Name = Annotated[str, Field(max_length=300), Plain]
Line = Annotated[str, Field(max_length=2_000), Plain]
Note = Annotated[str, Field(max_length=4_000), Plain]
Title = Annotated[str, Field(max_length=MAX_TITLE), Plain]
Words = Annotated[str, Field(max_length=MAX_CONTENT), Plain]
Source = Annotated[str, Field(max_length=MAX_SOURCE_CHARACTERS), Plain]
Spans = Annotated[list[Any], Field(max_length=500), AfterValidator(_pairs)]


class Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class Slide(Part):
    index: int
    title: Line
    body: Line


class Slides(Part):
    slides: Annotated[list[Slide], Field(min_length=1, max_length=50), FailFast()]
    caption: Words = ""


class Posts(Part):
    posts: Annotated[list[Words], Field(min_length=1, max_length=100), FailFast()]


_STRUCTURES = {Platform.CAROUSEL: Slides, Platform.THREAD: Posts}


class PieceRead(Part):
    """`content_json` is what the words say, whatever the file says."""

    id: Name
    platform: Platform
    content: Annotated[Words, Written]
    content_json: Slides | Posts | None = None
    status: SpokeStatus
    is_mutated: bool = False
    is_creative_conflict: bool = False
    parent_spoke_id: Name | None = None
    visual_archetype: Name | None = None
    visual_concept: Note | None = None
    image_prompt: Note | None = None
    sources: Spans | None = None
    written_by: Name | None = None

    @property
    def content_type(self) -> ContentType:
        return content_type_for(self.platform)

    @property
    def structure(self) -> dict[str, Any] | None:
        given = self.content_json.model_dump() if self.content_json else None
        if given is not None and compose(self.platform, given) == self.content:
            return given
        return parse_structure(self.platform, self.content)

    @model_validator(mode="after")
    def _of_its_platform(self) -> Self:
        if self.content_json is not None and type(self.content_json) is not _STRUCTURES.get(self.platform):
            raise ValueError(f"content_json: this is not the structure of a piece for {self.platform}")
        return self


class PillarRead(Part):
    title: Annotated[Title, Written]
    angle: Annotated[Note, Written]
    key_points: Annotated[list[Line], Field(max_length=100), FailFast()] = []
    spans: Spans = []
    status: PillarStatus = PillarStatus.ACTIVE
    spokes: Annotated[list[PieceRead], FailFast()] = []


class HubRead(Part):
    title: Title | None = None
    source_type: SourceType
    source_url: Line | None = None
    source_text: Source | None = None
    language: Annotated[str, Field(max_length=8), Plain] | None = None
    themes: Annotated[list[Line], Field(max_length=200), FailFast()] = []
    claims: Annotated[list[Line], Field(max_length=500), FailFast()] = []
    status: HubStatus = HubStatus.READY
    pillars: Annotated[list[PillarRead], Field(max_length=MAX_PILLARS), FailFast()] = []
    spokes: Annotated[list[PieceRead], FailFast()] = []

    @property
    def pieces(self) -> Iterator[PieceRead]:
        for pillar in self.pillars:
            yield from pillar.spokes
        yield from self.spokes

    @model_validator(mode="after")
    def _passages_lie_in_the_source(self) -> Self:
        length = len(self.source_text or "")
        spans = [span for pillar in self.pillars for span in pillar.spans]
        spans += [span for piece in self.pieces for span in piece.sources or ()]
        if not all(0 <= start <= end <= length for start, end in spans):
            raise ValueError("a passage (spans, sources) lies outside of source_text")
        return self


class ContentRead(Part):
    format: Literal["foundry.content"]
    version: Literal[1]
    hubs: Annotated[list[HubRead], Field(max_length=MAX_HUBS), FailFast()]
    manual_assets: Annotated[list[PieceRead], FailFast()] = []

    @property
    def pieces(self) -> Iterator[PieceRead]:
        for hub in self.hubs:
            yield from hub.pieces
        yield from self.manual_assets

    @model_validator(mode="after")
    def _not_too_many(self) -> Self:
        count = sum(1 for _ in self.pieces)
        if count > MAX_PIECES:
            raise ValueError(f"has {count:,} pieces; at most {MAX_PIECES:,} are taken in at a time")
        if len({piece.id for piece in self.pieces}) < count:
            raise ValueError("two pieces have the same id")
        return self


def parse(data: bytes) -> ContentRead:
    """Raises ValidationFailed, which names places in the file: the first of each list, up to MAX_TOLD of them."""
    # Counted before they are made: an empty list of two bytes takes fifty of memory.
    if sum(map(data.count, (b",", b"[", b"{"))) > MAX_MARKS:
        raise ValidationFailed(("input.file", "The file has more in it than the pieces that are taken in at a time."))
    try:
        return ContentRead.model_validate(orjson.loads(data))
    except orjson.JSONDecodeError as error:
        raise ValidationFailed(("input.file", f"This is not JSON: {error}.")) from None
    except ValidationError as error:
        told = error.errors(include_url=False, include_input=False, include_context=False)[:MAX_TOLD]
        raise ValidationFailed(*[(_place(each["loc"]), each["msg"]) for each in told]) from None


def _place(loc: tuple[int | str, ...]) -> str:
    """`input.file.hubs[3].title`, counted from 0."""
    return "input.file" + "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in loc)
