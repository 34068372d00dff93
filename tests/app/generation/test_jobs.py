"""Jobs in this process: what a job leaves behind, cancelling, running again, and failing in words."""

import asyncio
import http.server
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pytest

import tenancy
from app.hubs.models import Hub, Job
from app.hubs.registry import HubRegistry
from app.progress.events import GenerationComplete, GenerationStarted, JobChanged, SpokeEvaluated
from app.resources import Resources
from app.settings import Settings
from app.spokes.models import Spoke
from app.vocabulary import HubStatus, JobStatus, RegistryStatus
from tests.api import Api
from tests.app.generation.following import (
    CANCEL,
    CREATE,
    GENERATE,
    RETRY,
    assert_told_in_order,
    create_hub,
    ended,
    following,
    read_job,
    ready_hub,
)
from tests.app.generation.ledger import assert_job_kept_its_promise, client_file, rows
from tests.fixtures.live import SOURCE, free_port


async def generate(owner: Api, client_id: str, hub_id: str, number: int = 6) -> str:
    """The id of the job."""
    wanted = {"clientId": client_id, "hubId": hub_id, "spokesPerHub": number}
    made: str = (await owner.run(GENERATE, input=wanted))["generateSpokes"]["job"]["id"]
    return made


async def registered(hub_id: str) -> RegistryStatus:
    return (await HubRegistry.get(id=hub_id)).status


@contextmanager
def no_writing(resources: Resources) -> Iterator[None]:
    """Nothing is written in this block: all turns are taken."""
    assert not resources.writers.locked()
    taken, resources.writers._value = resources.writers._value, 0
    try:
        yield
    finally:
        for _ in range(taken):
            resources.writers.release()


def everything(database: Path) -> list[Any]:
    tables = ("spokes", "drafts", "feedback_log", "quality_scores", "generation_queue")
    return [list(map(tuple, rows(database, f"SELECT * FROM {table} ORDER BY id"))) for table in tables]


async def test_job_is_told_in_order_and_keeps_its_promise_when_nothing_disturbs_it(
    resources: Resources, settings: Settings, owner: Api, client_id: str
) -> None:
    async with following(resources, client_id) as followed:
        hub_id, job_id = await create_hub(owner, client_id)
        await followed.until(job_id, status=JobStatus.COMPLETE)
    assert_told_in_order(followed.changes(job_id))
    assert followed.changes(job_id)[0].version == 0
    assert_job_kept_its_promise(settings.data_dir, client_id, hub_id, job_id, 25)
    started = [event for event in followed.events if isinstance(event, GenerationStarted)]
    assert [(event.job_id, event.spokes_total, len(event.platforms)) for event in started] == [(job_id, 25, 6)]
    evaluated = [event for event in followed.events if isinstance(event, SpokeEvaluated)]
    drafts = rows(client_file(settings.data_dir, client_id), "SELECT spoke_id, attempt_number FROM drafts")
    assert sorted((event.spoke_id, event.attempt_number) for event in evaluated) == sorted(map(tuple, drafts))
    complete, last = followed.events[-2:]
    assert isinstance(complete, GenerationComplete)
    assert isinstance(last, JobChanged)
    assert (complete.spoke_count, last.is_final) == (25, True)


async def test_progress_counts_what_is_stored_when_it_is_told(
    resources: Resources, settings: Settings, owner: Api, client_id: str
) -> None:
    """The count is written with the piece that it counts: no reader ever sees one without the other."""
    hub_id = await ready_hub(resources, owner, client_id)
    sql = """SELECT j.spokes_done, (SELECT count(*) FROM spokes WHERE job_id = j.id AND is_settled = 1)
             FROM generation_queue j WHERE j.id = ?"""
    seen: set[tuple[int, int]] = set()
    async with following(resources, client_id) as followed:
        job_id = await generate(owner, client_id, hub_id)
        for done in range(7):
            await followed.until(job_id, done=done)
            seen |= {tuple(row) for row in rows(client_file(settings.data_dir, client_id), sql, job_id)}
        await followed.until(job_id, status=JobStatus.COMPLETE)
    assert {counted for counted, _ in seen} >= {6}
    assert [pair for pair in seen if pair[0] != pair[1]] == []


