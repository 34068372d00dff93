"""Writes one piece through a model: a brief becomes a request, and an answer a draft that rests on named passages.

What a model says is believed in nothing: its form, its length, its language and the passages that it names are
checked here, and the gates judge the piece like any other.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import regex

from app.generation import prompts
from app.generation.platforms import RULES, compose, content_type_for, measure, number_posts, parse_structure
from app.generation.portrait import Portrait
from app.generation.prompts import Answer, CarouselAnswer, PostAnswer, ScriptAnswer, ThreadAnswer
from app.generation.writer import Brief, DraftText, is_near_duplicate
from app.generation.writer.material import material_for
from app.hubs.analysis.words import base
from app.hubs.ingest.language import detect
from app.hubs.source import Span
from app.llm import Refused, Request
from app.vocabulary import Platform

MOST_PASSAGES, MOST_SOURCE = 40, 12_000
MOST_OPENINGS, OPENING = 40, 140
MOST_SAMPLES, SAMPLE = 3, 600
MOST_LESSONS, MOST_WORDS = 12, 200
TIMES_TOO_LONG = 4
LONGEST = 30_000
TELLING = 200
"""Letters from which on a text's language can be told."""
TOLD_APART = frozenset({"en", "ja", "ko", "zh", "th", "el", "he"})
"""Languages that are not taken for others, nor others for them: neighbours such as Danish and Norwegian may be."""

_CUES = regex.compile(r"(?m)^\[[^\]\n]*\]\s*")
_NUMBER = regex.compile(r"^\d+/\d+\s*")
_ECHO = 60


@dataclass(frozen=True, slots=True)
class Passage:
    """What a model reads of the source, and where it stands there."""

    text: str
    span: Span


def request_for(brief: Brief, previous: DraftText | None) -> Request[DraftText] | None:
    """None where the pillar has no passage to write from. Work for a thread: the source is read for it."""
    passages = _chosen(brief)
    if not passages:
        return None
    message = prompts.message(document_of(brief, passages, previous))

    def accept(answer: Answer) -> DraftText:
        draft = _draft(brief.platform, answer, passages)
        _check(draft, brief)
        return draft

    return Request(
        system=prompts.system_prompt(brief.platform),
        message=message,
        mended=lambda fault: prompts.mended(message, fault),
        purpose=prompts.PURPOSE,
        schema=prompts.FORMS[brief.platform],
        accept=accept,
    )


def document_of(brief: Brief, passages: Sequence[Passage], previous: DraftText | None) -> dict[str, Any]:
    """Everything that a model is told of the task. Nothing else of the client is sent."""
    return {
        "language": brief.language,
        "angle": {
            "title": brief.pillar.title,
            "angle": brief.pillar.angle,
            "key_points": list(brief.pillar.key_points),
        },
        "passages": [{"number": number, "text": passage.text} for number, passage in enumerate(passages, 1)],
        "brand": _brand(brief),
        "industry": str(brief.voice.compliance.industry) if brief.voice.compliance else "",
        "performers": list(brief.portrait.performers) if brief.portrait else [],
        "already_written": [_opening(content) for content in brief.taken[-MOST_OPENINGS:]],
        "last_try": previous.content if previous is not None else "",
        "feedback": list(brief.feedback[:MOST_LESSONS]),
        "replaces": brief.replaces or "",
        "wish": brief.instruction or "",
    }


def _chosen(brief: Brief) -> list[Passage]:
    """The pillar's passages, the best that fit, in the order of the source; where it has none, those nearest to it."""
    spans = [Span(int(start), int(end)) for start, end in brief.pillar.spans]
    if not spans:
        spans = [Span(passage.start, passage.end) for passage in material_for(brief).passages]
    chosen: list[Passage] = []
    room = MOST_SOURCE
    for span in spans[:MOST_PASSAGES]:
        text = " ".join(brief.text[span.start : span.end].split())
        room -= len(text)
        if chosen and room < 0:
            break
        chosen += [Passage(text, span)] if text else []
    return sorted(chosen, key=lambda passage: passage.span.start)


