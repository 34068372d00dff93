"""Brand DNA as people enter it: what a client says, never says, stands for, and whom it speaks to."""

from datetime import datetime

import strawberry

from app.accounts.policy import Permission
from app.brand import changing, entries, models, personas
from app.generation.rescoring import rescored
from app.vocabulary import BrandSource, MarkerCategory, Severity, StanceCategory
from graphql_schema.context import Info
from graphql_schema.fields import column, items
from graphql_schema.permissions import mutation
from graphql_schema.reading import Item, Row


@strawberry.type(description="A phrase that sounds like the client.")
class VoiceMarker(Row, of=models.VoiceMarker):
    id: strawberry.ID
    phrase: str
    category: MarkerCategory
    weight: float
    source: BrandSource
    example: str | None
    created_at: datetime


@strawberry.type(description="A word or phrase that the client never uses; with soft severity one that it avoids.")
class BannedWord(Row, of=models.BannedWord):
    id: strawberry.ID
    word: str
    reason: str | None
    severity: Severity
    source: BrandSource
    created_at: datetime


@strawberry.type(description="What the client stands for.")
class BrandStance(Row, of=models.BrandStance):
    id: strawberry.ID
    stance: str
    category: StanceCategory
    keywords: list[str] = column(empty=True)
    source: BrandSource
    created_at: datetime


@strawberry.type(description="A quality, from 0 to 100.")
class Trait(Item):
    name: str
    value: float


@strawberry.type(description="Somebody the client speaks to.")
class Persona(Row, of=models.Persona):
    id: strawberry.ID
    name: str
    description: str | None
    attributes: list[Trait] = items("attributes")
    is_primary: bool = column("At most one persona is.")
    created_at: datetime


@strawberry.input
class AddVoiceMarkerInput:
    client_id: strawberry.ID
    phrase: str = strawberry.field(description="At most 200 characters.")
    category: MarkerCategory | None = MarkerCategory.SIGNATURE
    weight: float | None = strawberry.field(default=1.0, description="Above 0, at most 10.")


@strawberry.input
class AddBannedWordInput:
    client_id: strawberry.ID
    word: str = strawberry.field(description="A word or phrase of at most 100 characters.")
    reason: str | None = strawberry.field(default=None, description="At most 500 characters.")
    severity: Severity | None = Severity.HARD


@strawberry.input
class AddBrandStanceInput:
    client_id: strawberry.ID
    stance: str = strawberry.field(description="At most 500 characters.")
    category: StanceCategory
    keywords: list[str] | None = strawberry.field(default_factory=list, description="At most 20.")


@strawberry.input
class TraitInput:
    name: str
    value: float = strawberry.field(description="0 to 100.")


@strawberry.input
class AddPersonaInput:
    client_id: strawberry.ID
    name: str = strawberry.field(description="At most 100 characters, and no other persona's.")
    description: str | None = strawberry.field(default=None, description="At most 2,000 characters.")
    attributes: list[TraitInput] | None = strawberry.field(default_factory=list, description="At most 20.")
    is_primary: bool | None = False


@strawberry.input(description="What is left out, or null, stays as it is.")
class UpdateVoiceMarkerInput:
    client_id: strawberry.ID
    voice_marker_id: strawberry.ID
    phrase: str | None = None
    category: MarkerCategory | None = None
    weight: float | None = None


@strawberry.input(description="What is left out, or null, stays as it is.")
class UpdateBannedWordInput:
    client_id: strawberry.ID
    banned_word_id: strawberry.ID
    word: str | None = None
    reason: str | None = strawberry.field(default=None, description="An empty one takes the reason away.")
    severity: Severity | None = None


@strawberry.input(description="What is left out, or null, stays as it is.")
class UpdateBrandStanceInput:
    client_id: strawberry.ID
    brand_stance_id: strawberry.ID
    stance: str | None = None
    category: StanceCategory | None = None
    keywords: list[str] | None = None


@strawberry.input(description="What is left out, or null, stays as it is.")
class UpdatePersonaInput:
    client_id: strawberry.ID
    persona_id: strawberry.ID
    name: str | None = None
    description: str | None = None
    attributes: list[TraitInput] | None = None
    is_primary: bool | None = None


