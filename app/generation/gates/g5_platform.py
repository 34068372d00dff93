"""Gate G5, platform compliance: every rule that the table of `platforms` states for the platform, each on its own.

A broken rule is a hard violation on the exact part that is too much, or on the whole text where something is missing.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import regex

from app.generation.gates.base import Piece, Rubric, RubricNote, Verdict, Violation, Voice
from app.generation.platforms import (
    RULES,
    Block,
    Parts,
    Rules,
    blocks_of,
    count,
    find_cues,
    find_hashtags,
    find_mentions,
    find_urls,
    fitting,
    hook_of,
    parse_structure,
    slide_length,
    slides_of,
    spoken_words,
)
from app.vocabulary import Gate, Platform, Severity

_BRACKET = regex.compile(r"[\[\]]")
_BARE_CUE = regex.compile(
    r"(?im)^[^\S\n]*(?:\*{1,2}|\()?(?:visual|scene|on[- ]screen(?: text)?|text overlay|b-roll|cut to|camera|sfx)\s*:.*$"
)


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule, measured. It holds when `spans` is empty; else these parts of the text break it."""

    criterion: str
    note: str
    spans: Sequence[tuple[int, int]] = ()
    suggestion: str = ""


def g5_platform(piece: Piece, voice: Voice, rubric: Rubric) -> Verdict:
    """Pass or fail; neither voice nor thresholds bear on it."""
    findings = list(_findings(piece, RULES[piece.platform]))
    broken = [finding for finding in findings if finding.spans]
    notes = [RubricNote(Gate.G5, finding.criterion, finding.note) for finding in findings]
    if not broken:
        return Verdict(Gate.G5, True, rubric=notes)
    return Verdict(
        Gate.G5,
        False,
        rubric=notes,
        violations=[_violation(finding, span) for finding in broken for span in finding.spans],
        reason=" ".join(finding.note for finding in broken),
        suggestion=" ".join(finding.suggestion for finding in broken),
    )


def _violation(finding: Finding, span: tuple[int, int]) -> Violation:
    return Violation(Gate.G5, *span, Severity.HARD, finding.note)


def _findings(piece: Piece, rules: Rules) -> Iterator[Finding]:
    if not piece.content.strip():
        yield Finding("content", "There is no text.", [(0, len(piece.content))], "Write the text.")
        return
    yield _kind(piece, rules)
    if rules.limit is not None:
        yield _length(piece.content, rules)
    if rules.hashtags is not None:
        yield _hashtags(piece.content, rules.hashtags)
    yield _hook(piece, rules)
    if rules.cues:
        yield _cues(piece.content)
    if rules.parts:
        yield from _structure(piece, rules.parts)


def _kind(piece: Piece, rules: Rules) -> Finding:
    spans = [] if piece.content_type is rules.content_type else [_whole(piece.content)]
    note = f"A {piece.content_type} for {piece.platform}, which takes a {rules.content_type}."
    return Finding("content type", note, spans, f"Make it a {rules.content_type}.")


def _length(content: str, rules: Rules) -> Finding:
    limit = rules.limit or 0
    used = count(content, rules.unit)
    spans = [(fitting(content, rules.unit, limit), len(content))] if used > limit else []
    return Finding("length", f"{used} of {limit} {rules.unit}.", spans, f"Cut {used - limit} {rules.unit}.")


def _hashtags(content: str, most: int) -> Finding:
    tags = find_hashtags(content)
    note = f"{len(tags)} hashtags, at most {most}."
    return Finding("hashtags", note, tags[most:], f"Keep at most {most} hashtags.")


def _hook(piece: Piece, rules: Rules) -> Finding:
    """The place of the hook is taken by words that can hook: not by links, hashtags, mentions or cues alone."""
    start, end = hook_of(piece)
    stop = min(end, start + fitting(piece.content[start:end], rules.hook.unit, rules.hook.size or len(piece.content)))
    window = piece.content[start:stop]
    # What is cut off at the edge of the window is still recognised as a link by its whole length.
    others = [*find_urls(piece.content[start:]), *find_hashtags(window), *find_mentions(window), *find_cues(window)]
    words = spoken_words(_without(window, others))
    spans = [] if words >= 1 else [(start, end) if end > start else _whole(piece.content)]
    note = f"{words} words of the hook stand in {rules.hook.where}."
    return Finding("hook place", note, spans, f"Open with words, in {rules.hook.where}.")


