"""What becomes of jobs whose hub, angle or piece is killed while they are at work."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from types import SimpleNamespace
from typing import Any

import pytest

import tenancy
from app.generation import healing_loop, sweep, workflow
from app.generation.briefing import Material
from app.generation.creator import Proposal
from app.generation.service import GENERATE
from app.hubs.jobs import Ticket
from app.hubs.models import Job, Pillar
from app.hubs.registry import HubRegistry
from app.resources import Resources
from app.review import killing
from app.settings import Settings
from app.vocabulary import JobStatus, RegistryStatus
from tests.api import Api
from tests.app.generation.following import RETRY, ended, following, read_job, ready_hub
from tests.app.generation.ledger import client_file, rows
from tests.app.generation.pieces import EDIT, ban, has, some_word, written
from tests.app.generation.test_jobs import everything, generate, no_writing
from tests.app.generation.test_regenerate import input_of, regenerate
from tests.app.generation.test_rescoring import passing, rescored
from tests.app.review.chain import KILL_HUB, KILL_PILLAR, KILL_SPOKE, RESTORE

PIECES = "SELECT id, pillar_id, status, is_settled, content FROM spokes ORDER BY id"


async def kill_hub(owner: Api, client_id: str, hub_id: str) -> dict[str, Any]:
    return dict((await owner.run(KILL_HUB, input={"clientId": client_id, "hubId": hub_id}))["killHub"])


async def test_a_hub_that_is_killed_while_it_is_written_keeps_nothing_half_done_and_comes_back(
    resources: Resources, settings: Settings, owner: Api, client_id: str
) -> None:
    database = client_file(settings.data_dir, client_id)
    async with following(resources, client_id) as followed:
        hub_id = await ready_hub(resources, owner, client_id)
        job_id = await generate(owner, client_id, hub_id, 8)
        await followed.until(job_id, done=2)
        killed = await kill_hub(owner, client_id, hub_id)
        after = everything(database)
        assert (killed["canceledJobs"], (await read_job(client_id, job_id)).status) == (1, JobStatus.CANCELED)
        pieces = rows(database, PIECES)
        assert 2 <= killed["killed"] == len(pieces) < 8
        assert {(piece["status"], piece["is_settled"]) for piece in pieces} == {("killed", 1)}
        assert (await HubRegistry.get(id=hub_id)).status is RegistryStatus.ARCHIVED
        await ended(resources, f"{job_id}.1")
        assert everything(database) == after
        assert (await HubRegistry.get(id=hub_id)).status is RegistryStatus.ARCHIVED
        assert (await owner.execute(RETRY, c=client_id, j=job_id)).error["extensions"]["state"] == "killed"

        await owner.run(RESTORE, input={"clientId": client_id, "hubId": hub_id})
        registered = await HubRegistry.get(id=hub_id)
        assert (registered.status, registered.spoke_count) == (RegistryStatus.READY, len(pieces))
        assert (await read_job(client_id, job_id)).status is JobStatus.CANCELED
        followed.events.clear()
        await owner.run(RETRY, c=client_id, j=job_id)
        await followed.until(job_id, status=JobStatus.COMPLETE)
    now = {piece["id"]: piece["content"] for piece in rows(database, PIECES)}
    assert len(now) == 8
    assert [now[piece["id"]] for piece in pieces] == [piece["content"] for piece in pieces]


async def test_a_job_that_is_run_again_writes_nothing_for_a_killed_angle_and_says_so(
    resources: Resources, settings: Settings, owner: Api, client_id: str
) -> None:
    hub_id = await ready_hub(resources, owner, client_id)
    async with following(resources, client_id) as followed:
        with no_writing(resources):
            job_id = await generate(owner, client_id, hub_id)
            await followed.until(job_id, phase="writing")
            plan = (await read_job(client_id, job_id)).plan
            pillar = plan[0]["pillar_id"]
            answer = await owner.run(KILL_PILLAR, input={"clientId": client_id, "pillarId": pillar})
            assert answer["killPillar"]["canceledJobs"] == 1
            [unplanned] = [slot for slot in plan if slot["pillar_id"] != pillar][:1]
            await ended(resources, f"{job_id}.1")
            other = await owner.run(KILL_PILLAR, input={"clientId": client_id, "pillarId": unplanned["pillar_id"]})
            assert other["killPillar"]["canceledJobs"] == 0
            await owner.run(RESTORE, input={"clientId": client_id, "pillarId": unplanned["pillar_id"]})
        followed.events.clear()
        await owner.run(RETRY, c=client_id, j=job_id)
        last = await followed.until(job_id, status=JobStatus.COMPLETE)
    given_up = sum(slot["pillar_id"] == pillar for slot in plan)
    assert {slot["is_killed"] for slot in (await read_job(client_id, job_id)).plan if slot["given_up"]} == {True}
    for_it = "more was for an angle" if given_up == 1 else "more were for an angle"
    assert f"{given_up} {for_it} that has been killed." in (last.message or "")
    pieces = rows(client_file(settings.data_dir, client_id), PIECES)
    assert (len(pieces), last.spokes_total) == (6 - given_up, 6 - given_up)
    assert pillar not in {piece["pillar_id"] for piece in pieces}


async def test_a_job_without_a_plan_ends_when_an_angle_is_killed_and_fails_in_words_when_no_angle_is_left(
    resources: Resources, owner: Api, client_id: str
) -> None:
    hub_id = await ready_hub(resources, owner, client_id)
    async with tenancy.bind(client_id):
        [pillar, *_] = [pillar.id for pillar in await Pillar.filter(hub_id=hub_id)]
        job = await Job.create(
            hub_id=hub_id, kind=GENERATE, status=JobStatus.QUEUED, params={"pillar_ids": [pillar], "spokes_per_hub": 1}
        )
    killed = await owner.run(KILL_PILLAR, input={"clientId": client_id, "pillarId": pillar})
    assert killed["killPillar"]["canceledJobs"] == 1
    async with following(resources, client_id) as followed:
        await owner.run(RETRY, c=client_id, j=job.id)
        failed = await followed.until(job.id, status=JobStatus.FAILED)
        assert failed.message == "Every angle that this was to be written for has been killed."
        await owner.run(RESTORE, input={"clientId": client_id, "pillarId": pillar})
        followed.events.clear()
        await owner.run(RETRY, c=client_id, j=job.id)
        done = await followed.until(job.id, status=JobStatus.COMPLETE)
    assert (done.spokes_done, done.spokes_total) == (1, 1)


async def test_an_edited_piece_that_is_written_anew_is_a_persons_again_before_its_hub_is_killed(
    resources: Resources, settings: Settings, owner: Api, client_id: str
) -> None:
    hub_id, spokes = await written(resources, owner, client_id, 3)
    edited, plain, _ = (spoke["id"] for spoke in spokes)
    await owner.run(EDIT, input=input_of(client_id, edited, content="My own words."))
    database = client_file(settings.data_dir, client_id)
    before = everything(database)[:4]
    async with following(resources, client_id) as followed:
        with no_writing(resources):
            job_id = await regenerate(owner, client_id, plain)
            await followed.until(job_id, phase="writing")
            killed = await owner.run(KILL_SPOKE, input=input_of(client_id, plain))
            assert killed["killSpoke"]["status"] == "KILLED"
            assert (await read_job(client_id, job_id)).status is JobStatus.CANCELED
            await owner.run(RESTORE, input=input_of(client_id, plain))
            await ended(resources, f"{job_id}.1")
            job_id = await regenerate(owner, client_id, edited)
            await followed.until(job_id, phase="writing")
            result = await kill_hub(owner, client_id, hub_id)
        await ended(resources, f"{job_id}.1")
    assert (result["killed"], result["survived"], result["canceledJobs"]) == (2, 1, 1)
    assert rows(database, "SELECT content FROM spokes WHERE hub_id IS NULL")[0]["content"] == "My own words."
    await owner.run(RESTORE, input={"clientId": client_id, "hubId": hub_id})
    assert [[row[:1] for row in table] for table in everything(database)[:4]] == [
        [row[:1] for row in table] for table in before
    ]
    assert rows(database, "SELECT id FROM rewrites") == []


async def test_words_on_their_way_do_not_reach_a_piece_that_was_killed_and_restored_meanwhile(
    resources: Resources, settings: Settings, owner: Api, client_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A job over all hubs mends the piece; its words come when the piece is as it was again."""
    spokes = await passing(resources, owner, client_id, 3)
    word = some_word(spokes, [spokes[0]])
    go_on, keep = asyncio.Event(), healing_loop._keep
    on_their_way: asyncio.Queue[tuple[Ticket, int, Material, Proposal]] = asyncio.Queue()

    async def held(ticket: Ticket, index: int, material: Material, proposal: Proposal) -> None:
        on_their_way.put_nowait((ticket, index, material, proposal))
        await go_on.wait()
        await keep(ticket, index, material, proposal)

    monkeypatch.setattr(healing_loop, "_keep", held)
    database = client_file(settings.data_dir, client_id)
    async with following(resources, client_id) as followed:
        await ban(owner, client_id, word)
        words = await asyncio.wait_for(on_their_way.get(), 20)
        for id in [row["id"] for row in rows(database, "SELECT id FROM rewrites")]:
            await owner.run(KILL_SPOKE, input=input_of(client_id, id))
            await owner.run(RESTORE, input=input_of(client_id, id))
        before = everything(database)[:4]
        await keep(*words)
        assert everything(database)[:4] == before
        monkeypatch.setattr(healing_loop, "_keep", keep)
        go_on.set()
        await rescored(resources, followed, client_id)
    assert rows(database, "SELECT id FROM rewrites") == []
    assert {piece["is_settled"] for piece in rows(database, PIECES)} == {1}
    assert [piece["id"] for piece in rows(database, PIECES) if has(dict(piece), word)] == []


