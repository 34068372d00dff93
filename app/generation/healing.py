"""What to do after a verdict: accept, try again, or leave it to a person; and what a person's past edits teach.

Pure decisions. The first draft is attempt 0; its regenerations are attempts 1 to `MAX_ATTEMPTS`.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from statistics import median
from typing import TypeVar

import regex

from app.generation.critic import Report
from app.generation.gates.phrases import find_phrase
from app.generation.platforms import blocks_of, find_emoji, find_hashtags, sentence_spans
from app.kit.text import fold
from app.vocabulary import Gate

MAX_ATTEMPTS = 3
"""Regenerations, after the first draft. The failure of the last one is a creative conflict."""

REPEATED = 2
"""An edit made this often is a habit."""

_LONGEST_PHRASE = 5
_SHORTENED = 0.9
_TOKEN = regex.compile(
    r"[\p{Han}\p{Hiragana}\p{Katakana}ー]|[\p{L}\p{M}\p{N}]+(?:['’-][\p{L}\p{M}\p{N}]+)*|[^\s\p{L}\p{N}]"
)
_WORD = regex.compile(r"[\p{L}\p{N}]")
_OPENING = regex.compile(r"(?:\A|[.!?…。！？]|\n|(?:\A|\n)\d+/\d+)\s*\Z")
_Item = TypeVar("_Item")
Tokens = Sequence[regex.Match[str]]


class Outcome(StrEnum):
    ACCEPT = "accept"
    RETRY = "retry"
    CONFLICT = "conflict"


@dataclass(frozen=True, slots=True)
class FeedbackDraft:
    """A row of `feedback_log` to be written."""

    gate: Gate
    score: float | None
    reason: str
    suggestion: str | None
    attempt_number: int


@dataclass(frozen=True, slots=True)
class EditPattern:
    """What a person keeps doing to generated texts. `length_ratio`: edited / original, 1.0 where nothing is cut."""

    removed: tuple[str, ...] = ()
    replaced: tuple[tuple[str, str], ...] = ()
    drops_hashtags: bool = False
    drops_emoji: bool = False
    length_ratio: float = 1.0


def next_step(attempt: int, report: Report) -> Outcome:
    """A piece that is only flagged is not written anew: it waits for a person as it is."""
    if report.overall_pass or report.only_flagged:
        return Outcome.ACCEPT
    return Outcome.RETRY if attempt < MAX_ATTEMPTS else Outcome.CONFLICT


def reads_past_edits(attempt: int) -> bool:
    """The last regeneration also learns from the client's newest edits."""
    return attempt == MAX_ATTEMPTS


def feedback_from(report: Report, attempt: int) -> list[FeedbackDraft]:
    """One row for each gate that failed, in the order of the gates. `attempt` is the one that was judged."""
    return [
        FeedbackDraft(
            gate=verdict.gate,
            score=verdict.score,
            reason=verdict.reason or f"{verdict.gate.upper()} failed.",
            suggestion=verdict.suggestion,
            attempt_number=attempt,
        )
        for verdict in report.failed
    ]


def edit_pattern(edits: Sequence[tuple[str, str]]) -> EditPattern:
    """What at least `REPEATED` of the (original, edited) pairs have in common; an empty pattern if nothing."""
    removed: Counter[str] = Counter()
    replaced: Counter[tuple[str, str]] = Counter()
    for original, edited in edits:
        changes = set(_changes(original, edited))
        removed.update(old for old, new in changes if not new)
        replaced.update((old, new) for old, new in changes if new)
    return EditPattern(
        removed=tuple(_habits(removed)),
        replaced=tuple(_habits(replaced)),
        drops_hashtags=_drops(edits, find_hashtags),
        drops_emoji=_drops(edits, find_emoji),
        length_ratio=_length_ratio(edits),
    )


