"""Hubs and pillars: a source of truth and the angles found in it."""

from collections.abc import AsyncIterator
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import strawberry
from starlette.datastructures import UploadFile
from strawberry.file_uploads import Upload

from app.accounts.policy import Permission
from app.clients.access import ClientAccess
from app.errors import ValidationFailed
from app.generation import service as generation
from app.hubs import models, pillars, service
from app.vocabulary import HubStatus, PillarStatus, Platform, SourceType, SpokeStatus
from graphql_schema.context import Info
from graphql_schema.jobs import Job
from graphql_schema.permissions import mutation, query

if TYPE_CHECKING:
    from graphql_schema.spokes import Spoke

SpokeType = Annotated["Spoke", strawberry.lazy("graphql_schema.spokes")]
PIECE = 256 * 1024


@strawberry.type(description="One psychological angle of a hub.")
class Pillar:
    id: strawberry.ID
    hub_id: strawberry.ID
    title: str
    angle: str
    key_points: list[str] = strawberry.field(description="Sentences of the source that carry the angle.")
    order_index: int
    status: PillarStatus
    created_at: datetime
    access: strawberry.Private[ClientAccess]

    @classmethod
    def of(cls, access: ClientAccess, row: models.Pillar) -> "Pillar":
        return cls(
            id=strawberry.ID(row.id),
            hub_id=strawberry.ID(row.hub_id),
            title=row.title,
            angle=row.angle,
            key_points=row.key_points or [],
            order_index=row.order_index,
            status=row.status,
            created_at=row.created_at,
            access=access,
        )

    @strawberry.field(description="The pillar's spokes by platform.")
    async def spokes(
        self, info: Info, platform: Platform | None = None, status: SpokeStatus | None = None
    ) -> list[SpokeType]:
        from graphql_schema.spokes import chosen

        rows = await info.context.loaders(self.access).spokes_by_pillar.load(str(self.id))
        return chosen(self.access, rows, platform, status)


@strawberry.type(description="One source of truth, and everything made of it.")
class Hub:
    id: strawberry.ID
    client_id: strawberry.ID
    registry_id: strawberry.ID
    title: str | None
    source_type: SourceType
    source_content: str | None = strawberry.field(description="The clean text of the source; null until it was read.")
    source_url: str | None
    themes: list[str]
    claims: list[str]
    status: HubStatus
    killed_at: datetime | None
    kill_reason: str | None
    created_at: datetime
    updated_at: datetime
    access: strawberry.Private[ClientAccess]

    @classmethod
    def of(cls, access: ClientAccess, row: models.Hub) -> "Hub":
        return cls(
            id=strawberry.ID(row.id),
            client_id=strawberry.ID(access.client_id),
            registry_id=strawberry.ID(row.registry_id),
            title=row.title,
            source_type=row.source_type,
            source_content=row.source_content,
            source_url=row.source_url,
            themes=row.themes or [],
            claims=row.claims or [],
            status=row.status,
            killed_at=row.killed_at,
            kill_reason=row.kill_reason,
            created_at=row.created_at,
            updated_at=row.updated_at,
            access=access,
        )

    @strawberry.field(description="The hub's angles in their order.")
    async def pillars(self, info: Info, status: PillarStatus | None = None) -> list[Pillar]:
        rows = await info.context.loaders(self.access).pillars_by_hub.load(str(self.id))
        return [Pillar.of(self.access, row) for row in rows if status in (None, row.status)]

    @strawberry.field(description="The hub's spokes by pillar and platform.")
    async def spokes(
        self, info: Info, platform: Platform | None = None, status: SpokeStatus | None = None
    ) -> list[SpokeType]:
        from graphql_schema.spokes import chosen

        rows = await info.context.loaders(self.access).spokes_by_hub.load(str(self.id))
        return chosen(self.access, rows, platform, status)

    @strawberry.field(description="Spokes of the hub, killed ones left out.")
    async def spoke_count(self, info: Info) -> int:
        rows = await info.context.loaders(self.access).spokes_by_hub.load(str(self.id))
        return sum(row.status is not SpokeStatus.KILLED for row in rows)

    @strawberry.field(description="Spokes that wait for a decision.")
    async def pending_count(self, info: Info) -> int:
        rows = await info.context.loaders(self.access).spokes_by_hub.load(str(self.id))
        return sum(row.status is SpokeStatus.PENDING for row in rows)

    @strawberry.field(description="The newest job on the hub.")
    async def job(self, info: Info) -> Job | None:
        rows = await info.context.loaders(self.access).jobs_by_hub.load(str(self.id))
        return Job.of(rows[-1]) if rows else None


@strawberry.type(description="A hub and the job that works on it.")
class HubJob:
    hub: Hub
    job: Job


@strawberry.input(description="Exactly one of text, url and file.")
class CreateHubInput:
    client_id: strawberry.ID
    source_type: SourceType
    title: str | None = strawberry.field(default=None, description="Found in the source when left out.")
    text: str | None = strawberry.field(default=None, description="At most 2,000,000 characters.")
    url: str | None = None
    file: Upload | None = strawberry.field(default=None, description="At most 50 MB.")
    platforms: list[Platform] | None = strawberry.field(default=None, description="All six when left out.")
    generate: bool | None = strawberry.field(default=True, description="Whether to write spokes right away.")


