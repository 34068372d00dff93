"""What a picture says: words of the piece itself, as few as a picture can carry."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from zlib import crc32

import regex

from app.generation.gates.base import Piece
from app.generation.platforms import blocks_of, find_cues, hook_of, parse_structure, sentence_spans
from app.generation.scenes import Archetype
from app.generation.visuals import archetype_of, factor_of, figure_of, share_of, told_of
from app.vocabulary import Platform

MOST = 150
"""Characters of a headline; what is longer ends after a sentence, else after a word."""

_UNSEEN = regex.compile(r"[\p{Cc}\p{Zl}\p{Zp}]+")
_COUNT = regex.compile(r"(?<![\d.,/$€£])(?:[2-9]|10)(?![\d.,/%]|\s?(?:%|per))")
_LINK = regex.compile(r"https?://\S+")
_TAGS = regex.compile(r"(?:\s+[#＃][\p{L}\p{N}_]+)+\s*\Z")
_MARKDOWN = regex.compile(r"\*\*|__|^\s*#{1,6}\s+|`", regex.M)


@dataclass(frozen=True, slots=True)
class Slide:
    title: str
    body: str


@dataclass(frozen=True, slots=True)
class Saying:
    """`headline` is the hook. `figure` stands in `told`, a sentence of the piece; it is "" where no figure opens that.
    `parts` is how many the piece has, 2 to 10, as it says itself where it does. `name` is the client's. `deal` is a
    number that the words decide: among equals it chooses."""

    archetype: Archetype
    headline: str
    figure: str
    told: str
    share: int | None
    factor: float | None
    slides: Sequence[Slide]
    parts: int
    name: str
    deal: int


def saying_of(piece: Piece, name: str) -> Saying:
    start, end = hook_of(piece)
    figure = figure_of(piece)
    return Saying(
        archetype=_archetype(piece, figure),
        headline=shortened(_whole(piece.content, piece.content[start:end]) or piece.content),
        figure=figure,
        told=shortened(_whole(piece.content, told_of(piece))),
        share=share_of(figure),
        factor=factor_of(figure),
        slides=slides_of(piece),
        parts=_parts(piece),
        name=_one_line(name),
        deal=crc32(piece.content.encode()),
    )


def slides_of(piece: Piece) -> list[Slide]:
    """The slides of a carousel, in their order; none elsewhere."""
    if piece.platform is not Platform.CAROUSEL:
        return []
    structure: Mapping[str, Any] = piece.content_json or parse_structure(piece.platform, piece.content) or {}
    return [Slide(_one_line(str(each["title"])), _lines(str(each["body"]))) for each in structure.get("slides", ())]


def _parts(piece: Piece) -> int:
    start, end = hook_of(piece)
    said = _COUNT.search(piece.content, start, end)
    count = int(said.group()) if said else len(blocks_of(piece.content))
    return min(count, 10) if count >= 2 else 3


def shortened(text: str) -> str:
    """One line without links, cues and closing hashtags, of at most `MOST` characters."""
    for first, last in reversed(find_cues(text)):
        text = f"{text[:first]} {text[last:]}"
    text = _one_line(_TAGS.sub("", _LINK.sub("", text))) or _one_line(text)
    if len(text) <= MOST:
        return text
    whole = [text[:last].strip() for _, last in sentence_spans(text) if last <= MOST]
    if whole and len(whole[-1]) >= MOST // 4:
        return whole[-1]
    words = text[:MOST].rsplit(" ", 1)[0] if " " in text[:MOST] else text[:MOST]
    return f"{words.rstrip(' ,;:.–—-')}…"


def _whole(content: str, part: str) -> str:
    """To the end of its sentence: a hook may end before that, because nobody hears more at once, but who reads can."""
    start = content.find(part)
    end = start + len(part)
    return content[start : next((last for first, last in sentence_spans(content) if first < end <= last), end)]


def _archetype(piece: Piece, figure: str) -> Archetype:
    """The one that the piece's picture was given, as long as the words still carry it."""
    given = piece.visual.archetype if piece.visual else ""
    if given in set(Archetype) and (given != Archetype.CHART or figure):
        return Archetype(given)
    return archetype_of(piece)


def _one_line(text: str) -> str:
    return " ".join(_MARKDOWN.sub("", _UNSEEN.sub(" ", text)).split())


def _lines(text: str) -> str:
    lines = (_one_line(line) for line in text.splitlines())
    return "\n".join(line for line in lines if line)
