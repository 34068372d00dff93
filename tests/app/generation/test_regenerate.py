"""A piece that a person has written anew: other words under the same id, or everything as it was."""

from typing import Any

import tenancy
from app.generation.briefing import read_material
from app.generation.writer import is_near_duplicate
from app.hubs.jobs import Ticket
from app.hubs.models import Job, Pillar
from app.progress.events import CreativeConflict, SpokeEvaluated
from app.resources import Resources
from app.settings import Settings
from app.vocabulary import Gate, JobStatus
from tests.api import Api
from tests.app.generation.following import CANCEL, RETRY, Followed, ended, following
from tests.app.generation.ledger import client_file, rows
from tests.app.generation.pieces import APPROVE, EDIT, change, over, spoke_of, spokes_of, written
from tests.app.generation.promises import account_of
from tests.app.generation.test_healing_loop import be_strict, short_hub
from tests.app.generation.test_jobs import everything, execute, no_writing, registered
from tests.graphql_schema.content import rows_in, spoke_in

REGENERATE = """mutation($input: RegenerateSpokeInput!) {
  regenerateSpoke(input: $input) { hub { id } job { id hubId status } }
}"""


def input_of(client_id: str, spoke_id: str, **more: Any) -> dict[str, Any]:
    return {"clientId": client_id, "spokeId": spoke_id, **more}


async def regenerate(owner: Api, client_id: str, spoke_id: str, **more: Any) -> str:
    """The id of the job."""
    made = (await owner.run(REGENERATE, input=input_of(client_id, spoke_id, **more)))["regenerateSpoke"]
    id: str = made["job"]["id"]
    return id


async def regenerated(resources: Resources, owner: Api, client_id: str, spoke_id: str) -> tuple[Job, Followed]:
    async with following(resources, client_id) as followed:
        job_id = await regenerate(owner, client_id, spoke_id)
        return await over(resources, followed, client_id, job_id), followed


async def test_an_approved_edited_piece_is_written_anew_and_nothing_of_it_is_lost(
    resources: Resources, settings: Settings, owner: Api, client_id: str
) -> None:
    hub_id, spokes = await written(resources, owner, client_id, 4)
    old = next(spoke for spoke in spokes if spoke["qualityScore"]["overallPass"])
    words = old["content"] + "!"
    await owner.run(EDIT, input=input_of(client_id, old["id"], content=words))
    await change(client_id, old["id"], status="approved", approved_by=owner.user_id)
    usage = "SELECT id, quantity FROM usage_events ORDER BY id"
    used = list(map(tuple, rows(settings.data_dir / "global.db", usage)))

    job, followed = await regenerated(resources, owner, client_id, old["id"])

    new = await spoke_of(owner, client_id, old["id"])
    assert (new["status"], new["approvedBy"], new["isMutated"]) == ("PENDING", None, False)
    assert [new[key] for key in ("hubId", "pillarId", "platform")] == [
        old[key] for key in ("hubId", "pillarId", "platform")
    ]
    said = [words, *(spoke["content"] for spoke in spokes)]
    assert [other for other in said if is_near_duplicate(new["content"], other)] == []
    assert new["mutations"] == [{"originalContent": old["content"], "editedContent": words}]
    numbers = [draft["attemptNumber"] for draft in new["drafts"]]
    assert numbers == list(range(len(numbers)))
    assert new["drafts"][: len(old["drafts"])] == old["drafts"]
    assert new["drafts"][-1]["content"] == new["content"]
    told = [event for event in followed.events if isinstance(event, SpokeEvaluated)]
    assert [event.attempt_number for event in told] == numbers[len(old["drafts"]) :]
    assert (job.spokes_done, job.spokes_total, job.progress_percent) == (1, 1, 100)
    assert await registered(hub_id) == "ready"
    assert list(map(tuple, rows(settings.data_dir / "global.db", usage))) == used
    others = [spoke for spoke in spokes if spoke["id"] != old["id"]]
    assert [spoke for spoke in await spokes_of(owner, client_id) if spoke["id"] != old["id"]] == others
    assert rows(client_file(settings.data_dir, client_id), "SELECT id FROM rewrites") == []
    trail = "SELECT action, subject_id, actor_id FROM audit_trail WHERE action LIKE 'spoke.%' ORDER BY number"
    assert [tuple(noted) for noted in rows(client_file(settings.data_dir, client_id), trail)] == [
        ("spoke.edited", old["id"], owner.user_id),
        ("spoke.regenerated", old["id"], owner.user_id),
    ]


