"""Writes one piece of the plan: tries hooks in turn until the piece holds and is unlike every other of the hub.

The same brief gives the same piece. All of it but the framing words occurs in the source, word for word.
"""

from collections.abc import Callable, Iterator

from app.errors import ValidationFailed
from app.generation.writer.brief import Brief, DraftText
from app.generation.writer.frames import words_of
from app.generation.writer.hooks import hooks_for
from app.generation.writer.material import is_forbidden, material_for
from app.generation.writer.parts import carousel, thread
from app.generation.writer.picking import is_fresh, pick
from app.generation.writer.posts import instagram, linkedin, twitter
from app.generation.writer.script import tiktok
from app.generation.writer.sheet import Sheet, turn_of
from app.generation.writer.similarity import is_near_duplicate
from app.vocabulary import Platform

_WRITERS: dict[Platform, Callable[[Sheet], DraftText | None]] = {
    Platform.TWITTER: twitter,
    Platform.LINKEDIN: linkedin,
    Platform.TIKTOK: tiktok,
    Platform.INSTAGRAM: instagram,
    Platform.CAROUSEL: carousel,
    Platform.THREAD: thread,
}


def compose_draft(brief: Brief) -> DraftText:
    """The piece for a brief, unlike everything in `brief.taken` where the source allows it.

    Raises:
        ValidationFailed: the source gives this pillar nothing to write such a piece from.
    """
    first: DraftText | None = None
    for draft in _drafts(brief):
        if not any(is_near_duplicate(draft.content, other) for other in brief.taken):
            return draft
        first = first or draft
    if first is None:
        raise ValidationFailed(
            ("source", f"The pillar “{brief.pillar.title}” has too little text for {brief.platform}.")
        )
    return first


def fresh_draft(brief: Brief, strict: bool = False) -> DraftText | None:
    """The piece, or None where the source gives none that differs from those in `brief.taken`; a strict one also opens
    with a sentence that no piece of its kind opens with."""
    drafts = _drafts(brief, strict)
    return next((d for d in drafts if not any(is_near_duplicate(d.content, t) for t in brief.taken)), None)


def _drafts(brief: Brief, strict: bool = False) -> Iterator[DraftText]:
    material = material_for(brief)
    if not material.passages:
        return
    write = _WRITERS[brief.platform]
    turn = turn_of(brief)
    hooks = hooks_for(material, brief.platform, turn, words_of(brief.text, brief.language))
    hooks = [hook for hook in hooks if not hook.frame or not is_forbidden(hook.text, brief)] or hooks
    for step, hook in enumerate(pick(hooks, brief.platform, brief.attempt, brief.taken)):
        if strict and not is_fresh(hook, brief.platform, brief.taken):
            continue
        draft = write(Sheet(brief, material, hook, turn + step))
        if draft is not None:
            yield draft