def _cues(content: str) -> Finding:
    cues = find_cues(content)
    strays = [match.span() for match in _BRACKET.finditer(content) if not _inside(match.start(), cues)]
    strays += [match.span() for match in _BARE_CUE.finditer(content)]
    spans = strays if strays or cues else [_whole(content)]
    note = f"{len(cues)} visual cues in brackets, {len(strays)} outside of brackets or with a bracket missing."
    return Finding("visual cues", note, spans, "Put each visual cue on one line in [brackets], and give at least one.")


def _structure(piece: Piece, parts: Parts) -> Iterator[Finding]:
    is_thread = piece.platform is Platform.THREAD
    slides, caption = slides_of(piece.content)
    blocks = blocks_of(piece.content) if is_thread else slides
    yield _part_count(piece.content, blocks, parts)
    if is_thread:
        yield _part_lengths(piece.content, blocks, parts)
        yield _numbers(piece.content, blocks)
    else:
        yield _slide_lengths(piece.content, blocks, parts)
        yield _caption(piece.content, caption, parts.caption_limit or 0)
    yield _agreement(piece, parts)


def _part_count(content: str, blocks: Sequence[Block], parts: Parts) -> Finding:
    spans: list[tuple[int, int]] = []
    if len(blocks) < parts.least:
        spans = [_whole(content)]
    elif len(blocks) > parts.most:
        spans = [(blocks[parts.most].start, blocks[-1].end)]
    note = f"{len(blocks)} {parts.key}, {parts.least} to {parts.most}."
    return Finding(parts.key, note, spans, f"Make it {parts.least} to {parts.most} {parts.key}.")


def _part_lengths(content: str, blocks: Sequence[Block], parts: Parts) -> Finding:
    texts = [content[block.start : block.end] for block in blocks]
    spans = [
        (block.start + fitting(text, parts.unit, parts.limit), block.end)
        for block, text in zip(blocks, texts, strict=True)
        if count(text, parts.unit) > parts.limit
    ]
    longest = max((count(text, parts.unit) for text in texts), default=0)
    note = f"The longest post has {longest} of {parts.limit} {parts.unit}."
    return Finding("post length", note, spans, f"Shorten the longest posts to {parts.limit} {parts.unit}.")


def _slide_lengths(content: str, blocks: Sequence[Block], parts: Parts) -> Finding:
    slides = (parse_structure(Platform.CAROUSEL, content) or {"slides": []})["slides"]
    sizes = [slide_length(slide) for slide in slides]
    pairs = zip(blocks, sizes, strict=True)
    spans = [
        (max(block.text_start, block.end - (size - parts.limit)), block.end)
        for block, size in pairs
        if size > parts.limit
    ]
    note = f"The longest slide has {max(sizes, default=0)} of {parts.limit} {parts.unit}."
    return Finding("slide length", note, spans, f"Shorten the longest slides to {parts.limit} {parts.unit}.")


def _caption(content: str, caption: Block, limit: int) -> Finding:
    size = caption.end - caption.start
    spans = [(caption.start + limit, caption.end)] if size > limit else []
    return Finding(
        "caption", f"The caption has {size} of {limit} characters.", spans, f"Cut {size - limit} characters."
    )


def _numbers(content: str, blocks: Sequence[Block]) -> Finding:
    total = len(blocks)
    wrong = [
        (block.start, max(block.text_start, block.start + 1))
        for index, block in enumerate(blocks, 1)
        if (block.number, block.total) != (index, total)
    ]
    spans = wrong if blocks else [_whole(content)]
    note = f"{total - len(wrong)} of {total} posts are numbered i/{total} in order."
    return Finding("numbering", note, spans, "Open each post with its number, 1/n to n/n.")


def _agreement(piece: Piece, parts: Parts) -> Finding:
    seen = parse_structure(piece.platform, piece.content)
    if piece.content_json is None:
        note = f"The {parts.key} are missing from content_json."
    elif seen is None or not _same(seen, piece.content_json):
        note = f"The {parts.key} of content_json differ from the text."
    else:
        return Finding("structure", f"The {parts.key} of content_json are those of the text.")
    return Finding("structure", note, [_whole(piece.content)], "Read the structure from the text again.")


def _same(seen: Mapping[str, Any], given: Mapping[str, Any]) -> bool:
    expected = {"caption": ""} | dict(given) if "caption" in seen else dict(given)
    return all(expected.get(key) == value for key, value in seen.items())


def _without(text: str, spans: Iterable[tuple[int, int]]) -> str:
    left = list(text)
    for start, end in spans:
        for at in range(start, min(end, len(left))):
            left[at] = " "
    return "".join(left)


def _inside(at: int, spans: Iterable[tuple[int, int]]) -> bool:
    return any(start <= at < end for start, end in spans)


def _whole(content: str) -> tuple[int, int]:
    return 0, len(content)
