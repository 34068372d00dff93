"""Work that survives the process, on DBOS: workflows are checkpointed step by step and go on where they were.

A workflow is started by name, so that a domain can start what a higher one defines. Steps run at least once: each is
written so that a second run changes nothing. What they take, return and raise is small plain data, never a client's
content: it is kept in a database that belongs to no client.
"""

import asyncio
import contextvars
import functools
import logging
import sqlite3
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from dbos import DBOS, DBOSClient, DBOSPortableJSONSerializer, SetEnqueueOptions, SetWorkflowID
from dbos import error as dbos_errors

from app.workflows import erasing, old_sqlite
from tenancy import carry_over

P = ParamSpec("P")
R = TypeVar("R")
Workflow = Callable[..., Coroutine[Any, Any, Any]]

APPLICATION = "foundry"
QUEUE = "jobs"
# A constant, so that work goes on after an upgrade; a change of a workflow's shape gets a new workflow name.
APPLICATION_VERSION = "1"
POLL_S = 0.2  # each look takes two milliseconds of the processor
KEEP_FINISHED = 1000
TIDY_EVERY_S = 600
TIDY_AT_ONCE = 1000
CUT_OFF_S = 5.0
"""How long what was cancelled may take to notice."""
FINISHED = ["SUCCESS", "ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED"]

EXPECTED = (
    "Asyncio task cancelled for workflow or step",
    "was cancelled during execution",
    "is no longer owned by this execution",
)

log = logging.getLogger(__name__)
_workflows: dict[str, Workflow] = {}
_running: dict["asyncio.Task[Any]", str] = {}
"""The tasks of workflows at work, and their workflows' ids."""


def _is_news(record: logging.LogRecord) -> bool:
    """DBOS warns of every step that a shutdown or a cancelled job cuts off; that is what was asked for."""
    error = record.exc_info[1] if record.exc_info else None
    is_expected = isinstance(error, dbos_errors.DBOSAwaitedWorkflowCancelledError)
    return not is_expected and not any(words in record.getMessage() for words in EXPECTED)


class StepFailed(Exception):
    """A step raised. What it raised is in the log alone: its words may quote a client."""


def workflow(name: str) -> Callable[[Callable[P, Coroutine[Any, Any, R]]], Callable[P, Coroutine[Any, Any, R]]]:
    """Registers a durable workflow under a name that never changes."""

    def register(function: Callable[P, Coroutine[Any, Any, R]]) -> Callable[P, Coroutine[Any, Any, R]]:
        @functools.wraps(function)
        async def tracked(*args: P.args, **kwargs: P.kwargs) -> R:
            task = asyncio.current_task()
            assert task is not None
            _running[task] = str(DBOS.workflow_id)
            try:
                return await function(*args, **kwargs)
            finally:
                del _running[task]

        durable = DBOS.workflow(name=name)(tracked)
        _workflows[name] = durable
        return durable

    return register


def step(
    name: str, *, attempts: int = 3, timeout_s: float = 300
) -> Callable[[Callable[P, Coroutine[Any, Any, R]]], Callable[P, Coroutine[Any, Any, R]]]:
    """A checkpoint: once its result is kept it is not run again. Retried when it raises; ended when cancelled."""
    durable = DBOS.step(
        name=name,
        retries_allowed=attempts > 1,
        max_attempts=attempts,
        interval_seconds=0.2,
        preemptible=True,
        timeout_seconds=timeout_s,
    )

    def register(function: Callable[P, Coroutine[Any, Any, R]]) -> Callable[P, Coroutine[Any, Any, R]]:
        @functools.wraps(function)
        async def wordless(*args: P.args, **kwargs: P.kwargs) -> R:
            try:
                return await function(*args, **kwargs)
            except Exception as error:
                if (task := asyncio.current_task()) is not None and task.cancelling():
                    raise asyncio.CancelledError from error  # cut off; what it still tried could only fail
                log.exception("step %s failed in workflow %s", name, DBOS.workflow_id)
                raise StepFailed(f"{name}: {type(error).__name__}") from None

        return durable(wordless)

    return register


@dataclass(frozen=True, slots=True)
class Concurrency:
    """Jobs at the same time: in this process, and of one client."""

    total: int
    per_client: int


