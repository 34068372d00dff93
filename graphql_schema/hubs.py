"""Hubs and pillars: a source of truth and the angles found in it."""

from collections.abc import AsyncIterator
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import strawberry
from starlette.datastructures import UploadFile
from strawberry.file_uploads import Upload

from app.accounts.policy import Permission
from app.errors import ValidationFailed
from app.generation import service as generation
from app.hubs import models, pillars, service
from app.spokes.models import Spoke as SpokeRow
from app.vocabulary import HubStatus, PillarStatus, Platform, SourceType, SpokeStatus
from graphql_schema.context import Context, Info
from graphql_schema.fields import client_id, column, count, found, many, newest
from graphql_schema.jobs import Job
from graphql_schema.permissions import SIGNED_IN, mutation
from graphql_schema.reading import Conditions, Row, Within

if TYPE_CHECKING:
    from graphql_schema.spokes import Spoke

SpokeType = Annotated["Spoke", strawberry.lazy("graphql_schema.spokes")]
PIECE = 256 * 1024


def by_platform_and_status(platform: Platform | None = None, status: SpokeStatus | None = None) -> Conditions:
    return {"platform": platform, "status": status}


def by_status(status: PillarStatus | None = None) -> Conditions:
    return {"status": status}


@strawberry.type(description="One psychological angle of a hub.")
class Pillar(Row, of=models.Pillar):
    id: strawberry.ID
    hub_id: strawberry.ID
    title: str
    angle: str
    key_points: list[str] = column("Sentences of the source that carry the angle.", empty=True)
    order_index: int
    status: PillarStatus
    created_at: datetime
    spokes: list[SpokeType] = many(
        SpokeRow,
        on="pillar_id",
        order=("platform", "id"),
        where=by_platform_and_status,
        description="The pillar's spokes by platform.",
    )


@strawberry.type(description="One source of truth, and everything made of it.")
class Hub(Row, of=models.Hub):
    id: strawberry.ID
    client_id: strawberry.ID = client_id()
    registry_id: strawberry.ID
    title: str | None
    source_type: SourceType
    source_content: str | None = column("The clean text of the source; null until it was read.", long=True)
    source_url: str | None
    themes: list[str] = column(empty=True)
    claims: list[str] = column(empty=True)
    status: HubStatus
    killed_at: datetime | None
    kill_reason: str | None
    created_at: datetime
    updated_at: datetime
    pillars: list[Pillar] = many(
        models.Pillar, on="hub_id", order="order_index", where=by_status, description="The hub's angles in their order."
    )
    spokes: list[SpokeType] = many(
        SpokeRow,
        on="hub_id",
        order=("pillar_id", "platform", "id"),
        where=by_platform_and_status,
        description="The hub's spokes by pillar and platform.",
    )
    spoke_count: int = count(
        SpokeRow, on="hub_id", status__not=SpokeStatus.KILLED, description="Spokes of the hub, killed ones left out."
    )
    pending_count: int = count(
        SpokeRow, on="hub_id", status=SpokeStatus.PENDING, description="Spokes that wait for a decision."
    )
    job: Job | None = newest(models.Job, on="hub_id", description="The newest job on the hub.")


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
    pillar_ids: list[strawberry.ID] = strawberry.field(
        description="Every pillar of the hub, once; killed ones may be left out."
    )


@strawberry.input
class GenerateSpokesInput:
    client_id: strawberry.ID
    hub_id: strawberry.ID
    platforms: list[Platform] | None = None
    pillar_ids: list[strawberry.ID] | None = None
    spokes_per_hub: int | None = strawberry.field(
        default=None, description="Defaults to what the tier allows (25; 15 for Creator)."
    )


async def hub_of_account(context: Context, id: strawberry.ID) -> Within:
    """Raises NotFound, in the same words for a hub that is nobody's and one of a client that the viewer cannot see."""
    return Within(await service.access_to_hub(context.viewer, str(id)), {"id": str(id)})


@strawberry.type
class HubQueries:
    hub: Hub = found(
        models.Hub,
        "hub",
        where=hub_of_account,
        description="A hub, found through the registry and read in its client.",
        **SIGNED_IN,
    )


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
            upload=upload_of(input.file),
            platforms=input.platforms,
            generate=input.generate is not False,
        )
        hub, job = await service.create_hub(access, new)
        return HubJob(hub=Hub.of(hub, access), job=Job.of(job))

    @mutation(Permission.CREATE, "Changes a hub's title, themes or claims.")
    async def update_hub(self, info: Info, input: UpdateHubInput) -> Hub:
        access = await info.context.access(input.client_id)
        row = await service.update_hub(
            access, str(input.hub_id), title=input.title, themes=input.themes, claims=input.claims
        )
        return Hub.of(row, access)

    @mutation(Permission.CREATE, "Adds an angle of one's own at the end.")
    async def add_pillar(self, info: Info, input: AddPillarInput) -> Pillar:
        access = await info.context.access(input.client_id)
        row = await pillars.add_pillar(access, str(input.hub_id), input.title, input.angle, input.key_points or [])
        return Pillar.of(row, access)

    @mutation(Permission.CREATE, "Changes a pillar's wording.")
    async def update_pillar(self, info: Info, input: UpdatePillarInput) -> Pillar:
        access = await info.context.access(input.client_id)
        row = await pillars.update_pillar(
            access, str(input.pillar_id), title=input.title, angle=input.angle, key_points=input.key_points
        )
        return Pillar.of(row, access)

    @mutation(Permission.CREATE, "Puts a hub's pillars into an order.")
    async def reorder_pillars(self, info: Info, input: ReorderPillarsInput) -> list[Pillar]:
        access = await info.context.access(input.client_id)
        rows = await pillars.reorder_pillars(access, str(input.hub_id), [str(id) for id in input.pillar_ids])
        return [Pillar.of(row, access) for row in rows]

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
        return HubJob(hub=Hub.of(hub, access), job=Job.of(job))


def upload_of(file: object, path: str = "input.file") -> service.Upload | None:
    """Raises ValidationFailed for what is no file of a multipart request."""
    if file is None:
        return None
    if not isinstance(file, UploadFile):
        raise ValidationFailed((path, "Send the file as the multipart request specification says."))
    return service.Upload(file.filename or "upload", file.content_type, _pieces(file))


async def _pieces(file: UploadFile) -> AsyncIterator[bytes]:
    while piece := await file.read(PIECE):
        yield piece
