"""Jobs: rows of the queue, and the mutations that start, stop and repeat them."""

from datetime import datetime

import strawberry

from app.accounts.policy import Permission
from app.generation import service
from app.hubs.models import Job as JobRow
from app.vocabulary import JobStatus
from graphql_schema.context import Context, Info
from graphql_schema.fields import column, found
from graphql_schema.permissions import SIGNED_IN, mutation
from graphql_schema.reading import Row, Within
from graphql_schema.scalars import BigInt


@strawberry.type(description="A row of `generation_queue`: one durable piece of work.")
class Job(Row, of=JobRow):
    id: strawberry.ID
    hub_id: strawberry.ID | None
    workflow_id: str | None
    status: JobStatus
    current_phase: str | None
    progress_percent: int
    error_message: str | None
    started_at: datetime | None
    completed_at: datetime | None
    model_name: str | None = column("The model that was asked to write; null where the built-in writer was alone.")
    prompt_tokens: int = column("Tokens that were sent to the model, also for pieces that came to nothing.")
    completion_tokens: int = column("Tokens that the model wrote.")
    cost_micro_usd: BigInt | None = column(
        "What the model cost, in millionths of a dollar; null where its price is not known."
    )


async def job_of_client(context: Context, client_id: strawberry.ID, id: strawberry.ID) -> Within:
    return Within(await context.access(client_id), {"id": str(id)})


@strawberry.type
class JobQueries:
    job: Job = found(JobRow, "job", where=job_of_client, description="A job of one client.", **SIGNED_IN)


@strawberry.type
class JobMutations:
    @mutation(Permission.CREATE, "Ends a job; the pieces it has finished stay.")
    async def cancel_job(self, info: Info, client_id: strawberry.ID, job_id: strawberry.ID) -> Job:
        return Job.of(await service.cancel_job(await info.context.access(client_id), str(job_id)))

    @mutation(Permission.CREATE, "Runs a failed or cancelled job again; what it had finished is kept.")
    async def retry_job(self, info: Info, client_id: strawberry.ID, job_id: strawberry.ID) -> Job:
        return Job.of(await service.retry_job(await info.context.access(client_id), str(job_id)))
