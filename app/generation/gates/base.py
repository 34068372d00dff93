"""What a gate reads and what it answers. Gates are pure: the same piece, voice and thresholds give the same verdict."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from app.vocabulary import ContentType, Gate, MarkerCategory, Platform, Severity


@dataclass(frozen=True, slots=True)
class Piece:
    """A spoke as the Critic sees it. `content_json` holds the structure of a thread or carousel, else None."""

    platform: Platform
    content_type: ContentType
    content: str
    content_json: Mapping[str, Any] | None = None
    language: str = "en"


@dataclass(frozen=True, slots=True)
class BannedWord:
    word: str
    severity: Severity = Severity.HARD
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class VoiceMarker:
    phrase: str
    category: MarkerCategory = MarkerCategory.SIGNATURE
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Voice:
    """What of the brand DNA the gates and the writer need."""

    banned_words: Sequence[BannedWord] = ()
    voice_markers: Sequence[VoiceMarker] = ()


@dataclass(frozen=True, slots=True)
class Violation:
    """Code point offsets into `Piece.content`; `end` is exclusive."""

    gate: Gate
    start: int
    end: int
    severity: Severity
    reason: str


@dataclass(frozen=True, slots=True)
class RubricNote:
    """One part of a score, in plain words. `points` of `max_points`; both None where nothing is counted."""

    gate: Gate
    criterion: str
    note: str
    points: float | None = None
    max_points: float | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """`passed` is None when the gate was not evaluated. `reason` and `suggestion` are set when it failed."""

    gate: Gate
    passed: bool | None
    score: float | None = None
    rubric: Sequence[RubricNote] = ()
    violations: Sequence[Violation] = ()
    reason: str | None = None
    suggestion: str | None = None


@dataclass(frozen=True, slots=True)
class Rubric:
    """Thresholds in force: the defaults, with the client's overrides on top."""

    overrides: Mapping[Gate, float] = field(default_factory=dict)

    def threshold(self, gate: Gate, default: float) -> float:
        return self.overrides.get(gate, default)


class GateFunction(Protocol):
    def __call__(self, piece: Piece, voice: Voice, rubric: Rubric) -> Verdict: ...
