"""Jobs whose pieces a model writes: what becomes of job, pieces, drafts and costs, whatever the model does."""

from datetime import timedelta
from typing import Any

import pytest

import tenancy
from app.brand.models import BrandDna, BrandStance, Persona, RubricOverride
from app.generation import costs
from app.generation.service import GENERATE as GENERATE_JOB
from app.hubs.models import Job
from app.kit import clock
from app.llm import Usage
from app.resources import Resources
from app.settings import Settings
from app.vectors.importing import Hook, import_hooks
from app.vocabulary import Gate, JobStatus
from tests.api import Api
from tests.app.generation.following import (
    CANCEL,
    GENERATE,
    RETRY,
    Followed,
    assert_told_in_order,
    ended,
    following,
    read_job,
    ready_hub,
)
from tests.app.generation.ledger import assert_job_kept_its_promise, client_file, rows
from tests.app.generation.test_healing_loop import planned_job, same_slots
from tests.fixtures.app import settings_in
from tests.fixtures.model import served, server
from tests.llm_server import (
    COMPLETION_TOKENS,
    PROMPT_TOKENS,
    ModelServer,
    answering,
    changed,
    dying,
    never,
    raw,
    status,
    well,
)

__all__ = ["served", "server"]

SPOKES = 6
MODEL = "openai:scribe"
WRITTEN_BY = "openai:scribe prompts/1"
FALL_BACK = "mutation($input: UpdateClientInput!) { updateClient(input: $input) { writerFallback } }"
REGENERATE = "mutation($input: RegenerateSpokeInput!) { regenerateSpoke(input: $input) { job { id } } }"
JOB = "query($c: ID!, $j: ID!) { job(clientId: $c, id: $j) { modelName promptTokens completionTokens costMicroUsd } }"


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory, served: ModelServer) -> Settings:
    return settings_in(
        tmp_path_factory.mktemp("data"),
        model=MODEL,
        model_url=served.openai_url,
        model_timeout_s=0.5,
        model_pause_s=0.001,
        model_attempts=2,
        model_concurrency=2,
        model_price_in="2.5",
        model_price_out="10",
        writers=2,
    )


async def start(owner: Api, client_id: str, hub_id: str) -> str:
    """A job of pieces that pass when they are well formed."""
    await be_lenient(client_id)
    wanted = {"clientId": client_id, "hubId": hub_id, "spokesPerHub": SPOKES}
    made: str = (await owner.run(GENERATE, input=wanted))["generateSpokes"]["job"]["id"]
    return made


async def be_lenient(client_id: str) -> None:
    async with tenancy.bind(client_id), tenancy.transaction():
        for gate in (Gate.G2, Gate.G7):
            await RubricOverride.get_or_create(gate=gate, defaults={"threshold": 0.0})


def pieces(settings: Settings, client_id: str) -> list[Any]:
    return rows(client_file(settings.data_dir, client_id), "SELECT * FROM spokes ORDER BY id")


def drafts(settings: Settings, client_id: str) -> list[Any]:
    return rows(client_file(settings.data_dir, client_id), "SELECT * FROM drafts ORDER BY id")


async def waits(followed: Followed, job_id: str, times: int = 2) -> str:
    """What the job says after it has been put off so often."""

    def reached() -> bool:
        put_off = [change for change in followed.changes(job_id) if change.status is JobStatus.QUEUED]
        return len(put_off) > times  # the first is the beginning

    await followed.until_true(reached)
    return followed.changes(job_id)[-1].message or ""


def paid(job: Job) -> tuple[str | None, int, int, int | None]:
    return job.model_name, job.prompt_tokens, job.completion_tokens, job.cost_micro_usd


def for_calls(number: int) -> tuple[str, int, int, int]:
    return MODEL, number * PROMPT_TOKENS, number * COMPLETION_TOKENS, number * 3500