async def test_a_piece_waits_while_it_is_written_anew_and_is_as_it_was_when_that_is_cancelled(
    resources: Resources, settings: Settings, owner: Api, client_id: str
) -> None:
    _, spokes = await written(resources, owner, client_id, 2)
    id, database = spokes[0]["id"], client_file(settings.data_dir, client_id)
    await owner.run(EDIT, input=input_of(client_id, id, content="My own words."))
    await change(client_id, id, status="approved", approved_by=owner.user_id)
    before, shown = everything(database)[:4], await spokes_of(owner, client_id)
    async with following(resources, client_id) as followed:
        with no_writing(resources):
            job_id = await regenerate(owner, client_id, id, instruction="Shorter.")
            await followed.until(job_id, phase="writing")
            for operation, more in ((APPROVE, {}), (EDIT, {"content": "Later words."}), (REGENERATE, {})):
                refused = await owner.execute(operation, input=input_of(client_id, id, **more))
                assert refused.error["extensions"] == {"code": "PROCESSING", "jobId": job_id}
            ticket = Ticket(client_id, await account_of(owner), spokes[0]["hubId"], job_id, 1)
            material = await read_material(ticket, 0)
            assert material is not None
            assert (material.brief.instruction, material.brief.attempt, material.previous) == ("Shorter.", 0, None)
            assert "My own words." in material.brief.taken
            await owner.run(CANCEL, c=client_id, j=job_id)
        await ended(resources, f"{job_id}.1")
        assert everything(database)[:4] == before
        assert await spokes_of(owner, client_id) == shown

        followed.events.clear()
        await owner.run(RETRY, c=client_id, j=job_id)
        await over(resources, followed, client_id, job_id)
    assert (await spoke_of(owner, client_id, id))["content"] != "My own words."
    assert (await spoke_of(owner, client_id, id))["status"] == "PENDING"


async def test_what_attempts_have_changed_is_taken_back_when_the_job_fails(
    resources: Resources, settings: Settings, owner: Api, client_id: str
) -> None:
    """The first attempt is kept, the second cannot be."""
    _, spokes = await written(resources, owner, client_id, 2)
    await be_strict(client_id, 101)
    database, old = client_file(settings.data_dir, client_id), spokes[0]
    before, number = everything(database)[:4], len(old["drafts"]) + 1
    refuse = f"BEFORE INSERT ON drafts WHEN NEW.attempt_number = {number} BEGIN SELECT RAISE(ABORT, 'full'); END"
    execute(database, f"CREATE TRIGGER refuse {refuse}")
    async with following(resources, client_id) as followed:
        job_id = await regenerate(owner, client_id, old["id"])
        await followed.until(job_id, status=JobStatus.FAILED)
        await ended(resources, f"{job_id}.1")
        execute(database, "DROP TRIGGER refuse")
    told = [event.attempt_number for event in followed.events if isinstance(event, SpokeEvaluated)]
    assert told == [number - 1]
    # Words that came and went have counted: whoever saw them cannot decide on what is there now.
    [seen] = rows(database, "SELECT revision FROM spokes WHERE id = ?", old["id"])
    assert seen["revision"] == 2
    execute(database, "UPDATE spokes SET revision = 0")
    assert everything(database)[:4] == before
    assert rows(database, "SELECT id FROM rewrites") == []


