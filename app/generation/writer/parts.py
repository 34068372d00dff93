"""Pieces in parts: a carousel whose slides stand alone, a thread that opens, unfolds and closes."""

from collections.abc import Iterator, Sequence

from app.generation.counting import weighted_length
from app.generation.platforms import RULES, compose, number_posts
from app.generation.writer.brief import DraftText
from app.generation.writer.material import Passage
from app.generation.writer.order import are_linked
from app.generation.writer.sheet import Sheet, spans_of, texts
from app.generation.writer.surroundings import Line
from app.generation.writer.voicing import in_their_voice
from app.hubs.analysis.words import length_in_words
from app.vocabulary import ContentType, Platform

_CAPTION = 220
_SLIDES_AIM = 6
_SLIDE_AIM = 150
_POSTS_AIM = 6
_NUMBER_ROOM = 6
_CLOSING_WORDS = 16
_FULL_STOPS = ".。"


def carousel(sheet: Sheet) -> DraftText | None:
    rules = RULES[Platform.CAROUSEL].parts
    if rules is None:
        return None
    chosen = _for_slides(sheet, rules.limit)
    if not sheet.keeps_word([passage.lead for passage in chosen]):
        return None
    shown = [sheet.hook.follows] if sheet.owes else []
    shown += [passage.lines for passage in chosen]
    slides = list(_slides(sheet, shown, rules.limit))
    opening = sheet.hook.opening(len(slides))
    question = sheet.question(needed=len(slides) + 1 < rules.least)
    titled = [
        (opening.rstrip(_FULL_STOPS), ""),
        *((title, texts(used, sheet.brief.language)) for title, used in slides),
    ]
    titled += [(question, "")] if question else []
    if not rules.least <= len(titled) <= rules.most or len(opening) > rules.limit:
        return None
    structure = {
        "slides": [{"index": n, "title": title, "body": body} for n, (title, body) in enumerate(titled, 1)],
        "caption": _caption(sheet, shown, question),
    }
    lines = [*sheet.hook.lines, *(line for _, used in slides for line in used), *_captioned(sheet, shown)[:1]]
    lines += [passage.heading for passage in chosen if passage.heading and passage.heading.text in dict(slides)]
    return DraftText(compose(Platform.CAROUSEL, structure), structure, ContentType.CAROUSEL, spans_of(lines))


def _for_slides(sheet: Sheet, limit: int) -> list[Passage]:
    """Short sentences, as far as there are enough of them."""
    count = _SLIDES_AIM - sheet.tightness
    short = sheet.others(count, lambda passage: len(passage.lead.text) <= _SLIDE_AIM)
    return short if len(short) == count else sheet.others(count, lambda passage: len(passage.lead.text) <= limit)


def _slides(sheet: Sheet, shown: Sequence[Sequence[Line]], limit: int) -> Iterator[tuple[str, Sequence[Line]]]:
    """Title and sentences of each: a sentence that stands alone, with what leans on it where there is room; its heading
    in the source over the first of those that stand under it."""
    headings = {p.lead.span: p.heading.text for p in sheet.material.passages if p.heading}
    used = {sheet.hook.text}
    for lines in shown:
        title = headings.get(lines[0].span, "")
        title = "" if title in used or len(f"{title}\n{lines[0].text}") > limit else title
        used.add(title)
        whole = f"{title}\n{texts(lines, sheet.brief.language)}"
        yield title, lines if len(whole) <= limit else lines[:1]


def thread(sheet: Sheet) -> DraftText | None:
    """Post 1 is the hook, each further one a passage in the order of the source; the last closes: a short sentence of
    the source from further on, or a question where the language has words for it."""
    rules = RULES[Platform.THREAD].parts
    if rules is None:
        return None
    room = rules.limit - _NUMBER_ROOM
    others = sheet.others(_POSTS_AIM - sheet.tightness)
    closing = None if sheet.hook.counted else _closing(sheet, others)
    rows = [sheet.hook.follows, *(p.lines for p in others), *([closing] if closing else [])]
    groups = [group for row in rows for group in _grouped(row, room, sheet)]
    if not sheet.keeps_word([group[0] for group in groups]):
        return None
    said, voiced = in_their_voice(sheet, [sheet.hook.opening(len(groups)), *(_text(sheet, group) for group in groups)])
    last = voiced or (None if closing else sheet.question(needed=len(groups) + 1 < rules.least))
    posts = [*said, *([last] if last else [])]
    if not rules.least <= len(posts) <= rules.most or any(weighted_length(post) > room for post in posts):
        return None
    structure = {"posts": number_posts(posts)}
    lines = [*sheet.hook.lines, *(line for group in groups for line in group)]
    return DraftText(compose(Platform.THREAD, structure), structure, ContentType.THREAD, spans_of(lines))


def _text(sheet: Sheet, lines: Sequence[Line]) -> str:
    return texts(lines, sheet.brief.language)


def _closing(sheet: Sheet, before: Sequence[Passage]) -> Sequence[Line]:
    """The strongest short sentence that the pillar still has after those before."""
    if not before:
        return ()
    used = [before[-1].start, *(line.span.start for line in (*sheet.hook.lines, *sheet.hook.follows))]
    language = sheet.brief.language
    later = [p for p in sheet.material.passages if p.start > max(used)]
    short = [
        p
        for p in later
        if length_in_words(p.lead.text, language) <= _CLOSING_WORDS
        and any(are_linked(p, other, language) for other in before)
    ]
    return max(short, key=lambda p: (p.strength, -p.start)).lines[:1] if short else ()


def _grouped(row: Sequence[Line], room: int, sheet: Sheet) -> list[list[Line]]:
    """The sentences of a passage in as few posts as hold them; where the hook counts, one post a passage."""
    groups: list[list[Line]] = []
    for line in row:
        if weighted_length(line.text) > room:
            break
        if groups and weighted_length(_text(sheet, [*groups[-1], line])) <= room:
            groups[-1].append(line)
        elif groups and sheet.hook.counted:
            break
        else:
            groups.append([line])
    return groups


def _captioned(sheet: Sheet, shown: Sequence[Sequence[Line]]) -> list[Line]:
    """Sentences for the caption, best first: none that a slide says."""
    said = {line.text for lines in (*shown, sheet.hook.lines) for line in lines}
    rest = [p for p in sheet.material.passages if p.lead.text not in said and len(p.lead.text) <= _CAPTION]
    return [p.lead for p in sorted(rest, key=lambda p: -p.strength)]


def _caption(sheet: Sheet, shown: Sequence[Sequence[Line]], question: str | None) -> str:
    """Another sentence of the pillar, or a question where none is left."""
    first = next((line.text for line in _captioned(sheet, shown)), None)
    opening = first or sheet.question(needed=True, besides=question) or sheet.hook.opening(len(shown))
    return "\n\n".join(filter(None, [opening, sheet.saving(), " ".join(sheet.tags(5))]))
