"""Jobs: rows of the queue, and the mutations that start, stop and repeat them."""

from datetime import datetime

import strawberry

from app.accounts.policy import Permission
from app.generation import service
from app.hubs.models import Job as JobRow
from app.vocabulary import JobStatus
from graphql_schema.context import Info
from graphql_schema.permissions import mutation, query


@strawberry.type(description="A row of `generation_queue`: one durable piece of work.")
class Job:
    id: strawberry.ID
    hub_id: strawberry.ID | None
    workflow_id: str | None
    status: JobStatus
    current_phase: str | None
    progress_percent: int
    error_message: str | None
    started_at: datetime | None
    completed_at: datetime | None

    @classmethod
    def of(cls, row: JobRow) -> "Job":
        return cls(
            id=strawberry.ID(row.id),
            hub_id=strawberry.ID(row.hub_id) if row.hub_id else None,
            workflow_id=row.workflow_id,
            status=row.status,
            current_phase=row.current_phase,
            progress_percent=row.progress_percent,
            error_message=row.error_message,
            started_at=row.started_at,
            completed_at=row.completed_at,
        )


@strawberry.type
class JobQueries:
    @query("A job of one client.")
    async def job(self, info: Info, client_id: strawberry.ID, id: strawberry.ID) -> Job:
        return Job.of(await service.get_job(await info.context.access(client_id), str(id)))


@strawberry.type
class JobMutations:
    @mutation(Permission.CREATE, "Ends a job; the pieces it has finished stay.")
    async def cancel_job(self, info: Info, client_id: strawberry.ID, job_id: strawberry.ID) -> Job:
        return Job.of(await service.cancel_job(await info.context.access(client_id), str(job_id)))

    @mutation(Permission.CREATE, "Runs a failed or cancelled job again; what it had finished is kept.")
    async def retry_job(self, info: Info, client_id: strawberry.ID, job_id: strawberry.ID) -> Job:
        return Job.of(await service.retry_job(await info.context.access(client_id), str(job_id)))
