"""What the fitted numbers read in a text: its words and pairs of words, hashed, and some fifty plain features.

Capitals are not read: how a publisher writes its headlines is no pull. Every feature belongs to one part of a hook.
"""

import math
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from zlib import crc32

import regex

from app.generation.gates.hook_cues import Part
from app.generation.gates.pull.words import CLASSES, FUNCTION_WORDS

START, END, LINK, MENTION = "<s>", "</s>", "<link>", "<mention>"
_QUOTES = str.maketrans("‘’ʼ＇“”„«»", '\'\'\'\'"""""')
_LINK = regex.compile(r"https?://\S+|www\.\S+")
_MENTION = regex.compile(r"(?<!\w)@\w+")
_DIGITS = regex.compile(r"\p{N}+")
_TOKEN = regex.compile(r"<link>|<mention>|#?\w+(?:'\w+)*|[?!:;,.…\"()$%£€—–-]")
_SENTENCE_END = regex.compile(r"[.!?…。！？]+[\"')]*(?:\s|$)")
_AMOUNT = regex.compile(r"[$£€¥]\s?\p{N}|\p{N}\s?[%％$€£]")
_YEAR = regex.compile(r"\b(?:19|20)\p{N}\p{N}\b")
_EMOJI = regex.compile(r"\p{Extended_Pictographic}")
_DASH = regex.compile(r"\s[-–—]\s")
_CLASSES_OF: dict[str, list[int]] = {}
for _index, (*_, _words) in enumerate(CLASSES.values()):
    for _word in _words:
        _CLASSES_OF.setdefault(_word, []).append(_index)


@dataclass(frozen=True, slots=True)
class Reading:
    """A text taken apart. `plain` is folded and without links; `words` are the tokens that are words or numbers."""

    text: str
    plain: str
    tokens: Sequence[str]
    words: Sequence[str]


@dataclass(frozen=True, slots=True)
class Feature:
    """`label` is said to people when the feature helps or harms; empty for one that says nothing by itself."""

    name: str
    part: Part
    label: str = ""


def read(text: str) -> Reading:
    folded = unicodedata.normalize("NFKC", text).translate(_QUOTES).casefold()
    plain = _LINK.sub(" ", folded)
    masked = _MENTION.sub(f" {MENTION} ", _LINK.sub(f" {LINK} ", folded))
    masked = _DIGITS.sub(lambda digits: "0" * min(len(digits.group()), 4), masked)
    tokens = _TOKEN.findall(masked)
    return Reading(text, plain, tokens, [token for token in tokens if token[-1].isalnum()])


def unlinked(text: str) -> str:
    """A hook as it is judged: a link is no word of it, and whoever adds one has not written a better hook."""
    return _LINK.sub(" ", text)


def blanked(text: str) -> str:
    """The same with spaces in place of links, so that offsets hold."""
    return _LINK.sub(lambda link: " " * len(link.group()), text)


def ngrams(reading: Reading) -> list[str]:
    """Each word and each pair of neighbours once, in order, with the text's start and end among them."""
    tokens = [START, *reading.tokens, END]
    return list(dict.fromkeys([*tokens, *(f"{one} {next}" for one, next in pairwise(tokens))]))


def bucket(ngram: str, size: int) -> int:
    """Where the weight of an n-gram stands in a table of `size`, a power of two."""
    return crc32(ngram.encode()) & (size - 1)


def part_of(ngram: str) -> Part:
    """How it opens breaks the pattern; what it is about is the benefit; what it leaves unsaid makes curious."""
    tokens = ngram.split(" ")
    if tokens[0] == START or tokens == ["!"]:
        return Part.INTERRUPT
    if all(token in FUNCTION_WORDS or token == END or not token[-1].isalnum() for token in tokens):
        return Part.CURIOSITY
    return Part.BENEFIT


def surface(reading: Reading) -> list[float]:
    """The values of `FEATURES`, in their order."""
    return [*_length(reading), *_numbers(reading), *_marks(reading), *_web(reading), *_classes(reading)]


_LENGTH = (
    Feature("words", Part.INTERRUPT),
    Feature("log words", Part.INTERRUPT),
    Feature("squared words", Part.INTERRUPT),
    Feature("letters", Part.INTERRUPT),
    Feature("letters a word", Part.BENEFIT, "long words"),
    Feature("up to 4 words", Part.INTERRUPT, "very few words"),
    Feature("5 to 7 words", Part.INTERRUPT, "its length"),
    Feature("8 to 12 words", Part.INTERRUPT, "its length"),
    Feature("13 to 18 words", Part.INTERRUPT, "its length"),
    Feature("19 words or more", Part.INTERRUPT, "its length"),
    Feature("different words", Part.BENEFIT),
    Feature("function words", Part.CURIOSITY),
)


