"""The Creator: proposes a piece for a slot of the plan. Today one writer stands behind it, the built-in one."""

import asyncio
from dataclasses import dataclass, replace

from app.generation.critic import Report, judge
from app.generation.finishing import finished
from app.generation.gates.base import Rubric
from app.generation.healing import EditPattern, apply_pattern
from app.generation.platforms import parse_structure
from app.generation.writer import Brief, DraftText
from app.generation.writer.compose import fresh_draft
from app.vocabulary import Platform

BUILT_IN = "built-in"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A draft with the Critic's verdict on it."""

    draft: DraftText
    report: Report
    written_by: str


async def propose(brief: Brief, rubric: Rubric, previous: DraftText | None = None) -> Proposal | None:
    """Writes and judges in a thread: both are work for the processor.

    None where the source gives no piece unlike those in `brief.taken`; the `previous` draft, where there is one, then
    stays as it is, for it is unlike them.
    """
    return await asyncio.to_thread(_propose, brief, rubric, previous)


def _propose(brief: Brief, rubric: Rubric, previous: DraftText | None) -> Proposal | None:
    draft = fresh_draft(brief) or previous
    if draft is None:
        return None
    if brief.edit_pattern is not None:
        draft = _as_people_would(draft, brief.platform, brief.edit_pattern)
    draft, piece = finished(draft, brief)
    return Proposal(draft, judge(piece, brief.voice, rubric), BUILT_IN)


def _as_people_would(draft: DraftText, platform: Platform, pattern: EditPattern) -> DraftText:
    """What the client's people keep changing is changed before they see it. The length is the writer's own concern."""
    content = apply_pattern(draft.content, replace(pattern, length_ratio=1.0))
    if content == draft.content:
        return draft
    return replace(draft, content=content, content_json=parse_structure(platform, content))