async def test_nothing_is_written_after_a_cancel_and_a_retry_keeps_plan_and_finished_pieces(
    resources: Resources, settings: Settings, owner: Api, client_id: str
) -> None:
    database = client_file(settings.data_dir, client_id)
    async with following(resources, client_id) as followed:
        hub_id, job_id = await create_hub(owner, client_id)
        await followed.until(job_id, done=3)
        canceled = (await owner.run(CANCEL, c=client_id, j=job_id))["cancelJob"]
        after = everything(database)
        assert canceled == {"id": job_id, "status": "CANCELED"}
        assert (await owner.run(CANCEL, c=client_id, j=job_id))["cancelJob"] == canceled
        await ended(resources, f"{job_id}.1")
        assert everything(database) == after
        assert_told_in_order(followed.changes(job_id))
        assert await registered(hub_id) is RegistryStatus.READY
        job = await read_job(client_id, job_id)
        kept = rows(database, "SELECT id, content, is_settled FROM spokes ORDER BY id")
        assert 3 <= job.spokes_done == len(kept) < 25
        assert (await HubRegistry.get(id=hub_id)).spoke_count == len(kept)
        followed.events.clear()
        again = (await owner.run(RETRY, c=client_id, j=job_id))["retryJob"]
        assert again == {"id": job_id, "status": "QUEUED", "progressPercent": 0, "errorMessage": None}
        await followed.until(job_id, status=JobStatus.COMPLETE)
    assert_told_in_order(followed.changes(job_id))
    assert (await read_job(client_id, job_id)).plan == job.plan
    now = {row["id"]: row["content"] for row in rows(database, "SELECT id, content FROM spokes")}
    assert [now[row["id"]] for row in kept] == [row["content"] for row in kept]
    assert_job_kept_its_promise(settings.data_dir, client_id, hub_id, job_id, 25)


async def test_half_written_pieces_go_when_their_job_is_cancelled(
    resources: Resources, settings: Settings, owner: Api, client_id: str
) -> None:
    """A piece that waits for its next attempt when the job ends would wait for ever."""
    hub_id = await ready_hub(resources, owner, client_id)
    with no_writing(resources):
        async with following(resources, client_id) as followed:
            job_id = await generate(owner, client_id, hub_id)
            await followed.until(job_id, status=JobStatus.PROCESSING)
            await followed.until(job_id, phase="writing")
            plan = (await read_job(client_id, job_id)).plan
        async with tenancy.bind(client_id):
            await Spoke.create(
                id=plan[0]["spoke_id"],
                hub_id=hub_id,
                pillar_id=plan[0]["pillar_id"],
                job_id=job_id,
                is_settled=False,
                platform="twitter",
                content_type="post",
                content="Half.",
                character_count=5,
                status="pending",
            )
        await owner.run(CANCEL, c=client_id, j=job_id)
    await ended(resources, f"{job_id}.1")
    assert rows(client_file(settings.data_dir, client_id), "SELECT id FROM spokes") == []
    assert await registered(hub_id) is RegistryStatus.READY


async def test_job_never_begins_when_it_is_cancelled_in_the_queue(
    resources: Resources, owner: Api, client_id: str
) -> None:
    with no_writing(resources):
        async with following(resources, client_id) as followed:
            running = [await create_hub(owner, client_id) for _ in range(2)]
            for _, job_id in running:
                await followed.until(job_id, status=JobStatus.PROCESSING)
            hub_id, job_id = await create_hub(owner, client_id)
            assert (await owner.run(CANCEL, c=client_id, j=job_id))["cancelJob"]["status"] == "CANCELED"
    async with following(resources, client_id) as later:
        for _, other in running:
            await later.until(other, status=JobStatus.COMPLETE)
        assert [change.status for change in followed.changes(job_id)] == [JobStatus.QUEUED, JobStatus.CANCELED]
        assert (await read_job(client_id, job_id)).started_at is None
        await owner.run(RETRY, c=client_id, j=job_id)
        await later.until(job_id, status=JobStatus.COMPLETE)
    assert await registered(hub_id) is RegistryStatus.READY


async def test_work_is_refused_and_the_registry_stays_right_when_a_job_is_running_or_over(
    resources: Resources, owner: Api, client_id: str
) -> None:
    wanted: dict[str, Any] = {"clientId": client_id}
    async with following(resources, client_id) as followed:
        with no_writing(resources):
            hub_id, job_id = await create_hub(owner, client_id)
            await followed.until(job_id, status=JobStatus.PROCESSING)
            refused = await owner.execute(GENERATE, input=wanted | {"hubId": hub_id})
            assert (refused.code, refused.error["extensions"]["jobId"]) == ("PROCESSING", job_id)
            assert (await owner.execute(RETRY, c=client_id, j=job_id)).code == "PROCESSING"
            assert await registered(hub_id) is RegistryStatus.PROCESSING
        await followed.until(job_id, status=JobStatus.COMPLETE)
        assert (await owner.execute(CANCEL, c=client_id, j=job_id)).code == "CONFLICT"
        assert (await owner.execute(RETRY, c=client_id, j=job_id)).code == "CONFLICT"
        bad = await owner.execute(GENERATE, input=wanted | {"hubId": hub_id, "pillarIds": ["nobody's"]})
        assert bad.code == "VALIDATION_ERROR"
        assert await registered(hub_id) is RegistryStatus.READY
    assert (await read_job(client_id, job_id)).run == 1


async def test_only_one_job_is_made_when_many_ask_at_once(resources: Resources, owner: Api, client_id: str) -> None:
    hub_id = await ready_hub(resources, owner, client_id)
    wanted = {"clientId": client_id, "hubId": hub_id, "spokesPerHub": 2}
    async with following(resources, client_id) as followed:
        answers = await asyncio.gather(*(owner.execute(GENERATE, input=wanted) for _ in range(5)))
        [job_id] = [answer.data["generateSpokes"]["job"]["id"] for answer in answers if "errors" not in answer.body]
        assert [answer.code for answer in answers if "errors" in answer.body] == ["PROCESSING"] * 4
        await followed.until(job_id, status=JobStatus.COMPLETE)
        await ended(resources, f"{job_id}.1")
    assert await registered(hub_id) is RegistryStatus.READY