async def test_model_writes_every_piece_and_its_costs_are_counted_once(
    resources: Resources, settings: Settings, owner: Api, client_id: str, server: ModelServer
) -> None:
    hub_id = await ready_hub(resources, owner, client_id)
    async with following(resources, client_id) as followed:
        job_id = await start(owner, client_id, hub_id)
        await followed.until(job_id, status=JobStatus.COMPLETE)
        await ended(resources, f"{job_id}.1")
    assert_told_in_order(followed.changes(job_id))
    assert_job_kept_its_promise(settings.data_dir, client_id, hub_id, job_id, SPOKES)
    assert {piece["written_by"] for piece in pieces(settings, client_id)} == {WRITTEN_BY}
    calls = len(server.asked)
    assert calls >= SPOKES
    assert paid(await read_job(client_id, job_id)) == for_calls(calls)
    assert (await owner.run(JOB, c=client_id, j=job_id))["job"] == {
        "modelName": MODEL,
        "promptTokens": calls * PROMPT_TOKENS,
        "completionTokens": calls * COMPLETION_TOKENS,
        "costMicroUsd": calls * 3500,
    }


OUTAGES = {
    "says it is out of order": (status(500), "is out of order (HTTP 500)"),
    "says it is too busy": (status(429, retry_after="0"), "is too busy (HTTP 429)"),
    "never answers": (never, "has not answered within 0.5 s"),
    "dies in the middle of its answer": (dying, "broke off in the middle of an answer"),
    "is no model at all": (raw(b"<html>Sign in</html>", "text/html"), "gives answers that cannot be read"),
}


@pytest.mark.parametrize("outage", OUTAGES)
async def test_job_waits_and_goes_on_by_itself_when_the_model_(
    resources: Resources, settings: Settings, owner: Api, client_id: str, server: ModelServer, outage: str
) -> None:
    behaviour, words = OUTAGES[outage]
    hub_id = await ready_hub(resources, owner, client_id)
    server.next.extend([well, well])
    server.always = behaviour
    async with following(resources, client_id) as followed:
        job_id = await start(owner, client_id, hub_id)
        assert await waits(followed, job_id) == f"Waiting for the model: it {words}."
        written = pieces(settings, client_id)
        assert [piece["written_by"] for piece in written] == [WRITTEN_BY] * 2
        assert paid(await read_job(client_id, job_id)) == for_calls(2)
        failed = len(server.asked)
        server.always = well
        await followed.until(job_id, status=JobStatus.COMPLETE)
    assert_told_in_order(followed.changes(job_id))
    assert_job_kept_its_promise(settings.data_dir, client_id, hub_id, job_id, SPOKES)
    kept = {piece["id"]: piece["content"] for piece in pieces(settings, client_id)}
    assert [kept[piece["id"]] for piece in written] == [piece["content"] for piece in written]
    job = await read_job(client_id, job_id)
    assert (job.waits, job.refusals, job.waiting_since) == (0, 0, None)
    assert failed >= 2 + 2
    assert paid(job)[1] // PROMPT_TOKENS == len(drafts(settings, client_id))


async def test_answers_that_cannot_be_used_are_paid_for_and_fail_the_job_in_words_after_some_tries(
    resources: Resources, settings: Settings, owner: Api, client_id: str, server: ModelServer
) -> None:
    hub_id = await ready_hub(resources, owner, client_id)
    server.next.extend([well, well])
    server.always = changed(passages=[9999])
    async with following(resources, client_id) as followed:
        job_id = await start(owner, client_id, hub_id)
        failed = await followed.until(job_id, status=JobStatus.FAILED)
        assert failed.message == (
            "The model gives answers that cannot be used. What was written is kept; try the job again to go on."
        )
        job = await read_job(client_id, job_id)
        assert (job.spokes_done, job.waits, job.refusals) == (2, settings.model_attempts, settings.model_attempts)
        assert len(pieces(settings, client_id)) == 2
        await ended(resources, str(job.workflow_id))
        calls = len(server.asked)
        assert paid(await read_job(client_id, job_id)) == for_calls(calls)
        assert (calls - 2) % 3 == 0, "each answer is sent back twice to be mended"
        assert "Do the whole task again" in server.asked[-1].message
        server.always = well
        await owner.run(RETRY, c=client_id, j=job_id)
        await followed.until(job_id, status=JobStatus.COMPLETE)
    assert_job_kept_its_promise(settings.data_dir, client_id, hub_id, job_id, SPOKES)


