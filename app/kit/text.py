"""Texts compared as a reader would: whatever the case, the Unicode form, and the kind of apostrophe or dash."""

import unicodedata
from functools import lru_cache

import regex

_FOLD = {ord(mark): "'" for mark in "’‘ʼ＇"} | {ord(dash): "-" for dash in "‐‑‒–—−"}
_INVISIBLE = regex.compile(r"[\p{Default_Ignorable_Code_Point}--[\u115F\u1160\u3164\uFFA0]]", regex.V1)
_GAP = regex.compile(r"[\s\-_]+")


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """NFKC, case-folded, one kind of apostrophe and dash, nothing invisible."""
    seen = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text))
    return unicodedata.normalize("NFKC", seen.casefold()).translate(_FOLD)


def same_words(text: str) -> str:
    """Equal for texts that are the same words: folded, with one space between two, whatever stood there."""
    return _GAP.sub(" ", fold(text)).strip()
