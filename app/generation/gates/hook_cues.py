"""What makes a hook pull, found in the text: each cue with its place, its part of the score and its points.

Points of a part are added up to its maximum. In a language without a lexicon only the cues that need no words are
looked for, and `scale` makes up for the others, so that the score is 0..100 everywhere.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

import regex

from app.generation.gates.hook_lexicon import LEXICONS
from app.generation.gates.hook_pattern import Lexicon
from app.generation.platforms import find_emoji, find_hashtags, find_urls, spoken_words, word_spans

Spans = list[tuple[int, int]]


class Part(StrEnum):
    INTERRUPT = "pattern interrupt"
    BENEFIT = "specific benefit"
    CURIOSITY = "curiosity gap"


MAX_POINTS = {Part.INTERRUPT: 30.0, Part.BENEFIT: 40.0, Part.CURIOSITY: 30.0}


@dataclass(frozen=True, slots=True)
class Cue:
    """`points` are given once, however often it occurs (negative: taken). `find` is None for a cue of the lexicon."""

    name: str
    part: Part
    points: float
    label: str
    find: Callable[[str], Spans] | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    cue: Cue
    spans: Spans


def has_lexicon(language: str) -> bool:
    return _base(language) in LEXICONS


def find_hits(hook: str, language: str) -> list[Hit]:
    """Every cue of `CUES` that the hook shows, with offsets into `hook`."""
    lexicon = LEXICONS.get(_base(language), {})
    found = ((cue, _spans(cue, hook, lexicon)) for cue in CUES)
    return [Hit(cue, spans) for cue, spans in found if spans]


def scale(part: Part, language: str) -> float:
    """What a point is worth: 1, or more where the cues of the lexicon are out of reach."""
    if has_lexicon(language):
        return 1.0
    reachable = sum(cue.points for cue in CUES if cue.part is part and cue.points > 0 and cue.find)
    return max(1.0, MAX_POINTS[part] / reachable)


def _base(language: str) -> str:
    return language.casefold().replace("_", "-").split("-")[0]


def _spans(cue: Cue, hook: str, lexicon: Lexicon) -> Spans:
    if cue.find:
        return cue.find(hook)
    pattern = lexicon.get(cue.name)
    return [match.span() for match in pattern.finditer(hook)] if pattern else []


def _matching(pattern: str) -> Callable[[str], Spans]:
    compiled = regex.compile(pattern, regex.V1)
    return lambda text: [match.span() for match in compiled.finditer(text)]


def _of_words(least: int, most: int) -> Callable[[str], Spans]:
    return lambda text: [(0, len(text))] if least <= spoken_words(text) <= most else []


def _names(text: str) -> Spans:
    """Capitalised words inside a sentence, acronyms, katakana; headline case tells nothing, so it counts as none."""
    if _shouting(text):
        return []
    words = [(start, end) for start, end in word_spans(text) if end - start > 3]
    capital = [span for span in words if text[span[0]].isupper() and not text[span[0] : span[1]].isupper()]
    if len(words) > 3 and len(capital) > len(words) * 0.6:
        return _ACRONYM(text)
    return [match.span() for match in _NAME.finditer(text)] + _ACRONYM(text)


_NAME = regex.compile(
    r"(?<=[\p{Ll}\p{N},;:–—-][\"“'(]?\s)\p{Lu}\p{Ll}+(?:\s\p{Lu}\p{Ll}+)*|\p{Katakana}[\p{Katakana}ー]{3,}"
)
_ACRONYM = _matching(r"(?<![\p{L}\p{N}])(?:\p{Lu}{2,5}|\p{Lu}[\p{Lu}\p{N}]{1,5})(?![\p{L}\p{N}])")


def _shouting(text: str) -> Spans:
    words = [(start, end) for start, end in word_spans(text) if end - start > 3 and text[start:end].isalpha()]
    loud = [(start, end) for start, end in words if text[start:end].isupper()]
    return loud if len(loud) > 1 and len(loud) * 3 > len(words) else []


def _too_many(find: Callable[[str], Spans], most: int) -> Callable[[str], Spans]:
    return lambda text: find(text)[most:]


def _short_sentence(text: str) -> Spans:
    match = regex.match(r"[^.!?。！？\n]+[.!?。！？]+(?=\s*\S)", text)
    return [match.span()] if match and 1 <= spoken_words(match.group()) <= 6 else []


_ALONE = r"(?![1１]\s?(?:lines?|points?|things?|sentences?|frases?|líneas?|cosas?|ideas?|puntos?|文|行|つ)(?!\p{Ll}))"
"""A piece has one line anyway: counting it promises nothing."""
_NUMBER = _matching(rf"(?<![\p{{L}}\p{{N}}#]){_ALONE}[$€£¥]?\p{{N}}[\p{{N}}.,]*")
_QUANTITY = _matching(r"[$€£¥₹]\s?\p{N}[\p{N}.,]*|\p{N}[\p{N}.,]*\s?(?:[%％‰$€£]|[kKxX×](?!\p{L})|[mM](?!\p{L})|bn\b)")

CUES: Sequence[Cue] = (
    Cue("contrast", Part.INTERRUPT, 12, "it contradicts or denies"),
    Cue("surprise", Part.INTERRUPT, 13, "strong or surprising words"),
    Cue("opener", Part.INTERRUPT, 9, "striking first words"),
    Cue(
        "first number", Part.INTERRUPT, 11, "it opens with a number", _matching(r"\A[\"“'(¿¡「]*[$€£¥]?\p{N}[\p{N}.,]*")
    ),
    Cue("brevity", Part.INTERRUPT, 4, "it is short", _of_words(3, 14)),
    Cue("short sentence", Part.INTERRUPT, 9, "a very short first sentence", _short_sentence),
    Cue("break", Part.INTERRUPT, 3, "punctuation that breaks the flow", _matching(r"[!?！？:：—–…]|\.{3}")),
    Cue("superlative", Part.INTERRUPT, 7, "absolutes or superlatives"),
    Cue("throat_clearing", Part.INTERRUPT, -15, "it clears its throat first"),
    Cue("cliche", Part.INTERRUPT, -15, "a cliché"),
    Cue("shouting", Part.INTERRUPT, -12, "words in capitals", _shouting),
    Cue("emoji", Part.INTERRUPT, -8, "too many emoji", _too_many(find_emoji, 2)),
    Cue("hashtag", Part.INTERRUPT, -4, "a hashtag in the hook", find_hashtags),
    Cue("exclamation", Part.INTERRUPT, -6, "repeated exclamation marks", _matching(r"[!！]{2,}|[?？][!！?？]{2,}")),
    Cue("long", Part.INTERRUPT, -12, "it is long", _of_words(26, 10_000)),
    Cue("long", Part.BENEFIT, -8, "it is long", _of_words(26, 10_000)),
    Cue("long", Part.CURIOSITY, -8, "it is long", _of_words(26, 10_000)),
    Cue("quantity", Part.BENEFIT, 8, "an amount", _QUANTITY),
    Cue("number", Part.BENEFIT, 15, "a number", _NUMBER),
    Cue("measure", Part.BENEFIT, 6, "a number with its unit"),
    Cue("count", Part.BENEFIT, 6, "a number in words"),
    Cue("address", Part.BENEFIT, 15, "it speaks to the reader"),
    Cue("stakes", Part.BENEFIT, 11, "a gain or a loss"),
    Cue("promise", Part.BENEFIT, 13, "it says what the reader gets"),
    Cue("result", Part.BENEFIT, 9, "a person's own experience"),
    Cue("names", Part.BENEFIT, 5, "names of people, places or things", _names),
    Cue("concise", Part.BENEFIT, 6, "nothing but the point", _of_words(4, 20)),
    Cue("vague", Part.BENEFIT, -10, "vague words"),
    Cue("thin", Part.BENEFIT, -12, "too few words to promise anything", _of_words(0, 2)),
    Cue("question mark", Part.CURIOSITY, 5, "a question", _matching(r"[?？]")),
    Cue("question_word", Part.CURIOSITY, 10, "a question word whose answer is withheld"),
    Cue("withheld", Part.CURIOSITY, 14, "it points to something not told yet"),
    Cue("open_loop", Part.CURIOSITY, 9, "a turn that is left open"),
    Cue("intrigue", Part.CURIOSITY, 7, "it trails off or announces", _matching(r"(?:…|\.{3}|[:：])\s*(?:\p{P}|\Z|\s)")),
    Cue(
        "list",
        Part.CURIOSITY,
        13,
        "a counted list not yet told",
        _matching(rf"\A[\"“'(¿¡「]*(?:\p{{Lu}}\p{{Ll}}+\s)?{_ALONE}\p{{N}}{{1,3}}(?![\p{{N}}.,%])"),
    ),
    Cue("superlative", Part.CURIOSITY, 7, "one of many is singled out"),
    Cue("link", Part.CURIOSITY, -6, "a link that gives the hook away", find_urls),
)
