"""Sessions: who is handed what, what a decision comes to, and what is told of one that comes too late."""

import asyncio
from typing import Any

import orjson
import pytest

import tenancy
from app.kit import clock
from app.kit.ids import new_id
from app.progress.events import SpokeDecided
from app.resources import Resources
from app.review.models import ReviewClaim, ReviewDecision, ReviewVelocity
from app.settings import Settings
from app.spokes.models import QualityScore, Spoke
from app.trail.models import TrailEntry
from app.vocabulary import Platform, Role, SpokeStatus
from tests.api import Answer, Api
from tests.graphql_schema.content import Rows, rows_in, spoke_in
from tests.graphql_schema.planner.ways import ways

ITEM = "{ bucket flagReason spoke { id status revision content } }"
START = f"""mutation($input: StartReviewInput!) {{ startReview(input: $input) {{
  id startedAt totalCount first {ITEM} upcoming {ITEM} }} }}"""
DECIDE = f"""mutation($input: DecideInput!) {{ decide(input: $input) {{
  spoke {{ id status }} next {ITEM} upcoming {ITEM} remaining }} }}"""
FINISH = """mutation($client: ID!, $session: ID!) { finishReview(clientId: $client, sessionId: $session) { sessionId
  reviewed approved rejected killed edited skipped totalTimeMs averageDecisionMs zeroEditRate hoursSaved } }"""
KILL = "mutation($input: RejectSpokeInput!) { killSpoke(input: $input) { status } }"
EDIT = "mutation($input: EditSpokeInput!) { editSpoke(input: $input) { spoke { revision status } } }"
BULK = """mutation($input: BulkInput!) { bulkApprove(input: $input) { changed skipped { spokeId code message } } }"""
BULK_REJECT = BULK.replace("bulkApprove", "bulkReject")


async def queue_in(client_id: str, scores: list[float | None], **changes: Any) -> tuple[Rows, list[str]]:
    """Pieces that wait, with these G7; their ids."""
    rows = await rows_in(client_id, status=SpokeStatus.KILLED)
    async with tenancy.bind(client_id), tenancy.transaction():
        return rows, [(await spoke_in(rows.hub, rows.pillar, g7=score, **changes)).id for score in scores]


class Reviewer:
    """A person at the desk of one client, with the session that they started last."""

    def __init__(self, api: Api, client_id: str) -> None:
        self.api, self.client_id, self.session = api, client_id, ""

    async def start(self, **part: Any) -> dict[str, Any]:
        made: dict[str, Any] = (await self.api.run(START, input={"clientId": self.client_id, **part}))["startReview"]
        self.session = made["id"]
        return made

    async def answer(self, spoke_id: str, decision: str = "APPROVE", **more: Any) -> Answer:
        given = {"clientId": self.client_id, "sessionId": self.session, "spokeId": spoke_id, "decision": decision}
        return await self.api.execute(DECIDE, input=given | more)

    async def decide(self, spoke_id: str, decision: str = "APPROVE", **more: Any) -> dict[str, Any]:
        decided: dict[str, Any] = (await self.answer(spoke_id, decision, **more)).data["decide"]
        return decided

    async def state(self, spoke_id: str, decision: str = "APPROVE", **more: Any) -> str:
        """Why the decision is refused."""
        refused = await self.answer(spoke_id, decision, **more)
        assert refused.code == "CONFLICT"
        state: str = refused.error["extensions"]["state"]
        return state

    async def finish(self) -> dict[str, Any]:
        made = await self.api.run(FINISH, client=self.client_id, session=self.session)
        report: dict[str, Any] = made["finishReview"]
        return report


async def reviewer(owner: Api, client_id: str, role: Role = Role.MANAGER) -> Reviewer:
    return Reviewer(await owner.colleague(role, (client_id,)), client_id)


