"""Finding spokes: every condition of the filter, alone and together."""

from dataclasses import dataclass
from typing import Any

import pytest
import pytest_asyncio

import tenancy
from app.spokes.models import Draft, Feedback, QualityScore, Spoke
from app.vocabulary import ContentType, Gate, Platform, SpokeStatus
from tests.api import Api
from tests.graphql_schema.content import Rows, rows_in, spoke_in

LIST = """query($id: ID!, $filter: SpokeFilter, $first: Int, $after: String) { client(id: $id) {
  spokes(filter: $filter, first: $first, after: $after) {
    nodes { id content } totalCount pageInfo { hasNextPage endCursor }
  }
} }"""


@dataclass(frozen=True)
class Shelf:
    owner: Api
    client: str
    rows: Rows


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def shelf(api: Api) -> Shelf:
    """A client with six pieces, each called by a word that no other one has."""
    owner = await api.sign_up()
    client = await owner.create_client()
    rows = await rows_in(client, content="apple", g2=81.0, g7=91.0)
    other = await rows_in(client, content="Birne 50%", g2=79.5, g7=50.0)
    async with tenancy.bind(client), tenancy.transaction():
        await spoke_in(rows.hub, rows.pillar, content="cherry", platform=Platform.LINKEDIN, g2=None, g7=None)
        await spoke_in(rows.hub, other.pillar, content="date", status=SpokeStatus.APPROVED, g7=40.0)
        await spoke_in(rows.hub, rows.pillar, content="elder", is_creative_conflict=True, passes=False)
        await spoke_in(None, None, content="fig", is_mutated=True, content_type=ContentType.POST)
    return Shelf(owner, client, rows)


async def found(shelf: Shelf, filter: dict[str, Any] | None) -> list[str]:
    spokes = (await shelf.owner.run(LIST, id=shelf.client, filter=filter))["client"]["spokes"]
    assert spokes["totalCount"] == len(spokes["nodes"])
    return [spoke["content"].split()[0] for spoke in spokes["nodes"]]


ALL = ["apple", "Birne", "cherry", "date", "elder", "fig"]


@pytest.mark.parametrize(
    ("filter", "words"),
    [
        (None, ALL),
        ({}, ALL),
        ({"platform": "LINKEDIN"}, ["cherry"]),
        ({"status": "APPROVED"}, ["date"]),
        ({"status": "KILLED"}, []),
        ({"g2Min": 81.0}, ["apple", "date", "elder", "fig"]),
        ({"g7Min": 60.0}, ["apple", "elder", "fig"]),
        ({"g7Max": 50.0}, ["Birne", "date"]),
        ({"g7Min": 45.0, "g7Max": 55.0}, ["Birne"]),
        ({"creativeConflict": True}, ["elder"]),
        ({"creativeConflict": False}, ["apple", "Birne", "cherry", "date", "fig"]),
        ({"mutated": True}, ["fig"]),
        ({"mutated": False}, ["apple", "Birne", "cherry", "date", "elder"]),
        ({"search": "BIRNE"}, ["Birne"]),
        ({"search": "0%"}, ["Birne"]),
        ({"search": "e_d"}, []),
        ({"search": ""}, ALL),
        ({"search": "e", "status": "PENDING", "platform": "TWITTER", "mutated": False}, ["apple", "Birne", "elder"]),
    ],
    ids=str,
)
async def test_a_filter_finds_what_meets_every_condition(
    shelf: Shelf, filter: dict[str, Any] | None, words: list[str]
) -> None:
    assert await found(shelf, filter) == words


async def test_a_filter_by_hub_or_pillar_finds_what_belongs_to_it(shelf: Shelf) -> None:
    assert await found(shelf, {"hubId": shelf.rows.hub}) == ["apple", "cherry", "date", "elder"]
    assert await found(shelf, {"pillarId": shelf.rows.pillar}) == ["apple", "cherry", "elder"]
    assert await found(shelf, {"hubId": shelf.rows.hub, "pillarId": shelf.rows.pillar, "g2Min": 85.0}) == ["elder"]


