"""The words of a text in any language: tokens, stems, how common a word is, and how long a text is in words.

Scripts without blanks are cut by a dictionary (Japanese) or into pairs of characters (the rest), so that every later
step sees words and none needs to know the script.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from threading import local
from typing import Any

import regex

from app.kit.memory import kept

UNSPACED = frozenset({"ja", "zh", "th", "lo", "km", "my"})
CHARACTERS_PER_WORD = 2
"""One word of running text in a script without blanks, for limits that are told in words."""

_STEMMED = (
    "en:english es:spanish fr:french de:german pt:portuguese it:italian nl:dutch sv:swedish no:norwegian nb:norwegian"
    " da:danish fi:finnish ru:russian tr:turkish ro:romanian hu:hungarian pl:polish el:greek"
    " ca:catalan cs:czech ar:arabic"
)
_STEMMERS = dict(pair.split(":") for pair in _STEMMED.split())
_WORD = regex.compile(r"[\p{L}\p{M}]+(?:['’\-·][\p{L}\p{M}]+)*|\p{N}+(?:[.,:]\p{N}+)*")
_UNSPACED_LETTER = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}ー々]")
_NUMBER = regex.compile(r"\p{N}")
_UNKNOWN_TO_WORDFREQ = frozenset({"th", "lo", "km", "my"})
_per_thread = local()


@dataclass(frozen=True, slots=True)
class Token:
    """`text` as written, at `start` of the string it was cut from. `stem` compares words; content words carry
    meaning."""

    text: str
    start: int
    stem: str
    content: bool
    kind: str = ""

    @property
    def end(self) -> int:
        return self.start + len(self.text)


def word_set(words: str) -> frozenset[str]:
    """The words of a blank-separated list."""
    return frozenset(words.split())


def base(language: str) -> str:
    return language.lower().replace("_", "-").split("-")[0]


def is_unspaced(language: str) -> bool:
    return base(language) in UNSPACED


@kept(4096)
def tokens(text: str, language: str) -> tuple[Token, ...]:
    code = base(language)
    if code == "ja":
        return tuple(_japanese(text))
    if code in UNSPACED:
        return tuple(_pairs(text))
    stop = stopwords(code)
    return tuple(
        Token(word, match.start(), stem(word.casefold(), code), _is_content(word.casefold(), stop))
        for match in _WORD.finditer(text)
        for word in (match.group(),)
    )


def length_in_words(text: str, language: str) -> int:
    """Words of running text; a script without blanks counts `CHARACTERS_PER_WORD` letters as one."""
    if is_unspaced(language):
        return -(-len(_UNSPACED_LETTER.findall(text)) // CHARACTERS_PER_WORD) + len(
            _WORD.findall(_UNSPACED_LETTER.sub(" ", text))
        )
    return len(_WORD.findall(text))


@cache
def stopwords(language: str) -> frozenset[str]:
    import stopwordsiso

    if not stopwordsiso.has_lang(language):
        return frozenset()
    words = {word.replace("’", "'") for word in stopwordsiso.stopwords(language)}
    return frozenset(words | _CONTRACTIONS.get(language, frozenset()))


@kept(65536)
def stem(word: str, language: str) -> str:
    """The part of a lower-case word that its forms share; the word itself where the language has no stemmer."""
    stemmer = _stemmer(language)
    return str(stemmer.stemWord(word)) if stemmer else word


@kept(65536)
def zipf(word: str, language: str) -> float:
    """How common a word is in the language: log10 of its count in a billion words (wordfreq); 0.0 is unknown."""
    from wordfreq import zipf_frequency

    return float(zipf_frequency(word, base(language)))


@cache
def knows_words(language: str) -> bool:
    """Whether word frequencies of this language are at hand and it is cut at blanks."""
    from wordfreq import available_languages

    return base(language) in available_languages() and not is_unspaced(language)


def _stemmer(language: str) -> Any:
    # A stemmer keeps state while it works, so each thread has its own.
    import snowballstemmer

    if language not in _STEMMERS:
        return None
    kept: dict[str, Any] = _per_thread.__dict__.setdefault("stemmers", {})
    if language not in kept:
        kept[language] = snowballstemmer.stemmer(_STEMMERS[language])
    return kept[language]


def _tagger() -> Any:
    import fugashi

    if "tagger" not in _per_thread.__dict__:
        _per_thread.tagger = fugashi.Tagger()
    return _per_thread.tagger


def _japanese(text: str) -> Iterator[Token]:
    at = 0
    stop = stopwords("ja")
    for word in _tagger()(text):
        start = text.index(word.surface, at)
        at = start + len(word.surface)
        kind = f"{word.feature.pos1}/{word.feature.pos2}"
        meaningful = word.feature.pos1 in ("名詞", "動詞", "形容詞", "形状詞") and word.feature.pos2 not in (
            "数詞",
            "非自立可能",
        )
        lemma = (word.feature.lemma or word.surface).split("-")[0]
        yield Token(word.surface, start, lemma, meaningful and word.surface not in stop, kind)


def _pairs(text: str) -> Iterator[Token]:
    letters = [match.start() for match in regex.finditer(r"[\p{L}\p{N}]", text)]
    for first, second in pairwise(letters):
        if second == first + 1:
            yield Token(text[first : second + 1], first, text[first : second + 1], True)


def _is_content(word: str, stop: frozenset[str]) -> bool:
    return word.replace("’", "'") not in stop and len(word) > 1 and not _NUMBER.match(word)


def stems(text: str, language: str) -> Sequence[str]:
    """The stems of the content words, in order."""
    return [token.stem for token in tokens(text, language) if token.content]


_CONTRACTIONS = {
    "en": word_set(
        "i'm i've i'll i'd you're you've you'll you'd he's she's it's we're we've we'll we'd they're"
        " they've they'll they'd that's there's what's who's here's let's don't doesn't didn't can't"
        " couldn't won't wouldn't shouldn't isn't aren't wasn't weren't haven't hasn't hadn't mustn't"
        " needn't ain't y'all gonna wanna kinda sorta upon shall thing things lot kind sort really"
        " actually"
    )
}
