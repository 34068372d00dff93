"""A hub with pieces of every kind, as rows, and the rows of a client's database to compare."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import tenancy
from app.clients.models import Client
from app.hubs.models import Pillar
from app.hubs.registry import HubRegistry
from app.kit import clock
from app.spokes.models import Spoke
from app.vocabulary import RegistryStatus, SourceType, SpokeStatus
from tests.app.generation.ledger import client_file, rows
from tests.graphql_schema.content import rows_in, spoke_in

KILL_HUB = """mutation($input: KillHubInput!) { killHub(input: $input) {
  killed survived restored canceledJobs alreadyKilled hub { id status killReason spokeCount pendingCount } pillar { id }
} }"""
KILL_PILLAR = """mutation($input: KillPillarInput!) { killPillar(input: $input) {
  killed survived restored canceledJobs alreadyKilled hub { id } pillar { id status }
} }"""
KILL_SPOKE = "mutation($input: RejectSpokeInput!) { killSpoke(input: $input) { id status isMutated hubId } }"
RESTORE = """mutation($input: RestoreInput!) { restore(input: $input) {
  killed survived restored canceledJobs alreadyKilled
  hub { id status killedAt killReason spokeCount } pillar { id status } spoke { id status }
} }"""
TABLES = ("hubs", "pillars", "spokes", "quality_scores", "generation_queue", "drafts", "feedback_log", "comments")
TOUCHED = {"hubs": ("updated_at",), "spokes": ("updated_at",), "generation_queue": ("updated_at",)}


@dataclass(frozen=True)
class Chain:
    """Two angles of a hub that the registry knows. Of the first: what is pending, approved, rejected, edited, edited
    and approved, and edited and killed. Of the second: one that is pending, and one that is edited."""

    client: str
    hub: str
    first: str
    second: str
    pending: str
    approved: str
    rejected: str
    edited: str
    edited_approved: str
    edited_killed: str
    other: str
    other_edited: str


async def chain_in(client_id: str) -> Chain:
    async with tenancy.bind(client_id):
        account = (await Client.get(id=client_id)).account_id
    made = await rows_in(client_id)
    await HubRegistry.create(
        id=made.hub,
        account_id=account,
        client_id=client_id,
        source_type=SourceType.TEXT,
        status=RegistryStatus.READY,
        spoke_count=8,
    )
    approval: dict[str, Any] = {"status": SpokeStatus.APPROVED, "approved_at": clock.now(), "approved_by": "somebody"}
    async with tenancy.bind(client_id), tenancy.transaction():
        second = (await Pillar.create(hub_id=made.hub, title="Trust", angle="Honest", key_points=[], order_index=1)).id
        ids = {
            "approved": await spoke_in(made.hub, made.pillar, **approval),
            "rejected": await spoke_in(made.hub, made.pillar, status=SpokeStatus.REJECTED),
            "edited": await spoke_in(made.hub, made.pillar, is_mutated=True),
            "edited_approved": await spoke_in(made.hub, made.pillar, is_mutated=True, **approval),
            "edited_killed": await spoke_in(made.hub, made.pillar, is_mutated=True, status=SpokeStatus.KILLED),
            "other": await spoke_in(made.hub, second),
            "other_edited": await spoke_in(made.hub, second, is_mutated=True),
        }
    pieces = {name: spoke.id for name, spoke in ids.items()}
    return Chain(client_id, made.hub, made.pillar, second, made.spoke, **pieces)


def everything(data: Path, client_id: str) -> dict[str, list[dict[str, Any]]]:
    """The rows of the client's content, without the times of their last change."""
    database = client_file(data, client_id)
    found = {}
    for table in TABLES:
        kept = [dict(row) for row in rows(database, f"SELECT * FROM {table} ORDER BY id")]
        found[table] = [{key: row[key] for key in row if key not in TOUCHED.get(table, ())} for row in kept]
    return found


def trail(data: Path, client_id: str) -> list[dict[str, Any]]:
    database = client_file(data, client_id)
    columns = "action, subject_id, reason, detail, actor_id"
    return [dict(row) for row in rows(database, f"SELECT {columns} FROM audit_trail ORDER BY number")]


async def pieces(client_id: str) -> dict[str, tuple[str, str | None, str | None]]:
    """By id: status, hub and pillar."""
    async with tenancy.bind(client_id):
        return {row.id: (str(row.status), row.hub_id, row.pillar_id) for row in await Spoke.all()}
