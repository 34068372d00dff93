"""Work that survives the process, on DBOS: workflows are checkpointed step by step and go on where they were.

A workflow is started by name, so that a domain can start what a higher one defines. Steps run at least once: each is
written so that a second run changes nothing. What they take and return is small plain data, never a client's content.
"""

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from dbos import DBOS, DBOSPortableJSONSerializer, SetEnqueueOptions, SetWorkflowID

P = ParamSpec("P")
R = TypeVar("R")
Workflow = Callable[..., Coroutine[Any, Any, Any]]

QUEUE = "jobs"
# A constant, so that work goes on after an upgrade; a change of a workflow's shape gets a new workflow name.
APPLICATION_VERSION = "1"
KEEP_FINISHED = 1000

_workflows: dict[str, Workflow] = {}


def workflow(name: str) -> Callable[[Callable[P, Coroutine[Any, Any, R]]], Callable[P, Coroutine[Any, Any, R]]]:
    """Registers a durable workflow under a name that never changes."""

    def register(function: Callable[P, Coroutine[Any, Any, R]]) -> Callable[P, Coroutine[Any, Any, R]]:
        durable = DBOS.workflow(name=name)(function)
        _workflows[name] = durable
        return durable

    return register


def step(
    name: str, *, attempts: int = 3, timeout_s: float = 300
) -> Callable[[Callable[P, Coroutine[Any, Any, R]]], Callable[P, Coroutine[Any, Any, R]]]:
    """A checkpoint: once its result is kept it is not run again. Retried when it raises; ended when cancelled."""
    return DBOS.step(
        name=name,
        retries_allowed=attempts > 1,
        max_attempts=attempts,
        interval_seconds=0.2,
        preemptible=True,
        timeout_seconds=timeout_s,
    )


@dataclass(frozen=True, slots=True)
class Concurrency:
    """Jobs at the same time: in this process, and of one client."""

    total: int
    per_client: int


class Engine:
    """The one engine of the process; to be opened inside the event loop that the workflows shall run on."""

    async def open(self, database: Path, concurrency: Concurrency, executor_id: str = "local") -> None:
        """Goes on at once with what an earlier process of this executor has left."""
        await asyncio.to_thread(_use_wal, database)
        DBOS(
            config={
                "name": "foundry",
                "system_database_url": f"sqlite:///{database}",
                "application_version": APPLICATION_VERSION,
                "executor_id": executor_id,
                "max_executor_threads": 64,
                "log_level": "WARNING",
                "serializer": DBOSPortableJSONSerializer(),
            }
        )
        DBOS.launch()
        await DBOS.register_queue_async(
            QUEUE,
            worker_concurrency=concurrency.total,
            partition_concurrency=concurrency.per_client,
            polling_interval_sec=0.1,
        )

    async def close(self, wait_s: int = 5) -> None:
        """Running workflows are left where they are after `wait_s`; the next start goes on with them."""
        await asyncio.to_thread(DBOS.destroy, workflow_completion_timeout_sec=wait_s)
        # DBOS had made its own executor the loop's default one, and has shut it down.
        asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(thread_name_prefix="worker"))

    async def start(self, name: str, workflow_id: str, client_id: str, *arguments: Any) -> None:
        """Queues the workflow; the same id again starts nothing."""
        with SetWorkflowID(workflow_id), SetEnqueueOptions(queue_partition_key=client_id):
            await DBOS.enqueue_workflow_async(QUEUE, _workflows[name], *arguments)

    async def cancel(self, workflow_id: str) -> None:
        await DBOS.cancel_workflow_async(workflow_id, cancel_children=True)

    async def is_known(self, workflow_id: str) -> bool:
        return await DBOS.get_workflow_status_async(workflow_id) is not None

    async def forget_finished(self, keep: int = KEEP_FINISHED) -> int:
        """Deletes the records of finished workflows but the newest; returns how many."""
        finished = await DBOS.list_workflows_async(
            status=["SUCCESS", "ERROR", "CANCELLED"],
            sort_desc=True,
            offset=keep,
            limit=1000,
            load_input=False,
            load_output=False,
        )
        if finished:
            await DBOS.delete_workflows_async([status.workflow_id for status in finished])
        return len(finished)


async def gathered(*steps: Awaitable[R]) -> list[R]:
    """All of them at once. They take their numbers in the order given, so a resumed workflow finds its results."""
    return list(await asyncio.gather(*steps))


def _use_wal(database: Path) -> None:
    database.parent.mkdir(parents=True, exist_ok=True)
    connection = sqlite3.connect(database)
    try:
        connection.execute("PRAGMA journal_mode=WAL")
    finally:
        connection.close()
