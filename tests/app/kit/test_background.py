"""Work that nobody waits for."""

import asyncio

import pytest

from app.kit import background
from app.kit.background import Background


async def test_some_is_done_at_a_time_and_a_failure_stops_nothing(caplog: pytest.LogCaptureFixture) -> None:
    work, going, most, done = Background(), 0, 0, 0

    async def one(fails: bool) -> None:
        nonlocal going, most, done
        going += 1
        most = max(most, going)
        await asyncio.sleep(0)
        going -= 1
        if fails:
            raise RuntimeError("boom")
        done += 1

    for number in range(20):
        work.start(one(number % 5 == 0))
    await work.idle()
    assert (done, going, most) == (16, 0, background.AT_ONCE)
    assert [record.getMessage() for record in caplog.records] == ["work in the background failed"] * 4


async def test_what_is_too_much_or_too_slow_is_left_undone_and_said(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(background, "WAITING", 6)
    monkeypatch.setattr(background, "PATIENCE_S", 0.01)
    work, never, begun = Background(), asyncio.Event(), 0

    async def one() -> None:
        nonlocal begun
        begun += 1
        await never.wait()

    for _ in range(7):
        work.start(one())
    assert [record.levelname for record in caplog.records] == ["ERROR"]
    await work.close()
    await work.idle()
    assert begun == background.AT_ONCE