async def edited(api: Api, client_id: str, spoke_id: str) -> None:
    """The piece in other words, which pass the gates."""
    given = {"clientId": client_id, "spokeId": spoke_id, "content": f"Bake less. Sell out by six. {new_id()}"}
    await api.run(EDIT, input=given)
    async with tenancy.bind(client_id):
        await QualityScore.filter(spoke_id=spoke_id).update(overall_pass=True)


def id_of(item: dict[str, Any] | None) -> str | None:
    return str(item["spoke"]["id"]) if item else None


async def everything(client_id: str) -> list[Any]:
    """What a refused decision must not change."""
    async with tenancy.bind(client_id):
        return [
            await Spoke.all().order_by("id").values_list("id", "status", "revision", "updated_at"),
            await ReviewDecision.all().order_by("id").values_list("id", "decision"),
            await ReviewClaim.all().order_by("id").values_list("id", "revision", "expires_at"),
            await TrailEntry.all().count(),
        ]


async def test_a_session_goes_from_the_best_piece_to_the_last_and_is_reported(owner: Api, client_id: str) -> None:
    rows, [third, first, last, second] = await queue_in(client_id, [70.0, 95.0, None, 80.0])
    one = Reviewer(owner, client_id)

    started = await one.start()
    assert (started["totalCount"], id_of(started["first"])) == (4, first)
    assert [id_of(item) for item in started["upcoming"]] == [second, third]
    assert started["first"]["bucket"] == "HIGH_CONFIDENCE"

    decided = await one.decide(first, elapsedMs=2_000)
    assert decided["spoke"] == {"id": first, "status": "APPROVED"}
    assert (id_of(decided["next"]), decided["remaining"]) == (second, 3)
    assert [id_of(item) for item in decided["upcoming"]] == [third, last]
    assert await one.decide(first, elapsedMs=2_000) == decided  # once more, as after a lost answer

    skipped = await one.decide(second, "SKIP", elapsedMs=1_000)
    assert (skipped["spoke"]["status"], id_of(skipped["next"]), skipped["remaining"]) == ("PENDING", third, 2)
    await edited(owner, client_id, third)
    decided = await one.decide(third, elapsedMs=-5)  # the reviewer's own words are not news to them
    assert (decided["spoke"]["status"], id_of(decided["next"])) == ("APPROVED", last)
    decided = await one.decide(last, "REJECT", reason="Too thin.", elapsedMs=99_000_000)
    assert (decided["spoke"]["status"], decided["next"], decided["remaining"]) == ("REJECTED", None, 0)

    report = await one.finish()
    assert report == {
        "sessionId": one.session,
        "reviewed": 4,
        "approved": 2,
        "rejected": 1,
        "killed": 0,
        "edited": 1,
        "skipped": 1,
        "totalTimeMs": 3_603_000,
        "averageDecisionMs": 900_750,
        "zeroEditRate": 0.5,
        "hoursSaved": pytest.approx(24 / 60 - 3_603_000 / 3_600_000),
    }
    assert await one.finish() == report
    assert await one.state(second) == "finished"
    async with tenancy.bind(client_id):
        [velocity] = await ReviewVelocity.all()
        assert (velocity.session_id, velocity.decisions_count, velocity.total_time_ms) == (one.session, 4, 3_603_000)
        assert (velocity.avg_time_per_decision_ms, velocity.bulk_approve_count, velocity.kill_chain_count) == (
            900_750,
            0,
            0,
        )
        noted = await TrailEntry.filter(session_id=one.session).order_by("number")
        assert [(entry.action, entry.subject_id, entry.reason) for entry in noted] == [
            ("review.started", one.session, None),
            ("spoke.approved", first, None),
            ("spoke.skipped", second, None),
            ("spoke.approved", third, None),
            ("spoke.rejected", last, "Too thin."),
            ("review.finished", one.session, None),
        ]
        assert await ReviewClaim.all().count() == 0
    assert rows.client == client_id


