"""A client with content: made through the API and its workflows, or row by row where a state is hard to come by."""

import json
from dataclasses import dataclass
from typing import Any

import tenancy
from app.hubs.models import Hub, Job, Pillar
from app.kit import ids
from app.spokes.models import QualityScore, Spoke
from app.vocabulary import (
    ComplianceStatus,
    ContentType,
    HubStatus,
    JobStatus,
    Platform,
    SourceType,
    SpokeStatus,
)
from tests.api import Api

CREATE_HUB = "mutation($input: CreateHubInput!) { createHub(input: $input) { hub { id } job { id } } }"
FOLLOW = """subscription($clientId: ID!, $jobId: ID!) {
  jobProgress(clientId: $clientId, jobId: $jobId) { status percent message }
}"""
SOURCE = """# What the night shift taught us about bread

Most bakeries lose money on the loaves that nobody sees. We counted ours for a year, and 38 percent of the flour went
into bread that was sold at half price or given away. The marmalade-sundial ledger showed it first.

The habit was simple: bake more than enough, because an empty shelf looks like failure. But an empty shelf at six in
the evening is not failure. It is a promise that tomorrow's bread is fresh. We stopped baking after three in the
afternoon, and complaints fell instead of rising.

Customers told us why. They would rather hear "sold out" than wonder how old a loaf is. In the spring we asked 212 of
them, and 171 said that they trust a bakery more when it runs out. Trust turned out to be worth more than choice.

The second lesson was about people. The night shift used to be a punishment. When we let bakers choose their hours,
four of them chose the night because the ovens are quiet then and nobody interrupts. Quality rose within a month.

Do not copy our numbers. Count your own: every loaf, every day, for six weeks. Write down when the shelf is empty and
what people say. Then bake less, and tell everybody that you do.
"""


async def finished_hub(api: Api, client_id: str, **input: Any) -> tuple[str, str]:
    """The ids of a hub and of its job, which is over. Watching the job is how one waits for it."""
    source = {"clientId": client_id, "sourceType": "TEXT", "text": SOURCE, **input}
    made = (await api.run(CREATE_HUB, input=source))["createHub"]
    await followed(api, client_id, made["job"]["id"])
    return made["hub"]["id"], made["job"]["id"]


async def followed(api: Api, client_id: str, job_id: str) -> list[dict[str, Any]]:
    """What a watcher of the job was told, to its end."""
    response = await api.http.post(
        "/graphql",
        json={"query": FOLLOW, "variables": {"clientId": client_id, "jobId": job_id}},
        headers={**api.headers, "accept": "text/event-stream"},
        timeout=60,
    )
    lines = [line.removeprefix("data:").strip() for line in response.text.splitlines() if line.startswith("data:")]
    return [json.loads(line)["data"]["jobProgress"] for line in lines if line]


@dataclass(frozen=True)
class Rows:
    """Ids of rows that were written straight into a client's database."""

    client: str
    hub: str
    pillar: str
    spoke: str
    job: str


async def rows_in(client_id: str, **spoke: Any) -> Rows:
    """A hub that is ready, with a pillar, a pending spoke that passed its gates, and a job that is over."""
    async with tenancy.bind(client_id), tenancy.transaction():
        hub = await Hub.create(
            id=ids.new_id(),
            registry_id=ids.new_id(),
            title="Bread",
            source_type=SourceType.TEXT,
            source_content=SOURCE,
            status=HubStatus.READY,
        )
        pillar = await Pillar.create(hub_id=hub.id, title="Less", angle="Bake less", key_points=[], order_index=0)
        written = await spoke_in(hub.id, pillar.id, **spoke)
        job = await Job.create(hub_id=hub.id, kind="hub.create", status=JobStatus.COMPLETE, progress_percent=100)
    return Rows(client_id, hub.id, pillar.id, written.id, job.id)


async def spoke_in(hub_id: str | None, pillar_id: str | None, *, passes: bool = True, **changes: Any) -> Spoke:
    """A spoke with its score, in the client that is bound. `g2` and `g7` are scores."""
    g2, g7 = changes.pop("g2", 90.0), changes.pop("g7", 60.0)
    content = changes.get("content", "Bake less. Nobody ever thanked you for the fourth tray.")
    values = {
        "hub_id": hub_id,
        "pillar_id": pillar_id,
        "platform": Platform.TWITTER,
        "content_type": ContentType.POST,
        "content": content,
        "character_count": len(content),
        "status": SpokeStatus.PENDING,
        **changes,
    }
    spoke = await Spoke.create(**values)
    await QualityScore.create(
        spoke_id=spoke.id,
        g2_hook_strength=g2,
        g4_voice_alignment=True,
        g5_platform_compliance=True,
        g7_engagement_prediction=g7,
        g_compliance_status=ComplianceStatus.NOT_APPLICABLE,
        overall_pass=passes,
    )
    return spoke
