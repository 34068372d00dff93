"""Who is told of what is new, when, and whose turn it is."""

import asyncio

from app.kit.changes import Changes


async def test_a_turn_given_back_is_not_taken_past_those_who_wait_for_it() -> None:
    changes = Changes()
    inside: list[str] = []
    seen: list[list[str]] = []

    async def work(name: str) -> None:
        for _ in range(3):
            async with changes.turn("client"):
                inside.append(name)
                await asyncio.sleep(0)
                seen.append(list(inside))
                inside.remove(name)

    await asyncio.gather(work("one"), work("other"), work("third"))

    assert [len(names) for names in seen] == [1] * 9


async def test_what_is_marked_shortly_after_is_given_together_and_what_never_ends_is_given_in_time() -> None:
    changes = Changes()
    changes.mark("a")
    asyncio.get_running_loop().call_soon(changes.mark, "b")
    assert await changes.next(still_s=0.01, longest_s=60) == ["a", "b"]

    def mark_for_ever() -> None:
        changes.mark("c")
        ending.append(asyncio.get_running_loop().call_soon(mark_for_ever))

    ending: list[asyncio.Handle] = []
    mark_for_ever()
    assert await changes.next(still_s=60, longest_s=0.01) == ["c"]
    ending[-1].cancel()
