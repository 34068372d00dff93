"""A TikTok script: spoken sentences, visual cues in brackets, the hook in the first seconds, at most 150 words."""

from app.generation.counting import spoken_words
from app.generation.platforms import RULES
from app.generation.writer.brief import DraftText
from app.generation.writer.material import Line
from app.generation.writer.sheet import Sheet, spans_of, texts
from app.vocabulary import ContentType, Platform

_AIM = 120
_BEATS = 4
_ON_SCREEN = 60


def tiktok(sheet: Sheet) -> DraftText | None:
    limit = RULES[Platform.TIKTOK].limit or 0
    said = [_cue(sheet, 0, sheet.hook.text) + sheet.hook.text]
    lines: list[Line] = [sheet.hook.line]
    rows = [tuple(sheet.followers), *(p.lines for p in sheet.others(_BEATS))]
    for row in filter(None, rows):
        spoken = texts(row)
        if spoken_words(" ".join([*said, spoken])) <= _AIM:
            said.append(_cue(sheet, len(said), spoken) + spoken)
            lines += row
    question = sheet.question()
    if question:
        said.append(_cue(sheet, -1, question) + question)
    content = "\n\n".join(said)
    if spoken_words(content) > limit:
        return None
    return DraftText(content, None, ContentType.SCRIPT, spans_of(lines))


def _cue(sheet: Sheet, beat: int, spoken: str) -> str:
    """What is seen while a beat is spoken, on its own line before it."""
    framing, topics = sheet.framing, sheet.material.topics
    topic = next((t for t in topics if t.casefold() in spoken.casefold()), None)
    if framing is None:
        return f"[{topic}]\n" if topic and beat >= 0 else ""
    if beat == 0:
        text = sheet.hook.text.rstrip(".。")
        shown = text if len(text) <= _ON_SCREEN else topic
        return (framing.on_screen.format(text=shown) if shown else framing.close_up) + "\n"
    if beat < 0:
        return framing.to_camera + "\n"
    if topic and len(spoken) > _ON_SCREEN:
        return framing.on_screen.format(text=topic) + "\n"
    return (framing.close_up if beat % 4 == 2 else framing.cut) + "\n"
