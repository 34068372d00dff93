"""Whose turn it is to bring a client's indexes up to date."""

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
