"""Work in a thread ends with whoever waits for it, and is never left behind still writing."""

import asyncio
import threading

import pytest

from app.exports.bridge import Bridge, CutOff, in_thread


async def doubled(number: int) -> int:
    return number * 2


async def test_a_thread_is_given_what_it_asks_the_loop_for() -> None:
    assert await in_thread(lambda bridge: [bridge.wait(doubled(number)) for number in range(3)]) == [0, 2, 4]


async def test_what_goes_wrong_on_the_loop_is_raised_in_the_thread_and_told() -> None:
    async def fails() -> None:
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        await in_thread(lambda bridge: bridge.wait(fails()))


async def test_a_thread_that_is_cut_off_ends_at_its_next_question_before_the_cancelled_task_does() -> None:
    at_work, ended = asyncio.Event(), threading.Event()
    asked = 0

    async def question() -> None:
        nonlocal asked
        asked += 1
        at_work.set()

    def work(bridge: Bridge) -> None:
        try:
            while True:
                bridge.wait(question())
        except CutOff:
            ended.set()
            raise

    task = asyncio.create_task(in_thread(work))
    await at_work.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task

    assert ended.is_set()
    before = asked
    await asyncio.to_thread(lambda: None)
    assert asked == before