@strawberry.input(description="The id of a voice marker, banned word, stance or persona.")
class RemoveBrandEntryInput:
    client_id: strawberry.ID
    id: strawberry.ID


@strawberry.type
class BrandMutations:
    @mutation(Permission.DIRECT, "Adds a phrase that sounds like the client, or changes what is known of it.")
    async def add_voice_marker(self, info: Info, input: AddVoiceMarkerInput) -> VoiceMarker:
        access = await info.context.access(input.client_id)
        category = input.category or MarkerCategory.SIGNATURE
        async with rescored(access):
            weight = 1.0 if input.weight is None else input.weight
            row = await entries.add_voice_marker(access, input.phrase, category, weight)
        return VoiceMarker.of(row, access)

    @mutation(Permission.DIRECT, "Changes a voice marker, which is a person's from then on.")
    async def update_voice_marker(self, info: Info, input: UpdateVoiceMarkerInput) -> VoiceMarker:
        access = await info.context.access(input.client_id)
        async with rescored(access):
            row = await changing.update_voice_marker(
                access, str(input.voice_marker_id), phrase=input.phrase, category=input.category, weight=input.weight
            )
        return VoiceMarker.of(row, access)

    @mutation(
        Permission.DIRECT,
        "Bans a word. What waits for a person is judged anew; what nobody has edited is written without it.",
    )
    async def add_banned_word(self, info: Info, input: AddBannedWordInput) -> BannedWord:
        access = await info.context.access(input.client_id)
        async with rescored(access):
            row = await entries.add_banned_word(access, input.word, input.severity or Severity.HARD, input.reason)
        return BannedWord.of(row, access)

    @mutation(Permission.DIRECT, "Changes a ban, which is a person's from then on. It may become softer.")
    async def update_banned_word(self, info: Info, input: UpdateBannedWordInput) -> BannedWord:
        access = await info.context.access(input.client_id)
        async with rescored(access):
            row = await changing.update_banned_word(
                access, str(input.banned_word_id), word=input.word, severity=input.severity, reason=input.reason
            )
        return BannedWord.of(row, access)

    @mutation(Permission.DIRECT, "Adds what the client stands for.")
    async def add_brand_stance(self, info: Info, input: AddBrandStanceInput) -> BrandStance:
        access = await info.context.access(input.client_id)
        async with rescored(access):
            row = await entries.add_brand_stance(access, input.stance, input.category, input.keywords or [])
        return BrandStance.of(row, access)

    @mutation(Permission.DIRECT, "Changes a stance, which is a person's from then on.")
    async def update_brand_stance(self, info: Info, input: UpdateBrandStanceInput) -> BrandStance:
        access = await info.context.access(input.client_id)
        async with rescored(access):
            row = await changing.update_brand_stance(
                access,
                str(input.brand_stance_id),
                stance=input.stance,
                category=input.category,
                keywords=input.keywords,
            )
        return BrandStance.of(row, access)

    @mutation(Permission.DIRECT, "Adds somebody the client speaks to.")
    async def add_persona(self, info: Info, input: AddPersonaInput) -> Persona:
        access = await info.context.access(input.client_id)
        traits = _traits(input.attributes or [])
        async with rescored(access):
            row = await personas.add_persona(
                access, input.name, input.description, traits, is_primary=bool(input.is_primary)
            )
        return Persona.of(row, access)

    @mutation(Permission.DIRECT, "Changes a persona.")
    async def update_persona(self, info: Info, input: UpdatePersonaInput) -> Persona:
        access = await info.context.access(input.client_id)
        async with rescored(access):
            row = await personas.update_persona(
                access,
                str(input.persona_id),
                name=input.name,
                description=input.description,
                attributes=None if input.attributes is None else _traits(input.attributes),
                is_primary=input.is_primary,
            )
        return Persona.of(row, access)

    @mutation(Permission.DIRECT, "Takes an entry out of the brand DNA; calibration does not bring it back.")
    async def remove_brand_entry(self, info: Info, input: RemoveBrandEntryInput) -> bool:
        access = await info.context.access(input.client_id)
        async with rescored(access):
            await entries.remove_entry(access, str(input.id))
        return True


def _traits(given: list[TraitInput]) -> list[tuple[str, float]]:
    return [(trait.name, trait.value) for trait in given]
