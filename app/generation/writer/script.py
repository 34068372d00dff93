"""A TikTok script: spoken sentences, visual cues in brackets, the hook in the first seconds, at most 150 words."""

from collections.abc import Sequence

import regex

from app.generation.counting import spoken_words
from app.generation.platforms import RULES
from app.generation.writer.brief import DraftText
from app.generation.writer.material import Passage
from app.generation.writer.sheet import Sheet, spans_of, texts
from app.generation.writer.spoken import said, spoken
from app.generation.writer.surroundings import Line
from app.generation.writer.voicing import in_their_voice
from app.hubs.analysis.words import base, is_unspaced, stopwords
from app.vocabulary import ContentType, Platform

_AIM = 115
_BEATS = 4
_SHORT_WORDS = 6
_SHORT_LENGTH = 22
_NUMBER = regex.compile(
    r"(?:(?<=\s)minus\s)?(?<![\p{L}\p{N}_-])[$€£¥]?\p{N}[\p{N}.,/]*(?<![.,/])"
    r"(?:\s?[%％]|\s(?!\p{N})\p{L}+(?:\s(?:of|de)\s\p{L}+)?)?"
)
_NUMBER_UNSPACED = regex.compile(r"[\p{N}一二三四五六七八九十百千万億]*\p{N}[\p{N}.,]*\p{Han}{0,2}")
_NAME = regex.compile(r"(?<=[\p{Ll},;:]\s)(?:\p{Lu}\p{Ll}+|\p{Lu}{2,6}(?!\p{L}))(?:\s(?:\p{Lu}\p{Ll}+|\p{Lu}{2,6}))*")


def tiktok(sheet: Sheet) -> DraftText | None:
    limit = RULES[Platform.TIKTOK].limit or 0
    rows = _rows(sheet)
    if rows is None or (sheet.hook.counted and not _is_list(sheet, rows)):
        return None
    opening = spoken(sheet.hook.opening(len(rows)), sheet.brief.language)
    beats, closing = in_their_voice(sheet, [opening, *(texts(row, sheet.brief.language) for row in rows)])
    script = [_cue(sheet, number, beat) + beat for number, beat in enumerate(beats)]
    closing = closing or sheet.question()
    if closing:
        script.append((f"{sheet.framing.to_camera}\n" if sheet.framing else "") + closing)
    content = "\n\n".join(script)
    if spoken_words(content) > limit:
        return None
    lines = [*sheet.hook.lines, *(line for row in rows for line in row)]
    return DraftText(content, None, ContentType.SCRIPT, spans_of(lines))


def _is_list(sheet: Sheet, rows: Sequence[Sequence[Line]]) -> bool:
    return len(rows) >= sheet.least_points and sheet.keeps_word([row[0] for row in rows])


def _rows(sheet: Sheet) -> list[Sequence[Line]] | None:
    """What is said after the hook, as much as fits a minute; a counted point is one sentence. None where what the hook
    promises cannot be said."""
    left = _AIM - 20 * sheet.tightness - spoken_words(sheet.hook.text)
    language = sheet.brief.language
    first = said(sheet.hook.follows, language)
    if sheet.owes and not first:
        return None
    rows: list[Sequence[Line]] = []
    beats = [said(p.lines[:1] if sheet.hook.counted else p.lines, language) for p in _beats(sheet)]
    for row in filter(None, [first, *beats]):
        words = spoken_words(texts(row, language))
        if words <= left:
            rows.append(row)
            left -= words
    return rows


def _beats(sheet: Sheet) -> list[Passage]:
    """Passages that can be spoken; any, where too few can."""
    language = sheet.brief.language
    short = sheet.others(_BEATS, lambda passage: bool(said(passage.lines[:1], language)))
    return short if len(short) >= sheet.least_points else sheet.others(_BEATS)


def _cue(sheet: Sheet, beat: int, words: str) -> str:
    """What is seen while a beat is spoken, on its own line before it: its number, its name, or the speaker."""
    framing = sheet.framing
    core = None if sheet.hook.counted and beat == 0 else _core(words, sheet.brief.language)
    if framing is None:
        return f"[{core}]\n" if core else ""
    if core:
        return framing.on_screen.format(text=core) + "\n"
    if beat == 0:
        return framing.to_camera + "\n"
    return framing.shots[beat % len(framing.shots)] + "\n"


def _core(words: str, language: str) -> str | None:
    """The few words of a beat that a viewer should read: a number with what it counts, a name, a short sentence."""
    number = (_NUMBER_UNSPACED if is_unspaced(language) else _NUMBER).search(words)
    if number:
        return _without_small_end(number.group(), language)
    name = _NAME.search(words)
    if name and len(name.group()) > 2:
        return name.group()
    short = words.rstrip(".。")
    fits = len(short) <= _SHORT_LENGTH if is_unspaced(language) else len(short.split()) <= _SHORT_WORDS
    return short if fits and "\n" not in short else None


def _without_small_end(text: str, language: str) -> str:
    """The number alone where the word after it is none that is counted: "1962 and"."""
    first, _, last = text.rpartition(" ")
    return first if first and last.casefold() in stopwords(base(language)) else text
