"""What may still be approved is judged anew when what it is held to changes, and mended where nobody has edited it."""

from typing import Any

import tenancy
from app.brand.models import BannedWord
from app.clients.models import Client
from app.generation import sweep
from app.generation.rejudging import begin_round, judge_batch
from app.generation.rescoring import RESCORE
from app.hubs.jobs import Ticket
from app.hubs.models import Job
from app.kit import clock, ids
from app.progress.events import CreativeConflict, SpokeEvaluated
from app.resources import Resources
from app.settings import Settings
from app.spokes.models import Rewrite
from app.vocabulary import JobStatus
from tests.api import Api
from tests.app.generation.following import CANCEL, RETRY, Followed, ended, following
from tests.app.generation.ledger import assert_no_two_alike, client_file, rows
from tests.app.generation.pieces import APPROVE, EDIT, ban, change, has, over, some_word, spoke_of, spokes_of, written
from tests.app.generation.promises import account_of
from tests.app.generation.test_healing_loop import be_strict
from tests.app.generation.test_jobs import no_writing
from tests.app.generation.test_regenerate import regenerate

UNBAN = "mutation($input: RemoveBrandEntryInput!) { removeBrandEntry(input: $input) }"
STRICT = "mutation($input: SetRubricOverrideInput!) { setRubricOverride(input: $input) { id } }"
JOBS = "query($c: ID!) { client(id: $c) { jobs(first: 1) { nodes { id hubId status } } } }"


async def newest(client_id: str) -> Job:
    async with tenancy.bind(client_id):
        job = await Job.filter(kind=RESCORE).order_by("-id").first()
    assert job is not None
    return job


async def promise_of(client_id: str) -> str | None:
    return (await Client.get(id=client_id)).rescoring


async def rescored(resources: Resources, followed: Followed, client_id: str) -> Job:
    job = await over(resources, followed, client_id, (await newest(client_id)).id)
    assert await promise_of(client_id) is None
    return job


async def passing(resources: Resources, owner: Api, client_id: str, number: int) -> list[dict[str, Any]]:
    """The spokes of a hub, all of which pass: any hook will do."""
    await be_strict(client_id, 0)
    _, spokes = await written(resources, owner, client_id, number)
    assert [spoke for spoke in spokes if not spoke["qualityScore"]["overallPass"]] == []
    return spokes


async def test_a_word_that_is_banned_afterwards_is_healed_away_where_nobody_has_edited_or_approved(
    resources: Resources, owner: Api, client_id: str
) -> None:
    spokes = await passing(resources, owner, client_id, 6)
    edited, approved, *others = spokes
    word = some_word(spokes, [others[0]])
    await owner.run(EDIT, input={"clientId": client_id, "spokeId": edited["id"], "content": f"I say {word}."})
    await change(client_id, approved["id"], status="approved", content=f"We all say {word}.")
    before = {spoke["id"]: spoke for spoke in await spokes_of(owner, client_id)}
    concerned = {spoke["id"] for spoke in others if has(spoke, word)}
    async with following(resources, client_id) as followed:
        await ban(owner, client_id, word)
        [told] = (await owner.run(JOBS, c=client_id))["client"]["jobs"]["nodes"]
        job = await rescored(resources, followed, client_id)

    after = {spoke["id"]: spoke for spoke in await spokes_of(owner, client_id)}
    assert (told["id"], told["hubId"]) == (job.id, None)
    assert (job.spokes_done, job.spokes_total, job.progress_percent) == (5, 5, 100)
    assert job.message == "5 spokes judged anew, 1 waits for a person."
    for id in concerned:
        old, new = before[id], after[id]
        assert not has(new, word)
        assert (new["qualityScore"]["overallPass"], new["isCreativeConflict"]) == (True, False)
        first = len(old["drafts"])
        assert new["drafts"][:first] == old["drafts"]
        assert [draft["attemptNumber"] for draft in new["drafts"][first:]] == list(range(first, len(new["drafts"])))
        assert {"gate": "G4", "attemptNumber": first - 1, "resolved": True} in new["feedback"]
    words = ("content", "isMutated", "status", "drafts", "feedback")
    assert [after[edited["id"]][key] for key in words] == [before[edited["id"]][key] for key in words]
    assert after[edited["id"]]["qualityScore"]["g4VoiceAlignment"] is False
    untouched = set(after) - concerned - {edited["id"]}
    assert {id: after[id] for id in untouched} == {id: before[id] for id in untouched}
    evaluated = {event.spoke_id for event in followed.events if isinstance(event, SpokeEvaluated)}
    assert evaluated == concerned | {edited["id"]}, "whose verdict is the same as before is not told of"
    assert_no_two_alike([spoke["content"] for spoke in after.values()])


