"""The engine alone: checkpoints, bounds, cancelling, and closing with work at hand. Each test opens its own."""

import asyncio
import inspect
import sqlite3
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from time import monotonic

import pytest

from app.kit import ids
from app.workflows import Concurrency, Engine, gathered, step, workflow

SECRET = "what the client wrote"
calls: Counter[str] = Counter()
gates: dict[str, asyncio.Event] = {}
reached: dict[str, asyncio.Event] = {}
at_work: Counter[str] = Counter()
most_at_work: Counter[str] = Counter()


@step("test.count")
async def count(name: str) -> str:
    calls[name] += 1
    return name


@step("test.wait")
async def wait(name: str) -> str:
    """Says that it has begun, and ends when its gate opens."""
    calls[f"{name} waits"] += 1
    reached.setdefault(name, asyncio.Event()).set()
    await gates.setdefault(name, asyncio.Event()).wait()
    return name


@step("test.fail")
async def fail(name: str) -> str:
    calls[name] += 1
    raise RuntimeError(SECRET)


@workflow("test.two_steps")
async def two_steps(name: str) -> str:
    await count(name)
    await wait(name)
    return await count(f"{name} after")


@workflow("test.caught")
async def caught(name: str) -> str:
    try:
        return await fail(name)
    except Exception:
        return await count(f"{name} caught")


@workflow("test.busy")
async def busy(name: str, client: str) -> str:
    return await stay(name, client)


@step("test.stay")
async def stay(name: str, client: str) -> str:
    for key in (client, "all"):
        at_work[key] += 1
        most_at_work[key] = max(most_at_work[key], at_work[key])
    reached.setdefault(name, asyncio.Event()).set()
    await gates.setdefault(client, asyncio.Event()).wait()
    for key in (client, "all"):
        at_work[key] -= 1
    calls[name] += 1
    return name


@asynccontextmanager
async def opened(data: Path, total: int = 4, per_client: int = 2) -> AsyncIterator[Engine]:
    engine = Engine()
    await engine.open(data / "workflows.db", Concurrency(total, per_client))
    try:
        yield engine
    finally:
        await engine.close()


@pytest.fixture
def name() -> str:
    """Of this test's own: what is registered and counted is of the whole process."""
    return ids.new_id()


async def begun(name: str) -> None:
    await asyncio.wait_for(reached.setdefault(name, asyncio.Event()).wait(), 10)


async def eventually(holds: Callable[[], Awaitable[bool]], within_s: float = 10) -> None:
    async with asyncio.timeout(within_s):
        while True:
            if await holds():
                return
            await asyncio.sleep(0.01)


def everything_in(data: Path) -> bytes:
    return b"".join(path.read_bytes() for path in data.glob("workflows.db*"))


async def is_over(engine: Engine, workflow_id: str) -> bool:
    return await engine.is_live(workflow_id) is False


async def test_job_starts_within_a_fifth_of_a_second_when_the_queue_is_new(tmp_path: Path, name: str) -> None:
    async with opened(tmp_path) as engine:
        before = monotonic()
        await engine.start("test.two_steps", name, "client", name)
        await begun(name)
        took = monotonic() - before
        gates[name].set()
        await eventually(lambda: is_over(engine, name))
    assert took < 0.2 * 3  # the box may be busy; the queue itself looks every 0.1 s
    assert calls[name] == calls[f"{name} after"] == 1


async def test_same_id_starts_nothing_when_it_is_used_again(tmp_path: Path, name: str) -> None:
    async with opened(tmp_path) as engine:
        for _ in range(2):
            await engine.start("test.caught", name, "client", name)
        await eventually(lambda: is_over(engine, name))
        await engine.start("test.caught", name, "client", name)
        assert await engine.is_live(name) is False
    assert calls[f"{name} caught"] == 1


async def test_workflow_goes_on_after_its_last_step_when_the_engine_is_closed_in_between(
    tmp_path: Path, name: str
) -> None:
    async with opened(tmp_path) as engine:
        await engine.start("test.two_steps", name, "client", name)
        await begun(name)
        before = monotonic()
    assert monotonic() - before < 3
    reached[name].clear()
    gates[name].set()
    async with opened(tmp_path) as engine:
        await eventually(lambda: is_over(engine, name))
    assert (calls[name], calls[f"{name} waits"], calls[f"{name} after"]) == (1, 2, 1)


async def test_loop_can_use_threads_when_an_engine_was_closed(tmp_path: Path) -> None:
    for _ in range(2):
        async with opened(tmp_path):
            assert await asyncio.to_thread(lambda: 1) == 1
        assert await asyncio.to_thread(lambda: 2) == 2


