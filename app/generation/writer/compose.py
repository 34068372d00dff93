"""Writes one piece of the plan: tries hooks in turn until the piece holds and is unlike every other of the hub.

The same brief gives the same piece. All of it but the framing words occurs in the source, word for word.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import islice

from app.errors import ValidationFailed
from app.generation.gates.tone import ToneProfile, can_judge, profile_of
from app.generation.writer.brief import Brief, DraftText
from app.generation.writer.frames import words_of
from app.generation.writer.hooks import STRONG, hooks_for
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
_AUDITIONS = 12
"""How many pieces are composed where the client's tone is known, to choose from."""


def compose_draft(brief: Brief) -> DraftText:
    """The piece for a brief, unlike everything in `brief.taken` where the source allows it.

    Raises:
        ValidationFailed: the source gives this pillar nothing to write such a piece from.
    """
    first: DraftText | None = None
    for draft, _ in _drafts(brief):
        if _is_unlike(draft, brief.taken):
            return draft
        first = first or draft
    if first is None:
        raise ValidationFailed(
            ("source", f"The pillar “{brief.pillar.title}” has too little text for {brief.platform}.")
        )
    return first


def fresh_draft(brief: Brief) -> DraftText | None:
    """The piece, or None where the source gives none that differs from those in `brief.taken`. The first try opens as
    no piece of its kind does. Where the client's tone is known, the one of several that sounds most like it."""
    found = (one for one in _drafts(brief, strict=brief.attempt == 0) if _is_unlike(one[0], brief.taken))
    profile = profile_of(tuple(brief.voice.samples)) if can_judge(brief.language) else None
    if profile is None:
        return next((draft for draft, _ in found), None)
    return _auditioned(list(islice(found, _AUDITIONS)), profile)


def _auditioned(found: Sequence[tuple[DraftText, bool]], profile: ToneProfile) -> DraftText | None:
    """The first that sounds like the client among those with a strong hook, else what comes nearest to that."""

    def worth(one: tuple[DraftText, bool]) -> tuple[bool, float]:
        draft, is_strong = one
        judged = profile.judge(draft.content)
        return is_strong, 0.0 if judged is None else min(0.0, judged.similarity - judged.threshold)

    best = max(found, key=worth, default=None)  # Of equals the first, which is the best otherwise.
    return best[0] if best else None


def promised_draft(brief: Brief) -> tuple[DraftText, bool] | None:
    """The piece on trial, opening with a sentence that no piece of its kind opens with, and whether its hook is
    strong."""
    return next((found for found in _drafts(brief, strict=True) if _is_unlike(found[0], brief.taken)), None)


def _is_unlike(draft: DraftText, taken: Sequence[str]) -> bool:
    return not any(is_near_duplicate(draft.content, other) for other in taken)


def _drafts(brief: Brief, strict: bool = False) -> Iterator[tuple[DraftText, bool]]:
    """Pieces to choose from, best first, each with whether its hook is strong."""
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
            yield draft, hook.score >= STRONG
