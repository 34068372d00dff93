"""What was exported comes in again, whole or not at all, and is judged by whoever takes it in."""

import copy
import json
from typing import Any

import orjson
import pytest
import pytest_asyncio

import tenancy
from app.billing.models import Subscription, UsageEvent
from app.hubs.models import Hub
from app.hubs.registry import HubRegistry
from app.resources import Resources
from app.spokes.models import Draft, QualityScore, Spoke
from app.trail.models import TrailEntry
from app.vocabulary import RegistryStatus, SpokeStatus
from tests.api import Answer, Api
from tests.app.exports.scene import Scene, exported, scene_in

IMPORT = """mutation($input: ImportContentInput!) {
  importContent(input: $input) { hubs { id title status spokeCount } spokeCount passedCount leftOut }
}"""
APART = ("id", "exported_at", "created_at", "approved_at", "approved_by", "status", "score", "parent_spoke_id")
"""What is another one after the way out and in: ids, times, and what is said of the words."""


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def scene(api: Api) -> Scene:
    return await scene_in(api, await api.sign_up())


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def content(scene: Scene, resources: Resources) -> dict[str, Any]:
    """Everything of the client, in JSON."""
    _, data = await exported(scene, resources, "JSON", status=None)
    parsed: dict[str, Any] = json.loads(data)
    return parsed


async def taken_in(owner: Api, client_id: str, content: Any) -> Answer:
    """The multipart request that a browser sends."""
    variables = {"input": {"clientId": client_id, "file": None}}
    response = await owner.http.post(
        "/graphql",
        data={
            "operations": json.dumps({"query": IMPORT, "variables": variables}),
            "map": '{"0": ["variables.input.file"]}',
        },
        files={"0": ("content.json", content if isinstance(content, bytes) else orjson.dumps(content))},
        headers={**owner.headers, "GraphQL-Require-Preflight": "1"},
    )
    return Answer(response.status_code, response.json())


def bare(value: Any) -> Any:
    """Without what may differ, and without what had been killed."""
    if isinstance(value, dict):
        return {name: bare(inner) for name, inner in value.items() if name not in APART}
    if isinstance(value, list):
        return [bare(inner) for inner in value if not (isinstance(inner, dict) and inner.get("status") == "killed")]
    return value


async def test_what_comes_in_and_goes_out_again_is_the_same_content(
    scene: Scene, resources: Resources, content: dict[str, Any]
) -> None:
    client_id = await scene.owner.create_client("Bäckerei & Söhne")
    first = content["hubs"][0]["pillars"][1]["spokes"]
    first[1]["parent_spoke_id"] = first[0]["id"]

    result = (await taken_in(scene.owner, client_id, content)).data["importContent"]

    assert [(hub["title"], hub["status"], hub["spokeCount"]) for hub in result["hubs"]] == [
        ("Bread, “daily”", "READY", 8),
        ("=Second", "READY", 2),
    ]
    assert (result["spokeCount"], result["leftOut"]) == (11, 1)
    there = Scene(scene.owner, client_id, [], [], "")
    again = json.loads((await exported(there, resources, "JSON", status=None))[1])
    assert bare(again) == bare(content)
    async with tenancy.bind(client_id):
        spokes = await Spoke.all().order_by("id")
        scores = {score.spoke_id: score for score in await QualityScore.all()}
        drafts = await Draft.all()
        deeds = await TrailEntry.filter(action__in=["hub.created", "content.imported"]).order_by("number")
    assert {spoke.status for spoke in spokes} == {SpokeStatus.PENDING, SpokeStatus.REJECTED}
    assert [spoke.parent_spoke_id for spoke in spokes[:2]] == [None, spokes[0].id]
    assert {draft.spoke_id: draft.content for draft in drafts} == {spoke.id: spoke.content for spoke in spokes}
    # The scene says that all of them pass; this client's Critic reads them.
    assert result["passedCount"] == sum(score.overall_pass for score in scores.values()) < len(spokes)
    assert 87.25 not in {score.g2_hook_strength for score in scores.values()}
    assert [(deed.action, deed.detail and deed.detail["pieces"]) for deed in deeds] == [
        ("hub.created", 8),
        ("hub.created", 2),
        ("content.imported", 1),
    ]
    registry = await HubRegistry.filter(client_id=client_id).order_by("id")
    assert [(row.status, row.spoke_count) for row in registry] == [(RegistryStatus.READY, 8), (RegistryStatus.READY, 2)]
    assert await UsageEvent.filter(client_id=client_id).count() == 2


def _without_platform(content: dict[str, Any]) -> None:
    content["hubs"][0]["pillars"][1]["spokes"][2]["platform"] = "myspace"


def _beyond_the_source(content: dict[str, Any]) -> None:
    content["hubs"][1]["spokes"][0]["sources"] = [[0, 10_000]]


def _with_nul(content: dict[str, Any]) -> None:
    content["manual_assets"][0]["content"] = "a\0b"


def _with_slides(content: dict[str, Any]) -> None:
    content["manual_assets"][0]["content_json"] = {"posts": ["1/1 one"]}


def _twice(content: dict[str, Any]) -> None:
    content["manual_assets"] *= 2


def _of_tomorrow(content: dict[str, Any]) -> None:
    content["version"] = 2


def _with_many_hubs(content: dict[str, Any]) -> None:
    content["hubs"] = [content["hubs"][0]] * 201


@pytest.mark.parametrize(
    ("spoil", "path"),
    [
        (_without_platform, "input.file.hubs[0].pillars[1].spokes[2].platform"),
        (_beyond_the_source, "input.file.hubs[1]"),
        (_with_nul, "input.file.manual_assets[0].content"),
        (_with_slides, "input.file.manual_assets[0]"),
        (_twice, "input.file"),
        (_of_tomorrow, "input.file.version"),
        (_with_many_hubs, "input.file.hubs"),
    ],
)
async def test_a_file_with_a_fault_is_refused_with_its_place_and_leaves_nothing(
    scene: Scene, content: dict[str, Any], spoil: Any, path: str
) -> None:
    before = await counts(scene.client_id)
    spoilt = copy.deepcopy(content)
    spoil(spoilt)

    answer = await taken_in(scene.owner, scene.client_id, spoilt)

    assert answer.code == "VALIDATION_ERROR"
    assert [field["path"] for field in answer.error["extensions"]["fields"]] == [path]
    assert await counts(scene.client_id) == before


@pytest.mark.parametrize("data", [b"", b"{", b'{"format": "\xff"}', b"[]", b"PK\x03\x04"])
async def test_what_is_no_export_is_refused(scene: Scene, data: bytes) -> None:
    assert (await taken_in(scene.owner, scene.client_id, data)).code == "VALIDATION_ERROR"


async def test_hubs_that_come_in_count_for_the_plan_and_all_of_them_must_fit(
    scene: Scene, content: dict[str, Any]
) -> None:
    client_id = await scene.owner.create_client()
    account = (await scene.owner.run("{ account { id subscription { tier } } }"))["account"]["id"]
    used = await UsageEvent.filter(account_id=account).count()
    await Subscription.filter(account_id=account).update(hubs_limit=used + 1)
    try:
        refused = await taken_in(scene.owner, client_id, content)
    finally:
        await Subscription.filter(account_id=account).update(hubs_limit=None)

    assert refused.code == "QUOTA_EXCEEDED"
    assert await counts(client_id) == (0, 0, 0)


async def counts(client_id: str) -> tuple[int, int, int]:
    async with tenancy.bind(client_id):
        return await Hub.all().count(), await Spoke.all().count(), await HubRegistry.filter(client_id=client_id).count()
