"""Taking in what an export in JSON holds: hubs, angles and pieces, under new ids.

The words are the file's; what is said of them is this client's. Every piece is judged anew by the client's own Critic,
and what was approved elsewhere waits for approval here. What had been killed is left out.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import tenancy
from app import resources
from app.accounts.policy import Permission
from app.billing import service as billing
from app.clients.access import ClientAccess
from app.errors import Conflict, ValidationFailed
from app.exports.content_file import ContentRead, PieceRead, parse
from app.exports.taking_in import Bundle, Judged, write
from app.generation import judging
from app.generation.critic import Report
from app.generation.gates.base import Piece, Visual
from app.generation.mirror import mirror
from app.hubs.models import Hub
from app.hubs.service import Upload, forget, register
from app.kit import clock, ids
from app.objects import ObjectTooLarge
from app.vocabulary import HubStatus, PillarStatus, SpokeStatus

AT_ONCE = 50
_TRIES = 3


@dataclass(frozen=True, slots=True)
class Imported:
    """`passed` are the pieces that pass every gate here; `left_out` is what had been killed."""

    hubs: Sequence[Hub]
    pieces: int
    passed: int
    left_out: int


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
    access: ClientAccess, bundle: Bundle, judged: Judged, new_ids: Mapping[str, str]
) -> tuple[Hub | None, Judged]:
    """The hub, and what was said of its pieces in the end: what they are held to may have changed since."""
    hub_id = ids.new_id()
    if bundle.hub is not None:
        await register(access, hub_id, bundle.hub.source_type)
    try:
        for _ in range(_TRIES):
            async with access.bind(), tenancy.transaction():
                if await judging.measure() == judged.by:
                    hub = await write(access, hub_id, bundle, judged, new_ids)
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
