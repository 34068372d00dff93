"""Targeted repairs: what failed decides what changes, and the rest of the piece stays. They read the finished text, so
they mend a model's piece as well as one of the built-in writer.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import regex

from app.generation.counting import find_hashtags, sentence_spans
from app.generation.critic import Report
from app.generation.gates.base import Piece, Violation
from app.generation.gates.phrases import find_phrase
from app.generation.platforms import hook_of, parse_structure
from app.generation.trimming import tidied, tidy_cut, trimmed
from app.generation.writer.brief import Brief, DraftText
from app.generation.writer.frames import words_of
from app.generation.writer.hooks import STRONG, Hook, bare, hooks_for, pull
from app.generation.writer.material import Material, is_forbidden, material_for
from app.generation.writer.picking import pick
from app.generation.writer.sheet import turn_of
from app.hubs.analysis.headline import clauses
from app.hubs.analysis.quality import display
from app.hubs.source import Span
from app.vocabulary import Gate, Platform, Severity

_NUMBER = regex.compile(r"^(?:\d+/\d+|\d+[.])\s+")
_POINTS = regex.compile(r"(?m)^\d+[.]\s")
_ROOM = 1.5
"""How much longer than what it replaces a sentence may be."""
_LETTERS = regex.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class _Mended:
    """A text under repair: what was taken out of it, and the spans of what was put in."""

    content: str
    removed: tuple[str, ...] = ()
    added: tuple[Span, ...] = ()


def repair(previous: DraftText, report: Report, brief: Brief) -> DraftText | None:
    """The piece with what the report objects to mended; None where no repair is known, so that it is written anew."""
    mended = _Mended(previous.content)
    if not (said := _objections(report, previous.content)) and _is_failed(report, Gate.G4):
        return None  # The tone of the whole is not a sentence's fault.
    if said:
        mended = _reworded(mended, said, brief, previous)
    if _is_failed(report, Gate.G2) or _is_failed(report, Gate.G7):
        rehooked = _rehooked(mended, brief, previous)
        if rehooked is None and mended.content == previous.content:
            return None
        mended = rehooked or mended
    content = trimmed(mended.content, brief.platform, brief.language)
    structure = parse_structure(brief.platform, content)
    if not content.strip() or (content, structure) == (previous.content, previous.content_json):
        return None
    return replace(previous, content=content, content_json=structure, sources=_sources(previous, mended, brief))


def _is_failed(report: Report, gate: Gate) -> bool:
    verdict = report.verdict(gate)
    return verdict is not None and verdict.passed is False


def _objections(report: Report, content: str) -> list[Violation]:
    """What the gates of words say of single places, last place first."""
    verdicts = [report.verdict(gate) for gate in (Gate.G4, Gate.G_COMPLIANCE)]
    found = [hit for v in verdicts if v is not None and v.passed is False for hit in v.violations]
    hard = [hit for hit in found if hit.severity is Severity.HARD and hit.end - hit.start < len(content)]
    return sorted(hard, key=lambda hit: -hit.start)


def _reworded(mended: _Mended, objections: Sequence[Violation], brief: Brief, previous: DraftText) -> _Mended:
    content, removed, added = mended.content, list(mended.removed), list(mended.added)
    for hit in objections:
        place = _sentence_at(content, hit)
        if place is None:
            continue
        start, end = place
        sentence = content[start:end]
        tag = next((span for span in find_hashtags(content) if span[0] <= hit.start < span[1]), None)
        if tag is not None:
            content = tidy_cut(content, *tag)
            continue
        said, spans = _instead(sentence, hit, content, brief)
        removed.append(sentence)
        added += spans
        if said:
            content = content[:start] + said + content[end:]
        else:
            points = _point_count(content, brief.platform)
            content = tidied(tidy_cut(content, start, end), brief.platform)
            content = _recounted(content, points, _point_count(content, brief.platform), brief)
    return _Mended(content, tuple(removed), tuple(added))


def _sentence_at(content: str, hit: Violation) -> tuple[int, int] | None:
    """The sentence of the violation as it stands now, without the number before it; None where it is gone."""
    for start, end in sentence_spans(content):
        if start <= hit.start < end and hit.end <= len(content):
            number = _NUMBER.match(content, start, end)
            return (number.end() if number else start), end
    return None


def _instead(sentence: str, hit: Violation, content: str, brief: Brief) -> tuple[str, list[Span]]:
    """What stands in for a sentence, and its spans: the same with the word that people put there, a clause of it
    without the word, another sentence of the pillar; nothing where there is none."""
    known = _with_known_words(sentence, brief)
    if known is not None:
        return known, []
    heads = [clause for clause in clauses(sentence, brief.language) if clause != sentence]
    head = next((clause for clause in heads if not is_forbidden(clause, brief)), None)
    if head is not None:
        start = brief.text.find(head.rstrip(".。"))
        return head, [Span(start, start + len(head.rstrip(".。")))] if start >= 0 else []
    material = material_for(brief)
    said = bare(content)
    for passage in material.passages:
        fits = len(passage.lead.text) <= max(60, _ROOM * len(sentence))
        if fits and bare(passage.lead.text) not in said and not is_forbidden(passage.lead.text, brief):
            return passage.lead.text, [passage.lead.span]
    return "", []


def _with_known_words(sentence: str, brief: Brief) -> str | None:
    """The sentence with the words that people have put for those that it may not have."""
    changed = sentence
    for old, new in brief.edit_pattern.replaced if brief.edit_pattern else ():
        for start, end in reversed(find_phrase(changed, old)):
            put = new[:1].upper() + new[1:] if changed[start].isupper() else new
            changed = changed[:start] + put + changed[end:]
    banned = [word.word for word in brief.voice.banned_words]
    is_clean = not any(find_phrase(changed, word, brief.language) for word in banned)
    return changed if changed != sentence and is_clean else None


def _rehooked(mended: _Mended, brief: Brief, previous: DraftText) -> _Mended | None:
    """A stronger hook over the same body; None where there is none. A single post on X is little but its hook, and so
    is written anew."""
    if brief.platform is Platform.TWITTER:
        return None
    content = mended.content
    start, end = _hook_place(content, brief, previous)
    body = bare(content[end:])
    points = _point_count(content, brief.platform)
    present = pull(content[start:end], brief.language, brief.platform)
    material = material_for(brief)
    hooks = hooks_for(material, brief.platform, turn_of(brief), words_of(brief.text, brief.language))
    for hook in pick([h for h in hooks if _goes_with(h, body, points, material)], brief.platform, 0, brief.taken):
        is_other = bare(hook.opening(points)) != bare(content[start:end])
        if is_other and hook.score > present and hook.score >= STRONG and not is_forbidden(hook.text, brief):
            said = hook.opening(points)
            said = said.rstrip(".。") if brief.platform is Platform.CAROUSEL else said
            spans = [line.span for line in hook.lines]
            removed = (*mended.removed, content[start:end])
            return _Mended(content[:start] + said + content[end:], removed, (*mended.added, *spans))
    return None


def _goes_with(hook: Hook, body: str, points: int, material: Material) -> bool:
    """Whether a hook fits the body below it: it says nothing that the body says again, and all that it announces is
    there."""
    if hook.counted:
        return points > 1 and hook.points is None and (hook.topic is None or bare(hook.topic) in body)
    lead = bare(material.passages[hook.passage].lead.text) if hook.passage is not None else ""
    owes = hook.passage is not None and material.passages[hook.passage].lead in hook.follows
    return lead in body if owes else not any(bare(line.text) in body for line in hook.lines)


def _hook_place(content: str, brief: Brief, previous: DraftText) -> tuple[int, int]:
    """The hook to the end of its sentence."""
    piece = Piece(
        brief.platform, previous.content_type, content, parse_structure(brief.platform, content), brief.language
    )
    start, end = hook_of(piece)
    return start, max([end, *(last for first, last in sentence_spans(content) if first < end <= last)])


def _point_count(content: str, platform: Platform) -> int:
    """How many points the piece makes after its hook: 0 where it makes none one by one."""
    structure = parse_structure(platform, content)
    if structure is not None and platform is Platform.CAROUSEL:
        return sum(bool(slide["body"]) for slide in structure["slides"][1:])
    return len(_POINTS.findall(content)) if platform is not Platform.THREAD else 0


def _recounted(content: str, before: int, after: int, brief: Brief) -> str:
    """The number that the first line announces, when it has become another."""
    line, rest, more = content.partition("\n")
    announced = regex.compile(rf"(?<![\d/]){before}(?![\d/])")
    if before == after or not announced.search(line):
        return content
    return announced.sub(str(after), line, count=1) + rest + more


def _sources(previous: DraftText, mended: _Mended, brief: Brief) -> list[Span]:
    """Those of what is still said, and of what was put in."""
    gone = [_letters(text) for text in mended.removed]
    content = _letters(mended.content)
    kept = [span for span in previous.sources if not _is_gone(span, gone, content, brief)]
    return sorted({*kept, *mended.added}, key=lambda span: (span.start, span.end))


def _is_gone(span: Span, gone: Sequence[str], content: str, brief: Brief) -> bool:
    said = _letters(display(brief.text[span.start : span.end], brief.language))
    return said not in content and any(said in text or text in said for text in gone)


def _letters(text: str) -> str:
    return _LETTERS.sub("", text.casefold())
