"""What people do with a spoke: approve, reject, edit."""

import asyncio
from dataclasses import replace

from rapidfuzz.distance import Levenshtein

import tenancy
from app.accounts.policy import Permission
from app.clients.access import ClientAccess
from app.errors import Conflict, ValidationFailed
from app.generation import judging
from app.generation.gates.base import Piece
from app.generation.platforms import parse_structure
from app.generation.visuals import repictured, visual_columns
from app.hubs import jobs
from app.kit import clock
from app.progress.events import SpokeEvaluated
from app.review.claims import see_again
from app.review.deciding import Ruling, approve_in, checked_reason, reject_in, require_revision, require_settled
from app.spokes.models import Draft, MutationRecord, Spoke
from app.spokes.service import require_spoke
from app.trail.service import Deed, note
from app.vocabulary import SpokeStatus

MAX_CONTENT = 30_000
EDITED = "spoke.edited"


async def approve(access: ClientAccess, spoke_id: str, revision: int | None = None) -> Spoke:
    """Approves a pending or rejected piece that passed its gates; approving twice changes nothing.

    Raises:
        Forbidden: as always.
        NotFound, Conflict, StillProcessing: as for `approve_in`.
    """
    access.require(Permission.DECIDE)
    ruling = Ruling(spoke_id, revision)
    async with access.bind():
        return await tenancy.write(lambda tx: approve_in(tx, access.viewer, ruling))


async def reject(access: ClientAccess, spoke_id: str, reason: str | None, revision: int | None = None) -> Spoke:
    """Rejects a pending or approved piece; rejecting twice changes nothing.

    Raises:
        Forbidden: as always.
        NotFound, Conflict, StillProcessing: as for `reject_in`.
        ValidationFailed: too long a reason.
    """
    access.require(Permission.DECIDE)
    ruling = Ruling(spoke_id, revision, checked_reason(reason))
    async with access.bind():
        return await tenancy.write(lambda tx: reject_in(tx, access.viewer, ruling))


async def edit(access: ClientAccess, spoke_id: str, content: str, revision: int | None = None) -> tuple[Spoke, float]:
    """A person's wording, kept with its distance from the one before and scored anew.

    An approval was for the words it saw, so an edited piece is pending again. The distance is Levenshtein's, divided by
    the length of the longer text: 0..1. `revision` is that of the words which the editor saw; without it those count
    that are there now.

    Raises:
        NotFound, Forbidden, Conflict, StillProcessing: as for `approve`.
        ValidationFailed: nothing is left, or too much.
    """
    access.require(Permission.CREATE)
    _check_content(content)
    async with access.bind():
        before, measure = await settled(spoke_id), await judging.measure()
        require_revision(before, revision)
        [piece] = await judging.pieces_of([before])
    structure = parse_structure(before.platform, content)
    piece = replace(piece, content=content, content_json=structure)
    piece = replace(piece, visual=await asyncio.to_thread(repictured, piece, measure.voice, measure.rubric))
    [report] = await judging.judge_all([piece], measure)
    async with access.bind(), tenancy.transaction():
        spoke = await as_judged(before, measure)
        distance = Levenshtein.normalized_distance(spoke.content, content)
        spoke.is_creative_conflict = spoke.is_creative_conflict and not report.overall_pass
        await _write_edit(access, spoke, piece, distance)
        await judging.write_report(spoke.id, report)
        attempts = await Draft.filter(spoke_id=spoke.id).count()
        jobs.publish(
            SpokeEvaluated(
                job_id=spoke.job_id, hub_id=spoke.hub_id, spoke_id=spoke.id, attempt_number=max(0, attempts - 1)
            )
        )
    return spoke, distance


async def _write_edit(access: ClientAccess, spoke: Spoke, piece: Piece, distance: float) -> None:
    await MutationRecord.create(
        spoke_id=spoke.id,
        original_content=spoke.content,
        edited_content=piece.content,
        edit_distance=distance,
        editor_user_id=access.viewer.user_id,
    )
    changes = {
        "content": piece.content,
        "revision": spoke.revision + (piece.content != spoke.content),
        "content_json": piece.content_json,
        "character_count": len(piece.content),
        **visual_columns(piece.visual),
        "is_mutated": True,
        "is_creative_conflict": spoke.is_creative_conflict,
        "status": SpokeStatus.PENDING,
        "approved_at": None,
        "approved_by": None,
        "updated_at": clock.now(),
    }
    spoke.update_from_dict(changes)
    await spoke.save(update_fields=list(changes))
    deed = Deed(EDITED, spoke.id, detail={"distance": round(distance, 4)})

    def note_it(tx: tenancy.Writing) -> None:
        note(tx, access.viewer, deed)
        see_again(tx, access.viewer.user_id, spoke.id, spoke.revision)

    await tenancy.write(note_it)


def _check_content(content: str) -> None:
    if not content.strip():
        raise ValidationFailed(("input.content", "A spoke cannot be empty."))
    if len(content) > MAX_CONTENT:
        raise ValidationFailed(("input.content", f"A spoke has at most {MAX_CONTENT:,} characters."))


async def settled(spoke_id: str) -> Spoke:
    """Of the bound client. Raises NotFound, StillProcessing."""
    return require_settled(await require_spoke(spoke_id))


async def as_judged(before: Spoke, measure: judging.Measure) -> Spoke:
    """The piece that was judged, outside of this transaction, as `before` by `measure`, as long as both still hold.

    Raises: Conflict, StillProcessing, NotFound.
    """
    spoke = await settled(before.id)
    require_revision(spoke, before.revision)
    if await judging.measure() != measure:
        raise Conflict("What the client's pieces are held to has changed meanwhile; try again.", state="changed")
    if spoke.status is SpokeStatus.KILLED:
        raise Conflict("The spoke has been killed.", state=str(spoke.status))
    return spoke
