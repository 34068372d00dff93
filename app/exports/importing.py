"""Taking in what an export in JSON holds: hubs, angles and pieces, under new ids.

The words are the file's; what is said of them is this client's. Every piece is judged anew by the client's own Critic,
and what was approved elsewhere waits for approval here. What had been killed is left out.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import tenancy
from app import resources
from app.accounts.policy import Permission
from app.billing import service as billing
from app.clients.access import ClientAccess
from app.errors import Conflict, ValidationFailed
from app.exports.content_file import ContentRead, HubRead, PieceRead, PillarRead, parse
from app.generation import judging
from app.generation.critic import Report
from app.generation.gates.base import Piece, Visual
from app.generation.mirror import mirror
from app.hubs.models import Hub, Pillar
from app.hubs.service import Upload, forget, register
from app.kit import clock, ids
from app.objects import ObjectTooLarge
from app.spokes.models import Draft, QualityScore, Spoke
from app.trail.service import Deed, noted
from app.vocabulary import HubStatus, PillarStatus, SpokeStatus

AT_ONCE = 50
IMPORTED = "content.imported"
_TRIES = 3


@dataclass(frozen=True, slots=True)
class Imported:
    """`passed` are the pieces that pass every gate here; `left_out` is what had been killed."""

    hubs: Sequence[Hub]
    pieces: int
    passed: int
    left_out: int


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


async def import_content(access: ClientAccess, upload: Upload | None) -> Imported:
    """All of the file is read and judged before anything is written; then each hub is written whole or not at all.

    Raises:
        Forbidden, Conflict, QuotaExceeded: the role, a client or subscription that is not active, the plan.
        ValidationFailed: what is wrong with the file, and where.
        Unavailable: hooks cannot be measured at the moment.
    """
    access.require(Permission.CREATE)
    access.require_active()
    await billing.require_writable(access.account_id)
    if upload is None:
        raise ValidationFailed(("input.file", "Send the file as the multipart request specification says."))
    data = await _read(upload)
    content = await asyncio.to_thread(parse, data)
    bundles = list(_bundles(content))
    hubs = sum(bundle.hub is not None for bundle in bundles)
    if hubs:
        await billing.require_hub_quota(access.account_id, hubs)
    judged = [await _judged(access, bundle) for bundle in bundles]
    new_ids = {piece.id: ids.new_id() for bundle in bundles for piece, _ in bundle.pieces}
    taken_in = [await _take_in(access, *each, new_ids) for each in zip(bundles, judged, strict=True)]
    reports = [report for _, last in taken_in for report in last.reports]
    taken = sum(len(bundle.pieces) for bundle in bundles)
    passed = sum(report.overall_pass for report in reports)
    return Imported(
        [hub for hub, _ in taken_in if hub], taken, passed, _all_of(content) - taken - hubs - _angles(bundles)
    )


async def _read(upload: Upload) -> bytes:
    """Raises ObjectTooLarge."""
    most, data = resources.current().settings.max_upload_bytes, bytearray()
    async for piece in upload.pieces:
        data += piece
        if len(data) > most:
            raise ObjectTooLarge(most)
    return bytes(data)


def _bundles(content: ContentRead) -> Sequence[Bundle]:
    """What had been killed is not among it."""
    found = []
    for hub in content.hubs:
        if hub.status is HubStatus.KILLED:
            continue
        pillars = [pillar for pillar in hub.pillars if pillar.status is not PillarStatus.KILLED]
        within = [(piece, place) for place, pillar in enumerate(pillars) for piece in _living(pillar.spokes)]
        found.append(Bundle(hub, pillars, [*within, *((piece, None) for piece in _living(hub.spokes))]))
    alone = _living(content.manual_assets)
    return [*found, Bundle(None, [], [(piece, None) for piece in alone])] if alone else found


def _living(pieces: Sequence[PieceRead]) -> list[PieceRead]:
    return [piece for piece in pieces if piece.status is not SpokeStatus.KILLED]


def _all_of(content: ContentRead) -> int:
    """Hubs, angles and pieces of the file."""
    return len(content.hubs) + sum(len(hub.pillars) for hub in content.hubs) + sum(1 for _ in content.pieces)


def _angles(bundles: Sequence[Bundle]) -> int:
    return sum(len(bundle.pillars) for bundle in bundles)


async def _judged(access: ClientAccess, bundle: Bundle) -> Judged:
    """Raises Conflict, Unavailable where hooks cannot be measured."""
    at = clock.now()
    async with access.bind():
        by = await judging.measure()
    language = (bundle.hub.language if bundle.hub else None) or "en"
    pieces = [_seen(piece, language) for piece, _ in bundle.pieces]
    reports: list[Report] = []
    for start in range(0, len(pieces), AT_ONCE):
        reports += await judging.judge_all(pieces[start : start + AT_ONCE], by)
    return Judged(reports, by, at)


def _seen(piece: PieceRead, language: str) -> Piece:
    """As the Critic sees it."""
    visual = None
    if piece.visual_concept is not None:
        visual = Visual(piece.visual_archetype or "", piece.visual_concept, piece.image_prompt or "")
    return Piece(piece.platform, piece.content_type, piece.content, piece.structure, language, visual)


async def _take_in(
    access: ClientAccess, bundle: Bundle, judged: Judged, new_ids: dict[str, str]
) -> tuple[Hub | None, Judged]:
    """The hub, and what was said of its pieces in the end: what they are held to may have changed since."""
    hub_id = ids.new_id()
    if bundle.hub is not None:
        await register(access, hub_id, bundle.hub.source_type)
    try:
        for _ in range(_TRIES):
            async with access.bind(), tenancy.transaction():
                if await judging.measure() == judged.by:
                    hub = await _write(access, hub_id, bundle, judged, new_ids)
                    break
            judged = await _judged(access, bundle)
        else:
            raise Conflict("What the client's pieces are held to keeps changing; try again.", state="changed")
    except BaseException:
        await forget(access.client_id, hub_id)
        raise
    if hub is not None:
        await mirror(access.client_id, hub_id)
    return hub, judged


async def _write(
    access: ClientAccess, hub_id: str, bundle: Bundle, judged: Judged, new_ids: dict[str, str]
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
    piece: PieceRead, new_ids: dict[str, str], report: Report, hub_id: str | None, pillar_id: str | None
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
