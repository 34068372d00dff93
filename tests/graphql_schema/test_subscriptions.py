"""What watchers are told: a job, a hub's newest job, and everything in a client, each in order and to its end."""

import asyncio
from typing import Any

import pytest
from starlette.applications import Starlette

import tenancy
from app.brand.models import RubricOverride
from app.hubs import jobs
from app.hubs.models import Job
from app.main import build_app
from app.resources import Resources
from app.settings import Settings
from app.vocabulary import Gate, JobStatus
from tests.api import Api
from tests.app.generation.following import CANCEL, GENERATE, create_hub, ended, following, ready_hub
from tests.app.generation.ledger import client_file, rows
from tests.app.generation.test_jobs import no_writing
from tests.graphql_schema.content import rows_in
from tests.graphql_schema.streams import subscribed

pytestmark = pytest.mark.slow

Told = dict[str, Any]
STATE = "jobId clientId hubId status phase percent message spokesDone spokesTotal at"
JOB = f"subscription($client: ID!, $job: ID!) {{ jobProgress(clientId: $client, jobId: $job) {{ {STATE} }} }}"
HUB = f"subscription($hub: ID!) {{ hubProgress(hubId: $hub) {{ {STATE} }} }}"
EVENTS = """subscription($client: ID!) { clientEvents(clientId: $client) {
  __typename
  ... on JobProgress { jobId status percent }
  ... on GenerationStarted { jobId hubId platforms spokesTotal }
  ... on GenerationComplete { jobId hubId spokeCount failedCount }
  ... on SpokeEvaluated { attemptNumber spoke {
    id content status isCreativeConflict qualityScore { g2HookStrength overallPass } } }
  ... on SpokeDecided { actorLabel comment spoke { id status qualityScore { overallPass } } }
  ... on CreativeConflict { spokeId gate reason }
} }"""
APPROVE = "mutation($input: SpokeInput!) { approveSpoke(input: $input) { id } }"
REJECT = "mutation($input: RejectSpokeInput!) { rejectSpoke(input: $input) { id } }"
EDIT = """mutation($input: EditSpokeInput!) {
  editSpoke(input: $input) { spoke { content qualityScore { g2HookStrength overallPass } } }
}"""


@pytest.fixture(scope="module")
def app(settings: Settings, resources: Resources) -> Starlette:
    return build_app(settings)


async def next_of(stream: "asyncio.Queue[Told]") -> Told:
    async with asyncio.timeout(20):
        frame = await stream.get()
    assert "errors" not in frame, frame
    [told] = frame["data"].values()
    return dict(told)


async def to_the_end(stream: "asyncio.Queue[Told]") -> list[Told]:
    """Until a terminal state is told."""
    told = [await next_of(stream)]
    while told[-1].get("status") not in ("COMPLETE", "FAILED", "CANCELED"):
        told.append(await next_of(stream))
    return told


def assert_never_back(told: list[Told]) -> None:
    for measure in ("percent", "spokesDone", "at"):
        measured = [state[measure] for state in told]
        assert measured == sorted(measured)


async def test_a_job_is_told_from_its_present_state_to_its_end(
    app: Starlette, resources: Resources, owner: Api, client_id: str
) -> None:
    async with following(resources, client_id) as followed:
        hub_id, job_id = await create_hub(owner, client_id)
        await followed.until(job_id, done=2)
        async with subscribed(app, owner, JOB, {"client": client_id, "job": job_id}) as stream:
            told = await to_the_end(stream)
        assert stream.empty()
        await followed.until(job_id, status=JobStatus.COMPLETE)
        changes = followed.changes(job_id)[-len(told) :]
    assert told[0]["spokesDone"] >= 2
    assert_never_back(told)
    assert [(state["percent"], state["spokesDone"], state["message"]) for state in told] == [
        (change.percent, change.spokes_done, change.message) for change in changes
    ]
    ends = (client_id, hub_id, job_id, "COMPLETE", "complete", 100, 25, 25)
    names = ("clientId", "hubId", "jobId", "status", "phase", "percent", "spokesDone", "spokesTotal")
    assert tuple(told[-1][name] for name in names) == ends


@pytest.mark.parametrize("status", ["COMPLETE", "FAILED", "CANCELED"])
async def test_a_job_that_is_over_is_told_once_and_the_stream_ends(owner: Api, client_id: str, status: str) -> None:
    """Read to its end by a plain client: that it returns at all is the proof that the stream is complete."""
    made = await rows_in(client_id)
    async with tenancy.bind(client_id), tenancy.transaction():
        await Job.filter(id=made.job).update(status=JobStatus[status], error_message="Too dry.")
    told = await owner.http.post(
        "/graphql",
        json={"query": JOB, "variables": {"client": client_id, "job": made.job}},
        headers={**owner.headers, "accept": "text/event-stream"},
    )
    assert told.text.count("event: next") == 1
    assert told.text.count("event: complete") == 1
    assert f'"status":"{status}"' in told.text
    assert ('"message":"Too dry."' in told.text) == (status == "FAILED")


