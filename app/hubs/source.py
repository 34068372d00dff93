"""The shapes that a source takes on its way from a file to angles. Plain data; every offset counts code points."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from app.vocabulary import SourceType


@dataclass(frozen=True, slots=True)
class Turn:
    """Who speaks from `start` to `end` of the clean text; `at_s` is seconds into the recording, where known."""

    start: int
    end: int
    speaker: str | None = None
    at_s: float | None = None


@dataclass(frozen=True, slots=True)
class Extracted:
    """The clean main text of a source. Paragraphs are separated by blank lines; sentences are whole."""

    text: str
    language: str
    source_type: SourceType
    title: str | None = None
    turns: Sequence[Turn] = ()


@dataclass(frozen=True, slots=True)
class Span:
    """A passage of the clean text: `text[start:end]`."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class PillarDraft:
    """One angle of the source. `spans` are the passages it rests on, best first."""

    title: str
    angle: str
    key_points: Sequence[str]
    spans: Sequence[Span]


@dataclass(frozen=True, slots=True)
class Analysis:
    title: str
    language: str
    themes: Sequence[str]
    claims: Sequence[str]
    pillars: Sequence[PillarDraft]


def plain(value: Any) -> Any:
    """Dataclasses, tuples and enums as the lists, dicts and strings of JSON."""
    if hasattr(value, "__dataclass_fields__"):
        return {name: plain(getattr(value, name)) for name in value.__dataclass_fields__}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return str(value) if isinstance(value, SourceType) else value
