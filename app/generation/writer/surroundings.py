"""What the source says right before a passage: the heading that it stands under, the question that it answers."""

from bisect import bisect_right
from dataclasses import dataclass

import regex

from app.hubs.analysis.headline import is_title, readable
from app.hubs.analysis.lexicon import lexicon_for
from app.hubs.analysis.passages import Reading
from app.hubs.analysis.quality import display, objection, stumbles
from app.hubs.analysis.sentences import Sentence
from app.hubs.analysis.words import length_in_words
from app.hubs.source import Span

_LEAST_HEADING, _MOST_HEADING = 3, 14
_MOST_QUESTION = 20
_ASIDE = regex.compile(r"(?:right|okay|ok|yeah|correct|huh)\?$", regex.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence of the source, as published (`text`) and where it stands."""

    text: str
    span: Span


def surroundings(text: str, reading: Reading, start: int) -> tuple[Line | None, Line | None]:
    """Heading and question of the passage that begins at `start`."""
    at = bisect_right(reading.sentences, start, key=lambda sentence: sentence.start) - 1
    if at < 0:
        return None, None
    before = reading.sentences[at - 1] if at else None
    return _heading(text, reading.sentences[at], reading.language), _question(before, reading.language)


def _heading(text: str, sentence: Sentence, language: str) -> Line | None:
    heading = sentence.heading
    if heading is None or not is_title(heading, language) or heading != readable(heading):
        return None
    if not _LEAST_HEADING <= length_in_words(heading, language) <= _MOST_HEADING:
        return None
    start = text.rfind(heading, 0, sentence.start)
    return Line(heading, Span(start, start + len(heading))) if start >= 0 else None


def _question(sentence: Sentence | None, language: str) -> Line | None:
    if sentence is None or not sentence.text.endswith(("?", "？")):
        return None
    text = display(sentence.text, language)
    fits = objection(sentence.text, language) == "question" and length_in_words(text, language) <= _MOST_QUESTION
    talk = stumbles(text, language) or lexicon_for(language).self_talk.search(text) or _ASIDE.search(text)
    return Line(text, Span(sentence.start, sentence.end)) if fits and not talk else None
