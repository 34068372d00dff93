"""Spokes: the posts, what the Critic says of them, and what people do with them."""

from datetime import datetime
from typing import Any

import strawberry
from strawberry.scalars import JSON

from app.accounts import models as accounts
from app.accounts.policy import Permission
from app.generation.cloning import MAX_CLONES, clone_spoke
from app.generation.regenerating import regenerate_spoke
from app.hubs import models as hubs
from app.pictures.service import render_assets
from app.review import models as review_models
from app.review import service as review
from app.review.overriding import override_gate
from app.spokes import models
from app.vocabulary import ContentType, Gate, Platform, SpokeStatus
from graphql_schema.assets import ContentAsset
from graphql_schema.context import Info
from graphql_schema.fields import column, derived, items, many, one
from graphql_schema.hubs import Hub, HubJob, Pillar
from graphql_schema.jobs import Job
from graphql_schema.permissions import mutation
from graphql_schema.quality import Draft, Feedback, MutationRecord, QualityScore, SourceSpan, Violation
from graphql_schema.reading import One, Row
from graphql_schema.sharing import Comment
from graphql_schema.users import User

HUB = One(hubs.Hub, here="hub_id")
SCORE = One(models.QualityScore, there="spoke_id")


def passages(spans: list[tuple[int, int]] | None, text: str | None) -> list[dict[str, Any]]:
    return [{"start": start, "end": end, "text": text[start:end]} for start, end in spans or ()] if text else []


@strawberry.type(description="One platform's piece.")
class Spoke(Row, of=models.Spoke):
    id: strawberry.ID
    hub_id: strawberry.ID | None = column("Null for an edited piece that outlived its hub.")
    pillar_id: strawberry.ID | None
    platform: Platform
    content_type: ContentType
    content: str = column("The readable whole.")
    content_json: JSON | None = column("The structure of a carousel or thread.")
    revision: int = column("How often the words have changed; say it when you decide or edit, as `expectedRevision`.")
    character_count: int = column("Unicode code points of `content`.")
    status: SpokeStatus
    is_mutated: bool = column("Whether a person has edited it.")
    is_creative_conflict: bool = column("Three regenerations failed; a person must look.")
    parent_spoke_id: strawberry.ID | None
    written_by: str | None = column(
        "`built-in`, with the reason where a model should have written, or the model and the version of its prompts."
    )
    visual_archetype: str | None = column("The kind of picture that goes with it; null where none does.")
    visual_concept: str | None = column("What the picture shows: one sentence, which also does as its description.")
    image_prompt: str | None = column("The words for a picture model, with aspect ratio and colours.")
    approved_at: datetime | None
    created_at: datetime
    updated_at: datetime
    approved_by: User | None = one(
        accounts.User,
        here="approved_by",
        of_account=True,
        description="Who approved it, as long as they are of the account.",
    )
    hub: Hub | None = one(hubs.Hub, here="hub_id", description="The hub it was made of.")
    pillar: Pillar | None = one(hubs.Pillar, here="pillar_id", description="The angle it was written from.")
    quality_score: QualityScore | None = one(
        models.QualityScore, there="spoke_id", description="The Critic's newest verdict."
    )
    feedback: list[Feedback] = many(
        models.Feedback, on="spoke_id", order="id", description="What the Critic asked to change, oldest first."
    )
    violations: list[Violation] = items(
        "violations",
        via=SCORE,
        description="Where in `content` each failed gate points, in Unicode code points.",
    )
    sources: list[SourceSpan] = derived(
        passages,
        column="sources",
        via=HUB,
        theirs="source_content",
        description="The passages of the hub's source text that this rests on.",
    )
    drafts: list[Draft] = many(
        models.Draft,
        on="spoke_id",
        order="attempt_number",
        description="The attempts of the self-healing loop, first to last.",
    )
    mutations: list[MutationRecord] = many(
        models.MutationRecord, on="spoke_id", order="id", description="Manual edits, oldest first."
    )
    comments: list[Comment] = many(
        review_models.Comment,
        on="spoke_id",
        order="id",
        description="What the team and outside reviewers said of it, oldest first.",
    )
    assets: list[ContentAsset] = many(
        models.ContentAsset,
        on="spoke_id",
        order="id",
        description="Pictures of these very words; `renderAssets` draws them.",
    )
    variations: list["Spoke"] = many(
        models.Spoke, on="parent_spoke_id", order="id", description="Pieces cloned from this one."
    )