async def test_changes_while_it_is_at_work_are_seen_by_one_more_round_of_the_same_job(
    resources: Resources, owner: Api, client_id: str
) -> None:
    spokes = await passing(resources, owner, client_id, 4)
    first = some_word(spokes, [spokes[0]])
    async with following(resources, client_id) as followed:
        with no_writing(resources):
            await ban(owner, client_id, first)
            job_id = (await newest(client_id)).id
            await followed.until(job_id, done=1)
            others = [some_word(spokes, [spoke]) for spoke in spokes[1:]]
            for word in others:
                await ban(owner, client_id, word)
            assert (await newest(client_id)).id == job_id
            judged = next(spoke for spoke in spokes if not has(spoke, first))
            approval = {"clientId": client_id, "spokeId": judged["id"]}
            refused = await owner.execute(APPROVE, input=approval)
            assert refused.error["extensions"] == {"code": "PROCESSING", "jobId": job_id}
        job = await rescored(resources, followed, client_id)
    assert job.run == 1
    for spoke in await spokes_of(owner, client_id):
        assert [word for word in (first, *others) if has(spoke, word)] == []
        assert spoke["qualityScore"]["overallPass"] is not spoke["isCreativeConflict"]
    started = [event.status for event in followed.changes(job_id)]
    assert started.count(JobStatus.COMPLETE) == 1
    assert started[-1] is JobStatus.COMPLETE


async def test_what_cannot_be_healed_is_a_conflict_until_the_rule_is_taken_back(
    resources: Resources, owner: Api, client_id: str
) -> None:
    spokes = await passing(resources, owner, client_id, 2)
    strict = {"clientId": client_id, "gate": "G2", "threshold": 100, "reason": "Only the best."}
    async with following(resources, client_id) as followed:
        await owner.run(STRICT, input=strict)
        job = await rescored(resources, followed, client_id)
        conflicts = [event.spoke_id for event in followed.events if isinstance(event, CreativeConflict)]
        assert sorted(conflicts) == sorted(spoke["id"] for spoke in spokes)
        assert job.spokes_failed == 2
        hopeless = await spokes_of(owner, client_id)
        for old, new in zip(spokes, hopeless, strict=True):
            assert new["isCreativeConflict"] is True
            assert len(new["drafts"]) == len(old["drafts"]) + 3
            assert [row for row in new["feedback"][-4:] if row["resolved"]] == []

        followed.events.clear()
        await ban(owner, client_id, "zanzibar")
        await rescored(resources, followed, client_id)
        assert await spokes_of(owner, client_id) == hopeless, "who waits for a person is not written again and again"

        await owner.run(STRICT, input=strict | {"threshold": 0})
        await rescored(resources, followed, client_id)
    for old, new in zip(hopeless, await spokes_of(owner, client_id), strict=True):
        assert (new["content"], new["drafts"]) == (old["content"], old["drafts"])
        assert (new["isCreativeConflict"], new["qualityScore"]["overallPass"]) == (False, True)
        assert [row for row in new["feedback"] if not row["resolved"]] == []


async def test_pieces_keep_their_words_when_the_mending_is_cancelled_and_lose_them_when_it_is_retried(
    resources: Resources, settings: Settings, owner: Api, client_id: str
) -> None:
    spokes = await passing(resources, owner, client_id, 2)
    word, database = some_word(spokes, spokes[:1]), client_file(settings.data_dir, client_id)
    async with following(resources, client_id) as followed:
        with no_writing(resources):
            await ban(owner, client_id, word)
            job_id = (await newest(client_id)).id
            await followed.until(job_id, done=2)
            refused = await owner.execute(
                EDIT, input={"clientId": client_id, "spokeId": spokes[0]["id"], "content": "Me."}
            )
            assert refused.error["extensions"] == {"code": "PROCESSING", "jobId": job_id}
            await owner.run(CANCEL, c=client_id, j=job_id)
        await ended(resources, f"{job_id}.1")
        assert await promise_of(client_id) is None
        now = await spokes_of(owner, client_id)
        assert [spoke["content"] for spoke in now] == [spoke["content"] for spoke in spokes]
        assert [spoke["drafts"] for spoke in now] == [spoke["drafts"] for spoke in spokes]
        assert now[0]["qualityScore"]["g4VoiceAlignment"] is False
        assert [row["is_settled"] for row in rows(database, "SELECT is_settled FROM spokes")] == [1, 1]

        followed.events.clear()
        await owner.run(RETRY, c=client_id, j=job_id)
        job = await rescored(resources, followed, client_id)
    assert (job.id, job.run) == (job_id, 2)
    assert not has(await spoke_of(owner, client_id, spokes[0]["id"]), word)


