"""The bus of one process: order, bounds, and who hears what."""

import asyncio

import pytest

from app.progress import MemoryBus
from app.progress.events import Event, GenerationComplete, JobChanged, SpokeEvaluated
from app.progress.memory import MemoryWatch
from app.vocabulary import JobStatus


def changed(version: int, status: JobStatus = JobStatus.PROCESSING, job_id: str = "job") -> JobChanged:
    return JobChanged(
        job_id=job_id,
        version=version,
        status=status,
        phase=None,
        percent=version,
        message=None,
        spokes_done=0,
        spokes_total=0,
    )


async def taken(watch: MemoryWatch, number: int) -> list[Event]:
    return [await anext(watch) for _ in range(number)]


def versions(events: list[Event]) -> list[int]:
    return [event.version for event in events if isinstance(event, JobChanged)]


async def test_events_come_in_the_order_of_publishing_when_the_watcher_is_late() -> None:
    bus = MemoryBus()
    events = [changed(version) for version in range(10)]
    with bus.watch("client") as watch:
        for event in events:
            bus.publish("client", event)
        assert await taken(watch, 10) == events
        assert watch.dropped == 0


async def test_nothing_is_heard_when_it_happens_in_another_client_or_earlier() -> None:
    bus = MemoryBus()
    bus.publish("client", changed(0))
    with bus.watch("client") as watch:
        bus.publish("other", changed(1))
        bus.publish("client", changed(2))
        assert versions(await taken(watch, 1)) == [2]
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.01):
                await anext(watch)
        bus.publish("client", changed(3))
        assert versions(await taken(watch, 1)) == [3]


async def test_watch_is_gone_when_its_block_ends_with_an_error() -> None:
    bus = MemoryBus()

    def fail() -> None:
        with bus.watch("client"):
            assert bus.watchers == 1
            raise ValueError("enough")

    with pytest.raises(ValueError, match="enough"):
        fail()
    assert bus.watchers == 0


async def test_final_events_stay_and_old_reports_go_when_the_watcher_is_slow() -> None:
    watch = MemoryWatch(limit=4)
    done = changed(9, JobStatus.COMPLETE, "first")
    scored = SpokeEvaluated(job_id="job", spoke_id="spoke", attempt_number=0)
    watch.put(done)
    watch.put(scored)
    for version in range(5):
        watch.put(changed(version))
    complete = GenerationComplete(job_id="job", spoke_count=1, failed_count=0)
    last = changed(5, JobStatus.COMPLETE)
    watch.put(complete)
    watch.put(last)
    assert await taken(watch, 4) == [done, scored, complete, last]
    assert watch.dropped == 5


async def test_no_final_event_is_lost_when_there_are_more_than_the_queue_holds() -> None:
    watch = MemoryWatch(limit=3)
    finals = [changed(version, JobStatus.COMPLETE, f"job{version}") for version in range(10)]
    for event in finals:
        watch.put(event)
        watch.put(changed(0))
    heard = await taken(watch, 11)
    assert [event for event in heard if event.is_final] == finals
