"""What has to be known of a language to understand instructions in it: cues, frames and words, as data.

Patterns are matched against a sentence's `line`: its words in lower case with one blank between two, a quotation as
`QUOTED`, a comma and a colon as words of their own.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import regex

from app.vocabulary import StanceCategory

Pattern = regex.Pattern[str]
Pull = Mapping[str, int]
"""Which way a word pulls the traits of a tone: 1 or -1 each."""

QUOTED, COMMA, COLON, BEGIN = "§", ",", ":", "^"


class Act(StrEnum):
    """What a speaker does by a cue. What it is about follows the cue, or goes before it where the cue says so."""

    BAN = "ban"
    TOPIC = "topic"
    CLAIM = "claim"
    SHUN = "shun"
    MARK = "mark"
    FRAME = "frame"
    CALL = "call"
    INSTEAD = "instead"
    REPLACE = "replace"
    PERMIT = "permit"
    UNDO = "undo"
    BELIEVE = "believe"
    OPPOSE = "oppose"
    OTHERS_SAY = "others_say"
    SOUND = "sound"
    UNLIKE = "unlike"
    AUDIENCE = "audience"


@dataclass(frozen=True, slots=True)
class Cue:
    """`directed`: only where an order may begin. `marked`: only of what is quoted or called a word. `behind`: what it
    is about goes before it. `after`: it needs this act before it in the sentence, and then it needs nothing else.
    `whole`: what follows is one phrase, "and" and commas within. `within`: after this act it only goes on with that."""

    act: Act
    pattern: Pattern
    directed: bool = False
    marked: bool = False
    behind: bool = False
    after: Act | None = None
    whole: bool = False
    within: Act | None = None


@dataclass(frozen=True, slots=True)
class ToneWords:
    """`words` pull the tone, `stronger` are their comparatives and what asks by itself, `pattern` finds both.

    `less` and `more` end where such a word begins, and name an amount as `small` or `large`, as does `degree`, which
    goes before a comparative; `somewhat` follows it, or `enough`, with a `complaint` before; `welcome` after it says
    that there may be more; `also` joins it to the one before; `examples` follow it where words are meant.
    `idle` goes before what is no wish, as group `told` unless it complains that there is `too` much. `characters` are
    nouns for whom to sound like.
    """

    words: Mapping[str, Pull]
    stronger: Mapping[str, Pull]
    pattern: Pattern
    characters: Mapping[str, Pull]
    less: Pattern
    more: Pattern
    degree: Pattern
    somewhat: Pattern
    enough: Pattern
    welcome: Pattern
    complaint: Pattern
    also: Pattern
    idle: Pattern
    examples: Pattern


@dataclass(frozen=True, slots=True)
class Grammar:
    """`directed`, `idle` and `others` end where a cue begins: an order may begin there; what follows is no order; what
    follows is said of third parties. `request` opens a question that is an order, `tag` closes one.

    `hesitations` are left out, as are `fillers` between items; `repairs` take the item before them back, `turns` begin
    another thought in one breath. `unquote` closes a quotation that was dictated.

    Leads go before the words meant: "the word", "jargon like", "topics such as"; group `whole` names one phrase.
    `pointer` is "that word": the one quoted before.
    `separators` part items; `openers` begin a new clause after them. `breaks` end an item, though `linking` ones are
    part of a saying, and `soft` ones only where it is long. `spare` begins what is excepted, `reasons` why. `clausal`
    words begin a clause. `edges` and `tails` are cut off, `origins` are kept in a persona.

    `vague` words name nothing, `manners` are ways of writing and no wordings, `topics` are what is talked about;
    `saying`, `vows` and `mentioning` are verbs of cues, `performed` those vows that are made by saying so, as a writer
    would say them, `gerund` one at the head of an item. `contrast` goes before
    what is set against an item, `swap` before what takes its place. `people` are whom one can speak to, unless they
    begin with `no_people`. A belief that begins with `hedge` is a wish. `stances` are tried in order.
    """

    language: str
    cues: Sequence[Cue]
    directed: Pattern
    idle: Pattern
    others: Pattern
    request: Pattern
    tag: Pattern
    hesitations: frozenset[str]
    unquote: Mapping[str, frozenset[str]]
    word_lead: Pattern
    pointer: Pattern
    topic_lead: Pattern
    separators: frozenset[str]
    fillers: Pattern
    repairs: Pattern
    turns: frozenset[str]
    spare: frozenset[str]
    reasons: frozenset[str]
    breaks: frozenset[str]
    linking: frozenset[str]
    soft: frozenset[str]
    openers: frozenset[str]
    determiners: frozenset[str]
    clausal: frozenset[str]
    edges: frozenset[str]
    tails: Pattern
    vague: frozenset[str]
    manners: frozenset[str]
    topics: frozenset[str]
    saying: frozenset[str]
    vows: frozenset[str]
    performed: Mapping[str, str]
    mentioning: frozenset[str]
    gerund: Pattern
    contrast: Pattern
    swap: Pattern
    origins: frozenset[str]
    people: Pattern
    no_people: frozenset[str]
    hedge: Pattern
    stances: Sequence[tuple[StanceCategory, Pattern]]
    tone: ToneWords


def words(blank_separated: str) -> frozenset[str]:
    return (
        frozenset(blank_separated.replace("_", " ").split())
        if "_" not in blank_separated
        else frozenset(word.replace("_", " ") for word in blank_separated.split())
    )


def standing(pattern: str) -> Pattern:
    """Anywhere in a line, as whole words."""
    return regex.compile(rf"(?<!\S)(?:{pattern})(?!\S)")


def opening(pattern: str) -> Pattern:
    """For `match` where a word begins."""
    return regex.compile(rf"(?:{pattern})(?!\S)")


def ending(pattern: str) -> Pattern:
    """For `search` in what goes before a word, the blank included; a sentence begins with the word `BEGIN`."""
    # Read backwards, it is tried at the end alone, and not at each word.
    return regex.compile(rf"(?r)(?<!\S)(?:{pattern}) $")


def pulls(*lines: str) -> dict[str, Pull]:
    """From lines such as "formal+ playful-: stuffy", where "_" stands for a blank in a phrase."""
    found: dict[str, Pull] = {}
    for line in lines:
        traits, _, named = line.partition(":")
        pull = {trait[:-1]: 1 if trait.endswith("+") else -1 for trait in traits.split()}
        found |= {word.replace("_", " "): pull for word in named.split()}
    return found


def one_of(phrases: Iterable[str]) -> Pattern:
    """Any of the phrases as whole words; of two at one place the longer."""
    ordered = sorted(phrases, key=lambda phrase: (-len(phrase), phrase))
    return standing("|".join(map(regex.escape, ordered)))
