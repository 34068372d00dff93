"""Callbacks run after the commit, in the order of commits, and are none of its business."""

import asyncio
import logging
from contextlib import suppress

import pytest

import tenancy as t
from tests.tenancy.sample import Shelf


@pytest.fixture
def heard() -> list[str]:
    return []


async def test_a_callback_runs_when_its_transaction_has_committed(a: str, heard: list[str]) -> None:
    async with t.bind(a):
        async with t.transaction():
            t.after_commit(lambda: heard.append("one"))
            await Shelf.create(id="1", title="x")
            t.after_commit(lambda: heard.append("two"))
            assert heard == []
        assert heard == ["one", "two"]


async def test_a_callback_is_dropped_when_its_transaction_is_rolled_back(a: str, heard: list[str]) -> None:
    async with t.bind(a):
        with suppress(ZeroDivisionError):
            async with t.transaction():
                t.after_commit(lambda: heard.append("never"))
                raise ZeroDivisionError
        async with t.transaction():
            await Shelf.create(id="1", title="x")
    assert heard == []


async def test_a_callback_of_an_inner_transaction_waits_for_the_outermost(a: str, heard: list[str]) -> None:
    async with t.bind(a):
        async with t.transaction():
            async with t.transaction():
                async with t.transaction():
                    t.after_commit(lambda: heard.append("innermost"))
                t.after_commit(lambda: heard.append("inner"))
            with suppress(ZeroDivisionError):
                async with t.transaction():
                    t.after_commit(lambda: heard.append("taken back"))
                    raise ZeroDivisionError
            t.after_commit(lambda: heard.append("outer"))
            assert heard == []
        assert heard == ["innermost", "inner", "outer"]


@pytest.mark.usefixtures("tenancy")
async def test_a_callback_runs_at_once_outside_of_a_transaction(heard: list[str]) -> None:
    t.after_commit(lambda: heard.append("now"))
    assert heard == ["now"]


async def test_a_callback_that_raises_is_logged_and_changes_nothing(
    a: str, heard: list[str], caplog: pytest.LogCaptureFixture
) -> None:
    async with t.bind(a):
        with caplog.at_level(logging.ERROR):
            async with t.transaction():
                await Shelf.create(id="1", title="x")
                t.after_commit(lambda: heard.append(str(1 // 0)))
                t.after_commit(lambda: heard.append("next"))
        assert await Shelf.all().count() == 1
    assert heard == ["next"]
    assert [record.exc_info[0] for record in caplog.records if record.exc_info] == [ZeroDivisionError]


async def test_callbacks_run_in_the_order_of_commits_before_the_next_writer(a: str, heard: list[str]) -> None:
    committed: list[str] = []

    async def write(n: int) -> None:
        async with t.transaction():
            shelf = await Shelf.create(id=f"{n:02}", title=str(await Shelf.all().count()))
            committed.append(shelf.id)
            # Whoever writes next must find the callbacks of all before it done.
            assert heard == committed[:-1]
            t.after_commit(lambda: heard.append(shelf.id))

    async with t.bind(a):
        await asyncio.gather(*(write(n) for n in range(20)))
        in_order = await Shelf.all().order_by("title").values_list("id", "title")
    assert heard == committed
    assert [id for id, _ in sorted(in_order, key=lambda row: int(row[1]))] == heard


async def test_a_task_that_outlives_the_transaction_cannot_register(a: str, heard: list[str]) -> None:
    over = asyncio.Event()

    async def outliving() -> None:
        await over.wait()
        t.after_commit(lambda: heard.append("late"))

    async with t.bind(a):
        async with t.transaction():
            task = asyncio.create_task(outliving())
            await asyncio.sleep(0)
        over.set()
        with pytest.raises(t.TransactionEnded):
            await task
    assert heard == []