async def test_nobody_is_given_what_lies_before_another(owner: Api, client_id: str) -> None:
    _, ids = await queue_in(client_id, [90.0, 80.0, 70.0, 60.0])
    one, two = await reviewer(owner, client_id), await reviewer(owner, client_id, Role.VIEWER)

    await one.start()
    started = await two.start()
    assert (started["totalCount"], id_of(started["first"]), started["upcoming"]) == (1, ids[3], [])
    before = await everything(client_id)
    assert await two.state(ids[0]) == "claimed"
    assert await two.state(ids[1], expectedRevision=0) == "claimed"
    assert (await two.answer(ids[0], sessionId=one.session)).code == "NOT_FOUND"
    assert (await two.answer("none")).code == "NOT_FOUND"
    assert await everything(client_id) == before

    await one.decide(ids[0])
    assert id_of((await one.start())["first"]) == ids[1]  # a new session of the same person has what the older one had
    await one.finish()
    decided = await two.decide(ids[3])
    assert [id_of(decided["next"]), *map(id_of, decided["upcoming"])] == [ids[1], ids[2]]


async def test_a_claim_that_expired_goes_to_whoever_asks(owner: Api, client_id: str) -> None:
    _, ids = await queue_in(client_id, [90.0, 80.0])
    one, two = await reviewer(owner, client_id), await reviewer(owner, client_id)
    await one.start()
    async with tenancy.bind(client_id):
        await ReviewClaim.filter(spoke_id=ids[0]).update(expires_at=clock.now())

    assert id_of((await two.start())["first"]) == ids[0]
    assert await one.state(ids[0]) == "claimed"
    decided = await one.decide(ids[1])
    assert (decided["next"], decided["remaining"]) == (None, 0)


async def test_a_decision_on_what_has_changed_meanwhile_is_refused(owner: Api, client_id: str) -> None:
    rows, ids = await queue_in(client_id, [90.0, 80.0, 70.0])
    one = await reviewer(owner, client_id)
    await one.start()

    async def refused(*, state: str, decision: str = "APPROVE", **more: Any) -> None:
        before = await everything(client_id)
        assert await one.state(ids[0], decision, **more) == state
        assert await everything(client_id) == before

    await edited(owner, client_id, ids[0])
    await refused(state="changed")
    await refused(state="changed", decision="REJECT")
    await refused(state="changed", expectedRevision=7)
    async with tenancy.bind(client_id):
        for status in (SpokeStatus.APPROVED, SpokeStatus.REJECTED, SpokeStatus.KILLED):
            await Spoke.filter(id=ids[0]).update(status=status)
            await refused(state=str(status), expectedRevision=1)
        await Spoke.filter(id=ids[0]).update(status=SpokeStatus.PENDING, is_settled=False, job_id=rows.job)
    before = await everything(client_id)
    assert (await one.answer(ids[0], expectedRevision=1)).error["extensions"] == {
        "code": "PROCESSING",
        "jobId": rows.job,
    }
    assert await everything(client_id) == before
    async with tenancy.bind(client_id):
        await Spoke.filter(id=ids[0]).update(is_settled=True)
    decided = await one.decide(ids[0], expectedRevision=1)
    assert (decided["spoke"]["status"], id_of(decided["next"])) == ("APPROVED", ids[1])
    # Whoever edits what they have decided decides it again.
    await edited(one.api, client_id, ids[0])
    assert (await one.decide(ids[0]))["spoke"]["status"] == "APPROVED"


async def test_a_piece_that_fails_a_gate_stays_before_its_reviewer(owner: Api, client_id: str) -> None:
    _, ids = await queue_in(client_id, [90.0], passes=False)
    one, two = await reviewer(owner, client_id), await reviewer(owner, client_id)
    await one.start()

    assert await one.state(ids[0]) == "failed_gate"
    assert (await two.start())["first"] is None
    assert (await one.decide(ids[0], "REJECT"))["spoke"]["status"] == "REJECTED"


