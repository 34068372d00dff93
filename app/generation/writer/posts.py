"""Single posts: X, LinkedIn, Instagram. The hook is the first line; what follows is the source's, in its order."""

from collections.abc import Iterator, Sequence

from app.generation.counting import weighted_length
from app.generation.platforms import RULES
from app.generation.writer.brief import DraftText
from app.generation.writer.material import Passage
from app.generation.writer.sheet import Sheet, spans_of, texts
from app.generation.writer.surroundings import Line
from app.generation.writer.voicing import in_their_voice
from app.vocabulary import ContentType, Platform

_LINKEDIN_LENGTH = 1_300
_INSTAGRAM_LENGTH = 900
_BULLET_LENGTH = 240
_PARAGRAPH_LENGTH = 300


def twitter(sheet: Sheet) -> DraftText | None:
    """The hook, with what it leaves open on the next line, or the sentence that leans on it; hashtags only where they
    still fit."""
    limit = RULES[Platform.TWITTER].limit or 0
    lines = list(sheet.hook.lines)
    text = sheet.hook.text
    between = "\n" if sheet.owes else " "
    for line in sheet.hook.follows[:1]:
        if weighted_length(text + between + line.text) <= (limit if sheet.owes else limit - 24):
            text, lines = text + between + line.text, [*lines, line]
        elif sheet.owes:
            return None
    if not lines or weighted_length(text) > limit:
        return None
    tags = sheet.tags(1, said=text)
    tagged = f"{text}\n\n{' '.join(tags)}"
    content = tagged if tags and weighted_length(tagged) <= limit else text
    return DraftText(content, None, ContentType.POST, spans_of(lines))


def linkedin(sheet: Sheet) -> DraftText | None:
    """Short paragraphs, or a numbered list where the hook counts."""
    if sheet.hook.counted:
        return _list_post(sheet, sheet.others(5 - sheet.tightness, _is_point), 3)
    return _paragraph_post(sheet, sheet.others(5 - sheet.tightness), _LINKEDIN_LENGTH, 3)


def instagram(sheet: Sheet) -> DraftText | None:
    """A caption in short blocks and a block of hashtags."""
    if sheet.hook.counted:
        return _list_post(sheet, sheet.others(3, _is_point), 5)
    return _paragraph_post(sheet, sheet.others(3), _INSTAGRAM_LENGTH, 5)


def _is_point(passage: Passage) -> bool:
    return len(passage.lead.text) <= _BULLET_LENGTH


def _list_post(sheet: Sheet, points: Sequence[Passage], tags: int) -> DraftText | None:
    if len(points) < sheet.least_points or not sheet.keeps_word([point.lead for point in points]):
        return None
    numbered = [f"{number}. {point.lead.text}" for number, point in enumerate(points, 1)]
    together = sheet.brief.platform is Platform.LINKEDIN and sheet.turn % 2 == 0
    blocks = [sheet.hook.opening(len(points)), *(["\n".join(numbered)] if together else numbered)]
    return _post(sheet, blocks, [*sheet.hook.lines, *(p.lead for p in points)], tags)


def _paragraph_post(sheet: Sheet, passages: Sequence[Passage], length: int, tags: int) -> DraftText | None:
    blocks = [sheet.hook.text, *_paragraphs(sheet.hook.follows, sheet)]
    lines: list[Line] = [*sheet.hook.lines, *sheet.hook.follows]
    for passage in passages:
        more = list(_paragraphs(passage.lines, sheet))
        if sum(map(len, [*blocks, *more])) <= length:
            blocks += more
            lines += passage.lines
    return _post(sheet, blocks, lines, tags)


def _paragraphs(lines: Sequence[Line], sheet: Sheet) -> Iterator[str]:
    """Sentences that belong together, in paragraphs that a thumb does not have to scroll."""
    open: list[Line] = []
    for line in lines:
        if open and len(texts([*open, line], sheet.brief.language)) > _PARAGRAPH_LENGTH:
            yield texts(open, sheet.brief.language)
            open = []
        open.append(line)
    if open:
        yield texts(open, sheet.brief.language)


def _post(sheet: Sheet, blocks: list[str], lines: Sequence[Line], tags: int) -> DraftText:
    saving = sheet.saving() if sheet.brief.platform is Platform.INSTAGRAM else None
    blocks, closing = in_their_voice(sheet, blocks)
    closing = closing or sheet.question() or saving or ""
    said = "\n".join(blocks) if sheet.brief.platform is Platform.LINKEDIN else None
    content = "\n\n".join([*blocks, *filter(None, [closing, " ".join(sheet.tags(tags, said))])])
    return DraftText(content, None, ContentType.POST, spans_of(lines))
