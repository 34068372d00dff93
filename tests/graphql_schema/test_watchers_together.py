"""Watchers who share what they are told stay apart in all else: when they come, what they may, how fast they read."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing

import pytest
import pytest_asyncio
from starlette.applications import Starlette

import tenancy
from app.hubs import jobs
from app.main import build_app
from app.progress import MemoryBus
from app.progress.events import SpokeEvaluated
from app.progress.memory import MAX_WAITING
from app.resources import Resources
from app.settings import Settings
from app.vocabulary import JobStatus, Role
from tests.api import Api
from tests.graphql_schema.content import Rows
from tests.graphql_schema.sockets import WITHIN_S, by_socket, serving, until
from tests.graphql_schema.test_subscription_rights import REMOVE, ROLE, codes, rest, waiting_rows
from tests.graphql_schema.watchers import EVENTS, JOB, changed, costs, following, narrow, watching


@pytest.fixture(scope="module")
def app(settings: Settings, resources: Resources) -> Starlette:
    return build_app(settings)


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def port(app: Starlette) -> AsyncIterator[int]:
    async with serving(app) as port:
        yield port


@pytest.fixture
def bus(resources: Resources) -> MemoryBus:
    assert isinstance(resources.bus, MemoryBus)
    return resources.bus


@pytest_asyncio.fixture(loop_scope="session")
async def content(owner: Api, client_id: str, settings: Settings) -> Rows:
    """A job that waits and never moves, and a piece."""
    return await waiting_rows(client_id, settings, owner)


async def test_who_joins_late_begins_with_the_state_and_goes_on_with_the_others(
    port: int, bus: MemoryBus, owner: Api, content: Rows
) -> None:
    given = {"client": content.client, "job": content.job}
    async with watching(port, [owner], JOB, given) as [early]:
        async with tenancy.bind(content.client), tenancy.transaction():
            await jobs.change(await jobs.get_job(content.job), status=JobStatus.PROCESSING)
        state = (await following(early))["data"]["jobProgress"]
        assert state["status"] == "PROCESSING"
        async with by_socket(port, owner.token, JOB, **given) as late:
            assert (await following(late))["data"]["jobProgress"] == state
            cost, told = await costs(bus, content.client, changed(content, 60), [early, late])
            assert (cost, told) == (1, [{"jobProgress": {"status": "PROCESSING", "percent": 60}}] * 2)
            bus.publish(content.client, changed(content, 61, JobStatus.COMPLETE))
            for answers in (early, late):
                assert [each["data"]["jobProgress"]["status"] for each in await rest(answers)] == ["COMPLETE"]
    await until(lambda: bus.watchers == 0)


async def test_only_who_lost_the_right_is_cut_off(port: int, bus: MemoryBus, owner: Api, content: Rows) -> None:
    people = [await owner.colleague(Role.CREATOR, (content.client,)) for _ in range(2)]
    given = {"client": content.client, "job": content.job}
    async with watching(port, people, JOB, given) as [stays, goes]:
        assert (await costs(bus, content.client, changed(content, 1), [stays, goes]))[0] == 1
        await owner.run(REMOVE, id=people[1].user_id)
        assert codes((await rest(goes))[-1]) == ["UNAUTHENTICATED"]
        cost, told = await costs(bus, content.client, changed(content, 2), [stays])
        assert (cost, told) == (1, [{"jobProgress": {"status": "PROCESSING", "percent": 2}}])


async def test_who_gets_another_role_shares_no_longer(port: int, bus: MemoryBus, owner: Api, content: Rows) -> None:
    people = [await owner.colleague(Role.CREATOR, (content.client,)) for _ in range(2)]
    given = {"client": content.client, "job": content.job}
    async with watching(port, people, JOB, given) as watchers:
        await owner.run(ROLE, input={"userId": people[1].user_id, "role": "VIEWER"})
        async with asyncio.timeout(WITHIN_S):
            version, cost = 0, 1.0
            while cost == 1:  # until the right is looked up again
                version += 1
                cost, _ = await costs(bus, content.client, changed(content, version), watchers)
    assert cost == 2


async def test_a_fault_is_told_masked_to_all_who_share_it(
    port: int, bus: MemoryBus, owner: Api, content: Rows, settings: Settings
) -> None:
    async with watching(port, [owner] * 2, EVENTS, {"client": content.client}) as watchers:
        with closing(sqlite3.connect(settings.data_dir / "clients" / f"{content.client}.db")) as raw, raw:
            raw.execute("ALTER TABLE spokes RENAME TO lost")
        bus.publish(content.client, SpokeEvaluated(spoke_id=content.spoke, attempt_number=0))
        for answers in watchers:
            [told] = await rest(answers)
            assert codes(told) == ["INTERNAL_ERROR"]
            assert told["data"] is None
            assert "lost" not in str(told)
    await until(lambda: bus.watchers == 0)


async def test_who_does_not_read_holds_up_nobody_and_hears_the_end(
    port: int, bus: MemoryBus, owner: Api, content: Rows
) -> None:
    """What the slow one has not taken by the time that its queue is full is lost to it, but never the end."""
    given = {"client": content.client, "job": content.job, "more": True}
    number, much = 2 * MAX_WAITING + 100, "much to tell " * 4_000
    async with by_socket(port, owner.token, JOB, **given) as quick, narrow(port, owner.token) as slow:
        await slow.subscribe("1", JOB, **given)
        for state in (await following(quick), (await slow.frame("1"))["payload"]):
            assert state["data"]["jobProgress"]["status"] == "QUEUED"
        slow.connection.transport.pause_reading()
        for version in range(1, number):
            bus.publish(content.client, changed(content, version, message=much))
            assert (await following(quick))["data"]["jobProgress"]["percent"] == version
        bus.publish(content.client, changed(content, number, JobStatus.COMPLETE))
        assert [each["data"]["jobProgress"]["percent"] for each in await rest(quick)] == [number]
        slow.connection.transport.resume_reading()
        heard = [each["data"]["jobProgress"]["percent"] for each in await rest(slow.answers("1"))]
    assert heard == sorted(set(heard))
    assert heard[-MAX_WAITING:] == list(range(number - MAX_WAITING + 1, number + 1))
    assert MAX_WAITING < len(heard) < number - 100