async def test_a_session_over_a_part_of_the_queue_ends_with_that_part(owner: Api, client_id: str) -> None:
    rows, ids = await queue_in(client_id, [99.0 - number for number in range(11)])
    one = Reviewer(owner, client_id)

    started = await one.start(bucket="TOP10")
    assert (started["totalCount"], id_of(started["first"])) == (2, ids[0])
    async with tenancy.bind(client_id):
        better = (await spoke_in(rows.hub, rows.pillar, g7=100.0, platform=Platform.LINKEDIN)).id
    decided = await one.decide(ids[0])
    assert [id_of(decided["next"]), *map(id_of, decided["upcoming"])] == [ids[1], better]
    await one.decide(better)
    assert (await one.decide(ids[1]))["next"] is None  # what was decided makes no room for others

    assert (await one.start(bucket="NEEDS_REVIEW"))["totalCount"] == 2
    assert (await one.start(platform="LINKEDIN"))["totalCount"] == 0
    assert (await one.start(hubId=rows.hub))["totalCount"] == 9
    missing = await owner.execute(START, input={"clientId": client_id, "hubId": rows.pillar})
    assert missing.code == "NOT_FOUND"


async def test_what_was_skipped_may_be_decided_after_all(owner: Api, client_id: str) -> None:
    _, ids = await queue_in(client_id, [90.0, 80.0])
    one, two = await reviewer(owner, client_id), await reviewer(owner, client_id)
    await one.start()
    await one.decide(ids[0], "SKIP", elapsedMs=10)

    assert id_of((await two.start())["first"]) == ids[0]
    assert await one.state(ids[0]) == "claimed"
    await two.finish()
    await one.decide(ids[0], "REJECT", elapsedMs=20)
    report = await one.finish()
    assert (report["reviewed"], report["rejected"], report["skipped"], report["totalTimeMs"]) == (1, 1, 0, 30)


async def test_kills_and_edits_count_for_the_session_that_they_happen_in(owner: Api, client_id: str) -> None:
    _, ids = await queue_in(client_id, [90.0, 80.0, 70.0, 60.0])
    one, two = await reviewer(owner, client_id), await reviewer(owner, client_id)
    await edited(one.api, client_id, ids[2])  # before it begins
    await one.start()
    await owner.run(KILL, input={"clientId": client_id, "spokeId": ids[3]})  # somebody else
    killed = await one.api.run(KILL, input={"clientId": client_id, "spokeId": ids[0], "reason": "Old."})
    assert killed["killSpoke"]["status"] == "KILLED"

    assert await one.state(ids[0]) == "killed"
    decided = await one.decide(ids[1])
    assert (id_of(decided["next"]), decided["remaining"]) == (ids[2], 1)
    await edited(two.api, client_id, ids[1])
    report = await one.finish()
    assert (report["reviewed"], report["killed"], report["edited"], report["zeroEditRate"]) == (1, 1, 0, 0.0)
    async with tenancy.bind(client_id):
        assert [velocity.kill_chain_count for velocity in await ReviewVelocity.all()] == [1]


async def test_a_decision_is_shown_the_same_with_and_without_an_executor(
    settings: Settings, owner: Api, client_id: str
) -> None:
    _, ids = await queue_in(client_id, [95.0, 80.0, 70.0])
    one = Reviewer(owner, client_id)
    await one.start()
    decided = await one.decide(ids[0])
    given = {"clientId": client_id, "sessionId": one.session, "spokeId": ids[0], "decision": "APPROVE"}
    deeper = DECIDE.replace("revision content", "qualityScore { g7EngagementPrediction } hub { title }")
    async with ways(settings) as doors:
        for query in (DECIDE, deeper):
            planned, ordinary = await doors.both(owner, query, input=given)
            assert planned == ordinary
            assert orjson.loads(planned)["data"]["decide"]["remaining"] == decided["remaining"] == 2


