"""The Creator: proposes a piece for a slot of the plan. Today one writer stands behind it, the built-in one."""

import asyncio
from dataclasses import dataclass

from app.generation.critic import Report, judge
from app.generation.gates.base import Piece, Rubric
from app.generation.writer import Brief, DraftText
from app.generation.writer.compose import fresh_draft

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
    piece = Piece(brief.platform, draft.content_type, draft.content, draft.content_json, brief.language)
    return Proposal(draft, judge(piece, brief.voice, rubric), BUILT_IN)
