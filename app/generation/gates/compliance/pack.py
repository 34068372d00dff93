"""What a pack of rules is made of, and the few words that its patterns are built with.

Patterns run over text as `phrases.fold` leaves it: lower case, one kind of apostrophe and dash, nothing invisible.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache

import regex

from app.vocabulary import Industry, Severity

Pattern = regex.Pattern[str]
Patterns = Mapping[str, Pattern]
"""By language."""

PERCENT = r"\d[\d.,]*\s?(?:%|per\s?cent(?:age points?)?|basis points|bps|por ciento)"
MONEY = (
    r"(?:[$€£]\s?\d[\d.,]*\s?(?:million|billion|millones|bn|k|m)?(?!\p{L})"
    r"|\d[\d.,]*\s?(?:million |billion |millones de )?(?:dollars|euros|d[oó]lares|pesos))"
)
_GAP = r"(?:(?![.!?…]\s|\n).)"  # within a sentence; the point of a number ends none


class Action(StrEnum):
    REJECT = "reject"
    FLAG = "flag"

    @property
    def severity(self) -> Severity:
        return Severity.HARD if self is Action.REJECT else Severity.SOFT


@dataclass(frozen=True, slots=True)
class Rule:
    """A claim that a regulation speaks of. What says the opposite is no hit; `says_no` is a claim made with a "no"."""

    name: str
    action: Action
    citation: str
    reason: str
    suggestion: str
    patterns: Patterns
    says_no: bool = False


@dataclass(frozen=True, slots=True)
class Disclosure:
    """A sentence that a piece must hold once it says something that `when` finds.

    `texts` are the sentences to add and `accepts` the wordings that will do; `short` ones will do in a single post on
    X. Where the regulation prescribes the words there is no short form.
    """

    name: str
    citation: str
    reason: str
    texts: Mapping[str, str]
    accepts: Patterns
    when: Patterns
    short_texts: Mapping[str, str] = field(default_factory=dict)
    short: Patterns = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Pack:
    """The rules and disclosures of an industry. They are written in `languages`, and judge no other."""

    industry: Industry
    rules: Sequence[Rule]
    disclosures: Sequence[Disclosure]
    languages: frozenset[str] = frozenset({"en", "es"})


def words(*alternatives: str) -> str:
    """Any of the alternatives, as whole words."""
    return rf"(?<![\p{{L}}\p{{N}}_])(?:{'|'.join(alternatives)})(?![\p{{L}}\p{{N}}_])"


def near(one: str, other: str, most: int = 60) -> str:
    """Both in one sentence, in either order, with at most so many characters between."""
    gap = f"{_GAP}{{0,{most}}}?"
    return f"{one}{gap}{other}|{other}{gap}{one}"


def then(one: str, other: str, most: int = 40) -> str:
    """One and after it, in the same sentence, the other."""
    return f"{one}{_GAP}{{0,{most}}}?{other}"


def patterns(en: str, es: str) -> Patterns:
    """Compiled when they are first looked for: few processes judge pieces of every industry."""
    return _Patterns({"en": en, "es": es})


class _Patterns(Mapping[str, Pattern]):
    def __init__(self, sources: Mapping[str, str]) -> None:
        self._sources = sources

    def __getitem__(self, language: str) -> Pattern:
        return _compiled(self._sources[language])

    def __iter__(self) -> Iterator[str]:
        return iter(self._sources)

    def __len__(self) -> int:
        return len(self._sources)


@cache
def _compiled(source: str) -> Pattern:
    return regex.compile(source, regex.V1)
