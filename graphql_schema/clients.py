"""Clients: the brands, and the door to everything that lies in a client's own database."""

import time
from datetime import datetime

import strawberry

import tenancy
from app.accounts.policy import Permission
from app.accounts.viewer import Viewer
from app.clients import models, service
from app.clients.access import access_to, visible_client
from app.hubs import jobs as job_service
from app.hubs import service as hubs
from app.spokes import service as spokes
from app.spokes.service import SpokeFilter as Filter
from app.vocabulary import ClientStatus, HubStatus, JobStatus, Platform, SpokeStatus
from graphql_schema.connections import Connection, connection, size
from graphql_schema.context import Info
from graphql_schema.hubs import Hub
from graphql_schema.jobs import Job
from graphql_schema.permissions import mutation, query
from graphql_schema.spokes import Spoke
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


@strawberry.type(description="One brand that the account works for, with its own database.")
class Client:
    id: strawberry.ID
    name: str
    status: ClientStatus
    created_at: datetime
    durable_object_id: str = strawberry.field(description="Name of the client's own database.")
    vectorize_namespace: str = strawberry.field(description="The client's vector namespace.")
    r2_prefix: str = strawberry.field(description="The client's object prefix.")
    industry: str | None
    brand_color: str | None
    contact_email: str | None
    row: strawberry.Private[models.Client]
    viewer: strawberry.Private[Viewer]

    @classmethod
    def of(cls, viewer: Viewer, row: models.Client) -> "Client":
        return cls(
            id=strawberry.ID(row.id),
            name=row.name,
            status=row.status,
            created_at=row.created_at,
            durable_object_id=row.durable_object_id,
            vectorize_namespace=row.vectorize_namespace,
            r2_prefix=row.r2_prefix,
            industry=row.industry,
            brand_color=row.brand_color,
            contact_email=row.contact_email,
            row=row,
            viewer=viewer,
        )

    def __post_init__(self) -> None:
        self.access = access_to(self.viewer, self.row)

    @strawberry.field(description="The people assigned; owners and admins see every client and are not listed.")
    async def members(self) -> list[User]:
        return [User.of(row) for row in await service.members_of(self.row)]

    @strawberry.field(description="A hub of this client.")
    async def hub(self, id: strawberry.ID) -> Hub:
        return Hub.of(self.access, await hubs.get_hub(self.access, str(id)))

    @strawberry.field(description="The client's hubs, newest first.")
    async def hubs(
        self, status: HubStatus | None = None, first: int | None = 20, after: str | None = None
    ) -> Connection[Hub]:
        page, total = await hubs.list_hubs(self.access, status=status, first=size(first, 20), after=after)
        return connection(page, total, lambda row: Hub.of(self.access, row))

    @strawberry.field(description="A spoke of this client.")
    async def spoke(self, id: strawberry.ID) -> Spoke:
        return Spoke.of(self.access, await spokes.get_spoke(self.access, str(id)))

    @strawberry.field(description="The client's spokes, in the order in which they were planned.")
    async def spokes(
        self, filter: SpokeFilter | None = None, first: int | None = 50, after: str | None = None
    ) -> Connection[Spoke]:
        page, total = await spokes.list_spokes(
            self.access, filter.plain() if filter else Filter(), first=size(first, 50), after=after
        )
        return connection(page, total, lambda row: Spoke.of(self.access, row))

    @strawberry.field(description="Edited spokes that outlived their hub.")
    async def manual_assets(self, first: int | None = 50, after: str | None = None) -> Connection[Spoke]:
        page, total = await spokes.list_spokes(
            self.access, Filter(manual_assets=True), first=size(first, 50), after=after
        )
        return connection(page, total, lambda row: Spoke.of(self.access, row))

    @strawberry.field(description="The client's jobs, newest first.")
    async def jobs(
        self, status: JobStatus | None = None, first: int | None = 20, after: str | None = None
    ) -> Connection[Job]:
        async with self.access.bind():
            page, total = await job_service.list_jobs(status, size(first, 20), after)
        return connection(page, total, Job.of)


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


@strawberry.input
class DeleteClientInput:
    client_id: strawberry.ID
    confirm_name: str = strawberry.field(description="The client's name, repeated.")


@strawberry.input
class AssignUserInput:
    client_id: strawberry.ID
    user_id: strawberry.ID


@strawberry.type
class ClientQueries:
    @query("Clients the caller may see: all of the account's for owners and admins, the assigned ones for the rest.")
    async def clients(
        self,
        info: Info,
        status: ClientStatus | None = None,
        search: str | None = None,
        first: int | None = 20,
        after: str | None = None,
    ) -> Connection[Client]:
        viewer = info.context.viewer
        page, total = await service.list_clients(
            viewer, status=status, search=search, first=size(first, 20), after=after
        )
        return connection(page, total, lambda row: Client.of(viewer, row))

    @query("A client of the caller's.")
    async def client(self, info: Info, id: strawberry.ID) -> Client:
        return await client_of(info, id)


@strawberry.type
class ClientMutations:
    @mutation(Permission.CLIENTS, "Makes a client with its own empty database.")
    async def create_client(self, info: Info, input: CreateClientInput) -> Client:
        access = await service.create_client(info.context.viewer, **vars(input))
        return await client_of(info, strawberry.ID(access.client_id))

    @mutation(Permission.CLIENTS, "Changes a client. A paused or archived one is read, but nothing new is made in it.")
    async def update_client(self, info: Info, input: UpdateClientInput) -> Client:
        return Client.of(info.context.viewer, await service.update_client(info.context.viewer, **vars(input)))

    @mutation(Permission.CLIENTS, "Erases the client: its database, vectors and objects. The name must be repeated.")
    async def delete_client(self, info: Info, input: DeleteClientInput) -> bool:
        await service.delete_client(info.context.viewer, str(input.client_id), input.confirm_name)
        return True

    @mutation(Permission.TEAM, "Lets a person see a client.")
    async def assign_user(self, info: Info, input: AssignUserInput) -> Client:
        viewer = info.context.viewer
        return Client.of(viewer, await service.assign(viewer, str(input.client_id), str(input.user_id)))

    @mutation(Permission.TEAM, "Takes an assignment back.")
    async def unassign_user(self, info: Info, input: AssignUserInput) -> Client:
        viewer = info.context.viewer
        return Client.of(viewer, await service.unassign(viewer, str(input.client_id), str(input.user_id)))

    @mutation(Permission.READ, "Opens the client's database ahead of use and says how long that took.")
    async def switch_client(self, info: Info, client_id: strawberry.ID) -> ClientSwitch:
        client = await client_of(info, client_id)
        warm = tenancy.installed().is_open(str(client_id))
        started = time.perf_counter()
        async with client.access.bind():
            took = (time.perf_counter() - started) * 1000
        return ClientSwitch(client=client, hydration_ms=took, warm=warm)


async def client_of(info: Info, id: strawberry.ID) -> Client:
    viewer = info.context.viewer
    return Client.of(viewer, await visible_client(viewer, str(id)))