async def test_step_is_tried_three_times_and_its_words_are_not_kept_when_it_raises(tmp_path: Path, name: str) -> None:
    async with opened(tmp_path) as engine:
        await engine.start("test.caught", name, "client", name)
        await eventually(lambda: is_over(engine, name))
    assert (calls[name], calls[f"{name} caught"]) == (3, 1)
    kept = everything_in(tmp_path)
    assert b"test.fail" in kept
    assert SECRET.encode() not in kept


async def test_running_step_is_cut_off_when_its_workflow_is_cancelled(tmp_path: Path, name: str) -> None:
    async with opened(tmp_path) as engine:
        await engine.start("test.two_steps", name, "client", name)
        await begun(name)
        await engine.cancel(name)
        assert await engine.is_live(name) is False
        await engine.start("test.caught", f"{name}.2", "client", f"{name}.2")
        await eventually(lambda: is_over(engine, f"{name}.2"))
        gates[name].set()
    assert calls[f"{name} after"] == 0


async def test_cancelling_is_no_error_when_there_is_nothing_to_cancel(tmp_path: Path, name: str) -> None:
    async with opened(tmp_path) as engine:
        await engine.cancel(name)
        assert await engine.is_live(name) is None


async def test_jobs_are_bounded_and_nobody_starves_when_one_client_has_many(tmp_path: Path, name: str) -> None:
    greedy, modest = f"{name} greedy", f"{name} modest"
    async with opened(tmp_path, total=3, per_client=2) as engine:
        many = [f"{name}.{number}" for number in range(20)]
        for job in many:
            await engine.start("test.busy", job, greedy, job, greedy)
        await eventually(lambda: _is(at_work, greedy, 2))
        await engine.start("test.busy", modest, modest, modest, modest)
        await begun(modest)
        assert at_work[greedy] == 2
        assert sum(calls[job] for job in many) == 0
        gates[modest].set()
        gates[greedy].set()
        for job in [*many, modest]:
            await eventually(lambda job=job: is_over(engine, job))  # type: ignore[misc]
    assert [calls[job] for job in many] == [1] * 20
    assert most_at_work[greedy] == 2
    assert most_at_work["all"] <= 3


async def _is(counter: Counter[str], key: str, value: int) -> bool:
    return counter[key] == value


async def test_only_the_newest_finished_workflows_are_kept_when_tidying(tmp_path: Path, name: str) -> None:
    async with opened(tmp_path, total=8, per_client=8) as engine:
        for number in range(5):
            await engine.start("test.caught", f"{name}.{number}", "client", f"{name}.{number}")
        await engine.start("test.two_steps", name, "client", name)
        await begun(name)
        for number in range(5):
            await eventually(lambda number=number: is_over(engine, f"{name}.{number}"))  # type: ignore[misc]
        assert await engine.forget_finished(keep=2) == 3
        assert await engine.forget_finished(keep=2) == 0
        assert await engine.is_live(name) is True
        gates[name].set()
        await eventually(lambda: is_over(engine, name))
    connection = sqlite3.connect(tmp_path / "workflows.db")
    kept = connection.execute("SELECT count(*) FROM workflow_status").fetchone()
    connection.close()
    assert kept == (3,)


async def test_results_keep_their_order_and_the_bound_when_gathered() -> None:
    running = 0
    most = 0

    async def one(number: int) -> int:
        nonlocal running, most
        running += 1
        most = max(most, running)
        await asyncio.sleep(0)
        running -= 1
        return number

    assert await gathered(*(one(number) for number in range(10)), at_once=3) == list(range(10))
    assert most == 3


async def test_others_are_finished_when_one_of_those_gathered_raises() -> None:
    done: list[int] = []

    async def one(number: int) -> int:
        await asyncio.sleep(0)
        if number == 1:
            raise ValueError(number)
        done.append(number)
        return number

    with pytest.raises(ValueError, match="1"):
        await gathered(*(one(number) for number in range(4)), at_once=2)
    assert done == [0, 2, 3]


async def test_what_was_not_begun_is_closed_when_gathering_is_cancelled() -> None:
    begun: list[int] = []

    async def one(number: int) -> None:
        begun.append(number)
        await asyncio.Event().wait()

    steps = [one(number) for number in range(4)]
    task = asyncio.create_task(gathered(*steps, at_once=2))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert begun == [0, 1]
    assert [inspect.getcoroutinestate(step) for step in steps] == [inspect.CORO_CLOSED] * 4