async def test_an_old_verdict_lets_nothing_pass_when_the_judging_anew_was_cancelled_until_it_is_retried(
    resources: Resources, owner: Api, client_id: str
) -> None:
    [spoke] = await passing(resources, owner, client_id, 1)
    approval = {"clientId": client_id, "spokeId": spoke["id"]}
    async with following(resources, client_id) as followed:
        await ban(owner, client_id, "zyzzyva")
        job = await rescored(resources, followed, client_id)
        async with tenancy.bind(client_id):
            since = {**(job.params or {}), "since": clock.now_millis()}
            await Job.filter(id=job.id).update(status=JobStatus.CANCELED, params=since)
        refused = await owner.execute(APPROVE, input=approval)
        assert refused.error["extensions"] == {"code": "CONFLICT", "state": "outdated", "jobId": job.id}
        assert (await spoke_of(owner, client_id, spoke["id"]))["status"] == "PENDING"

        followed.events.clear()
        await owner.run(RETRY, c=client_id, j=job.id)
        await rescored(resources, followed, client_id)
    await owner.run(APPROVE, input=approval)
    assert (await spoke_of(owner, client_id, spoke["id"]))["status"] == "APPROVED"


async def test_what_a_crash_left_between_the_change_and_its_job_is_found_at_the_next_start(
    resources: Resources, owner: Api, client_id: str
) -> None:
    spokes = await passing(resources, owner, client_id, 2)
    word = some_word(spokes, spokes[:1])
    await Client.filter(id=client_id).update(rescoring=ids.new_id())
    async with tenancy.bind(client_id):
        await BannedWord.create(word=word)
    async with following(resources, client_id) as followed:
        assert await sweep.restart_lost_jobs() == 1
        assert await sweep.restart_lost_jobs() == 0
        await rescored(resources, followed, client_id)
    assert not has(await spoke_of(owner, client_id, spokes[0]["id"]), word)
    assert await sweep.restart_lost_jobs() == 0


async def test_a_batch_that_is_judged_again_after_a_crash_hands_over_the_same_pieces(
    resources: Resources, owner: Api, client_id: str
) -> None:
    spokes = await passing(resources, owner, client_id, 3)
    word = some_word(spokes, spokes[:1])
    ticket = Ticket(client_id, await account_of(owner), "", ids.new_id(), 1)
    async with tenancy.bind(client_id), tenancy.transaction():
        await BannedWord.create(word=word)
        await Job.create(id=ticket.job_id, kind=RESCORE, status=JobStatus.QUEUED)
    await begin_round(ticket)
    last, to_mend = await judge_batch(ticket, "")
    plan = (await newest(client_id)).plan
    concerned = [spoke["id"] for spoke in spokes if has(spoke, word)]
    assert (last, to_mend, [slot["spoke_id"] for slot in plan]) == (spokes[-1]["id"], len(concerned), concerned)

    assert (await judge_batch(ticket, ""))[1] == to_mend
    assert (await newest(client_id)).plan == plan
    async with tenancy.bind(client_id):
        assert await Rewrite.filter(job_id=ticket.job_id).count() == to_mend


async def test_nothing_is_queued_where_nothing_waits_or_nothing_was_changed(owner: Api, client_id: str) -> None:
    await ban(owner, client_id, "synergy")
    refused = await owner.execute(UNBAN, input={"clientId": client_id, "id": ids.new_id()})

    assert refused.code == "NOT_FOUND"
    assert await promise_of(client_id) is None
    async with tenancy.bind(client_id):
        assert await Job.all().count() == 0


async def test_words_that_are_set_aside_while_others_are_written_come_back_with_the_verdict_that_holds_then(
    resources: Resources, settings: Settings, owner: Api, client_id: str
) -> None:
    spokes = await passing(resources, owner, client_id, 2)
    old, word = spokes[0], some_word(spokes, [spokes[0]])
    assert not has(spokes[1], word)
    async with following(resources, client_id) as followed:
        with no_writing(resources):
            regenerating = await regenerate(owner, client_id, old["id"])
            await followed.until(regenerating, phase="writing")
            await ban(owner, client_id, word)
            await rescored(resources, followed, client_id)
            await owner.run(CANCEL, c=client_id, j=regenerating)
        await ended(resources, f"{regenerating}.1")
    back = await spoke_of(owner, client_id, old["id"])
    assert (back["content"], back["status"], back["isMutated"]) == (old["content"], "PENDING", False)
    assert (back["qualityScore"]["overallPass"], back["qualityScore"]["g4VoiceAlignment"]) == (False, False)
    refused = await owner.execute(APPROVE, input={"clientId": client_id, "spokeId": old["id"]})
    assert refused.error["extensions"]["state"] == "failed_gate"


async def test_a_stance_is_heeded_and_where_it_changes_no_verdict_nothing_is_told(
    resources: Resources, owner: Api, client_id: str
) -> None:
    await passing(resources, owner, client_id, 2)
    before = await spokes_of(owner, client_id)
    async with following(resources, client_id) as followed:
        stance = {"clientId": client_id, "stance": "Fewer loaves.", "category": "CONTRARIAN"}
        await owner.run("mutation($i: AddBrandStanceInput!) { addBrandStance(input: $i) { id } }", i=stance)
        job = await rescored(resources, followed, client_id)

    assert (job.spokes_done, job.message) == (2, "2 spokes judged anew, 0 wait for a person.")
    assert [event for event in followed.events if isinstance(event, SpokeEvaluated)] == []
    assert await spokes_of(owner, client_id) == before
