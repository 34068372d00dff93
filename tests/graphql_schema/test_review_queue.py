"""What waits for a person: in which bucket, in which order, and how long it will take."""

from collections.abc import AsyncIterator
from typing import Any

import orjson
import pytest
import pytest_asyncio

import tenancy
from app.resources import Resources
from app.review.buckets import BUCKET, FLAG_REASON
from app.settings import Settings
from app.spokes.models import QualityScore, Spoke
from app.vocabulary import ComplianceStatus, Platform, SpokeStatus
from tests.api import Api
from tests.graphql_schema.content import Rows, rows_in, spoke_in
from tests.graphql_schema.planner.ways import Ways, read, ways

QUEUE = """query($id: ID!, $bucket: ReviewBucket, $platform: Platform, $hub: ID, $first: Int, $after: String) {
  client(id: $id) { review {
    counts { bucket count } estimatedReviewSeconds
    items(bucket: $bucket, platform: $platform, hubId: $hub, first: $first, after: $after) {
      totalCount estimatedReviewSeconds pageInfo { hasNextPage endCursor }
      nodes { bucket flagReason spoke { id platform qualityScore { g7EngagementPrediction } feedback { id } } }
    }
  } }
}"""
SOFT: dict[str, Any] = {"gate": "g4", "start": 0, "end": 4, "severity": "soft", "reason": "“Bake” is best avoided."}
RULE: dict[str, Any] = {
    "gate": "g_compliance",
    "start": 0,
    "end": 4,
    "severity": "soft",
    "reason": "A promise of returns.",
}
HOOK = {"gate": "g2", "start": 0, "end": 4, "severity": "soft", "reason": "In the hook: a question."}
HARD = {"gate": "g5", "start": 0, "end": 4, "severity": "hard", "reason": "Too long."}
# In the order of the queue: name, G7, what is said of it, and the bucket with the reason that follows from it.
PIECES: list[tuple[str, float | None, dict[str, Any], str, str | None]] = [
    ("conflict", 99.0, {"conflict": True, "violations": [HARD]}, "CREATIVE_CONFLICT", None),
    ("flagged conflict", 98.0, {"conflict": True, "violations": [SOFT]}, "CREATIVE_CONFLICT", SOFT["reason"]),
    ("soft", 97.0, {"violations": [HOOK, SOFT]}, "FLAGGED", SOFT["reason"]),
    ("both", 96.0, {"violations": [SOFT, RULE], "status": "flagged"}, "FLAGGED", RULE["reason"]),
    ("unsaid", 95.0, {"violations": [HARD], "status": "flagged"}, "FLAGGED", "A compliance rule asks for a person."),
    ("high", 90.1, {"violations": [HOOK]}, "HIGH_CONFIDENCE", None),
    ("just not", 90.0, {}, "NEEDS_REVIEW", None),
    ("just", 50.0, {}, "NEEDS_REVIEW", None),
    ("low", 49.9, {}, "ALL", None),
    ("none", None, {}, "ALL", None),
    ("still none", None, {}, "ALL", None),
]


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def doors(settings: Settings, resources: Resources) -> AsyncIterator[Ways]:
    async with ways(settings) as open_ways:
        yield open_ways


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def scene(api: Api) -> tuple[Api, Rows, dict[str, str]]:
    """The owner, the rows, and the ids of the pieces by name; beside them what does not wait."""
    owner = await api.sign_up()
    client_id = await owner.create_client()
    rows = await rows_in(client_id, status=SpokeStatus.APPROVED, g7=99.5)
    named = {}
    async with tenancy.bind(client_id), tenancy.transaction():
        for status in (SpokeStatus.REJECTED, SpokeStatus.KILLED):
            await spoke_in(rows.hub, rows.pillar, status=status, g7=99.5)
        await spoke_in(rows.hub, rows.pillar, is_settled=False, g7=99.5)
        for name, g7, said, _, _ in PIECES:
            platform = Platform.THREAD if name in ("soft", "high") else Platform.TWITTER
            of_hub = rows.hub if name != "both" else None
            spoke = await spoke_in(of_hub, None, g7=g7, platform=platform)
            named[name] = spoke.id
            await Spoke.filter(id=spoke.id).update(is_creative_conflict=said.get("conflict", False))
            await QualityScore.filter(spoke_id=spoke.id).update(
                violations=said.get("violations"),
                g_compliance_status=ComplianceStatus(said.get("status", "pass")),
            )
    return owner, rows, named


