"""The Creator: proposes a piece for a slot of the plan, through a model where one is configured, else through the
built-in writer. Either says what wrote the piece."""

import asyncio
from dataclasses import dataclass, replace

from app.errors import Unavailable
from app.generation.critic import Report, judge
from app.generation.finishing import finished
from app.generation.gates.base import Piece, Rubric, Visual
from app.generation.healing import EditPattern, apply_pattern
from app.generation.model_writer import request_for
from app.generation.nearness import measured
from app.generation.performers import performers
from app.generation.platforms import parse_structure
from app.generation.portrait import Portrait
from app.generation.prompts import PROMPT_VERSION
from app.generation.repairing import repair
from app.generation.writer import Brief, DraftText, is_near_duplicate
from app.generation.writer.compose import fresh_draft
from app.llm import ModelUnavailable, Usage, WritingModel
from app.vectors import Vectors
from app.vocabulary import Gate, Platform

BUILT_IN = "built-in"
STAND_IN = f"{BUILT_IN}: "
UNMEASURED = "cannot be asked how near the hooks are"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A draft with its picture and the Critic's verdict. `written_by` is None where nobody wrote: the words are those
    of before. `usage` is what a model took for it; None: none was asked."""

    draft: DraftText
    report: Report
    written_by: str | None
    visual: Visual | None = None
    usage: Usage | None = None

    @property
    def is_answer(self) -> bool:
        """Whether it was written by who should: not by the built-in writer in a model's place."""
        return self.written_by is not None and not self.written_by.startswith(STAND_IN)


async def propose(
    brief: Brief,
    rubric: Rubric,
    previous: DraftText | None = None,
    model: WritingModel | None = None,
    *,
    vectors: Vectors | None = None,
) -> Proposal | None:
    """None where the source gives no piece unlike those in `brief.taken`. With `vectors` the hook is looked up.

    Raises:
        ModelUnavailable, ModelNonsense: the model wrote nothing, or its vectors cannot be had.
    """
    if previous is not None and brief.failed == {Gate.G6}:
        # Where its picture alone failed, a piece keeps its words: it is dealt another one.
        return await _judged(previous, brief, rubric, None, vectors)
    if model is None:
        return await propose_built_in(brief, rubric, previous, vectors=vectors)
    request = await asyncio.to_thread(request_for, await _with_performers(brief, vectors, model), previous)
    if request is None:
        return None
    written = await model.write(request)
    written_by = f"{model.name} prompts/{PROMPT_VERSION}"
    proposal = await _judged(written.result, brief, rubric, written_by, vectors, written.usage)
    return replace(proposal, usage=written.usage)


async def _with_performers(brief: Brief, vectors: Vectors | None, model: WritingModel) -> Brief:
    """Raises ModelUnavailable before anything is paid for: without vectors the piece could not be judged either."""
    if vectors is None:
        return brief
    try:
        near = await performers(vectors, brief)
    except Unavailable as error:
        raise ModelUnavailable(UNMEASURED, Usage(model.name)) from error
    return replace(brief, portrait=replace(brief.portrait or Portrait(), performers=near))


async def propose_built_in(
    brief: Brief,
    rubric: Rubric,
    previous: DraftText | None = None,
    because: str | None = None,
    *,
    vectors: Vectors | None = None,
) -> Proposal | None:
    """Writes and judges in a thread: both are work for the processor. `because` is why no model wrote.

    None where the source gives no piece unlike those in `brief.taken`; the `previous` draft, where there is one, then
    stays as it is, for it is unlike them.
    """
    written_by = f"{STAND_IN}{because}" if because else BUILT_IN
    draft = await asyncio.to_thread(_written, brief, rubric, previous)
    return await _judged(draft, brief, rubric, written_by, vectors) if draft is not None else None


def _written(brief: Brief, rubric: Rubric, previous: DraftText | None) -> DraftText | None:
    """What failed in the piece is mended; where it cannot be, the piece is written anew."""
    return _mended(previous, brief, rubric) or fresh_draft(brief) or previous


async def _judged(
    draft: DraftText,
    brief: Brief,
    rubric: Rubric,
    written_by: str | None,
    vectors: Vectors | None,
    usage: Usage | None = None,
) -> Proposal:
    """Raises ModelUnavailable where the hook cannot be measured: it is never judged without, once it can be."""
    draft, piece = await asyncio.to_thread(_as_piece, draft, brief, rubric)
    try:
        [piece] = await measured(vectors, [piece]) if vectors is not None else [piece]
    except Unavailable as error:
        raise ModelUnavailable(UNMEASURED, usage or Usage(BUILT_IN)) from error
    report = await asyncio.to_thread(judge, piece, brief.voice, rubric)
    return Proposal(draft, report, written_by, piece.visual)


def _as_piece(draft: DraftText, brief: Brief, rubric: Rubric) -> tuple[DraftText, Piece]:
    if brief.edit_pattern is not None:
        draft = _as_people_would(draft, brief.platform, brief.edit_pattern)
    return finished(draft, brief, rubric)


def _mended(previous: DraftText | None, brief: Brief, rubric: Rubric) -> DraftText | None:
    """The piece with what failed in it repaired; None where it fails in nothing, or where no repair makes it unlike
    the hub's others."""
    if previous is None:
        return None
    piece = Piece(brief.platform, previous.content_type, previous.content, previous.content_json, brief.language)
    mended = repair(previous, judge(piece, brief.voice, rubric), brief)
    alike = mended is not None and any(is_near_duplicate(mended.content, taken) for taken in brief.taken)
    return None if alike else mended


def _as_people_would(draft: DraftText, platform: Platform, pattern: EditPattern) -> DraftText:
    """What the client's people keep changing is changed before they see it. The length is the writer's own concern."""
    content = apply_pattern(draft.content, replace(pattern, length_ratio=1.0))
    if content == draft.content:
        return draft
    return replace(draft, content=content, content_json=parse_structure(platform, content))
