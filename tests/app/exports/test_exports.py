"""Exports through the API: asked for, made, downloaded, and read by something else."""

import asyncio
import csv
import hashlib
import io
import json
import zipfile
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import pytest_asyncio
from icalendar import Calendar

import tenancy
from app.billing.models import Subscription
from app.exports.csv_file import HEAD, safe, unsafe
from app.exports.registry import ExportPromise
from app.exports.schedule import HOURS
from app.main import build_app
from app.objects import keys
from app.progress import MemoryBus
from app.resources import Resources
from app.settings import Settings
from app.spokes.models import ContentAsset, Spoke
from app.trail.models import TrailEntry
from app.vocabulary import AssetType, Platform, Role, SubscriptionStatus
from tests.api import Api
from tests.app.exports.scene import (
    CREATE,
    FORMULA,
    READ,
    SLIDES,
    SOURCE,
    Scene,
    exported,
    path_of,
    promises_kept,
    scene_in,
)
from tests.graphql_schema.operations import ABSENT
from tests.graphql_schema.streams import subscribed

PICTURE = b"\x89PNG\r\n\x1a\n a picture"


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def scene(api: Api) -> Scene:
    return await scene_in(api, await api.sign_up())


async def words_of(scene: Scene) -> dict[str, str]:
    async with tenancy.bind(scene.client_id):
        return {spoke.id: spoke.content for spoke in await Spoke.all()}


def rows_of(data: bytes) -> list[dict[str, str]]:
    """As Python's own reader reads them."""
    assert data.startswith(b"\xef\xbb\xbf"), "without the mark Excel takes UTF-8 for something else"
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True))


async def test_a_csv_holds_every_piece_in_order_and_no_cell_that_calculates(scene: Scene, resources: Resources) -> None:
    row, data = await exported(scene, resources, "CSV", includeSchedule=True)

    assert (row["status"], row["itemCount"], row["sizeBytes"]) == ("COMPLETE", 9, len(data))
    assert row["sha256"] == hashlib.sha256(data).hexdigest()
    rows, words = rows_of(data), await words_of(scene)
    slots = ["suggested_date", "suggested_time"]
    assert list(rows[0]) == [*HEAD, *slots, *[f"part_{number}" for number in range(1, 8)], "caption"]
    assert data.count(b"\r\n") > len(rows)
    assert [each["spoke_id"] for each in rows] == scene.pieces
    assert [unsafe(each["content"]) for each in rows] == [words[id] for id in scene.pieces]
    assert not [cell for each in rows for cell in each.values() if cell.lstrip(" \"'").startswith(("=", "+", "-", "@"))
                and not cell.startswith("'")]  # fmt: skip
    [told] = [each for each in rows if unsafe(each["content"]) == FORMULA]
    assert told["content"] == f"'{FORMULA}"
    assert told["hub_title"] == "Bread, “daily”"
    assert (told["g2_score"], told["g7_score"], told["status"]) == ("87.25", "60.0", "approved")
    assert told["approved_at"] == "2026-03-02T09:30:15Z"
    [carousel] = [each for each in rows if each["platform"] == "carousel"]
    assert [carousel[f"part_{n}"] for n in (1, 5, 6)] == [
        "Title 1: Body, with “quotes” 1", "Title 5: Body, with “quotes” 5", ""
    ]  # fmt: skip
    assert carousel["caption"] == f"'{SLIDES['caption']}"
    times = [(each["suggested_date"], each["suggested_time"]) for each in rows]
    assert len(set(times)) == len(times)


@pytest.mark.parametrize("text", ["=1", " =1", "\t=1", "'=1", "''@x", "＋1", "“-5%", "\u200b=1", "-", "\rx", "'\tx"])
def test_what_could_be_a_formula_is_led_by_an_apostrophe_and_comes_back(text: str) -> None:
    assert safe(text) == f"'{text}"
    assert unsafe(safe(text)) == text
    for harmless in ("1 = 1", "a+b", "'tis", "", "e-mail@example.com", "'"):
        assert unsafe(safe(harmless)) == safe(harmless) == harmless


async def test_a_calendar_suggests_a_working_hour_for_each_piece_and_no_hour_twice(
    scene: Scene, resources: Resources
) -> None:
    row, data = await exported(scene, resources, "ICS")

    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    assert data.replace(b"\r\n", b"").count(b"\n") == 0
    words = await words_of(scene)
    events = Calendar.from_ical(data).events
    assert [str(event["uid"]) for event in events] == [f"{id}@foundry" for id in scene.pieces]
    # Line ends of a calendar's texts are of one kind.
    assert [str(event["description"]) for event in events] == [words[id].replace("\r\n", "\n") for id in scene.pieces]
    starts = [event.decoded("dtstart") for event in events]
    assert len(set(starts)) == len(starts)
    asked = datetime.fromisoformat(row["createdAt"]).date()
    for event, start in zip(events, starts, strict=True):
        platform = Platform(event.categories[0])
        assert start.tzinfo is None
        assert start.date() > asked
        assert start.weekday() < 5
        assert start.time() in HOURS[platform]
    again = Calendar.from_ical((await exported(scene, resources, "ICS"))[1])
    assert [event.decoded("dtstart") for event in again.events] == starts


