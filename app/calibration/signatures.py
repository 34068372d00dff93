"""Signature patterns: runs of words that come back in a client's samples, and that hardly anybody else says so often.

A run of two to five words is counted by samples. How often it would stand in anybody's text is known for runs that
several public voices have; for others it follows from the frequencies of their words. One that stands in so many more
samples that chance would hardly do it, by Poisson's law, is a pattern, in the longest form that comes back as often.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from math import lgamma, log
from zlib import crc32

import regex

from app.calibration.cues import cues_for
from app.calibration.reading import Reading
from app.calibration.usual import Usual
from app.generation.gates.tone.marks import words
from app.hubs.analysis.words import base, knows_words, stem, stopwords, zipf
from app.vocabulary import MarkerCategory

LENGTHS = (2, 3, 4, 5)
LEAST_SAMPLES, LEAST_SHARE, LEAST_SHARE_LONG = 2, 0.15, 0.1
"""In how many samples a run stands at least; one of three words that are not all small ones in fewer."""
MOST = 12
_UNLIKELY = 4.0
"""How many zeros the odds have against so many samples with the phrase, were they anybody's."""
_SAME = 0.7
"""A longer form that stands in this share of the samples of the shorter one takes its place."""
_TOGETHER = 2.0
"""Words stand together 100 times as often as if they were drawn by chance; so much is usual of any two."""
_OPENS = 0.6
_LANGUAGE = "en"
_STOPS = regex.compile(r"\S*\d\S*|[.;:!?()\[\]\"“”«»…|/*_`]+|\s[-–—]+\s|[–—]|--+")
_NAME = regex.compile(r"(?<=\S\s)[\"“(]?\p{Lu}[\p{L}'’-]*")
_NO_NAMES = frozenset({"i", "i'm", "i've", "i'll", "i'd"})
"""What English writes with a capital, wherever it stands."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """`share` is that of the samples that have the phrase, 0 to 1; `example` is a sentence of theirs with it."""

    phrase: str
    category: MarkerCategory
    example: str
    share: float


@dataclass(slots=True)
class _Run:
    words: tuple[str, ...]
    samples: set[int] = field(default_factory=set)
    examples: list[str] = field(default_factory=list)
    opened: int = 0
    capitalised: int = 0

    @property
    def phrase(self) -> str:
        return " ".join(self.words)


def hash_of(phrase: str) -> int:
    return crc32(phrase.encode())


def runs(sentence: str) -> Iterator[tuple[bool, tuple[str, ...]]]:
    """Each run of words in a sentence that no mark but a comma parts, and whether it opens the sentence."""
    for number, stretch in enumerate(_STOPS.split(sentence)):
        said = words(stretch)
        for length in LENGTHS:
            for at in range(len(said) - length + 1):
                yield number == at == 0, tuple(said[at : at + length])


def signatures(readings: Sequence[Reading], usual: Usual, language: str, topics: Sequence[str] = ()) -> list[Pattern]:
    """At most twelve, the surest first. What only names a topic is none."""
    if not readings or not knows_words(language):
        return []
    odds = _odds_against(readings, usual, language)
    about = {stem(word, base(language)) for topic in topics for word in words(topic)}
    found = [
        (sure, run)
        for run in _counted(readings)
        if _may_be_own(run, len(readings), language, about) and (sure := odds(run)) >= _UNLIKELY
    ]
    found.sort(key=lambda pair: (-pair[0], pair[1].phrase))
    return [_pattern(run, len(readings), language) for run in _longest([run for _, run in found])[:MOST]]


def _counted(readings: Sequence[Reading]) -> list[_Run]:
    """The runs that more than one sample has."""
    seen: dict[tuple[str, ...], _Run] = {}
    for number, reading in enumerate(readings):
        for sentence in reading.sentences:
            named = {word for each in _NAME.findall(sentence) for word in words(each)} - _NO_NAMES
            for opens, run in runs(sentence):
                entry = seen.setdefault(run, _Run(run))
                if number not in entry.samples:
                    entry.examples.append(sentence)
                entry.samples.add(number)
                entry.opened += opens
                entry.capitalised += not named.isdisjoint(run)
    return [run for run in seen.values() if len(run.samples) >= LEAST_SAMPLES]


def _may_be_own(run: _Run, samples: int, language: str, about: set[str]) -> bool:
    """Not a name nor a topic, and no torn piece: it does not end on a word that leads on, nor begin on one that goes
    with what was before, unless sentences open with it."""
    code = base(language)
    cues = cues_for(language)
    stop = stopwords(code)
    if run.capitalised * 2 > len(run.samples) or any(zipf(word, code) == 0 for word in run.words):
        return False
    leads = cues.leading if cues else frozenset()
    if run.words[-1] in leads or (run.words[0] in leads and not _opens(run)):
        return False
    content = [word for word in run.words if word not in stop]
    is_long = len(run.words) > 2
    if len(run.samples) < (LEAST_SHARE_LONG if is_long and content else LEAST_SHARE) * samples:
        return False
    if not content:
        return is_long
    if len(content) == len(run.words) and not (cues and cues.colours & set(content)):
        return False
    return not all(stem(word, code) in about for word in content)


def _opens(run: _Run) -> bool:
    return run.opened >= _OPENS * len(run.samples)


def _odds_against(readings: Sequence[Reading], usual: Usual, language: str) -> Callable[[_Run], float]:
    length = sum(len(reading.words) for reading in readings) / len(readings)

    def odds(run: _Run) -> float:
        expected = len(readings) * _usual_share(run, usual, language, length)
        return _unlikeliness(len(run.samples), expected)

    return odds


def _usual_share(run: _Run, usual: Usual, language: str, length: float) -> float:
    """Of anybody's texts of that length in words, how many have the run."""
    joined = sum(zipf(word, language) - 9 for word in run.words) + _TOGETHER * (len(run.words) - 1)
    by_words = min(1.0, length * 10**joined)
    if base(language) != _LANGUAGE:
        return by_words
    known = usual.texts_with(hash_of(run.phrase))
    return max(known, 1.0) / usual.texts if known else min(max(by_words, 0.1 / usual.texts), 2 / usual.texts)


