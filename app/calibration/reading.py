"""A sample taken apart once, for all that is measured of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.generation.gates.tone.marks import words
from app.hubs.analysis.sentences import split
from app.hubs.analysis.words import tokens
from app.kit.memory import kept


@dataclass(frozen=True, slots=True)
class Reading:
    """`sentences` are texts, `lengths` theirs in words, without those that have none; `paragraphs` are lengths in
    words. `content` are the words that carry meaning, as (stem, word)."""

    text: str
    words: Sequence[str]
    sentences: Sequence[str]
    lengths: Sequence[int]
    paragraphs: Sequence[int]
    content: Sequence[tuple[str, str]]


@kept(1024)
def read(text: str, language: str) -> Reading:
    sentences = [(each.text, each.paragraph, len(words(each.text))) for each in split(text, language)]
    sentences = [each for each in sentences if each[2]]
    paragraphs: dict[int, int] = {}
    for _, paragraph, length in sentences:
        paragraphs[paragraph] = paragraphs.get(paragraph, 0) + length
    return Reading(
        text,
        tuple(words(text)),
        tuple(each[0] for each in sentences),
        tuple(each[2] for each in sentences),
        tuple(paragraphs.values()),
        tuple((token.stem, token.text.casefold()) for token in tokens(text, language) if token.content),
    )