async def test_absent_jobs_and_those_of_others_are_not_found(
    app: Starlette, owner: Api, api: Api, client_id: str
) -> None:
    made = await rows_in(client_id)
    second = await owner.create_client("Second")
    stranger = await api.sign_up()
    theirs = await stranger.create_client("Theirs")
    cases: list[tuple[Api, str, dict[str, str]]] = [
        (owner, JOB, {"client": client_id, "job": "absent"}),
        (owner, JOB, {"client": second, "job": made.job}),
        (stranger, JOB, {"client": client_id, "job": made.job}),
        (stranger, JOB, {"client": theirs, "job": made.job}),
        (stranger, HUB, {"hub": made.hub}),
        (owner, HUB, {"hub": "absent"}),
        (stranger, EVENTS, {"client": client_id}),
    ]
    for person, query, variables in cases:
        async with subscribed(app, person, query, variables) as stream:
            frame = await asyncio.wait_for(stream.get(), 10)
        assert [error["extensions"]["code"] for error in frame["errors"]] == ["NOT_FOUND"]
        assert frame.get("data") is None


async def test_a_hub_is_followed_through_the_job_that_starts_later(
    app: Starlette, resources: Resources, owner: Api, client_id: str
) -> None:
    hub_id = await ready_hub(resources, owner, client_id)
    other_hub = await ready_hub(resources, owner, client_id)
    async with subscribed(app, owner, HUB, {"hub": hub_id}) as stream:
        over = await next_of(stream)
        assert (over["status"], over["percent"], over["hubId"]) == ("COMPLETE", 100, hub_id)
        for hub in (other_hub, hub_id):
            wanted = {"clientId": client_id, "hubId": hub, "spokesPerHub": 2}
            job_id = (await owner.run(GENERATE, input=wanted))["generateSpokes"]["job"]["id"]
        told = await to_the_end(stream)
    assert stream.empty()
    assert {(state["hubId"], state["jobId"]) for state in told} == {(hub_id, job_id)}
    assert job_id != over["jobId"]
    assert_never_back(told)
    assert (told[0]["status"], told[0]["percent"]) == ("QUEUED", 0)
    assert (told[-1]["status"], told[-1]["spokesDone"]) == ("COMPLETE", 2)


async def test_the_newest_job_of_a_hub_is_the_one_that_is_told(
    app: Starlette, resources: Resources, owner: Api, client_id: str
) -> None:
    hub_id = await ready_hub(resources, owner, client_id)
    wanted = {"clientId": client_id, "hubId": hub_id, "spokesPerHub": 2}
    with no_writing(resources):
        job_id = (await owner.run(GENERATE, input=wanted))["generateSpokes"]["job"]["id"]
        async with subscribed(app, owner, HUB, {"hub": hub_id}) as stream:
            told = [await next_of(stream)]
            await owner.run(CANCEL, c=client_id, j=job_id)
            told += await to_the_end(stream)
        assert stream.empty()
    assert {state["jobId"] for state in told} == {job_id}
    assert_never_back(told)
    assert told[-1]["status"] == "CANCELED"
    await ended(resources, f"{job_id}.1")


async def test_everything_in_a_client_is_told_in_the_order_of_its_commits(
    app: Starlette, resources: Resources, settings: Settings, owner: Api, client_id: str
) -> None:
    """A strict client, so that pieces are written again and again, by several writers at once, in two jobs."""
    database = client_file(settings.data_dir, client_id)
    await never_satisfied(client_id)
    other = await owner.create_client("Other")
    async with (
        following(resources, client_id) as followed,
        subscribed(app, owner, EVENTS, {"client": client_id}) as stream,
    ):
        made = [await create_hub(owner, client_id) for _ in range(2)]
        _, foreign_job = await create_hub(owner, other)
        for _, job_id in made:
            await followed.until(job_id, status=JobStatus.COMPLETE)
        told = [await next_of(stream)]
        while [state.get("status") for state in told].count("COMPLETE") < 2:
            told.append(await next_of(stream))
    drafts = rows(database, "SELECT spoke_id, attempt_number FROM drafts ORDER BY rowid")
    evaluated = [event for event in told if event["__typename"] == "SpokeEvaluated"]
    assert [(event["spoke"]["id"], event["attemptNumber"]) for event in evaluated] == list(map(tuple, drafts))
    assert len(evaluated) == 2 * 25 * 4
    assert {event["spoke"]["qualityScore"]["overallPass"] for event in evaluated} == {False}
    assert {job["jobId"] for job in told if "jobId" in job} == {job_id for _, job_id in made}
    assert foreign_job not in str(told)
    for hub_id, job_id in made:
        assert_job_is_told_whole([event for event in told if event.get("jobId") == job_id], hub_id)
    conflicts = [event for event in told if event["__typename"] == "CreativeConflict"]
    assert sorted(event["spokeId"] for event in conflicts if event["gate"] == "G2") == sorted(
        {row[0] for row in drafts}
    )
    assert all(event["reason"] for event in conflicts)


