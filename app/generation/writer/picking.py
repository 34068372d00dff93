"""Which opening comes first at which try, and what the hub's other pieces have used up already."""

from collections.abc import Iterator, Sequence
from functools import lru_cache

import regex

from app.generation.writer.hooks import STRONG, Hook, bare
from app.generation.writer.openings import skeleton
from app.vocabulary import Platform

MOST_LEADS = 3
"""How many pieces of a hub open with one sentence, each on another platform."""
MOST_FRAMES = 2
"""How many pieces of a hub open with one line of ours."""
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


def pick(hooks: Sequence[Hook], platform: Platform, deal: int, attempt: int, taken: Sequence[str]) -> Iterator[Hook]:
    """Hooks in the order to try. At attempt 0 the source's own words, best first; then a line of ours, another at every
    attempt, those used least before the others. What other pieces used up comes last.
    """
    openings = [_opening(content) for content in taken]
    form = _FORMS[platform]
    own = [hook for hook in hooks if hook.template is None]
    fresh = [hook for hook in own if not _is_worn(hook, form, openings)]
    worn = sorted((hook for hook in own if hook not in fresh), key=lambda h: _times(h, openings))
    ours = [hook for hook in hooks if hook.template]
    spent = [hook for hook in ours if _uses(hook.template or "", openings) >= MOST_FRAMES]
    framed = _dealt([hook for hook in ours if hook not in spent], deal, form, openings)
    if attempt == 0:
        yield from [*fresh, *framed, *worn, *spent]
        return
    passing = [hook for hook in fresh[attempt:] if hook.score >= STRONG][:1] if attempt == 1 else []
    start = _nth_template(framed, attempt - 1)
    yield from [*passing, *framed[start:], *framed[:start], *fresh, *worn, *spent]


def is_fresh(hook: Hook, platform: Platform, taken: Sequence[str]) -> bool:
    """Whether the hub may open one more piece of this kind with the sentence in it."""
    return not _is_worn(hook, _FORMS[platform], [_opening(content) for content in taken])


def _nth_template(framed: Sequence[Hook], number: int) -> int:
    """Where the hooks of the template that stands at `number` begin."""
    templates = list(dict.fromkeys(hook.template for hook in framed))
    if not templates:
        return 0
    wanted = templates[number % len(templates)]
    return next(index for index, hook in enumerate(framed) if hook.template == wanted)


def _dealt(framed: Sequence[Hook], deal: int, form: str, openings: Sequence[tuple[str, str]]) -> list[Hook]:
    templates = list(dict.fromkeys(hook.template or "" for hook in sorted(framed, key=lambda h: h.template or "")))
    place = {template: (index - deal) % len(templates) for index, template in enumerate(templates)}
    used = {template: _uses(template, openings) for template in templates}
    strong = {hook.template for hook in framed if hook.score >= STRONG}

    def order(hook: Hook) -> tuple[bool, bool, bool, int, int, float]:
        template = hook.template or ""
        return (
            template not in strong,
            _is_worn(hook, form, openings),
            hook.score < STRONG,
            used[template],
            place[template],
            -hook.quality,
        )

    return sorted(framed, key=order)


def _uses(template: str, openings: Sequence[tuple[str, str]]) -> int:
    said = bare(skeleton(template))
    return sum(said in opening for _, opening in openings)


def _is_worn(hook: Hook, form: str, openings: Sequence[tuple[str, str]]) -> bool:
    if hook.line is None:
        return False
    sentence = bare(hook.line.text)[:_HEAD]
    forms = [kind for kind, opening in openings if sentence in opening]
    return form in forms or len(forms) >= MOST_LEADS


def _times(hook: Hook, openings: Sequence[tuple[str, str]]) -> int:
    sentence = bare(hook.line.text)[:_HEAD] if hook.line else ""
    return sum(sentence in opening for _, opening in openings)


@lru_cache(maxsize=1024)
def _opening(content: str) -> tuple[str, str]:
    """The form of a piece, as far as its shape tells it, and its first block without cues and numbers."""
    block = _CUES.sub("", content).lstrip().split("\n\n", 1)[0]
    return form_of(content), bare(_NUMBER.sub("", block))


def form_of(content: str) -> str:
    """Thread, carousel, script, one line, or a post of several blocks."""
    if _NUMBER.match(content):
        return "carousel" if "\n---\n" in content else "thread"
    if content.startswith("["):
        return "script"
    blocks = [block for block in content.split("\n\n") if block.strip() and not block.startswith("#")]
    return "post" if len(blocks) > 1 else "line"
