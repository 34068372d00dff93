"""The thresholds and the industry's rules that a client's pieces are held to."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import strawberry

from app.accounts.policy import Permission
from app.generation import rulebook
from app.generation.gates.compliance import PACKS
from app.vocabulary import Gate, Industry, Severity
from graphql_schema.context import Info
from graphql_schema.permissions import mutation


@strawberry.type(description="A threshold of the client's own.")
class RubricOverride:
    id: strawberry.ID
    gate: Gate
    threshold: float
    reason: str
    created_at: datetime


@strawberry.type(description="From which score a gate passes.")
class RubricThreshold:
    gate: Gate
    threshold: float = strawberry.field(description="What holds for this client, 0 to 100.")
    default: float = strawberry.field(
        description=(
            "What holds where a client has not set its own. 0: nothing blocks (G7), or its samples decide (G4)."
        )
    )
    override: RubricOverride | None


@strawberry.type(description="A claim that the industry's regulation speaks of.")
class ComplianceRule:
    name: str
    pattern: str = strawberry.field(description="A regular expression over the text in lower case; English.")
    action: Severity = strawberry.field(description="HARD rejects the piece, SOFT flags it for a person.")
    citation: str
    reason: str
    suggestion: str


@strawberry.type(description="The industry whose rules bind the client's pieces. It is no legal advice.")
class ComplianceConfig:
    industry: Industry
    required_disclosures: list[str] = strawberry.field(
        description="The industry's, each in pieces that call for it; then the client's own, in every piece."
    )
    rules: list[ComplianceRule]


@strawberry.input
class SetRubricOverrideInput:
    client_id: strawberry.ID
    gate: Gate = strawberry.field(description="G2, G4, G6 or G7.")
    threshold: float = strawberry.field(description="0 to 100.")
    reason: str = strawberry.field(description="Why, in at most 1,000 characters.")


@strawberry.input(description="A null industry switches the compliance gate off.")
class SetComplianceInput:
    client_id: strawberry.ID
    industry: Industry | None = None
    required_disclosures: list[str] | None = strawberry.field(
        default=None,
        description="Sentences of the client's own for every piece, at most 10; what is left out stays as it is.",
    )


def rubric_of(rows: Sequence[Any]) -> list[RubricThreshold]:
    return [
        RubricThreshold(
            gate=each.gate,
            threshold=each.threshold,
            default=each.default,
            override=_override(each.override) if each.override else None,
        )
        for each in rulebook.thresholds(rows)
    ]


def _override(row: Any) -> RubricOverride:
    return RubricOverride(
        id=row.id, gate=row.gate, threshold=row.threshold, reason=row.reason or "", created_at=row.created_at
    )


def compliance_of(rows: Sequence[Any]) -> ComplianceConfig | None:
    return _compliance(rows[0]) if rows else None


def _compliance(row: Any) -> ComplianceConfig:
    pack = PACKS[row.industry]
    rules = [
        ComplianceRule(
            name=rule.name,
            pattern=rule.patterns["en"].pattern,
            action=rule.action.severity,
            citation=rule.citation,
            reason=rule.reason,
            suggestion=rule.suggestion,
        )
        for rule in pack.rules
    ]
    sentences = [disclosure.texts["en"] for disclosure in pack.disclosures]
    return ComplianceConfig(
        industry=row.industry, required_disclosures=[*sentences, *(row.required_disclosures or ())], rules=rules
    )


@strawberry.type
class RuleMutations:
    @mutation(Permission.DIRECT, "Sets a threshold of the client's own; what is pending is scored anew.")
    async def set_rubric_override(self, info: Info, input: SetRubricOverrideInput) -> RubricOverride:
        access = await info.context.access(input.client_id)
        row = await rulebook.set_threshold(access, input.gate, input.threshold, input.reason)
        return _override(row)

    @mutation(Permission.DIRECT, "Goes back to the default threshold; says whether there was another.")
    async def clear_rubric_override(self, info: Info, client_id: strawberry.ID, gate: Gate) -> bool:
        return await rulebook.clear_threshold(await info.context.access(client_id), gate)

    @mutation(Permission.DIRECT, "Binds the client's pieces to an industry's rules; what is pending is scored anew.")
    async def set_compliance(self, info: Info, input: SetComplianceInput) -> ComplianceConfig | None:
        access = await info.context.access(input.client_id)
        row = await rulebook.set_compliance(access, input.industry, input.required_disclosures)
        return _compliance(row) if row else None
