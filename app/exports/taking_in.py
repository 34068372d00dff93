"""Writing what was taken in: one hub, or what outlived its hub, in one transaction of the bound client."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import tenancy
from app import resources
from app.clients.access import ClientAccess
from app.exports.content_file import HubRead, PieceRead, PillarRead
from app.generation import judging
from app.generation.critic import Report
from app.hubs.models import Hub, Pillar
from app.kit import ids
from app.spokes.models import Draft, QualityScore, Spoke
from app.trail.service import Deed, noted
from app.vocabulary import HubStatus, SpokeStatus

IMPORTED = "content.imported"


@dataclass(frozen=True, slots=True)
class Judged:
    """What the Critic says of pieces, in their order, by what they were held to at that time."""

    reports: Sequence[Report]
    by: judging.Measure
    at: datetime


@dataclass(frozen=True, slots=True)
class Bundle:
    """What is written in one transaction: a hub with what lives in it, or, without a hub, what outlived its hub."""

    hub: HubRead | None
    pillars: Sequence[PillarRead]
    pieces: Sequence[tuple[PieceRead, int | None]]
    """With the place of its pillar in `pillars`, if it is in one."""


async def write(
    access: ClientAccess, hub_id: str, bundle: Bundle, judged: Judged, new_ids: Mapping[str, str]
) -> Hub | None:
    hub = await _write_hub(hub_id, bundle.hub) if bundle.hub else None
    pillar_ids = [ids.new_id() for _ in bundle.pillars]
    await Pillar.bulk_create(
        [
            Pillar(
                id=id,
                hub_id=hub_id,
                title=pillar.title,
                angle=pillar.angle,
                key_points=pillar.key_points,
                spans=[list(span) for span in pillar.spans],
                order_index=place,
            )
            for place, (id, pillar) in enumerate(zip(pillar_ids, bundle.pillars, strict=True))
        ]
    )
    spokes = [
        _spoke(piece, new_ids, report, hub_id if hub else None, pillar_ids[place] if place is not None else None)
        for (piece, place), report in zip(bundle.pieces, judged.reports, strict=True)
    ]
    await Spoke.bulk_create(spokes)
    await _write_verdicts(spokes, judged)
    detail = {"pieces": len(spokes), "source": "import"}
    await noted(access.viewer, [Deed("hub.created" if hub else IMPORTED, hub.id if hub else None, detail=detail)])
    vectors, client_id = resources.current().vectors, access.client_id
    tenancy.after_commit(lambda: vectors.changes.mark(client_id))
    return hub


async def _write_hub(hub_id: str, hub: HubRead) -> Hub:
    return await Hub.create(
        id=hub_id,
        registry_id=hub_id,
        title=hub.title,
        source_type=hub.source_type,
        source_url=hub.source_url,
        source_content=hub.source_text,
        language=hub.language,
        themes=hub.themes,
        claims=hub.claims,
        status=HubStatus.READY,
    )


def _spoke(
    piece: PieceRead, new_ids: Mapping[str, str], report: Report, hub_id: str | None, pillar_id: str | None
) -> Spoke:
    is_approved = piece.status is SpokeStatus.APPROVED
    given: dict[str, Any] = {
        name: getattr(piece, name)
        for name in ("platform", "content_type", "content", "visual_archetype", "visual_concept", "image_prompt")
    }
    return Spoke(
        **given,
        id=new_ids[piece.id],
        hub_id=hub_id,
        pillar_id=pillar_id,
        parent_spoke_id=new_ids.get(piece.parent_spoke_id or ""),
        content_json=piece.structure,
        character_count=len(piece.content),
        status=SpokeStatus.PENDING if is_approved else piece.status,
        is_mutated=piece.is_mutated or hub_id is None,
        is_creative_conflict=piece.is_creative_conflict and not report.overall_pass,
        sources=[list(span) for span in piece.sources] if piece.sources is not None else None,
        written_by=piece.written_by,
    )


async def _write_verdicts(spokes: Sequence[Spoke], judged: Judged) -> None:
    """The score of each piece, its words as the first draft, and feedback where it failed."""
    found = list(zip(spokes, judged.reports, strict=True))
    await QualityScore.bulk_create(
        [
            QualityScore(
                id=ids.derived_id(spoke.id, "score"),
                spoke_id=spoke.id,
                evaluated_at=judged.at,
                **judging.columns_of(report),
            )
            for spoke, report in found
        ]
    )
    await Draft.bulk_create(
        [
            Draft(
                spoke_id=spoke.id,
                attempt_number=0,
                content=spoke.content,
                violations=judging.plain_violations(report),
            )
            for spoke, report in found
        ]
    )
    for spoke, report in found:
        if report.failed:
            await judging.write_feedback(spoke.id, report, 0)