@strawberry.input(description="What is left out, or null, stays as it is.")
class UpdateHubInput:
    client_id: strawberry.ID
    hub_id: strawberry.ID
    title: str | None = None
    themes: list[str] | None = None
    claims: list[str] | None = None


@strawberry.input
class AddPillarInput:
    client_id: strawberry.ID
    hub_id: strawberry.ID
    title: str
    angle: str
    key_points: list[str] | None = strawberry.field(default_factory=list)


@strawberry.input(description="What is left out, or null, stays as it is.")
class UpdatePillarInput:
    client_id: strawberry.ID
    pillar_id: strawberry.ID
    title: str | None = None
    angle: str | None = None
    key_points: list[str] | None = None


@strawberry.input
class ReorderPillarsInput:
    client_id: strawberry.ID
    hub_id: strawberry.ID
    pillar_ids: list[strawberry.ID] = strawberry.field(description="Every pillar of the hub, once.")


@strawberry.input
class GenerateSpokesInput:
    client_id: strawberry.ID
    hub_id: strawberry.ID
    platforms: list[Platform] | None = None
    pillar_ids: list[strawberry.ID] | None = None
    spokes_per_hub: int | None = strawberry.field(
        default=None, description="Defaults to what the tier allows (25; 15 for Creator)."
    )


@strawberry.type
class HubQueries:
    @query("A hub, found through the registry and read in its client.")
    async def hub(self, info: Info, id: strawberry.ID) -> Hub:
        access = await hub_access(info, str(id))
        return Hub.of(access, await service.get_hub(access, str(id)))


@strawberry.type
class HubMutations:
    @mutation(Permission.CREATE, "Takes a source in and starts the work on it.")
    async def create_hub(self, info: Info, input: CreateHubInput) -> HubJob:
        access = await info.context.access(input.client_id)
        new = service.NewHub(
            source_type=input.source_type,
            title=input.title,
            text=input.text,
            url=input.url,
            upload=_upload(input.file),
            platforms=input.platforms,
            generate=input.generate is not False,
        )
        hub, job = await service.create_hub(access, new)
        return HubJob(hub=Hub.of(access, hub), job=Job.of(job))

    @mutation(Permission.CREATE, "Changes a hub's title, themes or claims.")
    async def update_hub(self, info: Info, input: UpdateHubInput) -> Hub:
        access = await info.context.access(input.client_id)
        row = await service.update_hub(
            access, str(input.hub_id), title=input.title, themes=input.themes, claims=input.claims
        )
        return Hub.of(access, row)

    @mutation(Permission.CREATE, "Adds an angle of one's own at the end.")
    async def add_pillar(self, info: Info, input: AddPillarInput) -> Pillar:
        access = await info.context.access(input.client_id)
        row = await pillars.add_pillar(access, str(input.hub_id), input.title, input.angle, input.key_points or [])
        return Pillar.of(access, row)

    @mutation(Permission.CREATE, "Changes a pillar's wording.")
    async def update_pillar(self, info: Info, input: UpdatePillarInput) -> Pillar:
        access = await info.context.access(input.client_id)
        row = await pillars.update_pillar(
            access, str(input.pillar_id), title=input.title, angle=input.angle, key_points=input.key_points
        )
        return Pillar.of(access, row)

    @mutation(Permission.CREATE, "Puts a hub's pillars into an order.")
    async def reorder_pillars(self, info: Info, input: ReorderPillarsInput) -> list[Pillar]:
        access = await info.context.access(input.client_id)
        rows = await pillars.reorder_pillars(access, str(input.hub_id), [str(id) for id in input.pillar_ids])
        return [Pillar.of(access, row) for row in rows]

    @mutation(Permission.CREATE, "Starts the writing of more spokes for a hub that has been read.")
    async def generate_spokes(self, info: Info, input: GenerateSpokesInput) -> HubJob:
        access = await info.context.access(input.client_id)
        hub, job = await generation.generate_spokes(
            access,
            str(input.hub_id),
            platforms=input.platforms,
            pillar_ids=[str(id) for id in input.pillar_ids] if input.pillar_ids is not None else None,
            spokes_per_hub=input.spokes_per_hub,
        )
        return HubJob(hub=Hub.of(access, hub), job=Job.of(job))


async def hub_access(info: Info, hub_id: str) -> ClientAccess:
    """Raises NotFound, in the same words for a hub that is nobody's and one of a client that the viewer cannot see."""
    return await service.access_to_hub(info.context.viewer, hub_id)


def _upload(file: object) -> service.Upload | None:
    """Raises ValidationFailed for what is no file of a multipart request."""
    if file is None:
        return None
    if not isinstance(file, UploadFile):
        raise ValidationFailed(("input.file", "Send the file as the multipart request specification says."))
    return service.Upload(file.filename or "upload", file.content_type, _pieces(file))


async def _pieces(file: UploadFile) -> AsyncIterator[bytes]:
    while piece := await file.read(PIECE):
        yield piece
