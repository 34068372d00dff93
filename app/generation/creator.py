"""The Creator: proposes a piece for a slot of the plan, through a model where one is configured, else through the
built-in writer. Either says what wrote the piece."""

import asyncio
from dataclasses import dataclass, replace

from app.generation.critic import Report, judge
from app.generation.finishing import finished
from app.generation.gates.base import Rubric
from app.generation.healing import EditPattern, apply_pattern
from app.generation.model_writer import request_for
from app.generation.platforms import parse_structure
from app.generation.prompts import PROMPT_VERSION
from app.generation.writer import Brief, DraftText
from app.generation.writer.compose import fresh_draft
from app.llm import Usage, WritingModel
from app.vocabulary import Platform

BUILT_IN = "built-in"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A draft with the Critic's verdict on it. `usage` is what a model took for it, None where none was asked."""

    draft: DraftText
    report: Report
    written_by: str
    usage: Usage | None = None


async def propose(
    brief: Brief, rubric: Rubric, previous: DraftText | None = None, model: WritingModel | None = None
) -> Proposal | None:
    """None where the source gives no piece unlike those in `brief.taken`.

    Raises:
        ModelUnavailable, ModelNonsense: the model wrote nothing.
    """
    if model is None:
        return await propose_built_in(brief, rubric, previous)
    request = await asyncio.to_thread(request_for, brief, previous)
    if request is None:
        return None
    written = await model.write(request)
    written_by = f"{model.name} prompts/{PROMPT_VERSION}"
    proposal = await asyncio.to_thread(_judged, written.result, brief, rubric, written_by)
    return replace(proposal, usage=written.usage)


async def propose_built_in(
    brief: Brief, rubric: Rubric, previous: DraftText | None = None, because: str | None = None
) -> Proposal | None:
    """Writes and judges in a thread: both are work for the processor. `because` is why no model wrote.

    None where the source gives no piece unlike those in `brief.taken`; the `previous` draft, where there is one, then
    stays as it is, for it is unlike them.
    """
    written_by = f"{BUILT_IN}: {because}" if because else BUILT_IN
    return await asyncio.to_thread(_propose, brief, rubric, previous, written_by)


def _propose(brief: Brief, rubric: Rubric, previous: DraftText | None, written_by: str) -> Proposal | None:
    draft = fresh_draft(brief) or previous
    return _judged(draft, brief, rubric, written_by) if draft is not None else None


def _judged(draft: DraftText, brief: Brief, rubric: Rubric, written_by: str) -> Proposal:
    if brief.edit_pattern is not None:
        draft = _as_people_would(draft, brief.platform, brief.edit_pattern)
    draft, piece = finished(draft, brief)
    return Proposal(draft, judge(piece, brief.voice, rubric), written_by)


def _as_people_would(draft: DraftText, platform: Platform, pattern: EditPattern) -> DraftText:
    """What the client's people keep changing is changed before they see it. The length is the writer's own concern."""
    content = apply_pattern(draft.content, replace(pattern, length_ratio=1.0))
    if content == draft.content:
        return draft
    return replace(draft, content=content, content_json=parse_structure(platform, content))
