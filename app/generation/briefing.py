"""What the Creator reads before it writes a slot: source, angle, voice, lessons, and what there is already."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

import tenancy
from app import resources
from app.generation import healing, judging
from app.generation.gates.base import Rubric
from app.generation.judging import Measure
from app.generation.portrait import read_portrait
from app.generation.slots import Slot, slot_of
from app.generation.writer import Brief, DraftText, PillarBrief
from app.generation.writer.material import is_forbidden
from app.hubs import jobs
from app.hubs.jobs import Ticket
from app.hubs.models import Hub, Job, Pillar
from app.hubs.source import Span
from app.spokes.models import Draft, Feedback, MutationRecord, Rewrite, Spoke
from app.vocabulary import Gate, PillarStatus, SpokeStatus

RECENT_FEEDBACK = 20
RECENT_EDITS = 20


@dataclass(frozen=True, slots=True)
class Material:
    """`previous` is the piece as the last attempt left it, `number` that of the draft to be. `waited` says that the
    model has failed so often in a row that the built-in writer may take over, where the client allows it."""

    hub_id: str
    brief: Brief
    measure: Measure
    previous: DraftText | None
    number: int
    waited: bool = False

    @property
    def rubric(self) -> Rubric:
        return self.measure.rubric


class Unwanted(Exception):
    """The slot's pillar has been killed, a person has taken the piece over, or there is nothing left to say."""


async def read_material(ticket: Ticket, index: int) -> Material | None:
    """None when the slot is done with. Raises JobEnded, Unwanted."""
    async with tenancy.bind(ticket.client_id):
        job = await jobs.live_job(ticket)
        slot = slot_of(job, index)
        spoke = await Spoke.get_or_none(id=slot.spoke_id)
        if slot.given_up or (spoke is not None and is_done(spoke, job)):
            return None
        pillar = await open_pillar(slot, spoke)
        hub = await Hub.get(id=pillar.hub_id)
        number = await Draft.filter(spoke_id=slot.spoke_id).count()
        rewrite = await Rewrite.get_or_none(id=slot.spoke_id)
        attempt = number - rewrite.drafts + rewrite.attempt if rewrite else number
        measure = await judging.measure()
        by_model = resources.current().model is not None
        edits = await _edit_pattern() if by_model or healing.reads_past_edits(attempt) else None
        brief = Brief(
            text=hub.source_content or "",
            language=hub.language or "en",
            pillar=pillar_brief(pillar),
            platform=slot.platform,
            variant=slot.variant,
            attempt=attempt,
            taken=(*await other_contents(hub.id, slot.spoke_id), *await _own_past(rewrite)),
            themes=tuple(hub.themes or ()),
            voice=measure.voice,
            feedback=await _lessons(slot.spoke_id) if attempt or rewrite else (),
            failed=await _failed(slot.spoke_id, max(0, number - 1)) if attempt else frozenset(),
            edit_pattern=edits if healing.reads_past_edits(attempt) else None,
            instruction=(job.params or {}).get("instruction"),
            replaces=str(rewrite.spoke["content"]) if rewrite else None,
            portrait=await read_portrait(edits) if edits is not None and by_model else None,
        )
        brief = replace(brief, themes=tuple(theme for theme in brief.themes if not is_forbidden(theme, brief)))
        waited = job.waits >= resources.current().settings.model_attempts
        previous = _as_draft(spoke) if spoke is not None and attempt else None
        return Material(hub.id, brief, measure, previous, number, waited)


def is_done(spoke: Spoke, job: Job) -> bool:
    """Settled, or another job's to write anew: not this job's to write."""
    return spoke.is_settled or spoke.job_id != job.id


async def _own_past(rewrite: Rewrite | None) -> tuple[str, ...]:
    """What a piece that shall be another one has said before. One that is to be mended may stay much as it is."""
    if rewrite is None or rewrite.attempt:
        return ()
    past = await Draft.filter(spoke_id=rewrite.id, attempt_number__lt=rewrite.drafts).values_list("content", flat=True)
    return tuple({str(rewrite.spoke["content"]): None, **dict.fromkeys(map(str, past))})


async def open_pillar(slot: Slot, spoke: Spoke | None) -> Pillar:
    """The pillar that the slot is to be written from. Raises Unwanted."""
    pillar = await Pillar.get_or_none(id=slot.pillar_id)
    if pillar is None or pillar.status is not PillarStatus.ACTIVE:
        raise Unwanted(slot.spoke_id)
    if spoke is not None and (spoke.is_mutated or spoke.status is not SpokeStatus.PENDING):
        raise Unwanted(slot.spoke_id)
    return pillar


def pillar_brief(pillar: Pillar) -> PillarBrief:
    return PillarBrief(
        id=pillar.id,
        title=pillar.title,
        angle=pillar.angle,
        key_points=tuple(pillar.key_points or ()),
        spans=tuple(tuple(span) for span in pillar.spans or ()),
    )


async def active_pillars(hub_id: str, chosen: Iterable[str] | None) -> list[PillarBrief]:
    """Of the bound client, in their order; `chosen` ids only, where it names any."""
    wanted = set(chosen or ())
    rows = await Pillar.filter(hub_id=hub_id, status=PillarStatus.ACTIVE).order_by("order_index")
    return [pillar_brief(row) for row in rows if not wanted or row.id in wanted]


async def other_contents(hub_id: str, spoke_id: str | None = None) -> tuple[str, ...]:
    """What the hub's other pieces say, so that no two are alike."""
    spokes = Spoke.filter(hub_id=hub_id).order_by("id")
    if spoke_id is not None:
        spokes = spokes.exclude(id=spoke_id)
    return tuple(str(content) for content in await spokes.values_list("content", flat=True))


async def _lessons(spoke_id: str) -> tuple[str, ...]:
    """Gates that failed and were not mended: of this piece, then of the client's recent past."""
    own = await Feedback.filter(spoke_id=spoke_id, resolved=False).order_by("-id")
    past = await Feedback.filter(resolved=False).exclude(spoke_id=spoke_id).order_by("-id").limit(RECENT_FEEDBACK)
    return tuple(f"{row.gate}: {row.suggestion or row.reason}" for row in [*own, *past])


async def _failed(spoke_id: str, number: int) -> frozenset[Gate]:
    """The gates that draft `number` failed."""
    rows = await Feedback.filter(spoke_id=spoke_id, attempt_number=number, resolved=False)
    return frozenset(row.gate for row in rows)


async def _edit_pattern() -> healing.EditPattern:
    edits = await MutationRecord.all().order_by("-id").limit(RECENT_EDITS)
    return healing.edit_pattern([(edit.original_content, edit.edited_content) for edit in edits])


def _as_draft(spoke: Spoke) -> DraftText:
    sources = [Span(start, end) for start, end in spoke.sources or ()]
    return DraftText(spoke.content, spoke.content_json, spoke.content_type, sources)
