"""Sentences as they are said aloud: no brackets, signs as words, never more numbers than an ear keeps."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import regex

from app.generation.writer.surroundings import Line
from app.hubs.analysis.headline import clauses
from app.hubs.analysis.words import base, length_in_words

MOST_WORDS = 22
_MOST_NUMBERS = 2
_NUMBERS = regex.compile(r"\p{N}[\p{N}.,]*")
_UNSAYABLE = regex.compile(r"[()\[\]{}<>|\\=_*~^@#]|https?:|www\.|\p{L}/\p{L}|_")
_AMOUNT = regex.compile(
    r"(?P<sign>[$€£¥])\s?(?P<n>\d[\d.,]*\d|\d)(?P<many>\s(?:million|billion|trillion|thousand|millones|mil))?"
)
_SHARE = regex.compile(r"(?<=\d)\s?[%％]")
_DASH = regex.compile(r"\s*(?:--|—)\s*|\s–\s")
_AND = regex.compile(r"\s&\s")
_SIGNS: Mapping[str, Mapping[str, str]] = {
    "en": {"$": "dollars", "€": "euros", "£": "pounds", "¥": "yen", "%": " percent", "&": " and "},
    "es": {"$": "dólares", "€": "euros", "£": "libras", "¥": "yenes", "%": " por ciento", "&": " y "},
}


def spoken(text: str, language: str) -> str:
    """The text with its signs as words; as it is in a language whose words for them we do not have."""
    words = _SIGNS.get(base(language))
    if words is None:
        return text
    text = _AMOUNT.sub(lambda m: f"{m['n']}{m['many'] or ''} {words[m['sign']]}", text)
    text = _SHARE.sub(words["%"], _AND.sub(words["&"], text))
    return _DASH.sub(", ", text)


def sayable(text: str, language: str) -> bool:
    """Whether a voice gets through it in one breath and an ear keeps up."""
    few = length_in_words(text, language) <= MOST_WORDS and len(_NUMBERS.findall(text)) <= _MOST_NUMBERS
    return few and not _UNSAYABLE.search(text)


def said(lines: Sequence[Line], language: str) -> list[Line]:
    """The sentences as spoken, up to the first that cannot be; the first one cut at a clause where that makes it
    sayable."""
    row: list[Line] = []
    for line in lines:
        heads = [line.text] if row else clauses(line.text, language)
        text = next((head for head in heads if sayable(spoken(head, language), language)), None)
        if text is None:
            return row
        row.append(replace(line, text=spoken(text, language)))
        if text != line.text:
            return row
    return row
