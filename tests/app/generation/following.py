"""Following a job in this process: on the bus, and in the client's database."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import tenancy
from app.hubs.models import Job
from app.progress import MemoryBus
from app.progress.events import Event, JobChanged
from app.resources import Resources
from app.vocabulary import JobStatus
from tests.api import Api
from tests.fixtures.live import SOURCE

CREATE = "mutation($input: CreateHubInput!) { createHub(input: $input) { hub { id } job { id } } }"
GENERATE = """mutation($input: GenerateSpokesInput!) {
  generateSpokes(input: $input) { hub { id } job { id } }
}"""
CANCEL = "mutation($c: ID!, $j: ID!) { cancelJob(clientId: $c, jobId: $j) { id status } }"
RETRY = "mutation($c: ID!, $j: ID!) { retryJob(clientId: $c, jobId: $j) { id status progressPercent errorMessage } }"
WITHIN_S = 30


@dataclass
class Followed:
    """`events` are all of the client's, in the order of publishing."""

    events: list[Event] = field(default_factory=list)
    _arrived: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def add(self, event: Event) -> None:
        async with self._arrived:
            self.events.append(event)
            self._arrived.notify_all()

    def changes(self, job_id: str) -> list[JobChanged]:
        return [event for event in self.events if isinstance(event, JobChanged) and event.job_id == job_id]

    async def until(
        self, job_id: str, *, done: int = 0, status: JobStatus | None = None, phase: str | None = None
    ) -> JobChanged:
        """The newest change once so many spokes are done, and the status and the phase are reached."""

        def reached() -> bool:
            changes = self.changes(job_id)
            if not changes:
                return False
            now = changes[-1]
            return now.spokes_done >= done and status in (None, now.status) and phase in (None, now.phase)

        async with asyncio.timeout(WITHIN_S), self._arrived:
            await self._arrived.wait_for(reached)
        return self.changes(job_id)[-1]

    async def until_true(self, reached: Callable[[], bool]) -> None:
        """Until the events that have come so far make it true."""
        async with asyncio.timeout(WITHIN_S), self._arrived:
            await self._arrived.wait_for(reached)

    async def until_told(self, kind: type[Event]) -> None:
        """Until there was an event of the kind."""
        async with asyncio.timeout(WITHIN_S), self._arrived:
            await self._arrived.wait_for(lambda: any(isinstance(event, kind) for event in self.events))


@asynccontextmanager
async def following(resources: Resources, client_id: str) -> AsyncIterator[Followed]:
    assert isinstance(resources.bus, MemoryBus)
    followed = Followed()
    with resources.bus.watch(client_id) as watch:

        async def follow() -> None:
            async for event in watch:
                await followed.add(event)

        task = asyncio.create_task(follow())
        try:
            yield followed
        finally:
            task.cancel()
            await asyncio.wait([task])


async def create_hub(owner: Api, client_id: str, *, generate: bool = True, text: str = SOURCE) -> tuple[str, str]:
    """The ids of hub and job."""
    source = {"clientId": client_id, "sourceType": "TEXT", "text": text, "generate": generate}
    made = (await owner.run(CREATE, input=source))["createHub"]
    return made["hub"]["id"], made["job"]["id"]


async def ready_hub(resources: Resources, owner: Api, client_id: str) -> str:
    """A hub that has been read and has no spokes."""
    async with following(resources, client_id) as followed:
        hub_id, job_id = await create_hub(owner, client_id, generate=False)
        await followed.until(job_id, status=JobStatus.COMPLETE)
    return hub_id


async def read_job(client_id: str, job_id: str) -> Job:
    async with tenancy.bind(client_id):
        return await Job.get(id=job_id)


async def ended(resources: Resources, workflow_id: str) -> None:
    """Until the workflow is over and no step of any runs any more."""
    async with asyncio.timeout(WITHIN_S):
        while True:
            running = [task for task in asyncio.all_tasks() if "_supervise_step" in repr(task.get_coro())]
            if not running and await resources.engine.is_live(workflow_id) is False:
                return
            await asyncio.sleep(0.01)


def assert_told_in_order(changes: list[JobChanged]) -> None:
    """Each version once and rising, percent never back within a run, one terminal state and that one last."""
    assert [change.version for change in changes] == list(range(changes[0].version, changes[0].version + len(changes)))
    percents = [change.percent for change in changes]
    assert percents == sorted(percents)
    assert [change.is_final for change in changes] == [False] * (len(changes) - 1) + [True]
