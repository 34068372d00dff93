"""Clients: the brands, and the door to everything that lies in a client's own database."""

import time
from datetime import datetime
from typing import Any

import strawberry

import tenancy
from app.accounts import models as accounts
from app.accounts.policy import Permission
from app.brand import models as brand_models
from app.clients import models, service
from app.clients.access import access_to, visible_client
from app.exports import models as export_models
from app.grounding import drift
from app.grounding import models as grounding_models
from app.hubs import models as hub_models
from app.review import models as review_models
from app.spokes import models as spoke_models
from app.spokes.service import SpokeFilter as Filter
from app.trail import models as trail_models
from app.vocabulary import ClientStatus, HubStatus, JobStatus, Platform, ProposalStatus, SpokeStatus
from graphql_schema.analytics import Analytics, analytics
from graphql_schema.brand import BannedWord, BrandStance, Persona, VoiceMarker
from graphql_schema.calibration import CalibrationConnection
from graphql_schema.connections import Connection
from graphql_schema.context import Context, Info
from graphql_schema.dna import BrandDna, dna_of
from graphql_schema.exports import Export
from graphql_schema.fields import asking, column, each, found, made, page, same
from graphql_schema.grounding import DnaProposal, DriftAlertRecord, DriftStatus, GroundingAudit
from graphql_schema.hubs import Hub
from graphql_schema.jobs import Job
from graphql_schema.permissions import SIGNED_IN, mutation
from graphql_schema.reading import Conditions, Row
from graphql_schema.recall import SimilarText, similar
from graphql_schema.review import ReviewQueue
from graphql_schema.rules import ComplianceConfig, RubricThreshold, compliance_of, rubric_of
from graphql_schema.samples import TrainingSample
from graphql_schema.sharing import ReviewLink, links_for
from graphql_schema.spokes import Spoke
from graphql_schema.trail import TrailEntry, noted
from graphql_schema.users import User


@strawberry.input(description="Every condition that is given must hold; scores that were not evaluated match no bound.")
class SpokeFilter:
    hub_id: strawberry.ID | None = None
    pillar_id: strawberry.ID | None = None
    platform: Platform | None = None
    status: SpokeStatus | None = None
    g2_min: float | None = None
    g7_min: float | None = None
    g7_max: float | None = None
    creative_conflict: bool | None = None
    mutated: bool | None = None
    search: str | None = strawberry.field(default=None, description="Part of the content, in any case.")

    def plain(self) -> Filter:
        return Filter(**vars(self))


def by_id(id: strawberry.ID) -> Conditions:
    return {"id": str(id)}


def by_hub_status(status: HubStatus | None = None) -> Conditions:
    return {"status": status}


def by_job_status(status: JobStatus | None = None) -> Conditions:
    return {"status": status}


def by_proposal_status(status: ProposalStatus | None = None) -> Conditions:
    return {"status": status}


def filtered(filter: SpokeFilter | None = None) -> Conditions:
    return filter.plain().conditions() if filter else {}


def every() -> Conditions:
    return {}


def outlived() -> Conditions:
    return Filter(manual_assets=True).conditions()


async def assigned(source: Any) -> Conditions:
    return {"id__in": await service.assigned_to(source.id)}


