"""Between the Critic, which is pure, and the client's database: what it reads there and what is kept of its verdict."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

import tenancy
from app import resources
from app.brand import service as brand
from app.clients.models import Client
from app.generation import healing
from app.generation.critic import Report, judge
from app.generation.gates.base import BannedWord, Compliance, Piece, Rubric, Violation, Visual, Voice, VoiceMarker
from app.generation.nearness import measured
from app.hubs.models import Hub, Pillar
from app.kit import ids
from app.spokes import service as spokes
from app.spokes.models import Feedback, Spoke
from app.vocabulary import Gate


@dataclass(frozen=True, slots=True)
class Measure:
    """What the bound client's pieces are held to."""

    voice: Voice
    rubric: Rubric


async def measure() -> Measure:
    return Measure(await voice(), await rubric())


async def voice() -> Voice:
    """The bound client's voice."""
    banned, markers = await brand.voice_rows()
    rules = await brand.compliance()
    return Voice(
        banned_words=[BannedWord(row.word, row.severity, row.reason) for row in banned],
        voice_markers=[VoiceMarker(row.phrase, row.category, row.weight) for row in markers],
        samples=await brand.sample_texts(),
        compliance=Compliance(rules.industry, tuple(rules.required_disclosures or ())) if rules else None,
        brand_color=await _brand_color(),
    )


async def _brand_color() -> str | None:
    """Of the bound client, from the global plane."""
    client = await Client.get_or_none(id=tenancy.current_client_id())
    return client.brand_color if client else None


async def rubric() -> Rubric:
    """The bound client's thresholds."""
    return Rubric(await brand.thresholds())


async def pieces_of(rows: Sequence[Spoke]) -> list[Piece]:
    """Spokes of the bound client as the Critic sees them."""
    hubs = await _hubs_of(rows)
    languages = dict(await Hub.filter(id__in=list({*hubs.values()})).values_list("id", "language"))
    return [
        Piece(
            row.platform,
            row.content_type,
            row.content,
            row.content_json,
            language=languages.get(hubs.get(row.id)) or "en",
            visual=_visual(row),
        )
        for row in rows
    ]


async def _hubs_of(rows: Sequence[Spoke]) -> dict[str, str]:
    """By piece: its hub, or the one that it has outlived, as long as its pillar tells."""
    outlived = {row.pillar_id for row in rows if row.hub_id is None and row.pillar_id is not None}
    pillars = dict(await Pillar.filter(id__in=list(outlived)).values_list("id", "hub_id")) if outlived else {}
    found = {row.id: row.hub_id or pillars.get(row.pillar_id) for row in rows}
    return {id: hub_id for id, hub_id in found.items() if hub_id is not None}


def _visual(row: Spoke) -> Visual | None:
    if row.visual_concept is None:
        return None
    return Visual(row.visual_archetype or "", row.visual_concept, row.image_prompt or "")


async def judge_all(pieces: Sequence[Piece], by: Measure) -> list[Report]:
    """In a thread: it is work for the processor. Raises Conflict, Unavailable where hooks cannot be measured."""
    with_nearness = await measured(resources.current().vectors, pieces)
    return await asyncio.to_thread(lambda: [judge(piece, by.voice, by.rubric) for piece in with_nearness])


async def write_report(
    spoke_id: str, report: Report, overrides: Sequence[Mapping[str, Any]] = (), at: datetime | None = None
) -> None:
    """Call it inside a tenant transaction. `overrides` are for these very words: new ones have none. `at` is when what
    the piece is held to was read, where that was before the transaction and not looked at since."""
    await spokes.write_score(spoke_id, {**columns_of(report, overrides), **({"evaluated_at": at} if at else {})})


def columns_of(report: Report, overrides: Sequence[Mapping[str, Any]] = ()) -> dict[str, Any]:
    """The row of `quality_scores` that the report comes to."""
    return {
        **report.scores(),
        "overall_pass": report.passes_but_for(gates_of(overrides)),
        "overrides": list(overrides) or None,
        "rubric": [asdict(note) for note in report.rubric],
        "violations": plain_violations(report),
    }


def gates_of(overrides: Sequence[Mapping[str, Any]]) -> set[Gate]:
    return {Gate(override["gate"]) for override in overrides}


async def write_feedback(spoke_id: str, report: Report, number: int) -> list[healing.FeedbackDraft]:
    """Each failure of draft `number`; one that was resolved is open again. Call it inside a tenant transaction."""
    drafts = healing.feedback_from(report, number)
    for draft in drafts:
        values: dict[str, Any] = {
            "score": draft.score,
            "reason": draft.reason,
            "suggestion": draft.suggestion,
            "resolved": False,
        }
        id = ids.derived_id(spoke_id, "feedback", str(number), draft.gate)
        if not await Feedback.filter(id=id).update(**values):
            await Feedback.create(id=id, spoke_id=spoke_id, gate=draft.gate, attempt_number=number, **values)
    return drafts


async def resolve_feedback(spoke_id: str) -> None:
    await Feedback.filter(spoke_id=spoke_id, resolved=False).update(resolved=True)


def plain_violations(report: Report) -> list[dict[str, Any]]:
    return [plain_violation(violation) for violation in report.violations]


def plain_violation(violation: Violation) -> dict[str, Any]:
    return asdict(violation)