def _unlikeliness(count: int, expected: float) -> float:
    """-log10 of the odds that Poisson's law gives to `count` or more; 0 for what is not above what is expected."""
    if count <= expected:
        return 0.0
    exactly = -expected + count * log(expected) - lgamma(count + 1)
    more = -log(1 - expected / (count + 1))  # The rest of the series, which falls at least so fast.
    return max(0.0, -(exactly + more) / log(10))


def _longest(found: Sequence[_Run]) -> list[_Run]:
    """Each phrase once, in its longest form, in the order of the first of its forms."""
    kept: list[_Run] = []
    for run in found:
        forms = [other for other in found if _within(run, other) and len(other.samples) >= _SAME * len(run.samples)]
        best = max([run, *forms], key=lambda each: (len(each.words), len(each.samples), each.phrase))
        if not any(_within(best, other) or _within(other, best) or _overlap(best, other) for other in kept):
            kept.append(best)
    return kept


def _within(short: _Run, long: _Run) -> bool:
    return f" {short.phrase} " in f" {long.phrase} "


def _overlap(one: _Run, other: _Run) -> bool:
    """Whether they are mostly the same words of the same sentences."""
    shared = set(one.words) & set(other.words)
    return len(shared) >= 2 and len(one.samples & other.samples) >= _SAME * min(len(one.samples), len(other.samples))


def _pattern(run: _Run, samples: int, language: str) -> Pattern:
    example = min(run.examples, key=lambda sentence: (len(sentence), sentence))
    return Pattern(_written(run, language), _category(run, language), example, round(len(run.samples) / samples, 3))


def _written(run: _Run, language: str) -> str:
    if base(language) != _LANGUAGE:
        return run.phrase
    return " ".join(word.capitalize() if word in _NO_NAMES else word for word in run.words)


def _category(run: _Run, language: str) -> MarkerCategory:
    stop = stopwords(base(language))
    if _opens(run):
        return MarkerCategory.STRUCTURE
    return MarkerCategory.TONE if all(word in stop for word in run.words) else MarkerCategory.SIGNATURE
