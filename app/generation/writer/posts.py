"""Single posts: X, LinkedIn, Instagram. The hook is the first line; what follows is the source's, in its order."""

from collections.abc import Sequence

from app.generation.counting import weighted_length
from app.generation.platforms import RULES
from app.generation.writer.brief import DraftText
from app.generation.writer.material import Line, Passage
from app.generation.writer.sheet import Sheet, spans_of, texts
from app.vocabulary import ContentType, Platform

_LINKEDIN_LENGTH = 1_300
_INSTAGRAM_LENGTH = 900
_BULLET_LENGTH = 240


def twitter(sheet: Sheet) -> DraftText | None:
    """One sentence, or two where the second leans on the first; hashtags only where they still fit."""
    limit = RULES[Platform.TWITTER].limit or 0
    lines = sheet.hook_lines
    text = sheet.hook.text
    for line in sheet.followers[:1]:
        if weighted_length(f"{text} {line.text}") <= limit - 24:
            text, lines = f"{text} {line.text}", [*lines, line]
    if not lines or weighted_length(text) > limit:
        return None
    tags = sheet.tags(1, said=text)
    tagged = f"{text}\n\n{' '.join(tags)}"
    content = tagged if tags and weighted_length(tagged) <= limit else text
    return DraftText(content, None, ContentType.POST, spans_of(lines))


def linkedin(sheet: Sheet) -> DraftText | None:
    """Short paragraphs, or a numbered list where the hook counts."""
    if sheet.hook.counted:
        return _list_post(sheet, sheet.others(5 - sheet.tightness, longest=_BULLET_LENGTH), 3)
    return _paragraph_post(sheet, sheet.others(5 - sheet.tightness), _LINKEDIN_LENGTH, 3)


def instagram(sheet: Sheet) -> DraftText | None:
    """A caption in short blocks and a block of hashtags."""
    if sheet.hook.counted:
        return _list_post(sheet, sheet.others(3, longest=_BULLET_LENGTH), 5)
    return _paragraph_post(sheet, sheet.others(3), _INSTAGRAM_LENGTH, 5)


def _list_post(sheet: Sheet, points: Sequence[Passage], tags: int) -> DraftText | None:
    if len(points) < sheet.least_points or not sheet.keeps_word([point.lead for point in points]):
        return None
    numbered = [f"{number}. {point.lead.text}" for number, point in enumerate(points, 1)]
    together = sheet.brief.platform is Platform.LINKEDIN and sheet.turn % 2 == 0
    blocks = [sheet.hook.opening(len(points)), *(["\n".join(numbered)] if together else numbered)]
    return _post(sheet, blocks, [*sheet.hook_lines, *(p.lead for p in points)], tags)


def _paragraph_post(sheet: Sheet, passages: Sequence[Passage], length: int, tags: int) -> DraftText | None:
    blocks = [sheet.hook.text]
    lines: list[Line] = [*sheet.hook_lines, *sheet.followers]
    if sheet.followers:
        blocks.append(texts(sheet.followers, sheet.brief.language))
    for passage in passages:
        text = texts(passage.lines, sheet.brief.language)
        if sum(map(len, blocks)) + len(text) <= length:
            blocks.append(text)
            lines += passage.lines
    return _post(sheet, blocks, lines, tags)


def _post(sheet: Sheet, blocks: list[str], lines: Sequence[Line], tags: int) -> DraftText:
    saving = sheet.saving() if sheet.brief.platform is Platform.INSTAGRAM else None
    closing = [sheet.question() or saving or ""]
    said = "\n".join(blocks) if sheet.brief.platform is Platform.LINKEDIN else None
    content = "\n\n".join([*blocks, *filter(None, [*closing, " ".join(sheet.tags(tags, said))])])
    return DraftText(content, None, ContentType.POST, spans_of(lines))