async def asked(owner: Api, rows: Rows, **given: Any) -> dict[str, Any]:
    review: dict[str, Any] = (await owner.run(QUEUE, id=rows.client, **given))["client"]["review"]
    return review


def ids_of(review: dict[str, Any]) -> list[str]:
    return [node["spoke"]["id"] for node in review["items"]["nodes"]]


async def test_each_piece_is_in_one_bucket_and_the_best_come_first(scene: tuple[Api, Rows, dict[str, str]]) -> None:
    owner, rows, named = scene
    review = await asked(owner, rows)

    shown = [(node["spoke"]["id"], node["bucket"], node["flagReason"]) for node in review["items"]["nodes"]]
    assert shown == [(named[name], bucket, reason) for name, _, _, bucket, reason in PIECES]
    assert {each["bucket"]: each["count"] for each in review["counts"]} == {
        "ALL": 11,
        "HIGH_CONFIDENCE": 1,
        "NEEDS_REVIEW": 2,
        "CREATIVE_CONFLICT": 2,
        "FLAGGED": 3,
        "TOP10": 2,
    }
    assert review["estimatedReviewSeconds"] == 66
    assert (review["items"]["totalCount"], review["items"]["estimatedReviewSeconds"]) == (11, 66)


@pytest.mark.parametrize(
    ("given", "names"),
    [
        ({"bucket": "CREATIVE_CONFLICT"}, ["conflict", "flagged conflict"]),
        ({"bucket": "FLAGGED"}, ["soft", "both", "unsaid"]),
        ({"bucket": "FLAGGED", "platform": "THREAD"}, ["soft"]),
        ({"bucket": "HIGH_CONFIDENCE"}, ["high"]),
        ({"bucket": "NEEDS_REVIEW"}, ["just not", "just"]),
        ({"bucket": "TOP10"}, ["conflict", "flagged conflict"]),
        ({"bucket": "TOP10", "platform": "THREAD"}, []),
        ({"bucket": None, "platform": "THREAD"}, ["soft", "high"]),
    ],
)
async def test_the_queue_is_narrowed(
    scene: tuple[Api, Rows, dict[str, str]], doors: Ways, given: dict[str, Any], names: list[str]
) -> None:
    owner, rows, named = scene
    review = await asked(owner, rows, **given)

    assert ids_of(review) == [named[name] for name in names]
    assert review["items"]["totalCount"] == len(names)
    assert review["items"]["estimatedReviewSeconds"] == 6 * len(names)
    planned, ordinary = await doors.both(owner, QUEUE, id=rows.client, **given)
    assert planned == ordinary


async def test_the_queue_of_a_hub_is_paged_to_its_end(scene: tuple[Api, Rows, dict[str, str]], doors: Ways) -> None:
    owner, rows, named = scene
    seen, after = [], None
    before = read("ordinary", "refused"), read("ordinary", "fault")
    for expected in (True, True, True, False):
        given = {"hub": rows.hub, "first": 3, "after": after}
        planned, ordinary = await doors.both(owner, QUEUE, id=rows.client, **given)
        assert planned == ordinary
        review = await asked(owner, rows, **given)
        seen += ids_of(review)
        info = review["items"]["pageInfo"]
        assert info["hasNextPage"] is expected
        after = info["endCursor"]

    assert seen == [named[name] for name, *_ in PIECES if name != "both"]
    assert (read("ordinary", "refused"), read("ordinary", "fault")) == before
    refused = await owner.execute(QUEUE, id=rows.client, after="MDE5")
    assert refused.code == "VALIDATION_ERROR"