async def test_json_nests_pieces_in_angles_in_hubs_and_names_nobody_by_id(scene: Scene, resources: Resources) -> None:
    _, data = await exported(scene, resources, "JSON", status=None)
    content = json.loads(data)

    assert (content["format"], content["version"]) == ("foundry.content", 1)
    assert content["client"]["name"] == "Bäckerei & Söhne"
    first, second = content["hubs"]
    assert (first["title"], first["source_text"], first["themes"]) == ("Bread, “daily”", SOURCE, ["bread"])
    assert [(pillar["title"], len(pillar["spokes"])) for pillar in first["pillars"]] == [
        ("First, but empty", 0),
        ("Less", 8),
    ]
    assert [piece["status"] for piece in second["spokes"]] == ["pending", "rejected", "killed"]
    assert [piece["content"] for piece in content["manual_assets"]] == ["It outlived its hub."]
    [carousel] = [piece for piece in first["pillars"][1]["spokes"] if piece["platform"] == "carousel"]
    assert carousel["content_json"] == SLIDES
    assert (carousel["score"]["g2"], carousel["approved_at"]) == (87.25, "2026-03-02T09:30:15Z")
    assert scene.owner.user_id not in data.decode()


async def test_an_archive_has_a_file_a_piece_by_platform_the_table_and_the_pictures(
    scene: Scene, resources: Resources
) -> None:
    piece = scene.pieces[0]
    key = keys.image_key(scene.client_id, piece, "slide_1.png")
    await resources.objects.put(key, PICTURE, "image/png")
    async with tenancy.bind(scene.client_id):
        await ContentAsset.create(spoke_id=piece, asset_type=AssetType.CAROUSEL_SLIDE, r2_key=key, alt_text="A\nloaf")
    (row, data), (_, plain) = [
        await exported(scene, resources, "ZIP", includeAssets=with_assets) for with_assets in (True, False)
    ]

    assert row["status"] == "COMPLETE"
    with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(io.BytesIO(plain)) as without:
        assert archive.testzip() is None
        names = archive.namelist()
        assert {name.split("/")[0] for name in names} == {*map(str, Platform), "content.csv"}
        assert "linkedin/001-売れ残りを数えた.txt" in names
        assert "thread/001-post-1.txt" in names
        assert [name for name in names if ".." in name or name.startswith("/") or "\\" in name] == []
        assert archive.read("carousel/001-title-1/slide_1.png") == PICTURE
        assert archive.read("carousel/001-title-1/alt.txt").decode() == "slide_1.png: A loaf\n"
        assert archive.getinfo("carousel/001-title-1.txt").date_time == (2026, 3, 2, 9, 30, 14)  # even seconds alone
        assert rows_of(archive.read("content.csv"))[0]["spoke_id"] == piece
        kept = [name for name in names if not name.startswith("carousel/001-title-1/")]
        assert without.namelist() == kept
        texts = [name for name in kept if name != "content.csv"]
        assert [without.getinfo(name).CRC for name in texts] == [archive.getinfo(name).CRC for name in texts]
    await resources.objects.delete(key)

    row, data = await exported(scene, resources, "ZIP", includeAssets=True)

    assert (row["status"], row["url"], data) == ("FAILED", None, b"")
    assert row["errorMessage"] == f"The picture slide_1.png of the spoke {piece} is gone; render its assets anew."


@pytest.mark.parametrize(
    ("input", "count"),
    [
        ({"platforms": ["TWITTER", "THREAD"]}, 4),
        ({"status": "PENDING"}, 1),
        ({"status": None}, 12),
        ({"since": "2026-03-02T09:30:15Z"}, 9),
        ({"until": "2026-03-02T10:30:15+01:00"}, 0),
        ({"since": "2026-03-02T09:30:15.001Z"}, 0),
        ({"status": "REJECTED", "since": "2026-03-03T00:00:00Z"}, 1),
    ],
)
async def test_an_export_has_the_pieces_that_were_asked_for(
    scene: Scene, resources: Resources, input: dict[str, Any], count: int
) -> None:
    row, data = await exported(scene, resources, "CSV", **input)

    assert row["itemCount"] == len(rows_of(data)) == count


async def test_named_hubs_leave_out_the_others_and_what_outlived_its_hub(scene: Scene, resources: Resources) -> None:
    row, data = await exported(scene, resources, "CSV", hubIds=[scene.hubs[0]])

    assert [each["spoke_id"] for each in rows_of(data)] == [id for id in scene.pieces if id != scene.manual]
    assert row["itemCount"] == 8


