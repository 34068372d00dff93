"""Single posts: X, LinkedIn, Instagram. The hook is the first line; what follows is the source's, in its order."""

from app.generation.counting import weighted_length
from app.generation.platforms import RULES
from app.generation.writer.brief import DraftText
from app.generation.writer.material import Line, Passage
from app.generation.writer.sheet import Sheet, spans_of, texts
from app.vocabulary import ContentType, Platform

_LINKEDIN_LENGTH = 1_300
_INSTAGRAM_LENGTH = 900
_BULLET = "• "
_BULLET_LENGTH = 170


def twitter(sheet: Sheet) -> DraftText | None:
    """One sentence, or two where the second leans on the first; hashtags only where they still fit."""
    limit = RULES[Platform.TWITTER].limit or 0
    lines = [sheet.hook.line]
    text = sheet.hook.text
    for line in sheet.followers[:1]:
        if weighted_length(f"{text} {line.text}") <= limit - 24:
            text, lines = f"{text} {line.text}", [*lines, line]
    if weighted_length(text) > limit:
        return None
    for count in (2, 1):
        tags = sheet.tags(count)
        if len(tags) == count and weighted_length(f"{text}\n\n{' '.join(tags)}") <= limit and _wants_tags(sheet):
            text = f"{text}\n\n{' '.join(tags)}"
            break
    return DraftText(text, None, ContentType.POST, spans_of(lines))


def linkedin(sheet: Sheet) -> DraftText | None:
    blocks: list[str] = [sheet.hook.text]
    lines: list[Line] = [sheet.hook.line, *sheet.followers]
    if sheet.followers:
        blocks.append(texts(sheet.followers))
    listed = _listed(sheet) if sheet.turn % 2 else []
    for passage in _paragraphs(sheet, listed):
        if sum(map(len, blocks)) + len(passage.text) > _LINKEDIN_LENGTH:
            continue
        blocks.append(passage.text)
        lines += passage.lines
    if listed:
        intro = sheet.list_intro(len(listed))
        blocks.append("\n".join([intro or "", *(_BULLET + p.lead.text for p in listed)]).strip())
        lines += [p.lead for p in listed]
    closing = [sheet.question() or "", " ".join(sheet.tags(4))]
    content = "\n\n".join([*blocks, *filter(None, closing)])
    return DraftText(content, None, ContentType.POST, spans_of(lines))


def instagram(sheet: Sheet) -> DraftText | None:
    blocks: list[str] = [sheet.hook.text]
    lines: list[Line] = [sheet.hook.line, *sheet.followers]
    if sheet.followers:
        blocks.append(texts(sheet.followers))
    for passage in sheet.others(3):
        if sum(map(len, blocks)) + len(passage.text) > _INSTAGRAM_LENGTH:
            continue
        blocks.append(passage.text)
        lines += passage.lines
    framing = sheet.framing
    if framing is not None:
        blocks.append(f"{sheet.question()}\n{sheet.least_used(framing.save_this)}")
    tags = " ".join(sheet.tags(8))
    return DraftText("\n\n".join([*blocks, *filter(None, [tags])]), None, ContentType.POST, spans_of(lines))


def _wants_tags(sheet: Sheet) -> bool:
    return sheet.brief.variant % 2 == 0


def _listed(sheet: Sheet) -> list[Passage]:
    """Three to five short points for a list, where the language has words to announce it and the material is rich."""
    if sheet.framing is None or len(sheet.material.passages) < 5:
        return []
    points = sheet.others(4, longest=_BULLET_LENGTH)
    return points if len(points) >= 3 else []


def _paragraphs(sheet: Sheet, listed: list[Passage]) -> list[Passage]:
    wanted = 2 if listed else 5
    rest = [p for p in sheet.others(wanted + len(listed)) if p not in listed]
    return rest[:wanted]
