"""A TikTok script: spoken sentences, visual cues in brackets, the hook in the first seconds, at most 150 words."""

from collections.abc import Sequence

import regex

from app.generation.counting import spoken_words
from app.generation.platforms import RULES
from app.generation.writer.brief import DraftText
from app.generation.writer.material import Line, Passage
from app.generation.writer.sheet import Sheet, spans_of, texts
from app.hubs.analysis.words import base, is_unspaced, length_in_words, stopwords
from app.vocabulary import ContentType, Platform

_AIM = 115
_BEATS = 4
_SPOKEN_WORDS = 22
_SHORT_WORDS = 6
_SHORT_LENGTH = 22
_NUMBER = regex.compile(
    r"(?:(?<=\s)minus\s)?[$€£¥]?\p{N}[\p{N}.,/]*(?<![.,/])(?:\s?[%％]|\s(?!\p{N})\p{L}+(?:\s(?:of|de)\s\p{L}+)?)?"
)
_NUMBER_UNSPACED = regex.compile(r"[\p{N}一二三四五六七八九十百千万億]*\p{N}[\p{N}.,]*\p{Han}{0,2}")
_NAME = regex.compile(r"(?<=[\p{Ll},;:]\s)(?:\p{Lu}\p{Ll}+|\p{Lu}{2,6}(?!\p{L}))(?:\s(?:\p{Lu}\p{Ll}+|\p{Lu}{2,6}))*")


def tiktok(sheet: Sheet) -> DraftText | None:
    limit = RULES[Platform.TIKTOK].limit or 0
    rows = _rows(sheet)
    if sheet.hook.counted and (len(rows) < sheet.least_points or not sheet.keeps_word([row[0] for row in rows])):
        return None
    beats = [sheet.hook.opening(len(rows)), *(texts(row, sheet.brief.language) for row in rows)]
    said = [_cue(sheet, number, spoken) + spoken for number, spoken in enumerate(beats)]
    question = sheet.question()
    if question:
        said.append((f"{sheet.framing.to_camera}\n" if sheet.framing else "") + question)
    content = "\n\n".join(said)
    if spoken_words(content) > limit:
        return None
    lines = [*sheet.hook_lines, *(line for row in rows for line in row)]
    return DraftText(content, None, ContentType.SCRIPT, spans_of(lines))


def _rows(sheet: Sheet) -> list[Sequence[Line]]:
    """What is said after the hook, as much as fits a minute; a counted point is one sentence."""
    left = _AIM - 20 * sheet.tightness - spoken_words(sheet.hook.text)
    rows: list[Sequence[Line]] = []
    passages = [_sayable(p.lines[:1] if sheet.hook.counted else p.lines, sheet) for p in _beats(sheet)]
    for row in filter(None, [_sayable(sheet.followers, sheet), *passages]):
        words = spoken_words(texts(row, sheet.brief.language))
        if words <= left:
            rows.append(row)
            left -= words
    return rows


def _beats(sheet: Sheet) -> list[Passage]:
    """Passages short enough to be spoken in one breath; any, where too few are."""
    short = sheet.others(_BEATS, most_words=_SPOKEN_WORDS)
    return short if len(short) >= sheet.least_points else sheet.others(_BEATS)


def _sayable(lines: Sequence[Line], sheet: Sheet) -> Sequence[Line]:
    """The lines up to the first that leans on the one before and is too long to be spoken."""
    for index, line in enumerate(lines):
        if index and length_in_words(line.text, sheet.brief.language) > _SPOKEN_WORDS:
            return lines[:index]
    return lines


def _cue(sheet: Sheet, beat: int, spoken: str) -> str:
    """What is seen while a beat is spoken, on its own line before it: its number, its name, or the speaker."""
    framing = sheet.framing
    core = None if sheet.hook.counted and beat == 0 else _core(spoken, sheet.brief.language)
    if framing is None:
        return f"[{core}]\n" if core else ""
    if core:
        return framing.on_screen.format(text=core) + "\n"
    if beat == 0:
        return framing.to_camera + "\n"
    return (framing.close_up if beat % 2 else framing.cut) + "\n"


def _core(spoken: str, language: str) -> str | None:
    """The few words of a beat that a viewer should read: a number with what it counts, a name, a short sentence."""
    number = (_NUMBER_UNSPACED if is_unspaced(language) else _NUMBER).search(spoken)
    if number:
        return _without_small_end(number.group(), language)
    name = _NAME.search(spoken)
    if name and len(name.group()) > 2:
        return name.group()
    short = spoken.rstrip(".。")
    fits = len(short) <= _SHORT_LENGTH if is_unspaced(language) else len(short.split()) <= _SHORT_WORDS
    return short if fits and "\n" not in short else None


def _without_small_end(text: str, language: str) -> str:
    """The number alone where the word after it is none that is counted: "1962 and"."""
    first, _, last = text.rpartition(" ")
    return first if first and last.casefold() in stopwords(base(language)) else text