def _length(reading: Reading) -> Iterator[float]:
    words = reading.words
    count = len(words)
    yield min(count, 40)
    yield math.log1p(count)
    yield min(count, 40) ** 2 / 100
    yield min(len(reading.text), 300) / 10
    yield sum(map(len, words)) / max(count, 1)
    for least, most in ((0, 4), (5, 7), (8, 12), (13, 18), (19, math.inf)):
        yield float(least <= count <= most)
    yield len(set(words)) / max(count, 1)
    yield sum(word in FUNCTION_WORDS for word in words) / max(count, 1)


_NUMBERS = (
    Feature("numbers", Part.BENEFIT, "numbers"),
    Feature("a number", Part.BENEFIT, "a number"),
    Feature("first number", Part.INTERRUPT, "it opens with a number"),
    Feature("a year", Part.BENEFIT, "a year"),
    Feature("an amount", Part.BENEFIT, "an amount"),
)


def _numbers(reading: Reading) -> Iterator[float]:
    count = sum(word[0].isdigit() for word in reading.words)
    yield min(count, 4)
    yield float(count > 0)
    yield float(bool(reading.words) and reading.words[0][0].isdigit())
    yield float(_YEAR.search(reading.plain) is not None)
    yield float(_AMOUNT.search(reading.plain) is not None)


_MARKS = (
    Feature("question mark", Part.CURIOSITY, "a question"),
    Feature("ends in a question", Part.CURIOSITY, "it ends in a question"),
    Feature("exclamation mark", Part.INTERRUPT, "an exclamation mark"),
    Feature("exclamation marks", Part.INTERRUPT, "exclamation marks"),
    Feature("colon", Part.INTERRUPT, "a colon"),
    Feature("quotation", Part.INTERRUPT, "a quotation"),
    Feature("apostrophe", Part.INTERRUPT, "spoken forms"),
    Feature("ellipsis", Part.CURIOSITY, "it trails off"),
    Feature("dash", Part.INTERRUPT, "a dash"),
    Feature("commas", Part.INTERRUPT, "commas"),
    Feature("sentences", Part.INTERRUPT, "several sentences"),
    Feature("full stop", Part.CURIOSITY, "it ends with a full stop"),
    Feature("bracket", Part.INTERRUPT, "brackets"),
    Feature("ampersand", Part.INTERRUPT, "“&”"),
    Feature("slash", Part.INTERRUPT, "a slash"),
)


def _marks(reading: Reading) -> Iterator[float]:
    plain = reading.plain
    ending = plain.rstrip(" \"'")
    yield float("?" in plain)
    yield float(ending.endswith("?"))
    yield float("!" in plain)
    yield min(plain.count("!"), 4)
    for marks in (":", '"', "'", ("...", "…")):
        yield float(any(mark in plain for mark in marks))
    yield float(_DASH.search(plain) is not None)
    yield min(plain.count(","), 4)
    yield min(len(_SENTENCE_END.findall(plain)), 5)
    yield float(ending.endswith("."))
    yield float("(" in plain or "[" in plain)
    yield float("&" in plain)
    yield float("/" in plain)


_WEB = (
    Feature("links", Part.CURIOSITY, "a link"),
    Feature("place of the link", Part.CURIOSITY),
    Feature("mentions", Part.INTERRUPT, "mentions"),
    Feature("opens with a mention", Part.INTERRUPT, "it opens with a mention"),
    Feature("hashtag", Part.INTERRUPT, "a hashtag"),
    Feature("hashtags", Part.INTERRUPT, "hashtags"),
    Feature("retweet", Part.INTERRUPT, "a retweet"),
    Feature("via", Part.INTERRUPT, "it names where it was found"),
    Feature("emoji", Part.INTERRUPT, "emoji"),
)


def _web(reading: Reading) -> Iterator[float]:
    tokens = reading.tokens
    tags = sum(token[0] == "#" for token in tokens)
    yield min(tokens.count(LINK), 3)
    yield tokens.index(LINK) / len(tokens) if LINK in tokens else 0.0
    yield min(tokens.count(MENTION), 4)
    yield float(tokens[:1] == [MENTION])
    yield float(tags > 0)
    yield min(tags, 5)
    yield float("rt" in tokens)
    yield float("via" in tokens)
    yield min(len(_EMOJI.findall(reading.plain)), 3)


_WORDS = (
    *(Feature(name, part, label) for name, (part, label, _) in CLASSES.items()),
    Feature("-ing", Part.BENEFIT, "what is being done"),
    Feature("-ed", Part.BENEFIT, "what was done"),
    Feature("-est", Part.INTERRUPT, "a superlative"),
)


def _classes(reading: Reading) -> Iterator[float]:
    counts = Counter(index for word in reading.words for index in _CLASSES_OF.get(word, ()))
    for index in range(len(CLASSES)):
        yield min(counts[index], 3)
    for suffix in ("ing", "ed", "est"):
        yield min(sum(len(word) > 4 and word.endswith(suffix) for word in reading.words), 3)


FEATURES: Sequence[Feature] = (*_LENGTH, *_NUMBERS, *_MARKS, *_WEB, *_WORDS)