async def test_a_kill_that_was_cut_off_before_the_registry_heard_of_it_is_mended_at_the_next_start(
    resources: Resources, settings: Settings, owner: Api, client_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    hub_id = await ready_hub(resources, owner, client_id)

    async def cut_off(*_: Any) -> None:
        raise asyncio.CancelledError

    monkeypatch.setattr(killing, "mirror", cut_off)
    with pytest.raises(asyncio.CancelledError):
        await kill_hub(owner, client_id, hub_id)
    monkeypatch.undo()
    assert rows(client_file(settings.data_dir, client_id), "SELECT status FROM hubs")[0]["status"] == "killed"
    assert (await HubRegistry.get(id=hub_id)).status is RegistryStatus.PROCESSING
    await sweep.restart_lost_jobs()
    assert (await HubRegistry.get(id=hub_id)).status is RegistryStatus.ARCHIVED


async def test_a_job_that_ends_while_its_hub_is_killed_does_not_make_the_registry_say_that_it_lives(
    resources: Resources, owner: Api, client_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The kill comes after the job has looked, and before it writes."""
    hub_id = await ready_hub(resources, owner, client_id)

    @asynccontextmanager
    async def too_late() -> AsyncIterator[None]:
        monkeypatch.undo()
        await kill_hub(owner, client_id, hub_id)
        async with tenancy.global_transaction():
            yield

    monkeypatch.setattr(workflow, "tenancy", SimpleNamespace(**{**vars(tenancy), "global_transaction": too_late}))
    job_id = await generate(owner, client_id, hub_id, 1)
    await ended(resources, f"{job_id}.1")
    assert (await HubRegistry.get(id=hub_id)).status is RegistryStatus.ARCHIVED
    assert (await read_job(client_id, job_id)).status is JobStatus.CANCELED
