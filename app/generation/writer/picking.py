"""Which opening comes first at which try, and what the hub's other pieces have used up already."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import regex

from app.generation.writer.frames import uses
from app.generation.writer.hooks import STRONG, Hook, bare
from app.kit.memory import kept
from app.vocabulary import Platform

MOST_LEADS = 2
"""How many pieces of a hub open with one sentence, each on another platform."""
MOST_FRAMES = 2
"""How many pieces of a hub open with one line of ours at the first try."""
LAST_TRY = 3
"""The try at which a worn opening is better than a weak one: after it a person has to help."""
_USED_COSTS, _ALIKE_COSTS = 8.0, 3.0
"""Points that a line of ours loses for each piece that it opens, and for each that opens with the same two words."""
_CUES = regex.compile(r"(?m)^\[[^\]\n]*\]\s*")
_NUMBER = regex.compile(r"^\d+/\d+\s*")
_HEAD = 60
_FORMS = {
    Platform.TWITTER: "line",
    Platform.LINKEDIN: "post",
    Platform.INSTAGRAM: "post",
    Platform.TIKTOK: "script",
    Platform.CAROUSEL: "carousel",
    Platform.THREAD: "thread",
}


@dataclass(frozen=True, slots=True)
class Opening:
    """How a piece of the hub opens: `form` as far as its shape tells it, its first block without cues and numbers,
    case folded, and the same without punctuation."""

    form: str
    text: str
    bare: str


def pick(hooks: Sequence[Hook], platform: Platform, attempt: int, taken: Sequence[str]) -> Iterator[Hook]:
    """Hooks in the order to try: those that pass before those that do not, what other pieces used up last. Each attempt
    begins with another sentence or line of ours than those before it."""
    openings = [opening_of(content) for content in taken]
    ranked = sorted(hooks, key=lambda hook: _place(hook, _FORMS[platform], openings, attempt))
    tried = list(_distinct(ranked, attempt))
    again = [hook for hook in ranked if any(_is_alike(hook, other) for other in tried)]
    yield from (hook for hook in ranked if hook not in again)
    yield from again


def is_fresh(hook: Hook, platform: Platform, taken: Sequence[str]) -> bool:
    """Whether the hub may open one more piece of this kind with the sentence in it, and with the line around it."""
    openings = [opening_of(content) for content in taken]
    spent = hook.frame is not None and uses(hook.frame, [opening.text for opening in openings]) >= MOST_FRAMES
    return not spent and not _is_worn(hook, _FORMS[platform], openings)


def _distinct(ranked: Sequence[Hook], count: int) -> Iterator[Hook]:
    """What the first `count` tries have opened with."""
    for _ in range(count):
        if not ranked:
            return
        first = ranked[0]
        yield first
        ranked = [hook for hook in ranked[1:] if not _is_alike(hook, first)]


def _is_alike(hook: Hook, other: Hook) -> bool:
    return (hook.frame is not None and hook.frame == other.frame) or bare(hook.text) == bare(other.text)


def _place(hook: Hook, form: str, openings: Sequence[Opening], attempt: int) -> tuple[bool, bool, bool, bool, float]:
    """Each further try may use a line of ours once more."""
    used = uses(hook.frame, [opening.text for opening in openings]) if hook.frame else 0
    spent = used >= MOST_FRAMES + attempt
    passes = hook.score >= STRONG
    return (
        attempt >= LAST_TRY and not passes,
        spent,
        _is_worn(hook, form, openings),
        not passes,
        used * _USED_COSTS - (hook.quality if passes else hook.score),
    )


def _is_worn(hook: Hook, form: str, openings: Sequence[Opening]) -> bool:
    if not hook.key:
        return hook.frame is not None and uses(hook.frame, [o.text for o in openings if o.form == form]) > 0
    said = bare(hook.key)[:_HEAD]
    forms = [opening.form for opening in openings if said in opening.bare]
    return form in forms or len(forms) >= MOST_LEADS


@kept(1024)
def opening_of(content: str) -> Opening:
    block = _NUMBER.sub("", _CUES.sub("", content).lstrip().split("\n\n", 1)[0])
    return Opening(form_of(content), block.casefold(), bare(block))


def form_of(content: str) -> str:
    """Thread, carousel, script, one line, or a post of several blocks."""
    if _NUMBER.match(content):
        return "carousel" if "\n---\n" in content else "thread"
    if content.startswith("["):
        return "script"
    blocks = [block for block in content.split("\n\n") if block.strip() and not block.startswith("#")]
    return "post" if len(blocks) > 1 else "line"
