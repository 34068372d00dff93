"""Pieces in parts: a carousel whose slides stand alone, a thread that opens, unfolds and closes."""

from collections.abc import Sequence

from app.generation.counting import weighted_length
from app.generation.platforms import RULES, compose, number_posts
from app.generation.writer.brief import DraftText
from app.generation.writer.material import Line, Passage
from app.generation.writer.sheet import Sheet, spans_of, texts
from app.vocabulary import ContentType, Platform

_CAPTION = 220
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
    question = sheet.question(needed=len(chosen) + 1 < rules.least)
    middle = [_slide(sheet, passage, rules.limit) for passage in chosen]
    slides = [(opening.rstrip(_FULL_STOPS), ""), *(("", texts(used, sheet.brief.language)) for used in middle)]
    slides += [(question, "")] if question else []
    if not rules.least <= len(slides) <= rules.most or len(opening) > rules.limit:
        return None
    structure = {
        "slides": [{"index": n, "title": title, "body": body} for n, (title, body) in enumerate(slides, 1)],
        "caption": _caption(sheet, chosen, question),
    }
    lines = [*sheet.hook_lines, *(line for used in middle for line in used)]
    lines += _captioned(sheet, chosen)[:1]
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
    question = sheet.question(needed=len(groups) + 1 < rules.least)
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


def _slide(sheet: Sheet, passage: Passage, limit: int) -> Sequence[Line]:
    """A sentence, with what leans on it where there is room."""
    fits = len(texts(passage.lines, sheet.brief.language)) <= limit
    return passage.lines if fits else passage.lines[:1]


def _captioned(sheet: Sheet, shown: Sequence[Passage]) -> list[Line]:
    """Sentences for the caption, best first: none that a slide says."""
    hook = sheet.hook.line
    said = {line.text for passage in shown for line in passage.lines} | ({hook.text} if hook else set())
    rest = [p for p in sheet.material.passages if p.lead.text not in said and len(p.lead.text) <= _CAPTION]
    return [p.lead for p in sorted(rest, key=lambda p: -p.strength)]


def _caption(sheet: Sheet, shown: Sequence[Passage], question: str | None) -> str:
    """Another sentence of the pillar, or a question where none is left."""
    first = next((line.text for line in _captioned(sheet, shown)), None)
    opening = (
        first or sheet.question(needed=True, besides=question) or sheet.hook.text.replace("{count}", str(len(shown)))
    )
    return "\n\n".join(filter(None, [opening, sheet.saving(), " ".join(sheet.tags(5))]))