def assert_job_is_told_whole(told: list[Told], hub_id: str) -> None:
    kinds = [event["__typename"] for event in told]
    assert (kinds.count("GenerationStarted"), kinds.count("GenerationComplete")) == (1, 1)
    started = told[kinds.index("GenerationStarted")]
    assert (started["hubId"], started["spokesTotal"], len(started["platforms"])) == (hub_id, 25, 6)
    complete, last = told[-2:]
    assert (complete["spokeCount"], complete["failedCount"], last["status"]) == (25, 25, "COMPLETE")
    percents = [event["percent"] for event in told if "percent" in event]
    assert percents == sorted(percents)


async def never_satisfied(client_id: str) -> None:
    async with tenancy.bind(client_id), tenancy.transaction():
        await RubricOverride.create(gate=Gate.G2, threshold=101)


async def test_running_jobs_come_first_then_decisions_with_who_made_them(
    app: Starlette, owner: Api, client_id: str
) -> None:
    made = await rows_in(client_id)
    async with tenancy.bind(client_id), tenancy.transaction():
        running = [await Job.create(hub_id=made.hub, kind="hub.create", status=status) for status in jobs.ACTIVE]
    spoke = {"clientId": client_id, "spokeId": made.spoke}
    async with subscribed(app, owner, EVENTS, {"client": client_id}) as stream:
        states = [await next_of(stream) for _ in running]
        assert [(state["jobId"], state["status"]) for state in states] == [(job.id, job.status.name) for job in running]
        await owner.run(APPROVE, input=spoke)
        await owner.run(REJECT, input={**spoke, "reason": "Too dry."})
        approved, rejected = await next_of(stream), await next_of(stream)
    assert stream.empty()
    for event, comment in ((approved, None), (rejected, "Too dry.")):
        assert (event["__typename"], event["actorLabel"], event["comment"]) == ("SpokeDecided", owner.email, comment)
        assert (event["spoke"]["id"], event["spoke"]["qualityScore"]) == (made.spoke, {"overallPass": True})
    assert rejected["spoke"]["status"] == "REJECTED"


async def test_a_piece_is_shown_as_it_then_is_with_the_score_it_then_has(
    app: Starlette, owner: Api, client_id: str
) -> None:
    made = await rows_in(client_id)
    wordings = ["Stop baking at three. 171 of 212 people trust a shelf that runs out.", "bread is a thing", "Why bake?"]
    scores = []
    async with subscribed(app, owner, EVENTS, {"client": client_id}) as stream:
        for wording in wordings:
            given = {"clientId": client_id, "spokeId": made.spoke, "content": wording}
            edited = (await owner.run(EDIT, input=given))["editSpoke"]["spoke"]
            event = await next_of(stream)
            assert event["__typename"] == "SpokeEvaluated"
            assert (event["spoke"]["content"], event["spoke"]["qualityScore"]) == (wording, edited["qualityScore"])
            scores.append(edited["qualityScore"]["g2HookStrength"])
    assert len(set(scores)) == 3


async def test_nothing_of_one_client_is_told_to_the_watchers_of_another(
    app: Starlette, api: Api, settings: Settings
) -> None:
    """People of two accounts watch at once while both of their clients are at work."""
    people = [await api.sign_up() for _ in range(2)]
    clients = [await person.create_client() for person in people]

    async def watched(person: Api, client_id: str) -> list[Told]:
        async with subscribed(app, person, EVENTS, {"client": client_id}) as stream:
            await create_hub(person, client_id)
            return await to_the_end(stream)

    told = await asyncio.gather(*map(watched, people, clients))
    for client_id, events in zip(clients, told, strict=True):
        own = {row[0] for row in rows(client_file(settings.data_dir, client_id), "SELECT id FROM spokes")}
        shown = {event["spoke"]["id"] for event in events if "spoke" in event}
        assert shown == own
        assert len(own) == 25