async def test_answer_is_mended_when_the_model_is_told_what_is_wrong_with_it(
    resources: Resources, settings: Settings, owner: Api, client_id: str, server: ModelServer
) -> None:
    hub_id = await ready_hub(resources, owner, client_id)
    server.next.extend([answering("no JSON"), answering({"text": 3})])
    async with following(resources, client_id) as followed:
        job_id = await start(owner, client_id, hub_id)
        await followed.until(job_id, status=JobStatus.COMPLETE)
        await ended(resources, f"{job_id}.1")
    assert_job_kept_its_promise(settings.data_dir, client_id, hub_id, job_id, SPOKES)
    job = await read_job(client_id, job_id)
    assert job.run == 1
    assert paid(job) == for_calls(len(server.asked))


async def test_waiting_ends_at_once_when_the_job_is_cancelled_and_a_retry_goes_on(
    resources: Resources, settings: Settings, owner: Api, client_id: str, server: ModelServer
) -> None:
    hub_id = await ready_hub(resources, owner, client_id)
    server.next.extend([well, well])
    server.always = status(503)
    async with following(resources, client_id) as followed:
        job_id = await start(owner, client_id, hub_id)
        await waits(followed, job_id)
        assert (await owner.run(CANCEL, c=client_id, j=job_id))["cancelJob"]["status"] == "CANCELED"
        job = await read_job(client_id, job_id)
        await ended(resources, str(job.workflow_id))
        assert len(pieces(settings, client_id)) == 2
        assert [change.status for change in followed.changes(job_id)][-1] is JobStatus.CANCELED
        server.always = well
        await owner.run(RETRY, c=client_id, j=job_id)
        await followed.until(job_id, status=JobStatus.COMPLETE)
    assert_job_kept_its_promise(settings.data_dir, client_id, hub_id, job_id, SPOKES)


async def test_job_fails_in_words_when_it_has_waited_long_enough(
    resources: Resources, settings: Settings, owner: Api, client_id: str, server: ModelServer
) -> None:
    hub_id = await ready_hub(resources, owner, client_id)
    server.always = status(503)
    async with following(resources, client_id) as followed:
        job_id = await start(owner, client_id, hub_id)
        await waits(followed, job_id)
        async with tenancy.bind(client_id), tenancy.transaction():
            long_ago = clock.now() - timedelta(hours=settings.model_wait_hours)
            await Job.filter(id=job_id).update(waiting_since=long_ago)
        failed = await followed.until(job_id, status=JobStatus.FAILED)
    assert failed.message == (
        "The model is out of order (HTTP 503). What was written is kept; try the job again to go on."
    )
    assert pieces(settings, client_id) == []


async def test_built_in_writer_takes_over_and_says_so_where_the_client_allows_it(
    resources: Resources, settings: Settings, owner: Api, client_id: str, server: ModelServer
) -> None:
    hub_id = await ready_hub(resources, owner, client_id)
    allowed = await owner.run(FALL_BACK, input={"clientId": client_id, "writerFallback": True})
    assert allowed == {"updateClient": {"writerFallback": True}}
    server.next.extend([well, well])
    server.always = status(503)
    async with following(resources, client_id) as followed:
        job_id = await start(owner, client_id, hub_id)
        last = await followed.until(job_id, status=JobStatus.COMPLETE)
    assert_job_kept_its_promise(settings.data_dir, client_id, hub_id, job_id, SPOKES)
    assert sorted(piece["written_by"] for piece in pieces(settings, client_id)) == [
        *["built-in: the model is out of order (HTTP 503)"] * (SPOKES - 2),
        *[WRITTEN_BY] * 2,
    ]
    assert last.message == (
        f"{SPOKES} spokes written, 0 wait for a person. The built-in writer wrote {SPOKES - 2} of them, because the "
        "model could not."
    )
    job = await read_job(client_id, job_id)
    assert job.run == 1 + settings.model_attempts, "it asked the model more than once before"
    assert paid(job) == for_calls(2)


