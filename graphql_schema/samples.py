"""The texts that a client's voice is learned from, and the topics that it stays away from."""

from datetime import datetime

import strawberry

from app.accounts.policy import Permission
from app.brand import models, samples
from app.calibration.strength import measure_anew
from app.generation.rescoring import rescored
from graphql_schema.context import Info
from graphql_schema.fields import column
from graphql_schema.permissions import mutation
from graphql_schema.reading import Row


@strawberry.type(description="A text in the client's own voice.")
class TrainingSample(Row, of=models.TrainingSample):
    id: strawberry.ID
    text: str = column(long=True)
    calibration_id: strawberry.ID | None = column("The calibration that it came with.")
    created_at: datetime


@strawberry.input
class RemoveTrainingSampleInput:
    client_id: strawberry.ID
    training_sample_id: strawberry.ID


@strawberry.input
class SetTopicsToAvoidInput:
    client_id: strawberry.ID
    topics: list[str] = strawberry.field(description="All of them: at most 50, of 100 characters each.")


@strawberry.type
class SampleMutations:
    @mutation(Permission.DIRECT, "Takes a text out of those that the client's voice is learned from.")
    async def remove_training_sample(self, info: Info, input: RemoveTrainingSampleInput) -> bool:
        access = await info.context.access(input.client_id)
        async with rescored(access):
            await samples.remove_sample(access, str(input.training_sample_id))
        await measure_anew(access.client_id)
        return True

    @mutation(Permission.DIRECT, "Sets the topics that the client stays away from; those left out are given up.")
    async def set_topics_to_avoid(self, info: Info, input: SetTopicsToAvoidInput) -> list[str]:
        access = await info.context.access(input.client_id)
        async with rescored(access):
            return await samples.set_topics_to_avoid(access, input.topics)
