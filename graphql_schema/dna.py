"""What the product knows of a client's voice: how well, by what, and the tone that people set."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import strawberry

from app.accounts.policy import Permission
from app.brand import models
from app.calibration.advice import recommendations
from app.calibration.setting import set_tone_profile
from app.calibration.strength import Strength
from app.generation.rescoring import rescored
from app.kit.ids import made_at
from app.vocabulary import CalibrationSource, MarkerCategory
from graphql_schema.brand import Trait, TraitInput
from graphql_schema.context import Info
from graphql_schema.permissions import mutation


@strawberry.type(description="What the strength score is made of, each 0 to 100.")
class DnaBreakdown:
    tone_match: float = strawberry.field(description="How surely the samples are of one voice, against public voices.")
    vocabulary: float = strawberry.field(description="How much they share in words that are not everybody's.")
    structure: float = strawberry.field(description="How alike their sentences are built, and unlike those of others.")
    topics: float = strawberry.field(description="How much they share in what they are about.")
    samples: int = strawberry.field(description="Samples of 20 words or more; with fewer than 3 the score is cut.")
    measured: list[str] = strawberry.field(
        description="Those of the parts, by their names here, that can be measured in the language of the samples. "
        "Others are 0, and do not count."
    )


@strawberry.type(description="A phrase that comes back in the samples, and that hardly anybody else says so often.")
class SignaturePattern:
    phrase: str
    category: MarkerCategory = strawberry.field(
        description="STRUCTURE opens sentences, TONE is of small words alone, SIGNATURE any other."
    )
    example: str = strawberry.field(description="A sentence of the samples with it.")
    share: float = strawberry.field(description="Of the samples, the part that has it: 0 to 1.")


@strawberry.type(description="The words of the samples.")
class DnaVocabulary:
    typical: list[str] = strawberry.field(
        description="Far more frequent than in the language at large, the most typical first."
    )
    richness: float = strawberry.field(description="How many different words stand in 100; 0 without samples.")


@strawberry.type(
    description="How the samples are built: lengths in words, marks in 100 sentences, persons in 100 words."
)
class DnaStructure:
    sentence_length: float
    sentence_spread: float
    paragraph_length: float
    questions: float
    exclamations: float
    lists: float
    dashes: float
    first_person: float
    second_person: float


@strawberry.type(description="What is known of a client's voice. There is one, calibrated or not.")
class BrandDna:
    id: strawberry.ID
    strength_score: float | None = strawberry.field(
        description="0 to 100: under 70 is weak, from 80 on strong; null for a client that was never calibrated."
    )
    tone_profile: list[Trait] = strawberry.field(
        description="candid, contrarian, formal, playful, technical, expressive; those of which anything is known."
    )
    tone_set: list[Trait] = strawberry.field(description="Those of them that people have set.")
    signature_patterns: list[str]
    patterns: list[SignaturePattern] = strawberry.field(description="The same, with where they come from.")
    vocabulary: DnaVocabulary
    structure: DnaStructure
    topics: list[str] = strawberry.field(description="What the samples are about.")
    topics_to_avoid: list[str]
    last_calibration_at: datetime | None
    calibration_source: CalibrationSource | None
    created_at: datetime
    updated_at: datetime
    breakdown: DnaBreakdown
    recommendations: list[str] = strawberry.field(
        description="What to do next, where the score is under 70 or there is none."
    )


@strawberry.input(description="What is set holds, whatever is measured or said; traits left out are not set any more.")
class SetToneProfileInput:
    client_id: strawberry.ID
    traits: list[TraitInput] = strawberry.field(
        description="Of candid, contrarian, formal, playful, technical and expressive, each at most once."
    )


def dna_of(rows: Sequence[Any], client_id: str) -> BrandDna:
    """A client without a row has nothing known of it, since it was made."""
    made = made_at(client_id)
    row = rows[0] if rows else models.BrandDna(created_at=made, updated_at=made)
    known: dict[str, Any] = row.analysis or {}
    strength = Strength.stored(row.strength) if row.strength else None
    words = known.get("vocabulary") or {"typical": [], "richness": 0.0}
    structure = known.get("structure") or dict.fromkeys(_STRUCTURE, 0.0)
    return BrandDna(
        id=strawberry.ID(row.id),
        strength_score=row.strength_score,
        tone_profile=_traits(row.tone_profile),
        tone_set=_traits(row.tone_set),
        signature_patterns=row.signature_patterns or [],
        patterns=[
            SignaturePattern(**{**each, "category": MarkerCategory(each["category"])})
            for each in known.get("patterns", ())
        ],
        vocabulary=DnaVocabulary(typical=words["typical"], richness=words["richness"]),
        structure=DnaStructure(**{name: structure[name] for name in _STRUCTURE}),
        topics=known.get("topics", []),
        topics_to_avoid=row.topics_to_avoid or [],
        last_calibration_at=row.last_calibration_at,
        calibration_source=row.calibration_source,
        created_at=row.created_at,
        updated_at=row.updated_at,
        breakdown=_breakdown(strength or Strength()),
        recommendations=recommendations(strength),
    )


_STRUCTURE = (
    *("sentence_length", "sentence_spread", "paragraph_length", "questions", "exclamations", "lists", "dashes"),
    *("first_person", "second_person"),
)


_SHOWN = {"tone_match": "toneMatch"}


def _traits(profile: dict[str, float] | None) -> list[Trait]:
    return [Trait.of({"name": name, "value": value}) for name, value in (profile or {}).items()]


def _breakdown(strength: Strength) -> DnaBreakdown:
    return DnaBreakdown(
        tone_match=strength.tone_match,
        vocabulary=strength.vocabulary,
        structure=strength.structure,
        topics=strength.topics,
        samples=strength.samples,
        measured=[_SHOWN.get(part, part) for part in strength.measured],
    )


@strawberry.type
class DnaMutations:
    @mutation(Permission.DIRECT, "Sets traits of the client's tone; what is pending is scored anew.")
    async def set_tone_profile(self, info: Info, input: SetToneProfileInput) -> BrandDna:
        access = await info.context.access(input.client_id)
        async with rescored(access):
            row = await set_tone_profile(access, [(trait.name, trait.value) for trait in input.traits])
        return dna_of([row], access.client_id)
