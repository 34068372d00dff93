"""What the Critic says of a spoke, and what became of it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Self

import strawberry

from app.accounts import models as accounts
from app.spokes import models
from app.vocabulary import ComplianceStatus, Gate, Severity
from graphql_schema.fields import items, one
from graphql_schema.reading import Item, Row
from graphql_schema.users import User


@strawberry.type(description="A passage that a gate points at, in code points of the content; `end` is exclusive.")
class Violation(Item):
    gate: Gate
    start: int
    end: int
    severity: Severity
    reason: str
    citation: str | None = strawberry.field(description="The regulation behind a compliance rule.")
    suggestion: str | None = strawberry.field(description="What to write instead.")


@strawberry.type(description="One part of a score, in the Critic's words.")
class RubricNote(Item):
    gate: Gate
    criterion: str
    points: float | None
    max_points: float | None
    note: str


@strawberry.type(description="A gate that a person let these very words pass, although they fail it.")
class GateOverride(Item):
    gate: Gate
    reason: str
    user_id: strawberry.ID
    at: datetime

    @classmethod
    def of(cls, item: Mapping[str, Any]) -> Self:
        return super().of({**item, "at": datetime.fromisoformat(item["at"])})


@strawberry.type(description="Scores from 0 to 100; null where a gate was not evaluated.")
class QualityScore(Row, of=models.QualityScore):
    id: strawberry.ID
    g2_hook_strength: float | None
    g4_voice_alignment: bool | None
    g5_platform_compliance: bool | None
    g6_visual_metaphor: float | None
    g7_engagement_prediction: float | None
    g_compliance_status: ComplianceStatus
    overall_pass: bool = strawberry.field(
        description="Whether every gate that was evaluated passed; one that flags has not."
    )
    evaluated_at: datetime
    rubric: list[RubricNote] = items("rubric", description="Why: the parts of each score.")
    overrides: list[GateOverride] = items(
        "overrides", description="Gates that a person overrode; they count as passed until the words change."
    )


@strawberry.type(description="What the Critic asked to change.")
class Feedback(Row, of=models.Feedback):
    id: strawberry.ID
    gate: Gate
    score: float | None
    reason: str
    suggestion: str | None
    attempt_number: int
    resolved: bool
    created_at: datetime


@strawberry.type(description="Offsets into the hub's sourceContent, in code points, and the text there.")
class SourceSpan(Item):
    start: int
    end: int
    text: str


@strawberry.type(
    description="One attempt of the self-healing loop; 0 is the first writing; what is written anew counts on."
)
class Draft(Row, of=models.Draft):
    attempt_number: int
    content: str
    created_at: datetime
    violations: list[Violation] = items("violations")


@strawberry.type(description="A manual edit.")
class MutationRecord(Row, of=models.MutationRecord):
    id: strawberry.ID
    original_content: str
    edited_content: str
    edit_distance: float
    created_at: datetime
    editor: User | None = one(
        accounts.User,
        here="editor_user_id",
        of_account=True,
        description="Who edited, as long as they are of the account.",
    )