async def test_job_fails_in_words_and_can_be_retried_when_an_address_does_not_answer(
    resources: Resources, owner: Api, client_id: str, tmp_path: Path
) -> None:
    port = free_port()
    source = {
        "clientId": client_id,
        "sourceType": "URL",
        "url": f"http://127.0.0.1:{port}/page.html",
        "generate": False,
    }
    async with following(resources, client_id) as followed:
        made = (await owner.run(CREATE, input=source))["createHub"]
        hub_id, job_id = made["hub"]["id"], made["job"]["id"]
        failed = await followed.until(job_id, status=JobStatus.FAILED)
        assert failed.message
        assert "wrong on our side" not in failed.message
        assert await registered(hub_id) is RegistryStatus.PROCESSING
        refused = await owner.execute(GENERATE, input={"clientId": client_id, "hubId": hub_id})
        assert refused.code == "CONFLICT"
        assert await registered(hub_id) is RegistryStatus.PROCESSING
        with served(tmp_path, port):
            await owner.run(RETRY, c=client_id, j=job_id)
            await followed.until(job_id, status=JobStatus.COMPLETE)
    assert await registered(hub_id) is RegistryStatus.READY


@contextmanager
def served(folder: Path, port: int) -> Iterator[None]:
    paragraphs = "".join(f"<p>{block}</p>" for block in SOURCE.split("\n\n") if not block.startswith("#"))
    (folder / "page.html").write_text(f"<html><body><article>{paragraphs}</article></body></html>")
    handler = partial(QuietHandler, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", port), handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield
        finally:
            server.shutdown()
            thread.join()


class QuietHandler(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        """Nothing."""


async def test_job_fails_in_masked_words_and_can_be_retried_when_the_fault_is_ours(
    resources: Resources, settings: Settings, owner: Api, client_id: str, caplog: pytest.LogCaptureFixture
) -> None:
    database = client_file(settings.data_dir, client_id)
    execute(database, "ALTER TABLE pillars RENAME TO mislaid")
    async with following(resources, client_id) as followed:
        hub_id, job_id = await create_hub(owner, client_id, generate=False)
        failed = await followed.until(job_id, status=JobStatus.FAILED)
        assert failed.message == "Something went wrong on our side; try the job again."
        assert caplog.text.count("step hub.analyse failed in workflow") == 3
        await ended(resources, f"{job_id}.1")
        execute(database, "ALTER TABLE mislaid RENAME TO pillars")
        await owner.run(RETRY, c=client_id, j=job_id)
        await followed.until(job_id, status=JobStatus.COMPLETE)
    async with tenancy.bind(client_id):
        assert (await Hub.get(id=hub_id)).status is HubStatus.READY
        assert await Job.filter(hub_id=hub_id).count() == 1


def execute(database: Path, sql: str) -> None:
    with closing(sqlite3.connect(database, timeout=10)) as connection, connection:
        connection.execute(sql)


async def test_registry_is_ready_again_when_more_writing_failed(
    resources: Resources, settings: Settings, owner: Api, client_id: str
) -> None:
    hub_id = await ready_hub(resources, owner, client_id)
    database = client_file(settings.data_dir, client_id)
    execute(database, "ALTER TABLE drafts RENAME TO mislaid")
    async with following(resources, client_id) as followed:
        job_id = await generate(owner, client_id, hub_id, 2)
        await followed.until(job_id, status=JobStatus.FAILED)
        await ended(resources, f"{job_id}.1")
        assert await registered(hub_id) is RegistryStatus.READY
        assert rows(database, "SELECT id FROM spokes") == []
        execute(database, "ALTER TABLE mislaid RENAME TO drafts")
        await owner.run(RETRY, c=client_id, j=job_id)
        await followed.until(job_id, status=JobStatus.COMPLETE)
    assert_job_kept_its_promise(settings.data_dir, client_id, hub_id, job_id, 2)


async def test_engine_keeps_no_content_when_jobs_have_run_and_failed(
    resources: Resources, settings: Settings, owner: Api, client_id: str
) -> None:
    word = "zanzibarquartz"
    async with following(resources, client_id) as followed:
        _, job_id = await create_hub(owner, client_id, text=f"{SOURCE}\n\nThe {word} argument is short: {word} wins.")
        await followed.until(job_id, status=JobStatus.COMPLETE)
    kept = b"".join(path.read_bytes() for path in settings.data_dir.glob("workflows.db*"))
    assert job_id.encode() in kept
    assert word.encode() not in kept.lower()
    held = b"".join(path.read_bytes() for path in settings.data_dir.glob("global.db*"))
    assert word.encode() not in held.lower()
