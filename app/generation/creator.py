"""The Creator: proposes a piece for a slot of the plan. Today one writer stands behind it, the built-in one."""

import asyncio
from dataclasses import dataclass

from app.generation.critic import Report, judge
from app.generation.gates.base import Piece, Rubric
from app.generation.writer import Brief, DraftText, compose_draft

BUILT_IN = "built-in"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A draft with the Critic's verdict on it."""

    draft: DraftText
    report: Report
    written_by: str


async def propose(brief: Brief, rubric: Rubric) -> Proposal:
    """Writes and judges in a thread: both are work for the processor."""
    return await asyncio.to_thread(_propose, brief, rubric)


def _propose(brief: Brief, rubric: Rubric) -> Proposal:
    draft = compose_draft(brief)
    piece = Piece(brief.platform, draft.content_type, draft.content, draft.content_json, brief.language)
    return Proposal(draft, judge(piece, brief.voice, rubric), BUILT_IN)
