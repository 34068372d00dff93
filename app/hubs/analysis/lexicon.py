"""What the analysis knows of a language: which words open, point, chat, stumble and argue.

One Lexicon a language, plain patterns over one sentence; a language without one gets NEUTRAL, which judges by
punctuation and shape alone and so never by another language's words.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache

import regex

Pattern = regex.Pattern[str]
NEVER: Pattern = regex.compile(r"(?!)")


class Stance(StrEnum):
    """What a passage does to its reader. The value is the stored, language-free name."""

    EVIDENCE = "evidence"
    CONTRARIAN = "contrarian"
    WARNING = "warning"
    HOW_TO = "how_to"
    VISION = "vision"
    STORY = "story"
    CAUSE = "cause"
    CALL = "call"
    PRINCIPLE = "principle"


@dataclass(frozen=True)
class Lexicon:
    """Patterns are searched, those named `leading_*` matched at the start of a sentence.

    `leading_loose`: a connective that can be dropped without changing what is said. `leading_dangling`: what cannot
    stand first without its predecessor, unless `leading_expletive` matches too. `anaphora` needs `antecedent` somewhere
    before it in the sentence; `pointing` points out of it to what was just said, `unseen` to what no reader of a post
    can see. `fragment` is a subordinate clause with no main one. `clause_end` is where a sentence may be cut so that
    the head still says what the whole says; a head matching `conditional` may not be cut. `name_signs` stand before
    names of places, bodies and things, and seldom before those of people. `outright` are stances said in so many words,
    where the language tells them apart from `stances`.
    """

    language: str
    leading_loose: Pattern = NEVER
    leading_dangling: Pattern = NEVER
    leading_expletive: Pattern = NEVER
    anaphora: Pattern = NEVER
    antecedent: Pattern = NEVER
    pointing: Pattern = NEVER
    unseen: Pattern = NEVER
    boilerplate: Pattern = NEVER
    chatter: Pattern = NEVER
    disfluency: Pattern = NEVER
    finite: Pattern | None = None
    surely_finite: Pattern | None = None
    fragment: Pattern = NEVER
    not_theme_shape: Pattern = NEVER
    not_noun_shape: Pattern = NEVER
    articles: frozenset[str] = frozenset()
    joins: str = ""
    clause_end: Pattern = NEVER
    conditional: Pattern = NEVER
    self_talk: Pattern = NEVER
    plain_headings: Pattern = NEVER
    stances: Mapping[Stance, Pattern] = field(default_factory=dict)
    outright: Mapping[Stance, Pattern] = field(default_factory=dict)
    determiners: frozenset[str] = frozenset()
    verb_signs: frozenset[str] = frozenset()
    links: frozenset[str] = frozenset()
    name_signs: frozenset[str] = frozenset()
    head_first: bool = False
    not_themes: frozenset[str] = frozenset()
    angles: Mapping[Stance, str] = field(default_factory=dict)


NEUTRAL = Lexicon(
    language="",
    boilerplate=regex.compile(r"(?i)©|\bcopyright\b|https?://|www\.|@\w+\.\w"),
    clause_end=regex.compile(r"\s*[;；]\s*|\s+[–—]\s+|\s*--\s*"),
)


@cache
def lexicon_for(language: str) -> Lexicon:
    """The lexicon of a language code such as `en` or `es-MX`; NEUTRAL where there is none."""
    from app.hubs.analysis import english, european, japanese, spanish

    base = language.lower().replace("_", "-").split("-")[0]
    known = {"en": english.LEXICON, "es": spanish.LEXICON, "ja": japanese.LEXICON, **european.LEXICONS}
    return known.get(base, NEUTRAL)


def alternatives(words: str) -> str:
    """A group that matches any of the words of a blank-separated list; `_` stands for a blank inside one."""
    ordered = sorted(words.split(), key=len, reverse=True)
    return "(?:" + "|".join(word.replace("_", r"\s+").replace("'", "['’]") for word in ordered) + ")"