@strawberry.type(description="One brand that the account works for, with its own database.")
class Client(Row, of=models.Client):
    id: strawberry.ID
    name: str
    status: ClientStatus
    created_at: datetime
    durable_object_id: str = column("Name of the client's own database.")
    vectorize_namespace: str = column("The client's vector namespace.")
    r2_prefix: str = column("The client's object prefix.")
    industry: str | None
    brand_color: str | None
    contact_email: str | None
    writer_fallback: bool = column("Whether the built-in writer may write where the configured model cannot be had.")
    members: list[User] = each(
        accounts.User,
        where=assigned,
        needs=("id",),
        description="The people assigned; owners and admins see every client and are not listed.",
    )
    hub: Hub = found(hub_models.Hub, "hub", where=by_id, description="A hub of this client.")
    hubs: Connection[Hub] = page(
        hub_models.Hub, order="-id", size=20, where=by_hub_status, description="The client's hubs, newest first."
    )
    spoke: Spoke = found(spoke_models.Spoke, "spoke", where=by_id, description="A spoke of this client.")
    spokes: Connection[Spoke] = page(
        spoke_models.Spoke,
        order="id",
        size=50,
        where=filtered,
        description="The client's spokes, in the order in which they were planned.",
    )
    manual_assets: Connection[Spoke] = page(
        spoke_models.Spoke, order="id", size=50, where=outlived, description="Edited spokes that outlived their hub."
    )
    jobs: Connection[Job] = page(
        hub_models.Job, order="-id", size=20, where=by_job_status, description="The client's jobs, newest first."
    )
    exports: Connection[Export] = page(
        export_models.Export, order="-id", size=20, description="Files made of the client's pieces, newest first."
    )
    rubric: list[RubricThreshold] = made(
        rubric_of, of=brand_models.RubricOverride, description="From which score each gate passes, in their order."
    )
    compliance: ComplianceConfig | None = made(
        compliance_of,
        of=brand_models.ComplianceConfig,
        description="The industry whose rules bind the client; null for one of no regulated industry.",
    )
    brand_dna: BrandDna = made(
        dna_of, of=brand_models.BrandDna, of_whom=True, description="What is known of the client's voice."
    )
    voice_markers: list[VoiceMarker] = each(
        brand_models.VoiceMarker, where=every, description="Phrases that sound like the client."
    )
    banned_words: list[BannedWord] = each(
        brand_models.BannedWord, where=every, description="Words that the client never uses, or avoids."
    )
    brand_stances: list[BrandStance] = each(
        brand_models.BrandStance, where=every, description="What the client stands for."
    )
    calibrations: CalibrationConnection = page(
        brand_models.CalibrationEvent,
        order="-id",
        size=20,
        connection=CalibrationConnection,
        description="What taught the client's voice, newest first.",
    )
    personas: list[Persona] = each(brand_models.Persona, where=every, description="Whom the client speaks to.")
    drift: DriftStatus = asking(
        drift.FACTS,
        drift.drift_of,
        of=grounding_models.DriftAlertRow,
        moves=True,
        description="How far people's edits and approvals of the last seven days are from what was written.",
    )
    grounding_audits: Connection[GroundingAudit] = page(
        grounding_models.GroundingAudit, order="-id", size=20, description="Readings of people's edits, newest first."
    )
    proposals: Connection[DnaProposal] = page(
        grounding_models.DnaProposal,
        order="-id",
        size=20,
        where=by_proposal_status,
        description="Changes of the brand that edits and remarks speak for: the newest audit's first, and of them the "
        "one that most speaks for.",
    )
    drift_alerts: Connection[DriftAlertRecord] = page(
        grounding_models.DriftAlertRow,
        order="-id",
        size=20,
        description="Bounds of drift that were crossed, newest first.",
    )
    training_samples: Connection[TrainingSample] = page(
        brand_models.TrainingSample, order="-id", size=20, description="Texts in the client's own voice, newest first."
    )
    review: ReviewQueue = same("What waits for a person.")
    review_links: list[ReviewLink] = each(
        review_models.ReviewLink,
        where=links_for,
        order="-id",
        description="Links for outside reviewers, newest first. (Needs the right `direct`.)",
    )
    audit_trail: Connection[TrailEntry] = page(
        trail_models.TrailEntry,
        order="-id",
        size=50,
        where=noted,
        description="Who did what in this client, and in which words, newest first. (Needs the right `direct`.)",
    )
    analytics: Analytics = analytics()
    similar: list[SimilarText] = strawberry.field(
        resolver=similar, description="Nearest of the client's own texts, by meaning; at most 100."
    )


