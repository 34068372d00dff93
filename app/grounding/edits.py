"""What people made of a piece, and which words they took out of it and put into it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

import regex

from app.generation.healing import Tokens, differences, is_word, phrase_of, tokens
from app.generation.platforms import sentence_spans
from app.hubs.analysis.words import knows_words, stem, stopwords, word_set, zipf
from app.kit.memory import kept
from app.kit.text import fold

LONGEST, LONGEST_UNSPACED = 5, 8
"""Of a phrase, in words, or in characters of a script without blanks."""
SHOWN = 200
FUNCTION_ZIPF = 6.05
"""Words as common as this hold sentences together; nobody's voice is in them."""
Span = tuple[int, int]

_LETTER = regex.compile(r"\p{L}")
_UNSPACED = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}ー々]")
_KANA = regex.compile(r"\p{Hiragana}")
# Nothing that one says begins with these: what follows them is the phrase.
_LEADING = word_set(
    "the a an our your my their its his her this that these those we you i they he she it and or but so is are was were"
)


@dataclass(frozen=True, slots=True)
class Edit:
    """The words of a piece before people edited it, and after; `hub_id` is empty where it has none any more."""

    spoke_id: str
    before: str
    after: str
    editors: frozenset[str] = frozenset()
    language: str = "en"
    hub_id: str = ""


class Phrase(NamedTuple):
    """`key` is the same for all forms of the words; `span` is where it stands."""

    key: str
    text: str
    span: Span


class Word(NamedTuple):
    """What there is to know of a word wherever it stands: whether a phrase may begin with it, and end."""

    stem: str
    leads: bool
    ends: bool
    is_unspaced: bool


@dataclass(frozen=True)
class Reading:
    """An edit, word by word."""

    edit: Edit
    old: Tokens = field(init=False, repr=False)
    new: Tokens = field(init=False, repr=False)
    runs: Sequence[tuple[Tokens, Tokens]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        old, new = tokens(self.edit.before), tokens(self.edit.after)
        for name, value in (("old", old), ("new", new), ("runs", tuple(differences(old, new)))):
            object.__setattr__(self, name, value)

    @cached_property
    def stood(self) -> Mapping[str, Phrase]:
        """Everything before that might be a habit of speech."""
        return _by_key(phrases(self.edit.before, self.old, self.edit.language))

    @cached_property
    def stands(self) -> Mapping[str, Phrase]:
        return _by_key(phrases(self.edit.after, self.new, self.edit.language))

    @cached_property
    def removed(self) -> Mapping[str, Phrase]:
        """What was taken out, and stands nowhere afterwards."""
        found = (phrase for run, _ in self.runs for phrase in phrases(self.edit.before, run, self.edit.language))
        return {key: phrase for key, phrase in _by_key(found).items() if key not in self.stands}

    @cached_property
    def put(self) -> Mapping[str, Phrase]:
        """What was put in, and stood nowhere before."""
        found = (phrase for _, run in self.runs for phrase in phrases(self.edit.after, run, self.edit.language))
        return {key: phrase for key, phrase in _by_key(found).items() if key not in self.stood}

    @cached_property
    def swapped(self) -> Mapping[str, Phrase]:
        """What stands where a phrase stood, by the key of that."""
        found = {}
        for old, new in self.runs:
            if phrase_of(self.edit.before, old) and (text := phrase_of(self.edit.after, new)):
                words = [token for token in new if is_word(token)]
                put = Phrase(_key(words, self.edit.language), text, (words[0].start(), words[-1].end()))
                found[_key([token for token in old if is_word(token)], self.edit.language)] = put
        return found

    @cached_property
    def removed_share(self) -> float:
        """Of the words before."""
        return _words(token for run, _ in self.runs for token in run) / max(1, _words(self.old))

    @cached_property
    def put_words(self) -> int:
        return _words(token for _, run in self.runs for token in run)


def phrases(text: str, run: Tokens, language: str) -> Iterator[Phrase]:
    """Every phrase of the run that says something by itself."""
    known = [_word(token.group(), language) if is_word(token) else None for token in run]
    for first, head in enumerate(known):
        if head is None or not head.leads:
            continue
        key = ""
        for at, word in enumerate(known[first : first + (LONGEST_UNSPACED if head.is_unspaced else LONGEST)], first):
            if word is None:
                break
            key = f"{key} {word.stem}" if key else word.stem
            if word.ends and (at > first or not head.is_unspaced):
                span = (run[first].start(), run[at].end())
                yield Phrase(key, text[slice(*span)], span)


def is_function_word(word: str, language: str) -> bool:
    return zipf(word, language) >= FUNCTION_ZIPF if knows_words(language) else word in stopwords(language)


def sentence_at(text: str, span: Span) -> str:
    """The sentence that the span lies in, cut to what is shown."""
    for start, end in sentence_spans(text):
        if start <= span[0] < end:
            return clipped(text[start:end], span[0] - start)
    return clipped(text, span[0])


def counterpart(text: str, sentence: str) -> str:
    """The sentence of `text` that has most words of the other; "" where none has any."""
    wanted = {fold(token.group()) for token in tokens(sentence) if is_word(token)}
    shared = [
        (len(wanted & {fold(token.group()) for token in tokens(text[start:end])}), -start, end)
        for start, end in sentence_spans(text)
    ]
    count, start, end = max(shared, default=(0, 0, 0))
    return clipped(text[-start:end]) if count else ""


def clipped(text: str, around: int = 0) -> str:
    """At most `SHOWN` characters, those around a place."""
    text = text.rstrip()
    if len(text) <= SHOWN:
        return text.strip()
    start = max(0, min(around - SHOWN // 2, len(text) - SHOWN))
    end = start + SHOWN
    return ("…" if start else "") + text[start:end].strip() + ("…" if end < len(text) else "")


@kept(65_536)
def _word(text: str, language: str) -> Word:
    folded = fold(text)
    own = stem(folded, language)
    if not _LETTER.search(folded):
        return Word(own, False, False, False)
    if _UNSPACED.match(folded):
        says = not _KANA.match(folded)
        return Word(own, says, says, True)
    is_function = is_function_word(folded, language)
    leads = folded not in _LEADING if language == "en" else not is_function
    return Word(own, leads, len(folded) > 1 and not is_function, False)


def _key(words: Iterable[regex.Match[str]], language: str) -> str:
    return " ".join(_word(word.group(), language).stem for word in words)


def _by_key(found: Iterable[Phrase]) -> dict[str, Phrase]:
    """The first of each key."""
    known: dict[str, Phrase] = {}
    for phrase in found:
        known.setdefault(phrase.key, phrase)
    return known


def _words(run: Iterable[regex.Match[str]]) -> int:
    return sum(map(is_word, run))