async def test_a_piece_that_fails_four_times_waits_for_a_person_with_old_and_new_drafts(
    resources: Resources, settings: Settings, owner: Api, client_id: str
) -> None:
    _, spokes = await written(resources, owner, client_id, 2)
    old = spokes[0]
    await be_strict(client_id, 101)
    execute(client_file(settings.data_dir, client_id), "UPDATE quality_scores SET overall_pass = 0")

    job, followed = await regenerated(resources, owner, client_id, old["id"])

    new = await spoke_of(owner, client_id, old["id"])
    assert (new["isCreativeConflict"], new["status"], job.spokes_failed) == (True, "PENDING", 1)
    first = len(old["drafts"])
    assert [draft["attemptNumber"] for draft in new["drafts"]] == list(range(first + 4))
    open_ones = {row["attemptNumber"] for row in new["feedback"] if not row["resolved"]}
    assert open_ones >= set(range(first, first + 4))
    assert [event.gate for event in followed.events if isinstance(event, CreativeConflict)] == [Gate.G2]


async def test_words_that_pass_stay_where_no_new_ones_do_and_the_drafts_are_kept(
    resources: Resources, settings: Settings, owner: Api, client_id: str
) -> None:
    _, spokes = await written(resources, owner, client_id, 4)
    old = next(spoke for spoke in spokes if spoke["qualityScore"]["overallPass"])
    await change(client_id, old["id"], status="approved", approved_by=owner.user_id)
    old = await spoke_of(owner, client_id, old["id"])
    await be_strict(client_id, 101)

    job, followed = await regenerated(resources, owner, client_id, old["id"])

    new, first = await spoke_of(owner, client_id, old["id"]), len(old["drafts"])
    assert {**new, "drafts": [], "feedback": []} == {**old, "drafts": [], "feedback": []}
    assert new["status"] == "APPROVED"
    assert new["drafts"][:first] == old["drafts"]
    assert [draft["attemptNumber"] for draft in new["drafts"][first:]] == list(range(first, first + 4))
    assert {row["attemptNumber"] for row in new["feedback"] if row["gate"] == "G2"} >= set(range(first, first + 4))
    assert [row for row in new["feedback"] if not row["resolved"]] == []
    assert [event for event in followed.events if isinstance(event, CreativeConflict)] == []
    assert (job.spokes_done, job.spokes_failed, job.spokes_total) == (0, 0, 0)
    assert job.message == "No new words passed the gates; the spoke is as it was, and the drafts are kept."
    assert rows(client_file(settings.data_dir, client_id), "SELECT id FROM rewrites") == []


async def test_a_piece_is_as_it_was_when_the_source_has_no_other_words(
    resources: Resources, owner: Api, client_id: str
) -> None:
    hub_id = await short_hub(client_id, "Count your loaves.")
    async with tenancy.bind(client_id), tenancy.transaction():
        spoke = await spoke_in(hub_id, (await Pillar.get(hub_id=hub_id)).id)
    shown = await spokes_of(owner, client_id)

    job, _ = await regenerated(resources, owner, client_id, spoke.id)
    assert await spokes_of(owner, client_id) == shown
    assert (job.spokes_done, job.spokes_total) == (0, 0)
    assert job.message == "The source had no other words for this spoke; it is as it was."


async def test_a_piece_without_a_source_or_that_was_killed_is_not_written_anew(
    resources: Resources, owner: Api, client_id: str
) -> None:
    made = await rows_in(client_id)
    shown = await spokes_of(owner, client_id)
    too_long = await owner.execute(REGENERATE, input=input_of(client_id, made.spoke, instruction="x" * 1001))
    assert too_long.code == "VALIDATION_ERROR"
    for values, state in (({"hub_id": None, "pillar_id": None}, "no_source"), ({"status": "killed"}, "killed")):
        await change(client_id, made.spoke, **values)
        shown = await spokes_of(owner, client_id)
        refused = await owner.execute(REGENERATE, input=input_of(client_id, made.spoke))
        assert (refused.code, refused.error["extensions"]["state"]) == ("CONFLICT", state)
        assert await spokes_of(owner, client_id) == shown
    async with tenancy.bind(client_id):
        assert await Job.all().count() == 1
