"""A TikTok script: spoken sentences, visual cues in brackets, the hook in the first seconds, at most 150 words."""

from collections.abc import Sequence

from app.generation.counting import spoken_words
from app.generation.platforms import RULES
from app.generation.writer.brief import DraftText
from app.generation.writer.material import Line
from app.generation.writer.sheet import Sheet, spans_of, texts
from app.vocabulary import ContentType, Platform

_AIM = 115
_BEATS = 4
_ON_SCREEN = 60
_LEAST_POINTS = 2


def tiktok(sheet: Sheet) -> DraftText | None:
    limit = RULES[Platform.TIKTOK].limit or 0
    rows = _rows(sheet)
    if sheet.hook.counted and (len(rows) < _LEAST_POINTS or not sheet.keeps_word([row[0] for row in rows])):
        return None
    opening = sheet.hook.opening(len(rows))
    beats = [opening, *(texts(row, sheet.brief.language) for row in rows)]
    said = [_cue(sheet, number, spoken) + spoken for number, spoken in enumerate(beats)]
    question = sheet.question()
    if question:
        said.append(_cue(sheet, -1, question) + question)
    content = "\n\n".join(said)
    if spoken_words(content) > limit:
        return None
    return DraftText(
        content, None, ContentType.SCRIPT, spans_of([*sheet.hook_lines, *(line for row in rows for line in row)])
    )


def _rows(sheet: Sheet) -> list[Sequence[Line]]:
    """What is said after the hook, as much as fits a minute; a counted point is one sentence."""
    left = _AIM - 20 * sheet.tightness - spoken_words(sheet.hook.text)
    rows: list[Sequence[Line]] = []
    passages = [p.lines[:1] if sheet.hook.counted else p.lines for p in sheet.others(_BEATS)]
    for row in filter(None, [tuple(sheet.followers), *passages]):
        words = spoken_words(texts(row, sheet.brief.language))
        if words <= left:
            rows.append(row)
            left -= words
    return rows


def _cue(sheet: Sheet, beat: int, spoken: str) -> str:
    """What is seen while a beat is spoken, on its own line before it."""
    framing, topics = sheet.framing, sheet.material.topics
    topic = next((t for t in topics if t.casefold() in spoken.casefold()), None)
    if framing is None:
        return f"[{topic}]\n" if topic and beat >= 0 else ""
    if beat == 0:
        text = spoken.rstrip(".。:：")
        shown = text if len(text) <= _ON_SCREEN else topic
        return (framing.on_screen.format(text=shown) if shown else framing.close_up) + "\n"
    if beat < 0:
        return framing.to_camera + "\n"
    if topic and len(spoken) > _ON_SCREEN:
        return framing.on_screen.format(text=topic) + "\n"
    return (framing.close_up if beat % 2 else framing.cut) + "\n"
