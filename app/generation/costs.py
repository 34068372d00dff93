"""What models took for a job, added up on its row: each call once, also those that wrote nothing."""

import tenancy
from app.hubs.jobs import Ticket
from app.hubs.models import Job
from app.llm import Usage


async def record(job_id: str, usage: Usage | None) -> None:
    """Call it inside a tenant transaction. A sum in which one cost is not known is not known itself."""
    job = await Job.get_or_none(id=job_id) if usage is not None and usage.calls else None
    if job is None or usage is None:
        return
    is_first = job.model_name is None
    cost = None
    if usage.cost_micro_usd is not None and (is_first or job.cost_micro_usd is not None):
        cost = (job.cost_micro_usd or 0) + usage.cost_micro_usd
    await Job.filter(id=job_id).update(
        model_name=usage.model,
        prompt_tokens=job.prompt_tokens + usage.prompt_tokens,
        completion_tokens=job.completion_tokens + usage.completion_tokens,
        cost_micro_usd=cost,
    )


async def record_alone(ticket: Ticket, usage: Usage | None) -> None:
    """For calls that no piece came of. Also of a job that is over: they were made for it."""
    if usage is not None and usage.calls:
        async with tenancy.bind(ticket.client_id), tenancy.transaction():
            await record(ticket.job_id, usage)
