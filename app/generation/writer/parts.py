"""Pieces in parts: a carousel whose slides stand alone, a thread that opens, unfolds and closes."""

from collections.abc import Sequence

from app.generation.counting import weighted_length
from app.generation.platforms import RULES, compose, number_posts
from app.generation.writer.brief import DraftText
from app.generation.writer.material import Line, Passage
from app.generation.writer.sheet import Sheet, spans_of, texts
from app.vocabulary import ContentType, Platform

_TITLE_ALONE = 110
_SLIDES_AIM = 6
_POSTS_AIM = 7
_NUMBER_ROOM = 6


def carousel(sheet: Sheet) -> DraftText | None:
    rules = RULES[Platform.CAROUSEL].parts
    assert rules is not None
    chosen = sheet.others(_SLIDES_AIM, longest=rules.limit)
    slides = [(sheet.hook.text.rstrip(".。"), "")]
    lines: list[Line] = [sheet.hook.line]
    labels: list[str] = []
    for passage in chosen:
        title, body, used = _slide(sheet, passage, labels, rules.limit)
        slides.append((title, body))
        lines += used
    question = sheet.question()
    if question:
        slides.append((question, ""))
    if not rules.least <= len(slides) <= rules.most:
        return None
    caption = "\n\n".join(filter(None, [sheet.hook.text, _caption_line(sheet), " ".join(sheet.tags(6))]))
    structure = {
        "slides": [{"index": n, "title": title, "body": body} for n, (title, body) in enumerate(slides, 1)],
        "caption": caption,
    }
    return DraftText(compose(Platform.CAROUSEL, structure), structure, ContentType.CAROUSEL, spans_of(lines))


def thread(sheet: Sheet) -> DraftText | None:
    rules = RULES[Platform.THREAD].parts
    assert rules is not None
    room = rules.limit - _NUMBER_ROOM
    posts = [sheet.hook.text]
    lines: list[Line] = [sheet.hook.line]
    rows: list[Sequence[Line]] = [sheet.followers, *(p.lines for p in sheet.others(_POSTS_AIM))]
    for row in filter(None, rows):
        for group in _grouped(row, room):
            posts.append(texts(group))
            lines += group
    question = sheet.question()
    if question:
        posts.append(question)
    if not rules.least <= len(posts) <= rules.most or any(weighted_length(post) > room for post in posts):
        return None
    structure = {"posts": number_posts(posts)}
    return DraftText(compose(Platform.THREAD, structure), structure, ContentType.THREAD, spans_of(lines))


def _grouped(row: Sequence[Line], room: int) -> list[list[Line]]:
    """The sentences of a passage in as few posts as hold them; one too long for a post ends the passage."""
    groups: list[list[Line]] = []
    for line in row:
        if weighted_length(line.text) > room:
            break
        if groups and weighted_length(texts([*groups[-1], line])) <= room:
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def _slide(sheet: Sheet, passage: Passage, labels: list[str], limit: int) -> tuple[str, str, Sequence[Line]]:
    """A short sentence is the slide's title with what leans on it below; a long one stands under a label of its topic."""
    lead = passage.lead.text
    if len(lead) <= _TITLE_ALONE:
        body = texts(passage.lines[1:])
        fits = len(lead) + len(body) + 1 <= limit
        return lead.rstrip(".。"), body if fits else "", passage.lines if fits else passage.lines[:1]
    topic = next((t for t in sheet.material.topics if t.casefold() in lead.casefold() and t not in labels), None)
    if topic and len(topic) + len(lead) + 1 <= limit:
        labels.append(topic)
        return topic[0].upper() + topic[1:], lead, passage.lines[:1]
    return "", lead, passage.lines[:1]


def _caption_line(sheet: Sheet) -> str | None:
    return sheet.least_used(sheet.framing.save_this) if sheet.framing else None