class Engine:
    """The one engine of the process; to be opened inside the event loop that the workflows shall run on."""

    def __init__(self) -> None:
        self._tidying: asyncio.Task[None] | None = None
        self._database = Path()
        self._to_forget: list[str] = []

    async def open(self, database: Path, concurrency: Concurrency, executor_id: str = "local") -> None:
        """Goes on at once with what an earlier process of this executor has left."""
        url, self._database = f"sqlite:///{database}", database
        old_sqlite.teach_where_needed()
        erasing.erase_what_is_deleted()
        await asyncio.to_thread(_prepare, database, url, concurrency)
        DBOS(
            config={
                "name": APPLICATION,
                "system_database_url": url,
                "application_version": APPLICATION_VERSION,
                "executor_id": executor_id,
                "max_executor_threads": 64,
                # Nothing here waits for notifications, but closing waits for the thread that polls for them.
                "notification_listener_polling_interval_sec": 0.2,
                "log_level": "WARNING",
                "serializer": DBOSPortableJSONSerializer(),
            }
        )
        logging.getLogger("dbos").addFilter(_is_news)
        DBOS.launch()
        self._tidying = asyncio.create_task(self._tidy())
        while self._to_forget:
            await self.forget_client(self._to_forget.pop())

    async def close(self) -> None:
        """Running workflows are left where they are; the next start goes on with them.

        They are cut off here: once the engine is gone, what they still tried would fail, and be taken for their fault.
        """
        if self._tidying is not None:
            self._tidying.cancel()
        destroyed = asyncio.create_task(asyncio.to_thread(DBOS.destroy))
        while not destroyed.done() or _running:
            for task in _running:
                task.cancel()
            await asyncio.wait([destroyed, *_running], timeout=0.1)
        await destroyed
        # DBOS had made its own executor the loop's default one, and has shut it down.
        asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(thread_name_prefix="worker"))

    async def start(
        self, name: str, workflow_id: str, client_id: str, *arguments: Any, delay_s: float | None = None
    ) -> None:
        """Queues the workflow, from `delay_s` on; the same id again starts nothing."""
        with SetWorkflowID(workflow_id), SetEnqueueOptions(queue_partition_key=client_id, delay_seconds=delay_s):
            await DBOS.enqueue_workflow_async(QUEUE, _workflows[name], *arguments)

    async def start_apart(self, name: str, workflow_id: str, client_id: str, *arguments: Any) -> None:
        """As `start`, also from inside a step: it is no child of the workflow at work, and not cancelled with it."""
        starting = self.start(name, workflow_id, client_id, *arguments)
        await asyncio.create_task(starting, context=contextvars.Context())

    async def cancel(self, workflow_id: str) -> None:
        """Also before it has begun; one that is over, or was never started, is left alone."""
        await DBOS.cancel_workflow_async(workflow_id, cancel_children=True)

    async def is_live(self, workflow_id: str) -> bool | None:
        """Whether the workflow has not ended; None when it was never started."""
        status = await DBOS.get_workflow_status_async(workflow_id)
        return status.status not in FINISHED if status is not None else None

    async def forget_finished(self, keep: int = KEEP_FINISHED) -> int:
        """Deletes the records of finished workflows but the newest; returns how many."""
        forgotten = 0
        while finished := await DBOS.list_workflows_async(
            status=FINISHED, sort_desc=True, offset=keep, limit=TIDY_AT_ONCE, load_input=False, load_output=False
        ):
            await DBOS.delete_workflows_async([status.workflow_id for status in finished])
            forgotten += len(finished)
        return forgotten

    async def forget_client(self, client_id: str) -> int:
        """Ends what is at work for the client, and deletes every record that names it; returns how many there were.

        Before the engine is open it is noted, and done then.
        """
        if self._tidying is None:
            self._to_forget.append(client_id)
            return 0
        mine = [status for status in await DBOS.list_workflows_async(load_output=False) if _names(status, client_id)]
        for status in mine:
            if status.status not in FINISHED:
                await self.cancel(status.workflow_id)
        ids = [status.workflow_id for status in mine]
        if at_work := [task for task, workflow_id in _running.items() if workflow_id in ids]:
            await asyncio.wait(at_work, timeout=CUT_OFF_S)
        if ids:
            await DBOS.delete_workflows_async(ids, delete_children=True)
            await asyncio.to_thread(carry_over, self._database)
        return len(ids)

    async def _tidy(self) -> None:
        while True:
            try:
                await self.forget_finished()
            except Exception:
                log.exception("finished workflows could not be forgotten")
            await asyncio.sleep(TIDY_EVERY_S)


async def gathered(*steps: Coroutine[Any, Any, R], at_once: int) -> list[R]:
    """All of them, `at_once` at the same time, in the order given. All are brought to their end, even if one raises.

    Steps take their numbers when they are called, so a workflow that is resumed finds its results.
    """
    turns = asyncio.Semaphore(at_once)

    async def in_turn(step: Coroutine[Any, Any, R]) -> R:
        async with turns:
            return await step

    try:
        results = await asyncio.gather(*map(in_turn, steps), return_exceptions=True)
    finally:
        for step in steps:
            step.close()
    failed = [result for result in results if isinstance(result, BaseException)]
    if failed:
        # What is no Exception ends the workflow from outside, and comes before anything that went wrong inside.
        raise min(failed, key=lambda error: isinstance(error, Exception))
    return [result for result in results if not isinstance(result, BaseException)]


def _prepare(database: Path, url: str, concurrency: Concurrency) -> None:
    """The queue is there before the engine looks for queues, else it would find a new one a second late."""
    database.parent.mkdir(parents=True, exist_ok=True)
    with suppress(sqlite3.OperationalError):  # somebody else has it open, and has set it
        _use_wal(database)
    DBOS.migrate(url)
    client = DBOSClient(system_database_url=url, application_name=APPLICATION)
    try:
        client.register_queue(
            QUEUE,
            worker_concurrency=concurrency.total,
            partition_concurrency=concurrency.per_client,
            polling_interval_sec=POLL_S,
        )
    finally:
        client.destroy()


def _names(status: Any, client_id: str) -> bool:
    return client_id == status.queue_partition_key or client_id in str(status.input)


def _use_wal(database: Path) -> None:
    connection = sqlite3.connect(database)
    try:
        connection.execute("PRAGMA journal_mode=WAL")
    finally:
        connection.close()
