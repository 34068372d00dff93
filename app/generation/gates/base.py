"""What a gate reads and what it answers. Gates are pure: the same piece, voice and thresholds give the same verdict."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from app.vocabulary import ContentType, Gate, Industry, MarkerCategory, Platform, Severity


@dataclass(frozen=True, slots=True)
class Visual:
    """The picture that goes with a piece: its archetype, what it shows, and the words for a picture model."""

    archetype: str
    concept: str
    prompt: str


@dataclass(frozen=True, slots=True)
class Nearness:
    """Cosines of the hook to its nearest in the shared indexes, highest first; empty where an index has no rows."""

    top_performers: Sequence[float] = ()
    platform_specific: Sequence[float] = ()


@dataclass(frozen=True, slots=True)
class Piece:
    """A spoke as the Critic sees it. `content_json` holds the structure of a thread or carousel, else None; `nearness`
    is None where nothing was looked up."""

    platform: Platform
    content_type: ContentType
    content: str
    content_json: Mapping[str, Any] | None = None
    language: str = "en"
    visual: Visual | None = None
    nearness: Nearness | None = None


@dataclass(frozen=True, slots=True)
class Compliance:
    """The industry whose rules bind the client, and what its pieces must disclose beyond the industry's own."""

    industry: Industry
    required_disclosures: Sequence[str] = ()


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
    """What of the brand DNA the gates and the writer need. `samples` are texts in the client's own voice."""

    banned_words: Sequence[BannedWord] = ()
    voice_markers: Sequence[VoiceMarker] = ()
    samples: Sequence[str] = ()
    compliance: Compliance | None = None
    brand_color: str | None = None


@dataclass(frozen=True, slots=True)
class Violation:
    """Code point offsets into `Piece.content`; `end` is exclusive. `citation` names the regulation behind a rule."""

    gate: Gate
    start: int
    end: int
    severity: Severity
    reason: str
    citation: str | None = None
    suggestion: str | None = None


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
    """`passed` is None when the gate was not evaluated. `reason` and `suggestion` are set when it failed.

    A verdict is `flagged` when it has not passed because a person must decide: writing anew is no help then.
    """

    gate: Gate
    passed: bool | None
    score: float | None = None
    rubric: Sequence[RubricNote] = ()
    violations: Sequence[Violation] = ()
    reason: str | None = None
    suggestion: str | None = None
    flagged: bool = False


@dataclass(frozen=True, slots=True)
class Rubric:
    """Thresholds in force: the defaults, with the client's overrides on top."""

    overrides: Mapping[Gate, float] = field(default_factory=dict)

    def threshold(self, gate: Gate, default: float) -> float:
        return self.overrides.get(gate, default)


class GateFunction(Protocol):
    def __call__(self, piece: Piece, voice: Voice, rubric: Rubric) -> Verdict: ...