async def test_the_queues_of_all_clients_are_read_at_once(scene: tuple[Api, Rows, dict[str, str]], doors: Ways) -> None:
    owner, rows, named = scene
    other = await owner.create_client("Other")
    query = """query($after: String) { clients { nodes { id again: review { counts { bucket } } review {
      ...part items(bucket: FLAGGED, first: 1, after: $after) { more: estimatedReviewSeconds nodes { __typename bucket
        spoke { id mutations { id } hub { title } pillar { id } violations { reason } } } } } } } }
    fragment part on ReviewQueue { __typename estimatedReviewSeconds counts { count } }"""

    planned, ordinary = await doors.both(owner, query)

    assert planned == ordinary
    shown = {node["id"]: node["review"] for node in orjson.loads(planned)["data"]["clients"]["nodes"]}
    assert shown[other]["counts"] == [{"count": 0}] * 6
    assert shown[other]["items"] == {"more": 0, "nodes": []}
    [first] = shown[rows.client]["items"]["nodes"]
    assert (first["spoke"]["id"], shown[rows.client]["items"]["more"]) == (named["soft"], 18)


async def test_what_stands_in_the_queue_is_what_the_expressions_say(scene: tuple[Api, Rows, dict[str, str]]) -> None:
    """The migration has its own copy of them, which later versions of the product do not change."""
    _, rows, _ = scene
    joined = "FROM spokes s LEFT JOIN quality_scores q ON q.spoke_id = s.id"
    said = f"SELECT s.id, {BUCKET}, {FLAG_REASON} {joined} WHERE s.status = 'pending' AND s.is_settled = 1"
    async with tenancy.look(rows.client) as reads:
        kept, found = await reads.snapshot(
            lambda snapshot: (snapshot.fetch("SELECT id, bucket, flag_reason FROM review_queue"), snapshot.fetch(said))
        )

    assert len(kept) == len(PIECES)
    assert sorted(kept) == sorted(found)


async def test_a_piece_is_where_its_newest_state_puts_it(owner: Api, client_id: str) -> None:
    rows = await rows_in(client_id, g7=60.0)

    async def placed(**changes: Any) -> list[tuple[str, str | None]]:
        score = {name: value for name, value in changes.items() if name in QualityScore._meta.fields_map}
        spoke = {name: value for name, value in changes.items() if name not in score}
        async with tenancy.bind(client_id), tenancy.transaction():
            if spoke:
                await Spoke.filter(id=rows.spoke).update(**spoke)
            if score:
                await QualityScore.filter(spoke_id=rows.spoke).update(**score)
        return [(node["bucket"], node["flagReason"]) for node in (await asked(owner, rows))["items"]["nodes"]]

    assert await placed(g7_engagement_prediction=95.0) == [("HIGH_CONFIDENCE", None)]
    assert await placed(violations=[SOFT]) == [("FLAGGED", SOFT["reason"])]
    assert await placed(is_creative_conflict=True) == [("CREATIVE_CONFLICT", SOFT["reason"])]
    assert await placed(is_settled=False) == []
    assert await placed(violations=None, g7_engagement_prediction=10.0) == []
    assert await placed(is_settled=True, is_creative_conflict=False) == [("ALL", None)]
    assert await placed(status=SpokeStatus.REJECTED) == []
    assert await placed(status=SpokeStatus.PENDING, hub_id=None, is_mutated=True) == [("ALL", None)]
    assert ids_of(await asked(owner, rows, hub=rows.hub)) == []
    async with tenancy.bind(client_id):
        await QualityScore.filter(spoke_id=rows.spoke).delete()
        assert [node["bucket"] for node in (await asked(owner, rows))["items"]["nodes"]] == ["ALL"]
        await Spoke.filter(id=rows.spoke).delete()
    assert (await asked(owner, rows))["items"]["totalCount"] == 0
