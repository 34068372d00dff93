"""Characters and marks: what a page carries beside its words is taken away, the words and numbers stay as they are."""

import re
import unicodedata

import regex

_LIGATURES = str.maketrans(
    {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
    | {"\u2028": "\n", "\u2029": "\n\n", "\x85": "\n"}
)
_SPACES = re.compile(r"[\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]")
# Zero-width joiners stay: emoji and several scripts are spelt with them.
_INVISIBLE = re.compile(
    r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\ufffc]"
)
# Composing sorts the marks on a letter, in quadratic time: no word carries sixteen.
_PILED_MARKS = regex.compile(r"(\p{M}{16})\p{M}+")
_SOFT_HYPHEN = re.compile("\xad(?!\n)")
_LOOSE_ACCENT = re.compile(r"([aeiou])´(?=[a-z])(?!(?:s|t|m|d|re|ve|ll)\b)")

_NUMBERS = r"[1-9]\d{0,2}(?:\s?[,;–-]\s?\d{1,3})*"
_AFTER_WORD = r"(?:(?<=[^\W\d_]{3})|(?<=[.,;:!?)\"”’])|(?<=\s))"
_BRACKETED = re.compile(rf"{_AFTER_WORD}\[({_NUMBERS})\](?=[\s.,;:!?)\]\"”’]|$)(?!\s*[=+*/<]|\.\w)")
_PARENTHESISED = re.compile(rf"(?<=[a-z]{{3}}) \(({_NUMBERS})\)(?=[.,;])")
_NAMED = re.compile(
    r"\b(?:eqs?|equations?|sections?|tables?|figs?|figures?|steps?|items?|chapters?|parts?|no)\.?$", re.IGNORECASE
)
_RAISED = re.compile(r"(?:(?<=[^\W\d_]{3})|(?<=[.,;:!?)\"”’]))[¹²³⁰⁴-⁹]+(?:[,⁻–][¹²³⁰⁴-⁹]+)*(?![⁻⁺\w])")
_MIN_MARKS = 3


def normalise(text: str) -> str:
    """One form for every character: NFC, plain spaces and line ends, no ligatures, controls or invisible marks."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if text.isascii():
        return _INVISIBLE.sub("", text)
    text = unicodedata.normalize("NFC", _PILED_MARKS.sub(r"\1", text).translate(_LIGATURES))
    return _INVISIBLE.sub("", _SOFT_HYPHEN.sub("", _SPACES.sub(" ", text)))


def with_accents(text: str) -> str:
    """Accents that a PDF draws beside their letter, put onto it."""
    return _LOOSE_ACCENT.sub(lambda match: unicodedata.normalize("NFC", f"{match[1]}\u0301"), text)


def without_reference_marks(text: str) -> str:
    """Without [12], (12) and ¹² that point to notes.

    A mark alone may be an index, an exponent or a number that matters: only a text with several of a kind loses them.
    """
    text = _without(_BRACKETED, text)
    text = _without(_RAISED, text)
    if len(_pointing(text)) >= 2 * _MIN_MARKS:
        return _PARENTHESISED.sub(lambda match: match[0] if _is_named(match) else "", text)
    return text


def _without(pattern: re.Pattern[str], text: str) -> str:
    if len(set(pattern.findall(text))) < _MIN_MARKS:
        return text
    return re.sub(r"(?<![ \t])[ \t]*\x00", "", pattern.sub("\x00", text))


def _pointing(text: str) -> set[str]:
    return {match[1] for match in _PARENTHESISED.finditer(text) if not _is_named(match)}


def _is_named(match: re.Match[str]) -> bool:
    """Whether the number belongs to the word before it: "Table (3)"."""
    return _NAMED.search(match.string[max(0, match.start() - 12) : match.start()]) is not None