async def test_pages_of_a_filtered_list_join_without_gap(shelf: Shelf) -> None:
    seen: list[str] = []
    after, more = None, True
    while more:
        variables = {"id": shelf.client, "filter": {"status": "PENDING"}, "first": 2, "after": after}
        page = (await shelf.owner.run(LIST, **variables))["client"]["spokes"]
        assert page["totalCount"] == 5
        seen += [spoke["content"].split()[0] for spoke in page["nodes"]]
        after, more = page["pageInfo"]["endCursor"], page["pageInfo"]["hasNextPage"]
    assert seen == [word for word in ALL if word != "date"]


async def test_manual_assets_are_edited_pieces_without_a_hub(shelf: Shelf) -> None:
    query = "query($id: ID!) { client(id: $id) { manualAssets { nodes { content hubId pillarId hub { id } } } } }"
    assets = (await shelf.owner.run(query, id=shelf.client))["client"]["manualAssets"]["nodes"]

    assert assets == [{"content": "fig", "hubId": None, "pillarId": None, "hub": None}]


async def test_a_piece_shows_what_the_critic_said(owner: Api, client_id: str) -> None:
    rows = await rows_in(client_id, content="Bread 🍞 is made at night.", passes=False)
    violation = {"gate": "g2", "start": 6, "end": 7, "severity": "hard", "reason": "No hook."}
    note = {"gate": "g2", "criterion": "pattern interrupt", "points": 5.0, "max_points": 30.0, "note": "Flat."}
    async with tenancy.bind(client_id), tenancy.transaction():
        await QualityScore.filter(spoke_id=rows.spoke).update(violations=[violation], rubric=[note])
        for attempt in (1, 0):
            await Draft.create(spoke_id=rows.spoke, attempt_number=attempt, content=f"try {attempt}", violations=[])
        await Feedback.create(
            spoke_id=rows.spoke, gate=Gate.G2, score=41.5, reason="Flat.", suggestion="Ask.", attempt_number=0
        )
        await Spoke.filter(id=rows.spoke).update(sources=[[2, 6]])
    query = """query($id: ID!, $spoke: ID!) { client(id: $id) { spoke(id: $spoke) {
      violations { gate start end severity reason } drafts { attemptNumber content violations { gate } }
      feedback { gate score reason suggestion attemptNumber resolved }
      sources { start end text } assets: variations { id }
      qualityScore { g2HookStrength g4VoiceAlignment g6VisualMetaphor g7EngagementPrediction gComplianceStatus
        overallPass rubric { gate criterion points maxPoints note } }
    } } }"""
    spoke = (await owner.run(query, id=client_id, spoke=rows.spoke))["client"]["spoke"]

    assert spoke == {
        "violations": [{"gate": "G2", "start": 6, "end": 7, "severity": "HARD", "reason": "No hook."}],
        "drafts": [{"attemptNumber": n, "content": f"try {n}", "violations": []} for n in (0, 1)],
        "feedback": [
            {
                "gate": "G2",
                "score": 41.5,
                "reason": "Flat.",
                "suggestion": "Ask.",
                "attemptNumber": 0,
                "resolved": False,
            }
        ],
        "sources": [{"start": 2, "end": 6, "text": "What"}],
        "assets": [],
        "qualityScore": {
            "g2HookStrength": 90.0,
            "g4VoiceAlignment": True,
            "g6VisualMetaphor": None,
            "g7EngagementPrediction": 60.0,
            "gComplianceStatus": "NOT_APPLICABLE",
            "overallPass": False,
            "rubric": [
                {"gate": "G2", "criterion": "pattern interrupt", "points": 5.0, "maxPoints": 30.0, "note": "Flat."}
            ],
        },
    }
