"""What the Critic says of a spoke, and what became of it."""

from datetime import datetime
from typing import Any

import strawberry

from app.spokes import models
from app.vocabulary import ComplianceStatus, Gate, Severity
from graphql_schema.context import Info
from graphql_schema.users import User, user_of


@strawberry.type(description="A passage that a gate points at, in code points of the content; `end` is exclusive.")
class Violation:
    gate: Gate
    start: int
    end: int
    severity: Severity
    reason: str


def violations(stored: list[dict[str, Any]] | None) -> list[Violation]:
    return [
        Violation(
            gate=Gate(row["gate"]),
            start=row["start"],
            end=row["end"],
            severity=Severity(row["severity"]),
            reason=row["reason"],
        )
        for row in stored or ()
    ]


@strawberry.type(description="One part of a score, in the Critic's words.")
class RubricNote:
    gate: Gate
    criterion: str
    points: float | None
    max_points: float | None
    note: str


@strawberry.type(description="Scores from 0 to 100; null where a gate was not evaluated.")
class QualityScore:
    id: strawberry.ID
    g2_hook_strength: float | None
    g4_voice_alignment: bool | None
    g5_platform_compliance: bool | None
    g6_visual_metaphor: float | None
    g7_engagement_prediction: float | None
    g_compliance_status: ComplianceStatus
    overall_pass: bool = strawberry.field(description="Whether every gate that was evaluated passed.")
    evaluated_at: datetime
    row: strawberry.Private[models.QualityScore]

    @classmethod
    def of(cls, row: models.QualityScore) -> "QualityScore":
        return cls(
            id=strawberry.ID(row.id),
            g2_hook_strength=row.g2_hook_strength,
            g4_voice_alignment=row.g4_voice_alignment,
            g5_platform_compliance=row.g5_platform_compliance,
            g6_visual_metaphor=row.g6_visual_metaphor,
            g7_engagement_prediction=row.g7_engagement_prediction,
            g_compliance_status=row.g_compliance_status,
            overall_pass=row.overall_pass,
            evaluated_at=row.evaluated_at,
            row=row,
        )

    @strawberry.field(description="Why: the parts of each score.")
    def rubric(self) -> list[RubricNote]:
        return [
            RubricNote(
                gate=Gate(note["gate"]),
                criterion=note["criterion"],
                points=note["points"],
                max_points=note["max_points"],
                note=note["note"],
            )
            for note in self.row.rubric or ()
        ]


@strawberry.type(description="What the Critic asked to change.")
class Feedback:
    id: strawberry.ID
    gate: Gate
    score: float | None
    reason: str
    suggestion: str | None
    attempt_number: int
    resolved: bool
    created_at: datetime

    @classmethod
    def of(cls, row: models.Feedback) -> "Feedback":
        return cls(
            id=strawberry.ID(row.id),
            gate=row.gate,
            score=row.score,
            reason=row.reason,
            suggestion=row.suggestion,
            attempt_number=row.attempt_number,
            resolved=row.resolved,
            created_at=row.created_at,
        )


@strawberry.type(description="Offsets into the hub's sourceContent, in code points, and the text there.")
class SourceSpan:
    start: int
    end: int
    text: str


@strawberry.type(description="One attempt of the self-healing loop; 0 is the first writing.")
class Draft:
    attempt_number: int
    content: str
    created_at: datetime
    violations: list[Violation]

    @classmethod
    def of(cls, row: models.Draft) -> "Draft":
        return cls(
            attempt_number=row.attempt_number,
            content=row.content,
            created_at=row.created_at,
            violations=violations(row.violations),
        )


@strawberry.type(description="A manual edit.")
class MutationRecord:
    id: strawberry.ID
    original_content: str
    edited_content: str
    edit_distance: float
    created_at: datetime
    editor_id: strawberry.Private[str | None]

    @classmethod
    def of(cls, row: models.MutationRecord) -> "MutationRecord":
        return cls(
            id=strawberry.ID(row.id),
            original_content=row.original_content,
            edited_content=row.edited_content,
            edit_distance=row.edit_distance,
            created_at=row.created_at,
            editor_id=row.editor_user_id,
        )

    @strawberry.field(description="Who edited, as long as they are of the account.")
    async def editor(self, info: Info) -> User | None:
        return await user_of(info, self.editor_id)