@pytest.mark.parametrize(
    ("input", "code"),
    [
        ({"hubIds": [ABSENT]}, "NOT_FOUND"),
        ({"hubIds": []}, "VALIDATION_ERROR"),
        ({"platforms": []}, "VALIDATION_ERROR"),
        ({"since": "2026-03-02T00:00:00Z", "until": "2026-03-02T00:00:00Z"}, "VALIDATION_ERROR"),
        ({"since": "2026-03-02T00:00:00"}, "VALIDATION_ERROR"),
    ],
)
async def test_what_cannot_be_exported_is_refused_and_leaves_nothing(
    scene: Scene, input: dict[str, Any], code: str
) -> None:
    count = "query($id: ID!) { client(id: $id) { exports { totalCount } } }"
    before = await scene.owner.run(count, id=scene.client_id)
    await promises_kept()

    refused = await scene.owner.execute(CREATE, input={"clientId": scene.client_id, "format": "CSV", **input})

    assert refused.code == code
    assert await scene.owner.run(count, id=scene.client_id) == before
    assert await ExportPromise.all().count() == 0


async def test_an_export_is_in_the_trail_and_its_promise_is_kept(scene: Scene, resources: Resources) -> None:
    account = (await scene.owner.run("{ account { id } }"))["account"]["id"]
    await scene.owner.run("{ account { subscription { tier } } }")
    await Subscription.filter(account_id=account).update(status=SubscriptionStatus.CANCELED)
    try:
        row, _ = await exported(scene, resources, "JSON")
    finally:
        await Subscription.filter(account_id=account).update(status=SubscriptionStatus.ACTIVE)

    async with tenancy.bind(scene.client_id):
        deeds = await TrailEntry.filter(subject_id=row["id"]).order_by("number")
    assert [(deed.action, deed.actor_id, deed.detail) for deed in deeds] == [
        ("export.requested", scene.owner.user_id, {"format": "json"}),
        ("export.completed", scene.owner.user_id, {"format": "json", "pieces": 9}),
    ]
    assert deeds[0].actor_label == deeds[1].actor_label
    await promises_kept()


async def test_a_deleted_export_is_gone_with_its_file_and_its_link(scene: Scene, resources: Resources) -> None:
    row, _ = await exported(scene, resources, "CSV")
    delete = "mutation($c: ID!, $e: ID!) { deleteExport(clientId: $c, exportId: $e) }"

    assert await scene.owner.run(delete, c=scene.client_id, e=row["id"]) == {"deleteExport": True}

    assert not await resources.objects.exists(keys.export_key(scene.client_id, row["id"], "csv"))
    assert (await scene.owner.http.get(path_of(row["url"]))).status_code == 404
    assert (await scene.owner.execute(delete, c=scene.client_id, e=row["id"])).code == "NOT_FOUND"


async def test_a_link_lasts_an_hour_and_is_made_anew_at_each_reading(scene: Scene, resources: Resources) -> None:
    before = datetime.now(UTC)
    row, _ = await exported(scene, resources, "CSV")

    ends = datetime.fromisoformat(row["expiresAt"])
    assert before + timedelta(hours=1) <= ends + timedelta(milliseconds=1)
    assert ends <= datetime.now(UTC) + timedelta(hours=1)
    assert f"expires={int(ends.timestamp() * 1000)}" in row["url"]


async def test_a_viewer_sees_that_there_is_an_export_and_is_given_no_link(scene: Scene, resources: Resources) -> None:
    row, _ = await exported(scene, resources, "CSV")
    viewer = await scene.owner.colleague(Role.VIEWER, (scene.client_id,))

    nodes = (await viewer.run(READ, id=scene.client_id))["client"]["exports"]["nodes"]

    assert nodes[0]["id"] == row["id"]
    assert {(node["url"], node["expiresAt"]) for node in nodes} == {(None, None)}
    assert "exports/" not in str(nodes)


async def test_whoever_watches_the_client_is_told_with_the_link(
    settings: Settings, scene: Scene, resources: Resources
) -> None:
    query = """subscription($clientId: ID!) { clientEvents(clientId: $clientId) {
      __typename ... on ExportComplete { export { status itemCount url } at }
    } }"""
    async with subscribed(build_app(settings), scene.owner, query, {"clientId": scene.client_id}) as events:
        await watched(resources)
        row, _ = await exported(scene, resources, "CSV")
        told = (await asyncio.wait_for(events.get(), 10))["data"]["clientEvents"]

    assert told["__typename"] == "ExportComplete"
    assert (told["export"]["status"], told["export"]["itemCount"]) == ("COMPLETE", 9)
    assert path_of(told["export"]["url"]).split("?")[0] == path_of(row["url"]).split("?")[0]


async def watched(resources: Resources) -> None:
    assert isinstance(resources.bus, MemoryBus)
    async with asyncio.timeout(10):
        while not resources.bus.watchers:
            await resources.objects.exists("watched")  # gives way to others
