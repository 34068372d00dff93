"""What makes a hook pull, found in the text: each cue with its place and its part of the score.

In a language without a lexicon only the cues that need no words are looked for. What a cue is worth is fitted
(`pull/`); a fault is not fitted, but costs its points everywhere.
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
    """`find` is None for a cue of the lexicon. A fault is named and pointed at in every language."""

    name: str
    part: Part
    label: str
    find: Callable[[str], Spans] | None = None
    is_fault: bool = False


@dataclass(frozen=True, slots=True)
class Hit:
    cue: Cue
    spans: Spans


def has_lexicon(language: str) -> bool:
    return base_language(language) in LEXICONS


def find_hits(hook: str, language: str, cues: Sequence[Cue] | None = None) -> list[Hit]:
    """Every cue of `cues`, or else of `CUES`, that the hook shows, with offsets into `hook`."""
    lexicon = LEXICONS.get(base_language(language), {})
    found = ((cue, _spans(cue, hook, lexicon)) for cue in (CUES if cues is None else cues))
    return [Hit(cue, spans) for cue, spans in found if spans]


def find_faults(hook: str, language: str) -> list[Hit]:
    return find_hits(hook, language, FAULTS)


def base_language(language: str) -> str:
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
    Cue("contrast", Part.INTERRUPT, "it contradicts or denies"),
    Cue("surprise", Part.INTERRUPT, "strong or surprising words"),
    Cue("opener", Part.INTERRUPT, "striking first words"),
    Cue("first number", Part.INTERRUPT, "it opens with a number", _matching(r"\A[\"“'(¿¡「]*[$€£¥]?\p{N}[\p{N}.,]*")),
    Cue("brevity", Part.INTERRUPT, "it is short", _of_words(3, 14)),
    Cue("short sentence", Part.INTERRUPT, "a very short first sentence", _short_sentence),
    Cue("break", Part.INTERRUPT, "punctuation that breaks the flow", _matching(r"[!?！？:：—–…]|\.{3}")),
    Cue("superlative", Part.INTERRUPT, "absolutes or superlatives"),
    Cue("throat_clearing", Part.INTERRUPT, "it clears its throat first", is_fault=True),
    Cue("cliche", Part.INTERRUPT, "a cliché", is_fault=True),
    Cue("shouting", Part.INTERRUPT, "words in capitals", _shouting, is_fault=True),
    Cue("emoji", Part.INTERRUPT, "too many emoji", _too_many(find_emoji, 2), is_fault=True),
    Cue("hashtag", Part.INTERRUPT, "a hashtag in the hook", find_hashtags),
    Cue(
        "exclamation",
        Part.INTERRUPT,
        "repeated exclamation marks",
        _matching(r"[!！]{2,}|[?？][!！?？]{2,}"),
        is_fault=True,
    ),
    Cue("long", Part.INTERRUPT, "it is long", _of_words(26, 10_000)),
    Cue("long", Part.BENEFIT, "it is long", _of_words(26, 10_000)),
    Cue("long", Part.CURIOSITY, "it is long", _of_words(26, 10_000)),
    Cue("quantity", Part.BENEFIT, "an amount", _QUANTITY),
    Cue("number", Part.BENEFIT, "a number", _NUMBER),
    Cue("measure", Part.BENEFIT, "a number with its unit"),
    Cue("count", Part.BENEFIT, "a number in words"),
    Cue("address", Part.BENEFIT, "it speaks to the reader"),
    Cue("stakes", Part.BENEFIT, "a gain or a loss"),
    Cue("promise", Part.BENEFIT, "it says what the reader gets"),
    Cue("result", Part.BENEFIT, "a person's own experience"),
    Cue("names", Part.BENEFIT, "names of people, places or things", _names),
    Cue("concise", Part.BENEFIT, "nothing but the point", _of_words(4, 20)),
    Cue("vague", Part.BENEFIT, "vague words"),
    Cue("thin", Part.BENEFIT, "too few words to promise anything", _of_words(0, 2)),
    Cue("question mark", Part.CURIOSITY, "a question", _matching(r"[?？]")),
    Cue("question_word", Part.CURIOSITY, "a question word whose answer is withheld"),
    Cue("withheld", Part.CURIOSITY, "it points to something not told yet"),
    Cue("open_loop", Part.CURIOSITY, "a turn that is left open"),
    Cue("intrigue", Part.CURIOSITY, "it trails off or announces", _matching(r"(?:…|\.{3}|[:：])\s*(?:\p{P}|\Z|\s)")),
    Cue(
        "list",
        Part.CURIOSITY,
        "a counted list not yet told",
        _matching(rf"\A[\"“'(¿¡「]*(?:\p{{Lu}}\p{{Ll}}+\s)?{_ALONE}\p{{N}}{{1,3}}(?![\p{{N}}.,%])"),
    ),
    Cue("superlative", Part.CURIOSITY, "one of many is singled out"),
    Cue("link", Part.CURIOSITY, "a link that gives the hook away", find_urls),
)

FAULTS: Sequence[Cue] = tuple(cue for cue in CUES if cue.is_fault)