def _brand(brief: Brief) -> dict[str, Any]:
    portrait = brief.portrait or Portrait()
    told = {
        "tone": dict(portrait.tone),
        "markers": [marker.phrase for marker in brief.voice.voice_markers[:MOST_WORDS]],
        "banned_words": [banned.word for banned in brief.voice.banned_words[:MOST_WORDS]],
        "stances": list(portrait.stances),
        "personas": list(portrait.personas),
        "samples": [sample[:SAMPLE] for sample in brief.voice.samples[:MOST_SAMPLES]],
        "edits": _habits(portrait),
    }
    return {key: value for key, value in told.items() if value}


def _habits(portrait: Portrait) -> Mapping[str, Any]:
    habits = asdict(portrait.edits)
    if habits["length_ratio"] == 1.0:
        del habits["length_ratio"]
    return {key: value for key, value in habits.items() if value}


def _opening(content: str) -> str:
    lines = _NUMBER.sub("", _CUES.sub("", content).lstrip()).split("\n", 1)
    return lines[0][:OPENING]


def _draft(platform: Platform, answer: Answer, passages: Sequence[Passage]) -> DraftText:
    """Raises Refused."""
    structure = _structure(answer)
    if structure is not None:
        content = compose(platform, structure)
        if parse_structure(platform, content) != structure:
            raise Refused(prompts.PARTS_ASTRAY)
    else:
        content = _plain(answer)
    return DraftText(content, structure, content_type_for(platform), _sources(answer.passages, passages))


def _sources(numbers: Sequence[int], passages: Sequence[Passage]) -> list[Span]:
    """Raises Refused for a passage that is not there."""
    if not all(1 <= number <= len(passages) for number in numbers):
        raise Refused(prompts.WRONG_PASSAGES)
    spans = {passages[number - 1].span for number in numbers}
    return sorted(spans, key=lambda span: (span.start, span.end))


def _structure(answer: Answer) -> dict[str, Any] | None:
    """Raises Refused."""
    if isinstance(answer, ThreadAnswer):
        return {"posts": number_posts([_filled(post) for post in answer.posts])}
    if isinstance(answer, CarouselAnswer):
        slides = [
            {"index": index, "title": " ".join(slide.title.split()), "body": slide.body.strip()}
            for index, slide in enumerate(answer.slides, 1)
        ]
        for slide in slides:
            _filled(f"{slide['title']}{slide['body']}")
        return {"slides": slides, "caption": _filled(answer.caption)}
    return None


def _plain(answer: Answer) -> str:
    """Raises Refused."""
    if isinstance(answer, ScriptAnswer):
        beats = [(" ".join(beat.cue.split()).strip("[] "), _filled(beat.spoken)) for beat in answer.beats]
        return "\n\n".join(f"[{cue}]\n{spoken}" if cue else spoken for cue, spoken in beats)
    if isinstance(answer, PostAnswer):
        return _filled(answer.text)
    raise TypeError(f"{type(answer).__name__} is no form of a text")


def _filled(text: str) -> str:
    text = text.strip()
    if not text:
        raise Refused(prompts.NO_TEXT)
    return text


def _check(draft: DraftText, brief: Brief) -> None:
    """Raises Refused. Lengths are looked at loosely: the gates judge them."""
    limit = RULES[brief.platform].limit
    if len(draft.content) > LONGEST or (limit and measure(brief.platform, draft.content) > TIMES_TOO_LONG * limit):
        raise Refused(prompts.TOO_LONG)
    if _is_echo(draft.content, brief.platform):
        raise Refused(prompts.ECHO)
    if _is_foreign(draft.content, brief.language):
        raise Refused(prompts.OTHER_LANGUAGE)
    if any(is_near_duplicate(draft.content, other) for other in brief.taken):
        raise Refused(prompts.NEAR_DUPLICATE)


def _is_echo(content: str, platform: Platform) -> bool:
    """A long piece of the instructions, or the document itself, instead of a text."""
    if content.startswith("{") or '"passages"' in content:
        return True
    lines = prompts.system_prompt(platform).splitlines()
    return any(line[:_ECHO] in content for line in lines if len(line) >= _ECHO)


def _is_foreign(content: str, language: str) -> bool:
    """Only where there is enough to tell by: names, numbers and hashtags belong to no language."""
    if sum(map(str.isalpha, content)) < TELLING:
        return False
    both = {base(detect(content)), base(language)}
    return len(both) == 2 and bool(both & TOLD_APART)
