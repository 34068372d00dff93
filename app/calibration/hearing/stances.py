"""Stances: what a brand says that it stands for, or against."""

from collections.abc import Sequence

from app.brand.entries import MAX_KEYWORD
from app.calibration.found import Stance
from app.calibration.hearing.cueing import Call
from app.calibration.hearing.grammar import COLON, COMMA, Act, Grammar
from app.calibration.hearing.outcomes import Outcome
from app.calibration.hearing.utterances import Sentence
from app.hubs.analysis.words import tokens
from app.vocabulary import StanceCategory

_LONGEST = 40  # Words: who dictates without stops goes on to something else.
_KEYWORDS = 8
_PLAIN = str.maketrans({"’": "'", ",": " ", ":": " ", ";": " "})


def belief(sentence: Sentence, call: Call, grammar: Grammar) -> Sequence[Outcome]:
    """What is believed; where others were said to think otherwise it is contrarian."""
    contrarian = call.before is Act.OTHERS_SAY
    first = call.first
    while first < call.last and sentence.tokens[first].low in (COMMA, COLON):
        first += 1
    text = sentence.verbatim(first, _end(sentence, call, grammar))
    if grammar.hedge.match(text.casefold()):
        return []
    if contrarian and not text:
        text = sentence.verbatim(0, call.end)
    return _stance(text, grammar, StanceCategory.CONTRARIAN if contrarian else None)


def opposed(sentence: Sentence, call: Call, grammar: Grammar) -> Sequence[Outcome]:
    end = _end(sentence, call, grammar)
    if not _keywords(sentence.verbatim(call.first, end), grammar):
        return []
    return _stance(sentence.verbatim(call.start, end), grammar, StanceCategory.CHALLENGER)


def _stance(text: str, grammar: Grammar, category: StanceCategory | None) -> Sequence[Outcome]:
    keywords = _keywords(text, grammar)
    if not keywords:
        return []
    return [Stance(text, category or _category(text.casefold(), grammar), keywords)]


def _end(sentence: Sentence, call: Call, grammar: Grammar) -> int:
    end = min(call.last, call.first + _LONGEST)
    loose = grammar.separators | grammar.turns | {COMMA, COLON}
    if end < len(sentence.tokens):
        loose |= grammar.edges
    while end > call.first and sentence.tokens[end - 1].low in loose:
        end -= 1
    return end


def _category(text: str, grammar: Grammar) -> StanceCategory:
    line = text.translate(_PLAIN)
    found = (category for category, pattern in grammar.stances if pattern.search(line))
    return next(found, StanceCategory.AUTHORITY)


def _keywords(text: str, grammar: Grammar) -> tuple[str, ...]:
    words = [token.text.casefold() for token in tokens(text, grammar.language) if token.content]
    return tuple(dict.fromkeys(word for word in words if len(word) <= MAX_KEYWORD))[:_KEYWORDS]