def apply_pattern(text: str, pattern: EditPattern) -> str:
    """Do to `text` what the person would do. Numbered parts keep their number; a text is never emptied."""
    changed = text
    for old, new in pattern.replaced:
        changed = _substituted(changed, find_phrase(changed, old), new)
    for phrase in pattern.removed:
        changed = _substituted(changed, find_phrase(changed, phrase), "")
    if pattern.drops_hashtags:
        changed = _substituted(changed, find_hashtags(changed), "")
    if pattern.drops_emoji:
        changed = _substituted(changed, find_emoji(changed), "")
    changed = _shortened(changed, len(text) * pattern.length_ratio)
    return changed if changed.strip() else text


def _changes(original: str, edited: str) -> Iterable[tuple[str, str]]:
    """Short phrases that were taken out (the second is empty) or gave way to another; the first is folded."""
    for removed, put in differences(tokens(original), tokens(edited)):
        before, after = phrase_of(original, removed), phrase_of(edited, put)
        if before and (after or not put):
            yield fold(before), after[:1].lower() + after[1:] if before[0].isupper() else after


def differences(old: Tokens, new: Tokens) -> Iterable[tuple[Tokens, Tokens]]:
    """Each run of tokens that was taken out, with what was put there; one of the two may be empty."""
    matcher = SequenceMatcher(None, [fold(o.group()) for o in old], [fold(n.group()) for n in new], autojunk=False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag != "equal":
            yield old[i1:i2], new[j1:j2]


def is_word(token: regex.Match[str]) -> bool:
    return _WORD.match(token.group()) is not None


def tokens(text: str) -> Tokens:
    """Words, characters of scripts without blanks, and marks; hashtags and emoji apart."""
    skipped = [*find_hashtags(text), *find_emoji(text)]
    return [m for m in _TOKEN.finditer(text) if not any(start <= m.start() < end for start, end in skipped)]


def phrase_of(text: str, run: Tokens) -> str:
    """The words from the first to the last of `run`; "" when they are none or too many to be a habit."""
    words = [token for token in run if is_word(token)]
    if not words or len(words) > _LONGEST_PHRASE:
        return ""
    return text[words[0].start() : words[-1].end()]


def _habits(counts: "Counter[_Item]") -> list[_Item]:
    return [item for item, times in counts.most_common() if times >= REPEATED]


def _drops(edits: Sequence[tuple[str, str]], find: Callable[[str], Sequence[tuple[int, int]]]) -> bool:
    """Whether most texts that had such a thing, and at least `REPEATED`, have none of it after the edit."""
    had = [edited for original, edited in edits if find(original)]
    dropped = sum(1 for edited in had if not find(edited))
    return dropped >= REPEATED and dropped * 2 > len(had)


def _length_ratio(edits: Sequence[tuple[str, str]]) -> float:
    ratios = [len(edited) / len(original) for original, edited in edits if original]
    middle = median(ratios) if len(ratios) >= REPEATED else 1.0
    return round(middle, 3) if middle < _SHORTENED else 1.0


def _substituted(text: str, spans: Sequence[tuple[int, int]], new: str) -> str:
    for start, end in reversed(spans):
        head, tail = text[:start], text[end:]
        put = _capitalised(new) if text[start].isupper() else new
        text = head + put + tail if new else _closed(head, tail)
    return text


def _closed(head: str, tail: str) -> str:
    """Join what stood around a removed phrase: one space, no stray comma, a capital where a sentence now begins."""
    opens = bool(_OPENING.search(head))
    rest = tail.lstrip(" \t,;:.!?…、，。！？" if opens else " \t")
    if not rest or rest[0] in "\n.,;:!?…":
        return head.rstrip(" \t,;:") + rest
    if opens:
        return head + _capitalised(rest)
    return head + rest if head[-1].isspace() else head + tail


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]


def _shortened(text: str, target: float) -> str:
    """Leave out the last sentences until the rest fits. Numbered parts are left as they are, and so are hashtags."""
    if blocks_of(text):
        return text
    kept = [span for span in sentence_spans(text) if not text[span[0]].startswith(("#", "＃", "["))]
    while len(kept) > 1 and len(text.rstrip()) > target:
        start, end = kept.pop()
        text = text[:start].rstrip(" \t") + text[end:]
    return text.rstrip() if kept else text
