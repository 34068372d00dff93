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
_FULL_STOPS = ".。"


def carousel(sheet: Sheet) -> DraftText | None:
    rules = RULES[Platform.CAROUSEL].parts
    if rules is None:
        return None
    chosen = sheet.others(_SLIDES_AIM - sheet.tightness, longest=rules.limit)
    if not sheet.keeps_word([passage.lead for passage in chosen]):
        return None
    opening = sheet.hook.opening(len(chosen))
    question = sheet.question()
    labels: list[str] = []
    middle = [_slide(sheet, passage, labels, rules.limit) for passage in chosen]
    slides = [(opening.rstrip(_FULL_STOPS), ""), *((title, body) for title, body, _ in middle)]
    slides += [(question, "")] if question else []
    if not rules.least <= len(slides) <= rules.most or len(opening) > rules.limit:
        return None
    structure = {
        "slides": [{"index": n, "title": title, "body": body} for n, (title, body) in enumerate(slides, 1)],
        "caption": _caption(sheet, opening),
    }
    lines = [*sheet.hook_lines, *(line for _, _, used in middle for line in used)]
    return DraftText(compose(Platform.CAROUSEL, structure), structure, ContentType.CAROUSEL, spans_of(lines))


def thread(sheet: Sheet) -> DraftText | None:
    """Post 1 is the hook, each further one a passage, the last a question where the language has words for it."""
    rules = RULES[Platform.THREAD].parts
    if rules is None:
        return None
    room = rules.limit - _NUMBER_ROOM
    rows = [sheet.followers, *(p.lines for p in sheet.others(_POSTS_AIM - sheet.tightness))]
    groups = [group for row in rows for group in _grouped(row, room, sheet)]
    if not sheet.keeps_word([group[0] for group in groups]):
        return None
    question = sheet.question()
    posts = [sheet.hook.opening(len(groups)), *(texts(group, sheet.brief.language) for group in groups)]
    posts += [question] if question else []
    if not rules.least <= len(posts) <= rules.most or any(weighted_length(post) > room for post in posts):
        return None
    structure = {"posts": number_posts(posts)}
    lines = [*sheet.hook_lines, *(line for group in groups for line in group)]
    return DraftText(compose(Platform.THREAD, structure), structure, ContentType.THREAD, spans_of(lines))


def _grouped(row: Sequence[Line], room: int, sheet: Sheet) -> list[list[Line]]:
    """The sentences of a passage in as few posts as hold them; where the hook counts, one post a passage."""
    groups: list[list[Line]] = []
    for line in row:
        if weighted_length(line.text) > room:
            break
        if groups and weighted_length(texts([*groups[-1], line], sheet.brief.language)) <= room:
            groups[-1].append(line)
        elif groups and sheet.hook.counted:
            break
        else:
            groups.append([line])
    return groups


def _slide(sheet: Sheet, passage: Passage, labels: list[str], limit: int) -> tuple[str, str, Sequence[Line]]:
    """A short sentence is the slide's title with what leans on it below; a long one stands under a label of its
    topic."""
    lead = passage.lead.text
    if len(lead) <= _TITLE_ALONE:
        body = texts(passage.lines[1:], sheet.brief.language)
        fits = len(lead) + len(body) + 1 <= limit
        return lead.rstrip(_FULL_STOPS), body if fits else "", passage.lines if fits else passage.lines[:1]
    topic = next((t for t in sheet.material.topics if t.casefold() in lead.casefold() and t not in labels), None)
    if topic and len(topic) + len(lead) + 1 <= limit:
        labels.append(topic)
        return topic[0].upper() + topic[1:], lead, passage.lines[:1]
    return "", lead, passage.lines[:1]


def _caption(sheet: Sheet, opening: str) -> str:
    saving = sheet.least_used(sheet.framing.save_this) if sheet.framing else ""
    return "\n\n".join(filter(None, [opening, saving, " ".join(sheet.tags(6))]))
