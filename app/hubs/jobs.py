"""Jobs as people see them. Each change counts up `version`, and is published once it is committed, in that order.

Call the changing functions inside the transaction that writes what they report.
"""

from dataclasses import dataclass, replace
from typing import Any

import tenancy
from app import resources
from app.errors import NotFound
from app.hubs.models import Job
from app.kit import clock
from app.progress.events import Event, JobChanged
from app.vocabulary import JobStatus

WAITING = "Waiting for a free worker."
ACTIVE = (JobStatus.QUEUED, JobStatus.PROCESSING)


class JobEnded(Exception):
    """The job was cancelled, or is over: its workflow writes nothing more."""


@dataclass(frozen=True, slots=True)
class Ticket:
    """What a workflow carries of its job: names, no content. `hub_id` is empty for a job over all hubs."""

    client_id: str
    account_id: str
    hub_id: str
    job_id: str
    run: int

    @property
    def workflow_id(self) -> str:
        return f"{self.job_id}.{self.run}"

    def plain(self) -> "PlainTicket":
        return [self.client_id, self.account_id, self.hub_id, self.job_id, str(self.run)]

    @classmethod
    def of(cls, plain: "PlainTicket") -> "Ticket":
        client_id, account_id, hub_id, job_id, run = plain
        return cls(client_id, account_id, hub_id, job_id, int(run))


PlainTicket = list[str]
"""A ticket as the engine keeps it."""


async def get_job(job_id: str) -> Job:
    """Raises NotFound."""
    job = await Job.get_or_none(id=job_id)
    if job is None:
        raise NotFound("job", job_id)
    return job


async def active_job(hub_id: str) -> Job | None:
    return await Job.filter(hub_id=hub_id, status__in=ACTIVE).order_by("-id").first()


async def live_job(ticket: Ticket) -> Job:
    """The job, as long as this run of it may go on. Raises JobEnded."""
    job = await Job.get_or_none(id=ticket.job_id)
    if job is None or job.run != ticket.run or job.status.is_terminal:
        raise JobEnded(ticket.job_id)
    return job


async def change(job: Job, **changes: Any) -> Job:
    """Writes the changes and tells the watchers after the commit.

    Within one run a job never falls back: a step that runs again after a crash repeats what it said before.
    """
    status = changes.get("status")
    if status is JobStatus.PROCESSING and job.started_at is None:
        changes["started_at"] = clock.now()
    if status is not None:
        changes["completed_at"] = clock.now() if status.is_terminal else None
    if "progress_percent" in changes and "run" not in changes:
        changes["progress_percent"] = max(job.progress_percent, changes["progress_percent"])
    changes |= {"version": job.version + 1, "updated_at": clock.now()}
    job.update_from_dict(changes)
    await job.save(update_fields=list(changes))
    publish(snapshot(job))
    return job


async def queue(ticket: Ticket, kind: str, params: dict[str, Any], plan: list[dict[str, Any]] | None = None) -> Job:
    """A job that waits for its workflow to be started."""
    job = await Job.create(
        id=ticket.job_id,
        hub_id=ticket.hub_id or None,
        workflow_id=ticket.workflow_id,
        kind=kind,
        status=JobStatus.QUEUED,
        message=WAITING,
        params=params,
        plan=plan,
        spokes_total=len(plan or ()),
    )
    publish(snapshot(job))
    return job


async def new_run(job: Job, account_id: str) -> Ticket:
    """Queues the job once more, with a workflow of its own; what earlier runs still try is refused by `live_job`."""
    ticket = Ticket(tenancy.current_client_id(), account_id, job.hub_id or "", job.id, job.run + 1)
    await change(
        job,
        run=ticket.run,
        workflow_id=ticket.workflow_id,
        status=JobStatus.QUEUED,
        current_phase=None,
        progress_percent=0,
        error_message=None,
        message=WAITING,
        waits=0,
        refusals=0,
        waiting_since=None,
    )
    return ticket


async def put_off(job: Job, ticket: Ticket, message: str, *, was_refused: bool) -> Ticket:
    """Queues the job to go on later, as a run of its own that is shown where this one stood."""
    later = replace(ticket, run=ticket.run + 1)
    await change(
        job,
        run=later.run,
        workflow_id=later.workflow_id,
        status=JobStatus.QUEUED,
        message=message,
        waiting_since=job.waiting_since or clock.now(),
        waits=job.waits + 1,
        refusals=job.refusals + was_refused,
    )
    return later


def snapshot(job: Job) -> JobChanged:
    return JobChanged(
        job_id=job.id,
        hub_id=job.hub_id,
        at=job.updated_at,
        version=job.version,
        status=job.status,
        phase=job.current_phase,
        percent=job.progress_percent,
        message=job.error_message if job.status is JobStatus.FAILED else job.message,
        spokes_done=job.spokes_done,
        spokes_total=job.spokes_total,
    )


_SNAPSHOT = """
SELECT id, hub_id, updated_at, version, status, current_phase, progress_percent,
CASE status WHEN 'failed' THEN error_message ELSE message END, spokes_done, spokes_total FROM generation_queue
"""


async def snapshots(where: str, *params: str) -> list[JobChanged]:
    """As `snapshot` of the bound client's jobs that the SQL after FROM names: thousands ask for it at once."""
    async with tenancy.reader(tenancy.current_client_id()) as reads:
        rows = await reads.execute(_SNAPSHOT + where, params, inline=True)
    return [
        JobChanged(
            job_id=job_id,
            hub_id=hub_id,
            at=clock.from_millis(at),
            version=version,
            status=JobStatus(status),
            phase=phase,
            percent=percent,
            message=message,
            spokes_done=done,
            spokes_total=total,
        )
        for job_id, hub_id, at, version, status, phase, percent, message, done, total in rows
    ]


def publish(event: Event) -> None:
    """Told to the bound client's watchers when the surrounding transaction has committed.

    What is told of may have changed texts, so those who keep their vectors look.
    """
    client_id = tenancy.current_client_id()
    opened = resources.current()

    def tell() -> None:
        opened.bus.publish(client_id, event)
        opened.vectors.changes.mark(client_id)

    tenancy.after_commit(tell)
