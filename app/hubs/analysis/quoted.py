"""What in a source is not its author's own claim: exercises for the reader, and selections quoted with their source."""

from collections.abc import Iterator, Sequence
from itertools import groupby

import regex

from app.hubs.analysis.sentences import Sentence

_EXERCISES = regex.compile(
    r"\W*(?:questions (?:and|&) )?(?:exercises?|problems|selections for practi[cs]e|practi[cs]e|further reading"
    r"|ejercicios|preguntas y ejercicios|練習問題|演習)\W*",
    regex.IGNORECASE,
)
_ATTRIBUTION = regex.compile(
    r"[\"”'’]?\s*(?:--|—|–)\s*(?:From |Anon|\p{Lu}{2,}"
    r"|\p{Lu}\p{Ll}+(?: \p{Lu}[\p{L}.]+)+\.?$)"
)


def not_the_authors(sentences: Sequence[Sentence]) -> frozenset[int]:
    """The numbers of the paragraphs that exercises and quoted selections fill."""
    return frozenset([*_exercises(sentences), *_attributed(sentences)])


def _exercises(sentences: Sequence[Sentence]) -> Iterator[int]:
    """From a heading of exercises to the next that is not of its kind: selections are headed in capitals as it is."""
    inside = shouted = False
    before: str | None = None
    for sentence in sentences:
        heading = sentence.heading
        if heading != before and heading is not None:
            before = heading
            if _EXERCISES.fullmatch(heading):
                inside, shouted = True, heading.isupper()
            elif not (shouted and heading.isupper()):
                inside = False
        if inside:
            yield sentence.paragraph


def _attributed(sentences: Sequence[Sentence]) -> Iterator[int]:
    """A paragraph that ends in, or is followed by, the name of whom it quotes."""
    paragraphs = [(number, list(rows)) for number, rows in groupby(sentences, key=lambda s: s.paragraph)]
    for index, (number, rows) in enumerate(paragraphs):
        after = paragraphs[index + 1][1][0].text if index + 1 < len(paragraphs) else ""
        if _ATTRIBUTION.match(after) or (len(rows) > 1 and _ATTRIBUTION.match(rows[-1].text)):
            yield number
