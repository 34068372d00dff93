"""Texts compared as a reader would: whatever the case, the Unicode form, and the kind of apostrophe or dash."""

import unicodedata

import regex

from app.kit.memory import kept

_FOLD = {ord(mark): "'" for mark in "’‘ʼ＇"} | {ord(dash): "-" for dash in "‐‑‒–—−"}
_FOLD |= {ord("ı"): "i"}  # Turkish has two letters i, which folding case mixes up.
_DOTTED = "i\u0307"
# Hebrew and Arabic are written with or without vowel points, and Arabic with or without drawn-out letters.
_POINTS = regex.compile(r"[\u0591-\u05BD\u05BF\u05C1\u05C2\u05C4\u05C5\u05C7\u0640\u064B-\u065F\u0670]")
_INVISIBLE = regex.compile(r"[\p{Default_Ignorable_Code_Point}--[\u115F\u1160\u3164\uFFA0]]", regex.V1)
_GAP = regex.compile(r"[\s\-_]+")


@kept(4096)
def fold(text: str) -> str:
    """NFKC, case-folded, one kind of apostrophe, dash and i, nothing invisible, no vowel points."""
    seen = _POINTS.sub("", _INVISIBLE.sub("", unicodedata.normalize("NFKC", text)))
    return unicodedata.normalize("NFKC", seen.casefold()).replace(_DOTTED, "i").translate(_FOLD)


def same_words(text: str) -> str:
    """Equal for texts that are the same words: folded, with one space between two, whatever stood there."""
    return _GAP.sub(" ", fold(text)).strip()