async def test_many_are_decided_at_once_and_each_is_accounted_for(
    resources: Resources, owner: Api, client_id: str
) -> None:
    rows, ids = await queue_in(client_id, [60.0] * 30)
    one = Reviewer(owner, client_id)
    async with tenancy.bind(client_id), tenancy.transaction():
        failing = (await spoke_in(rows.hub, rows.pillar, passes=False)).id
        at_work = (await spoke_in(rows.hub, rows.pillar, is_settled=False, job_id=rows.job)).id
    await one.start()

    given = {"clientId": client_id, "sessionId": one.session, "reason": "All good."}
    wanted = [*ids, ids[0], failing, at_work, rows.spoke, "none"]
    with resources.bus.watch(client_id) as watch:
        done = (await owner.run(BULK, input=given | {"spokeIds": wanted}))["bulkApprove"]
        told = [await anext(watch) for _ in range(30)]
    assert [event.spoke_id for event in told if isinstance(event, SpokeDecided)] == ids
    assert done["changed"] == 30
    assert [(skip["spokeId"], skip["code"]) for skip in done["skipped"]] == [
        (failing, "CONFLICT"),
        (at_work, "PROCESSING"),
        (rows.spoke, "CONFLICT"),
        ("none", "NOT_FOUND"),
    ]
    again = (await owner.run(BULK, input=given | {"spokeIds": ids[:1]}))["bulkApprove"]
    assert again == {
        "changed": 0,
        "skipped": [{"spokeId": ids[0], "code": "CONFLICT", "message": "The spoke is approved already."}],
    }
    done = (await owner.run(BULK_REJECT, input=given | {"spokeIds": [failing], "reason": None}))["bulkReject"]
    assert done == {"changed": 1, "skipped": []}

    before = await everything(client_id)
    too_many = await owner.execute(BULK, input=given | {"spokeIds": [str(number) for number in range(501)]})
    assert too_many.code == "VALIDATION_ERROR"
    stranger = await reviewer(owner, client_id)
    assert (await stranger.api.execute(BULK, input=given | {"spokeIds": ids})).code == "NOT_FOUND"
    assert await everything(client_id) == before

    report = await one.finish()
    assert (report["reviewed"], report["approved"], report["rejected"]) == (31, 30, 1)
    async with tenancy.bind(client_id):
        [velocity] = await ReviewVelocity.all()
        assert (velocity.decisions_count, velocity.bulk_approve_count) == (31, 1)
        approved = await TrailEntry.filter(action="spoke.approved").order_by("number")
        assert [(entry.subject_id, entry.reason, entry.session_id) for entry in approved] == [
            (id, "All good.", one.session) for id in ids
        ]


async def test_two_reviewers_decide_three_hundred_pieces_and_none_is_lost(owner: Api, client_id: str) -> None:
    _, ids = await queue_in(client_id, [float(number % 97) for number in range(300)])
    both = [await reviewer(owner, client_id), await reviewer(owner, client_id, Role.VIEWER)]

    async def work(one: Reviewer) -> list[str]:
        decided: list[str] = []
        item = (await one.start())["first"]
        while item is not None:
            decision = "REJECT" if len(decided) % 3 == 2 else "APPROVE"
            decided.append(item["spoke"]["id"])
            item = (await one.decide(item["spoke"]["id"], decision))["next"]
        return decided

    done = await asyncio.gather(*map(work, both))
    reports = [await one.finish() for one in both]

    assert min(map(len, done)) > 100
    assert sorted([*done[0], *done[1]]) == sorted(ids)
    assert [report["reviewed"] for report in reports] == [len(each) for each in done]
    async with tenancy.bind(client_id):
        assert await Spoke.filter(status=SpokeStatus.PENDING).count() == 0
        for one, each in zip(both, done, strict=True):
            noted = await TrailEntry.filter(session_id=one.session, action__startswith="spoke.").order_by("number")
            assert [(entry.subject_id, entry.actor_id) for entry in noted] == [(id, one.api.user_id) for id in each]
            rejected = {entry.subject_id for entry in noted if entry.action == "spoke.rejected"}
            assert rejected == set(each[2::3])
