"""What the audit report is made of: everything that was said and done about each piece, in the order of the hubs."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.vocabulary import ContentType, Gate, Platform, Severity, SpokeStatus


@dataclass(frozen=True, slots=True)
class GateResult:
    """`passed` is None where the gate was not evaluated, `score` where it gives none. `says` is the verdict in a word
    or two; `notes` are the Critic's reasons."""

    gate: Gate
    passed: bool | None
    score: float | None
    says: str
    notes: Sequence[str]


@dataclass(frozen=True, slots=True)
class Fault:
    """What a gate found in the words; `words` are those it points at, empty where it points at none."""

    gate: Gate
    severity: Severity
    reason: str
    words: str


@dataclass(frozen=True, slots=True)
class Rejection:
    """Why the Critic sent a draft back; attempt 0 is the first writing."""

    at: datetime
    gate: Gate
    attempt: int
    score: float | None
    reason: str
    suggestion: str | None
    is_resolved: bool


@dataclass(frozen=True, slots=True)
class Override:
    """A gate that a person let these words pass."""

    at: datetime
    who: str
    gate: Gate
    reason: str


@dataclass(frozen=True, slots=True)
class Edit:
    """A person's wording. `distance` is 0 for the same text, 1 for nothing in common."""

    at: datetime
    who: str
    distance: float
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Decision:
    """What the client's trail says of the piece: `action` is `noun.verb`, such as `spoke.approved`."""

    at: datetime
    who: str
    action: str
    reason: str | None


@dataclass(frozen=True, slots=True)
class AuditedPiece:
    """`hub_id` is None for an edited piece that outlived its hub; equal ones follow one another."""

    id: str
    hub_id: str | None
    hub_title: str | None
    pillar_title: str | None
    platform: Platform
    content_type: ContentType
    content: str
    content_json: Mapping[str, Any] | None
    status: SpokeStatus
    is_mutated: bool
    is_creative_conflict: bool
    language: str
    created_at: datetime
    approved_at: datetime | None
    overall_pass: bool | None
    gates: Sequence[GateResult]
    faults: Sequence[Fault]
    rejections: Sequence[Rejection]
    overrides: Sequence[Override]
    edits: Sequence[Edit]
    decisions: Sequence[Decision]


@dataclass(frozen=True, slots=True)
class AuditReport:
    """`pieces` can be read once, in a thread; whoever reads it holds one piece at a time. `counts` leave out statuses
    of which there is no piece. `status` is None where pieces of every status were asked for; `platforms` is empty where
    all of them were. `since` and `until` bound when the pieces were approved, or else made."""

    client_name: str
    made_at: datetime
    made_by: str
    status: SpokeStatus | None
    platforms: Sequence[Platform]
    since: datetime | None
    until: datetime | None
    total: int
    counts: Mapping[SpokeStatus, int]
    pieces: Iterator[AuditedPiece]
