"""Turns: the first to come is the first to begin, the loop goes round in between, and leaving jams nobody."""

import asyncio
from collections import Counter

from graphql_schema.turns import MOMENT_S, Turns

LONG = 3 * MOMENT_S
SHORT = MOMENT_S / 100


class Rounds:
    """Counts how often the loop goes round."""

    def __init__(self) -> None:
        self.number = 0
        self._loop = asyncio.get_running_loop()
        self._next()

    def _next(self) -> None:
        self.number += 1
        self._handle = self._loop.call_soon(self._next)

    def end(self) -> None:
        self._handle.cancel()


async def begun(turns: Turns, takes: list[float]) -> list[tuple[int, int]]:
    """Who began in which round of the loop, in the order of beginning, when all come at once."""
    order: list[tuple[int, int]] = []
    rounds = Rounds()

    async def one(number: int, seconds: float) -> None:
        turn = await turns.mine()
        order.append((number, rounds.number))
        turns.took(turn, seconds)

    await asyncio.wait_for(asyncio.gather(*(one(number, seconds) for number, seconds in enumerate(takes))), 5)
    rounds.end()
    return order


async def is_open(turns: Turns) -> bool:
    waiting = turns.mine()
    try:
        waiting.send(None)
    except StopIteration:
        return True
    waiting.close()
    return False


async def test_long_work_begins_once_a_round_and_in_order() -> None:
    order = await begun(Turns(), [LONG] * 8)

    assert [number for number, _ in order] == list(range(8))
    assert max(Counter(turn for _, turn in order).values()) == 1


async def test_short_work_passes_in_groups() -> None:
    turns = Turns()
    await begun(turns, [SHORT] * 100)
    for _ in range(4):
        await asyncio.sleep(0)
    order = await begun(turns, [SHORT] * 50)

    assert [number for number, _ in order] == list(range(50))
    assert len({turn for _, turn in order}) == 1


async def test_short_work_adds_up_to_a_round() -> None:
    order = await begun(Turns(), [SHORT] * 150)

    assert [number for number, _ in order] == list(range(150))
    assert len({turn for _, turn in order}) == 2


async def test_whoever_comes_later_passes_nobody() -> None:
    turns, order = Turns(), list[str]()

    async def one(name: str) -> None:
        turn = await turns.mine()
        order.append(name)
        turns.took(turn, LONG)
        if name == "a":
            later.append(asyncio.create_task(one("late")))

    later: list[asyncio.Task[None]] = []
    await asyncio.gather(one("a"), one("b"), one("c"))
    await asyncio.gather(*later)

    assert order == ["a", "b", "c", "late"]


async def test_those_who_leave_jam_nobody() -> None:
    turns, done = Turns(), list[int]()

    async def one(number: int) -> None:
        turn = await turns.mine()
        done.append(number)
        turns.took(turn, LONG)

    tasks = [asyncio.create_task(one(number)) for number in range(6)]
    await asyncio.sleep(0)
    for task in (tasks[1], tasks[2], tasks[5]):
        task.cancel()
    ended = await asyncio.wait_for(asyncio.gather(*tasks, return_exceptions=True), 5)

    assert done == [0, 3, 4]
    assert [isinstance(end, asyncio.CancelledError) for end in ended] == [False, True, True, False, False, True]


async def test_one_who_leaves_when_called_jams_nobody() -> None:
    turns, done = Turns(), list[int]()

    async def one(number: int) -> None:
        turn = await turns.mine()
        done.append(number)
        turns.took(turn, LONG)

    turn = await turns.mine()
    first, second = asyncio.create_task(one(1)), asyncio.create_task(one(2))
    turns.took(turn, LONG)
    await asyncio.sleep(0)  # both have come, and the first is called
    first.cancel()
    await asyncio.wait_for(asyncio.gather(first, second, return_exceptions=True), 5)

    assert (done, first.cancelled()) == ([2], True)


async def test_work_that_breaks_down_jams_nobody() -> None:
    turns = Turns()
    await turns.mine()  # and never says what it took

    assert await is_open(turns)


async def test_it_is_open_again_when_nobody_waits() -> None:
    turns = Turns()
    turns.took(await turns.mine(), LONG)
    assert not await is_open(turns)

    await begun(turns, [LONG])
    for _ in range(4):
        await asyncio.sleep(0)
    assert await is_open(turns)


async def test_waiting_for_something_else_is_no_work() -> None:
    turns = Turns()
    waits = await turns.mine()
    turns.took(await turns.mine(), SHORT)
    turns.took(waits, LONG)

    assert await is_open(turns)
