"""Personas: whom a brand is to sound like, whom not, and whom it speaks to."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from app.calibration.found import PersonaHint
from app.calibration.hearing.cueing import Call
from app.calibration.hearing.grammar import COLON, COMMA, QUOTED, Grammar, Pull
from app.calibration.hearing.outcomes import Outcome, Shift
from app.calibration.hearing.tone import USUAL, scaled, summed
from app.calibration.hearing.utterances import Sentence, Token

_MIDDLE, _TOLD = 50.0, 25.0
"""An attribute of a persona is worth so much, and so much more or less where its words say so."""
_MOST_WORDS = 8


def sound(sentence: Sentence, call: Call, grammar: Grammar) -> Sequence[Outcome]:
    """A persona, with the change of tone that its words, and those set against them, ask for."""
    edge, after = _contrast(sentence, call, grammar)
    name = _name(sentence, call.first, edge, grammar)
    if not name:
        return []
    against = sentence.tokens[after : call.last]
    pull = summed([*_pulls(name, grammar), *map(_opposite, _pulls(_phrase(against, grammar), grammar))])
    attributes = {trait: _MIDDLE + sign * _TOLD for trait, sign in pull.items()}
    hint = PersonaHint(_text(name), _described(sentence, call, grammar), attributes)
    return [hint, Shift(scaled(pull, USUAL))]


def unlike(sentence: Sentence, call: Call, grammar: Grammar) -> Sequence[Outcome]:
    """Away from whom it is not to sound like: which tells nothing of a persona."""
    named = _phrase(sentence.tokens[call.first : call.last], grammar)
    pull = summed(map(_opposite, _pulls(named, grammar)))
    return [Shift(scaled(pull, USUAL))] if pull else []


def audience(sentence: Sentence, call: Call, grammar: Grammar) -> Sequence[Outcome]:
    edge, _ = _contrast(sentence, call, grammar)
    name = _name(sentence, call.first, edge, grammar)
    if not name or name[0].low in grammar.no_people or not any(grammar.people.match(token.low) for token in name):
        return []
    return [PersonaHint(_text(name), _described(sentence, call, grammar))]


def _contrast(sentence: Sentence, call: Call, grammar: Grammar) -> tuple[int, int]:
    """Where what is named ends, and where that begins which is set against it."""
    place = sentence.place(call.first)
    found = grammar.contrast.search(sentence.line, place, max(sentence.place(call.last) - 1, place))
    return (sentence.at(found.start()), sentence.at(found.end())) if found else (call.last, call.last)


def _name(sentence: Sentence, first: int, last: int, grammar: Grammar) -> Sequence[Token]:
    """Nothing where a clause follows: "sound like you mean it"."""
    if first < last and sentence.tokens[first].low == QUOTED:
        return sentence.tokens[first : first + 1]
    if first < last and sentence.tokens[first].low in grammar.clausal:
        return ()
    found = _phrase(sentence.tokens[first:last], grammar)
    return found if found and found[0].low not in grammar.vague else ()


def _phrase(tokens: Sequence[Token], grammar: Grammar) -> Sequence[Token]:
    """The first phrase of these words, without the article."""
    begun = 0
    passed = grammar.determiners | {COMMA}
    while begun < len(tokens) and tokens[begun].low in passed:
        begun += 1
    ends = grammar.breaks | (grammar.soft - grammar.origins) | grammar.turns | {COMMA, COLON, QUOTED}
    end = next((at for at in range(begun, len(tokens)) if tokens[at].low in ends), len(tokens))
    end = min(end, begun + _MOST_WORDS)
    while end > begun and tokens[end - 1].low in grammar.edges | grammar.separators:
        end -= 1
    return tokens[begun:end]


def _pulls(tokens: Sequence[Token], grammar: Grammar) -> Iterator[Pull]:
    tone = grammar.tone
    lows = [token.low for token in tokens]
    for word in [*lows, *map(" ".join, pairwise(lows))]:
        pull = tone.characters.get(word) or tone.characters.get(word.removesuffix("s")) or tone.words.get(word)
        if pull:
            yield pull


def _opposite(pull: Pull) -> Pull:
    return {trait: -sign for trait, sign in pull.items()}


def _text(tokens: Sequence[Token]) -> str:
    return " ".join(token.text for token in tokens)


def _described(sentence: Sentence, call: Call, grammar: Grammar) -> str:
    """The instruction as it was given."""
    last = call.last
    while last > call.end and sentence.tokens[last - 1].low in grammar.separators | grammar.edges | {COMMA, COLON}:
        last -= 1
    said = sentence.verbatim(call.start, last)
    return said[:1].upper() + said[1:]
