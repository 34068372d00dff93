"""Tone: which traits a note asks more of, or less of, and by how much."""

from collections.abc import Iterable, Iterator, Mapping

from app.calibration.hearing.grammar import BEGIN, Grammar, Pull, ToneWords
from app.calibration.hearing.utterances import Sentence

SMALL, USUAL, LARGE = 8.0, 15.0, 25.0
"""What "a bit more", "more" and "much more" are worth, on a scale of 0 to 100."""
MOST = 50.0
"""A trait is changed by no more than this in one note."""
_BEFORE, _AFTER = 90, 30
_JOINED = 22  # Characters between two words that share a degree: "more playful, and a bit candid".


def shifts(sentence: Sentence, grammar: Grammar) -> Iterator[tuple[int, dict[str, float]]]:
    """Each change that is asked for, with the place in the line where it stands."""
    tone, line = grammar.tone, sentence.line
    ended, degree = -_JOINED, 0.0
    for match in tone.pattern.finditer(line):
        word, start, end = match.group(), match.start(), match.end()
        before = lead_up(line, start)
        joined = start - ended <= _JOINED and degree and tone.also.search(before)
        asked = _degree(tone, word, before, line[end : end + _AFTER].lstrip())
        degree = asked or (degree if joined and asked is None else 0.0)
        ended = end
        if degree:
            yield start, scaled(_pull(tone, word), degree)


def lead_up(line: str, place: int) -> str:
    """What goes before a place, as far as patterns look."""
    return line[place - _BEFORE : place] if place > _BEFORE else f"{BEGIN} {line[:place]}"


def scaled(pull: Pull, degree: float) -> dict[str, float]:
    return {trait: sign * degree for trait, sign in pull.items()}


def summed(pulls: Iterable[Pull]) -> dict[str, int]:
    """Of several words: each trait once, none where they pull against each other."""
    total: dict[str, int] = {}
    for pull in pulls:
        for trait, sign in pull.items():
            total[trait] = total.get(trait, 0) + sign
    return {trait: 1 if sign > 0 else -1 for trait, sign in total.items() if sign}


def _degree(tone: ToneWords, word: str, before: str, after: str) -> float | None:
    """More is above 0, less below; None where the word stands without either, 0.0 where it is told and not asked."""
    if tone.enough.match(after):
        return USUAL if tone.complaint.search(before) else 0.0
    if tone.examples.match(after):
        return 0.0
    if tone.welcome.match(after):
        return _wished(tone, before)
    less, more = tone.less.search(before), tone.more.search(before)
    if less is not None and (more is None or less.start() <= more.start()):
        sign, found = -1, less
    elif more is not None:
        sign, found = 1, more
    elif word in tone.stronger:
        return _wished(tone, before)
    else:
        return None
    told = tone.idle.search(before[: found.start()])
    # "It was too formal" is a complaint; "it was less formal" only tells.
    if told and not (told.group("told") and found.groupdict().get("too")):
        return 0.0
    return sign * (SMALL if tone.somewhat.match(after) else _amount(found.groupdict()))


def _wished(tone: ToneWords, before: str) -> float:
    """Of what asks for more by itself."""
    degree = tone.degree.search(before)
    lead = before[: degree.start()] if degree else before
    return 0.0 if tone.idle.search(lead) else _amount(degree.groupdict() if degree else {})


def _amount(groups: Mapping[str, str | None]) -> float:
    if groups.get("small") or groups.get("small_inside"):
        return SMALL
    return LARGE if groups.get("large") or groups.get("large_inside") else USUAL


def _pull(tone: ToneWords, word: str) -> Pull:
    return tone.words.get(word) or tone.stronger[word]
