"""The client's signature phrases, where they fit: a whole sentence closes a piece, words that lead on open a paragraph.

A piece has one of them at most, and only every other piece has one: more would be a parody.
"""

from collections.abc import Sequence
from zlib import crc32

import regex

from app.generation.platforms import PLATFORMS
from app.generation.writer.frames import words_of
from app.generation.writer.material import is_forbidden
from app.generation.writer.sheet import Sheet
from app.hubs.analysis.lexicon import lexicon_for
from app.hubs.analysis.words import is_unspaced, length_in_words
from app.vocabulary import MarkerCategory

_EVERY = 2
_MOST_LEADING, _MOST_CLOSING = 6, 20
_ENDS = regex.compile(r"[.!?。！？]$")
_LEADS = regex.compile(r"[:,：、—–-]$")
_PLAIN = regex.compile(r"^[^\d\[\]#@]+$")
_PLAIN_BLOCK = regex.compile(r"^(?:\d+[./]|\[|#)")


def in_their_voice(sheet: Sheet, blocks: Sequence[str]) -> tuple[list[str], str | None]:
    """The blocks, with a phrase that leads on before one of them, and the sentence that closes, if there is one."""
    phrase = _phrase(sheet, blocks)
    if phrase is None:
        return list(blocks), None
    if _closes(phrase, sheet.brief.language):
        return list(blocks), phrase if _ENDS.search(phrase) else f"{phrase}."
    return _led(sheet, blocks, phrase), None


def _phrase(sheet: Sheet, blocks: Sequence[str]) -> str | None:
    """The phrase for this piece, those of more weight first; None where it has one of them already."""
    markers = [m for m in sheet.brief.voice.voice_markers if m.category is MarkerCategory.SIGNATURE and _fits(m.phrase)]
    phrases = [m.phrase.strip() for m in sorted(markers, key=lambda m: (-m.weight, m.phrase))]
    phrases = [phrase for phrase in phrases if not is_forbidden(phrase, sheet.brief)]
    turn = sheet.brief.variant + PLATFORMS.index(sheet.brief.platform) + crc32(sheet.brief.pillar.title.encode())
    if not phrases or turn % _EVERY or any(sheet.marks(block) for block in blocks):
        return None
    return phrases[turn // _EVERY % len(phrases)]


def _fits(phrase: str) -> bool:
    return bool(_PLAIN.match(phrase.strip()))


def _closes(phrase: str, language: str) -> bool:
    """Whether the phrase is a sentence: it ends like one, or has a verb and does not lead on to anything."""
    if _LEADS.search(phrase):
        return False
    words = length_in_words(phrase, language)
    verb = lexicon_for(language).surely_finite
    whole = words > _MOST_LEADING and verb is not None and verb.search(phrase)
    return words <= _MOST_CLOSING and bool(_ENDS.search(phrase) or whole)


def _led(sheet: Sheet, blocks: Sequence[str], phrase: str) -> list[str]:
    """The phrase before the first paragraph after the hook that can go on after it."""
    language = sheet.brief.language
    if length_in_words(phrase, language) > _MOST_LEADING:
        return list(blocks)
    words = words_of(sheet.brief.text, language)
    mark = "：" if is_unspaced(language) else ": "
    for at, block in enumerate(blocks):
        said = words.inside(block) if at and not _PLAIN_BLOCK.match(block) else None
        if said is not None:
            opening = phrase[0].upper() + phrase[1:].rstrip(" :,：、—–-")
            return [*blocks[:at], f"{opening}{mark}{said}", *blocks[at + 1 :]]
    return list(blocks)