async def test_model_that_obeys_its_source_instead_of_us_is_refused_and_asked_again(
    resources: Resources, settings: Settings, owner: Api, client_id: str, server: ModelServer
) -> None:
    """Passages that are not there, a verdict of its own, another form: nothing of it is stored."""
    hub_id = await ready_hub(resources, owner, client_id)
    orders = [changed(passages=[0]), changed(status="approved"), answering({"verdict": "pass", "score": 100})]
    server.next.extend(orders)
    async with following(resources, client_id) as followed:
        job_id = await start(owner, client_id, hub_id)
        await followed.until(job_id, status=JobStatus.COMPLETE)
    assert_job_kept_its_promise(settings.data_dir, client_id, hub_id, job_id, SPOKES)
    assert {piece["status"] for piece in pieces(settings, client_id)} == {"pending"}


async def test_plan_shrinks_openly_when_the_model_says_the_same_again_and_again(
    resources: Resources, settings: Settings, owner: Api, client_id: str, server: ModelServer
) -> None:
    hub_id = await ready_hub(resources, owner, client_id)
    await be_lenient(client_id)
    ticket = await planned_job(owner, client_id, hub_id, await same_slots(client_id, hub_id, 3))
    server.always = answering({"text": "The shelf is empty at six, and that is the plan.", "passages": [1]})
    async with following(resources, client_id) as followed:
        await resources.engine.start(GENERATE_JOB, ticket.workflow_id, client_id, ticket.plain())
        last = await followed.until(ticket.job_id, status=JobStatus.COMPLETE)
        await ended(resources, ticket.workflow_id)
    assert last.message == "1 spoke written, 0 wait for a person. The source had nothing left for 2 more."
    [piece] = pieces(settings, client_id)
    assert (piece["content"], piece["is_settled"]) == ("The shelf is empty at six, and that is the plan.", 1)
    assert paid(await read_job(client_id, ticket.job_id)) == for_calls(len(server.asked))


async def test_model_is_told_what_brand_and_people_and_others_teach(
    resources: Resources, settings: Settings, owner: Api, client_id: str, server: ModelServer
) -> None:
    hub_id = await ready_hub(resources, owner, client_id)
    did_well = Hook("hook-1", "We sold out by noon. Twice in one week.", "linkedin", "shelf", None, None)
    assert resources.vectors is not None
    await import_hooks(resources.vectors, [did_well], lambda done, of: None)
    async with tenancy.bind(client_id), tenancy.transaction():
        await BrandDna.create(tone_profile={"candid": 90})
        await BrandStance.create(stance="Fresh beats cheap.", category="contrarian")
        await Persona.create(name="The baker", description="Up at two.", is_primary=True)
    await be_lenient(client_id)
    ticket = await planned_job(owner, client_id, hub_id, await same_slots(client_id, hub_id, 1))
    async with following(resources, client_id) as followed:
        await resources.engine.start(GENERATE_JOB, ticket.workflow_id, client_id, ticket.plain())
        await followed.until(ticket.job_id, status=JobStatus.COMPLETE)
        [piece] = pieces(settings, client_id)
        wish = {"clientId": client_id, "spokeId": piece["id"], "instruction": "Shorter, please."}
        job_id = (await owner.run(REGENERATE, input=wish))["regenerateSpoke"]["job"]["id"]
        await followed.until(job_id, status=JobStatus.COMPLETE)
    again = server.asked[-1].document
    assert (again["wish"], again["replaces"]) == ("Shorter, please.", piece["content"])
    assert paid(await read_job(client_id, job_id)) == for_calls(1)
    document = server.asked[0].document
    assert "wish" not in document
    assert document["performers"] == [did_well.text]
    assert document["brand"] == {
        "tone": {"candid": 90},
        "stances": ["contrarian: Fresh beats cheap."],
        "personas": ["The baker: Up at two."],
    }


async def test_cost_is_not_known_any_more_when_one_part_of_it_is_not(
    resources: Resources, owner: Api, client_id: str, server: ModelServer
) -> None:
    hub_id = await ready_hub(resources, owner, client_id)
    ticket = await planned_job(owner, client_id, hub_id, [])
    costs_after = []
    for cost in (5, 7, None, 11):
        await costs.record_alone(ticket, Usage(MODEL, 1, 10, 1, cost))
        costs_after.append((await read_job(client_id, ticket.job_id)).cost_micro_usd)
    await costs.record_alone(ticket, Usage(MODEL))
    assert costs_after == [5, 12, None, None]
    assert paid(await read_job(client_id, ticket.job_id)) == (MODEL, 40, 4, None)
