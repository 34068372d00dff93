"""The kill chain, and how a kill is undone."""

import strawberry

from app.accounts.policy import Permission
from app.clients.access import ClientAccess
from app.hubs import models as hubs
from app.review.kill_log import Kill
from app.review.killing import kill_hub, kill_pillar, kill_spoke
from app.review.restoring import Restored, restore
from app.spokes import models as spokes
from graphql_schema.context import Info
from graphql_schema.hubs import Hub, Pillar
from graphql_schema.permissions import mutation
from graphql_schema.spokes import RejectSpokeInput, Spoke


@strawberry.type(description="What a kill, or undoing one, came to.")
class KillResult:
    killed: int = strawberry.field(description="Pieces that were killed.")
    survived: int = strawberry.field(
        description="Edited pieces that outlive their hub or angle; of a kill undone, those that came back to it."
    )
    restored: int = strawberry.field(description="Pieces that are what they were before the kill.")
    hub: Hub | None
    pillar: Pillar | None
    spoke: Spoke | None
    canceled_jobs: int = strawberry.field(description="Jobs that were cancelled; undoing the kill leaves them so.")
    already_killed: bool = strawberry.field(description="Whether it was killed before, so that nothing has changed.")

    @classmethod
    def of_kill(cls, kill: Kill, access: ClientAccess) -> "KillResult":
        return cls(
            killed=kill.changed.killed,
            survived=kill.changed.survived,
            restored=0,
            hub=Hub.of(kill.hub, access) if kill.hub else None,
            pillar=Pillar.of(kill.pillar, access) if kill.pillar else None,
            spoke=None,
            canceled_jobs=len(kill.stopped),
            already_killed=kill.is_old,
        )

    @classmethod
    def of_restored(cls, restored: Restored, access: ClientAccess) -> "KillResult":
        subject = restored.subject
        return cls(
            killed=0,
            survived=restored.rejoined,
            restored=restored.restored,
            hub=Hub.of(subject, access) if isinstance(subject, hubs.Hub) else None,
            pillar=Pillar.of(subject, access) if isinstance(subject, hubs.Pillar) else None,
            spoke=Spoke.of(subject, access) if isinstance(subject, spokes.Spoke) else None,
            canceled_jobs=0,
            already_killed=False,
        )


@strawberry.input
class KillHubInput:
    client_id: strawberry.ID
    hub_id: strawberry.ID
    reason: str | None = strawberry.field(default=None, description="At most 500 characters.")


@strawberry.input
class KillPillarInput:
    client_id: strawberry.ID
    pillar_id: strawberry.ID
    reason: str | None = strawberry.field(default=None, description="At most 500 characters.")


@strawberry.input(description="Exactly one of hubId, pillarId and spokeId.")
class RestoreInput:
    client_id: strawberry.ID
    hub_id: strawberry.ID | None = None
    pillar_id: strawberry.ID | None = None
    spoke_id: strawberry.ID | None = None


@strawberry.type
class KillMutations:
    @mutation(
        Permission.DIRECT,
        "Kills a hub with its angles, its pieces and the jobs at work on it; edited pieces survive without a hub.",
    )
    async def kill_hub(self, info: Info, input: KillHubInput) -> KillResult:
        access = await info.context.access(input.client_id)
        return KillResult.of_kill(await kill_hub(access, str(input.hub_id), input.reason), access)

    @mutation(
        Permission.DIRECT,
        "Kills an angle with its pieces and the jobs that write for it; edited pieces survive in their hub.",
    )
    async def kill_pillar(self, info: Info, input: KillPillarInput) -> KillResult:
        access = await info.context.access(input.client_id)
        return KillResult.of_kill(await kill_pillar(access, str(input.pillar_id), input.reason), access)

    @mutation(Permission.DIRECT, "Kills one piece, also an edited one. If it is being written anew, that ends first.")
    async def kill_spoke(self, info: Info, input: RejectSpokeInput) -> Spoke:
        access = await info.context.access(input.client_id)
        row = await kill_spoke(access, str(input.spoke_id), input.reason, input.expected_revision)
        return Spoke.of(row, access)

    @mutation(Permission.DIRECT, "Undoes the newest kill of this hub, pillar or spoke, survivors included.")
    async def restore(self, info: Info, input: RestoreInput) -> KillResult:
        access = await info.context.access(input.client_id)
        given = {"hub_id": input.hub_id, "pillar_id": input.pillar_id, "spoke_id": input.spoke_id}
        return KillResult.of_restored(await restore(access, **given), access)
