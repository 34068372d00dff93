"""Spokes: the posts, what the Critic says of them, and what people do with them."""

from collections.abc import Sequence
from datetime import datetime

import strawberry
from strawberry.scalars import JSON

from app.accounts.policy import Permission
from app.clients.access import ClientAccess
from app.review import service as review
from app.spokes import models
from app.vocabulary import ContentType, Platform, SpokeStatus
from graphql_schema.context import Info
from graphql_schema.hubs import Hub, Pillar
from graphql_schema.permissions import mutation
from graphql_schema.quality import Draft, Feedback, MutationRecord, QualityScore, SourceSpan, Violation, violations
from graphql_schema.users import User, user_of


@strawberry.type(description="One platform's piece.")
class Spoke:
    id: strawberry.ID
    hub_id: strawberry.ID | None = strawberry.field(description="Null for an edited piece that outlived its hub.")
    pillar_id: strawberry.ID | None
    platform: Platform
    content_type: ContentType
    content: str = strawberry.field(description="The readable whole.")
    content_json: JSON | None = strawberry.field(description="The structure of a carousel or thread.")
    character_count: int = strawberry.field(description="Unicode code points of `content`.")
    status: SpokeStatus
    is_mutated: bool = strawberry.field(description="Whether a person has edited it.")
    is_creative_conflict: bool = strawberry.field(description="Three regenerations failed; a person must look.")
    parent_spoke_id: strawberry.ID | None
    approved_at: datetime | None
    created_at: datetime
    updated_at: datetime
    row: strawberry.Private[models.Spoke]
    access: strawberry.Private[ClientAccess]

    @classmethod
    def of(cls, access: ClientAccess, row: models.Spoke) -> "Spoke":
        return cls(
            id=strawberry.ID(row.id),
            hub_id=strawberry.ID(row.hub_id) if row.hub_id else None,
            pillar_id=strawberry.ID(row.pillar_id) if row.pillar_id else None,
            platform=row.platform,
            content_type=row.content_type,
            content=row.content,
            content_json=row.content_json,
            character_count=row.character_count,
            status=row.status,
            is_mutated=row.is_mutated,
            is_creative_conflict=row.is_creative_conflict,
            parent_spoke_id=strawberry.ID(row.parent_spoke_id) if row.parent_spoke_id else None,
            approved_at=row.approved_at,
            created_at=row.created_at,
            updated_at=row.updated_at,
            row=row,
            access=access,
        )

    @strawberry.field(description="Who approved it, as long as they are of the account.")
    async def approved_by(self, info: Info) -> User | None:
        return await user_of(info, self.row.approved_by)

    @strawberry.field(description="The hub it was made of.")
    async def hub(self, info: Info) -> Hub | None:
        row = await info.context.loaders(self.access).hub.load(self.row.hub_id) if self.row.hub_id else None
        return Hub.of(self.access, row) if row else None

    @strawberry.field(description="The angle it was written from.")
    async def pillar(self, info: Info) -> Pillar | None:
        row = await info.context.loaders(self.access).pillar.load(self.row.pillar_id) if self.row.pillar_id else None
        return Pillar.of(self.access, row) if row else None

    @strawberry.field(description="The Critic's newest verdict.")
    async def quality_score(self, info: Info) -> QualityScore | None:
        row = await info.context.loaders(self.access).score.load(self.row.id)
        return QualityScore.of(row) if row else None

    @strawberry.field(description="What the Critic asked to change, oldest first.")
    async def feedback(self, info: Info) -> list[Feedback]:
        return [Feedback.of(row) for row in await info.context.loaders(self.access).feedback.load(self.row.id)]

    @strawberry.field(description="Where in `content` each failed gate points, in Unicode code points.")
    async def violations(self, info: Info) -> list[Violation]:
        row = await info.context.loaders(self.access).score.load(self.row.id)
        return violations(row.violations) if row else []

    @strawberry.field(description="The passages of the hub's source text that this rests on.")
    async def sources(self, info: Info) -> list[SourceSpan]:
        hub = await info.context.loaders(self.access).hub.load(self.row.hub_id) if self.row.hub_id else None
        text = (hub and hub.source_content) or ""
        return [SourceSpan(start=start, end=end, text=text[start:end]) for start, end in self.row.sources or () if text]

    @strawberry.field(description="The attempts of the self-healing loop, first to last.")
    async def drafts(self, info: Info) -> list[Draft]:
        return [Draft.of(row) for row in await info.context.loaders(self.access).drafts.load(self.row.id)]

    @strawberry.field(description="Manual edits, oldest first.")
    async def mutations(self, info: Info) -> list[MutationRecord]:
        return [MutationRecord.of(row) for row in await info.context.loaders(self.access).mutations.load(self.row.id)]

    @strawberry.field(description="Pieces cloned from this one.")
    async def variations(self, info: Info) -> list["Spoke"]:
        rows = await info.context.loaders(self.access).variations.load(self.row.id)
        return [Spoke.of(self.access, row) for row in rows]


def chosen(
    access: ClientAccess, rows: Sequence[models.Spoke], platform: Platform | None, status: SpokeStatus | None
) -> list[Spoke]:
    return [Spoke.of(access, row) for row in rows if platform in (None, row.platform) and status in (None, row.status)]


@strawberry.type(description="The edited piece, scored anew.")
class SpokeEdit:
    spoke: Spoke
    edit_distance: float = strawberry.field(
        description="Levenshtein distance divided by the length of the longer text: 0 the same, 1 nothing in common."
    )


@strawberry.input
class SpokeInput:
    client_id: strawberry.ID
    spoke_id: strawberry.ID


@strawberry.input
class RejectSpokeInput:
    client_id: strawberry.ID
    spoke_id: strawberry.ID
    reason: str | None = None


@strawberry.input
class EditSpokeInput:
    client_id: strawberry.ID
    spoke_id: strawberry.ID
    content: str = strawberry.field(description="At most 30,000 characters.")


@strawberry.type
class SpokeMutations:
    @mutation(Permission.DECIDE, "Approves a pending or rejected piece that passed its gates.")
    async def approve_spoke(self, info: Info, input: SpokeInput) -> Spoke:
        access = await info.context.access(input.client_id)
        return Spoke.of(access, await review.approve(access, str(input.spoke_id)))

    @mutation(Permission.DECIDE, "Rejects a piece; it can be approved again later.")
    async def reject_spoke(self, info: Info, input: RejectSpokeInput) -> Spoke:
        access = await info.context.access(input.client_id)
        return Spoke.of(access, await review.reject(access, str(input.spoke_id), input.reason))

    @mutation(Permission.CREATE, "Replaces a piece's words and scores it anew. An approved piece is pending again.")
    async def edit_spoke(self, info: Info, input: EditSpokeInput) -> SpokeEdit:
        access = await info.context.access(input.client_id)
        row, distance = await review.edit(access, str(input.spoke_id), input.content)
        return SpokeEdit(spoke=Spoke.of(access, row), edit_distance=distance)