@strawberry.type(description="What opening the client's database took.")
class ClientSwitch:
    client: Client
    hydration_ms: float = strawberry.field(description="Milliseconds until the database could be read.")
    warm: bool = strawberry.field(description="Whether it was open already.")


@strawberry.input
class CreateClientInput:
    name: str
    industry: str | None = None
    brand_color: str | None = None
    contact_email: str | None = None


@strawberry.input(description="What is left out, or null, stays as it is.")
class UpdateClientInput:
    client_id: strawberry.ID
    name: str | None = None
    status: ClientStatus | None = None
    industry: str | None = None
    brand_color: str | None = None
    contact_email: str | None = None
    writer_fallback: bool | None = strawberry.field(
        default=None, description="Whether the built-in writer may write where the configured model cannot be had."
    )


@strawberry.input
class DeleteClientInput:
    client_id: strawberry.ID
    confirm_name: str = strawberry.field(description="The client's name, repeated.")


@strawberry.input
class AssignUserInput:
    client_id: strawberry.ID
    user_id: strawberry.ID


async def seen(context: Context, status: ClientStatus | None = None, search: str | None = None) -> Conditions:
    visible = await service.visible_to(context.viewer)
    return {**visible, "status": status, "name__icontains": search or None}


async def one_seen(context: Context, id: strawberry.ID) -> Conditions:
    return {**await service.visible_to(context.viewer), "id": str(id)}


@strawberry.type
class ClientQueries:
    clients: Connection[Client] = page(
        models.Client,
        order="id",
        size=20,
        where=seen,
        description=(
            "Clients the caller may see: all of the account's for owners and admins, the assigned ones for the rest."
        ),
        **SIGNED_IN,
    )
    client: Client = found(
        models.Client, "client", where=one_seen, description="A client of the caller's.", **SIGNED_IN
    )


@strawberry.type
class ClientMutations:
    @mutation(Permission.CLIENTS, "Makes a client with its own empty database.")
    async def create_client(self, info: Info, input: CreateClientInput) -> Client:
        access = await service.create_client(info.context.viewer, **vars(input))
        return await client_of(info, strawberry.ID(access.client_id))

    @mutation(Permission.CLIENTS, "Changes a client. A paused or archived one is read, but nothing new is made in it.")
    async def update_client(self, info: Info, input: UpdateClientInput) -> Client:
        return Client.of(await service.update_client(info.context.viewer, **vars(input)))

    @mutation(Permission.CLIENTS, "Erases the client: its database, vectors and objects. The name must be repeated.")
    async def delete_client(self, info: Info, input: DeleteClientInput) -> bool:
        await service.delete_client(info.context.viewer, str(input.client_id), input.confirm_name)
        return True

    @mutation(Permission.TEAM, "Lets a person see a client.")
    async def assign_user(self, info: Info, input: AssignUserInput) -> Client:
        viewer = info.context.viewer
        return Client.of(await service.assign(viewer, str(input.client_id), str(input.user_id)))

    @mutation(Permission.TEAM, "Takes an assignment back.")
    async def unassign_user(self, info: Info, input: AssignUserInput) -> Client:
        viewer = info.context.viewer
        return Client.of(await service.unassign(viewer, str(input.client_id), str(input.user_id)))

    @mutation(Permission.READ, "Opens the client's database ahead of use and says how long that took.")
    async def switch_client(self, info: Info, client_id: strawberry.ID) -> ClientSwitch:
        client = await visible_client(info.context.viewer, str(client_id))
        warm = tenancy.installed().is_open(client.id)
        started = time.perf_counter()
        async with access_to(info.context.viewer, client).bind():
            took = (time.perf_counter() - started) * 1000
        return ClientSwitch(client=Client.of(client), hydration_ms=took, warm=warm)


async def client_of(info: Info, id: strawberry.ID) -> Client:
    return Client.of(await visible_client(info.context.viewer, str(id)))