@strawberry.type(description="The edited piece, scored anew.")
class SpokeEdit:
    spoke: Spoke
    edit_distance: float = strawberry.field(
        description="Levenshtein distance divided by the length of the longer text: 0 the same, 1 nothing in common."
    )


def expected_revision() -> Any:
    return strawberry.field(
        default=None, description="The revision of the words that were seen: CONFLICT if they have changed since."
    )


@strawberry.input
class SpokeInput:
    client_id: strawberry.ID
    spoke_id: strawberry.ID
    expected_revision: int | None = expected_revision()


@strawberry.input
class RejectSpokeInput:
    client_id: strawberry.ID
    spoke_id: strawberry.ID
    reason: str | None = None
    expected_revision: int | None = expected_revision()


@strawberry.input
class EditSpokeInput:
    client_id: strawberry.ID
    spoke_id: strawberry.ID
    content: str = strawberry.field(description="At most 30,000 characters.")
    expected_revision: int | None = expected_revision()


@strawberry.type(description="The job that writes the variations, and the ids that they will have.")
class CloneJob:
    job: Job
    spoke_ids: list[strawberry.ID]


@strawberry.input
class RegenerateSpokeInput:
    client_id: strawberry.ID
    spoke_id: strawberry.ID
    instruction: str | None = strawberry.field(default=None, description="What to do otherwise; 1,000 characters.")


@strawberry.input
class CloneSpokeInput:
    client_id: strawberry.ID
    spoke_id: strawberry.ID
    count: int | None = strawberry.field(default=MAX_CLONES, description="1 to 5.")
    platforms: list[Platform] | None = strawberry.field(default=None, description="The spoke's own when left out.")


@strawberry.input
class OverrideGateInput:
    client_id: strawberry.ID
    spoke_id: strawberry.ID
    gate: Gate
    reason: str = strawberry.field(description="At most 500 characters.")


@strawberry.type
class SpokeMutations:
    @mutation(Permission.DECIDE, "Approves a pending or rejected piece that passed its gates.")
    async def approve_spoke(self, info: Info, input: SpokeInput) -> Spoke:
        access = await info.context.access(input.client_id)
        return Spoke.of(await review.approve(access, str(input.spoke_id), input.expected_revision), access)

    @mutation(Permission.DECIDE, "Rejects a piece; it can be approved again later.")
    async def reject_spoke(self, info: Info, input: RejectSpokeInput) -> Spoke:
        access = await info.context.access(input.client_id)
        row = await review.reject(access, str(input.spoke_id), input.reason, input.expected_revision)
        return Spoke.of(row, access)

    @mutation(Permission.CREATE, "Replaces a piece's words and scores it anew. An approved piece is pending again.")
    async def edit_spoke(self, info: Info, input: EditSpokeInput) -> SpokeEdit:
        access = await info.context.access(input.client_id)
        row, distance = await review.edit(access, str(input.spoke_id), input.content, input.expected_revision)
        return SpokeEdit(spoke=Spoke.of(row, access), edit_distance=distance)

    @mutation(
        Permission.CREATE,
        "Has other words written for a piece, which is pending then. If nothing comes of it, it stays as it was.",
    )
    async def regenerate_spoke(self, info: Info, input: RegenerateSpokeInput) -> HubJob:
        access = await info.context.access(input.client_id)
        hub, job = await regenerate_spoke(access, str(input.spoke_id), input.instruction)
        return HubJob(hub=Hub.of(hub, access), job=Job.of(job))

    @mutation(Permission.CREATE, "Has variations of a piece written: the same angle with other hooks and passages.")
    async def clone_spoke(self, info: Info, input: CloneSpokeInput) -> CloneJob:
        access = await info.context.access(input.client_id)
        count = MAX_CLONES if input.count is None else input.count
        job, spoke_ids = await clone_spoke(access, str(input.spoke_id), count, input.platforms)
        return CloneJob(job=Job.of(job), spoke_ids=[strawberry.ID(id) for id in spoke_ids])

    @mutation(Permission.CREATE, "Draws the pictures of a piece: a thumbnail or quote card, and a carousel's slides.")
    async def render_assets(self, info: Info, input: SpokeInput) -> list[ContentAsset]:
        access = await info.context.access(input.client_id)
        return [ContentAsset.of(row, access) for row in await render_assets(access, str(input.spoke_id))]

    @mutation(Permission.DIRECT, "Lets a piece pass a gate that it fails, until its words change. Audited.")
    async def override_gate(self, info: Info, input: OverrideGateInput) -> Spoke:
        access = await info.context.access(input.client_id)
        return Spoke.of(await override_gate(access, str(input.spoke_id), input.gate, input.reason), access)
