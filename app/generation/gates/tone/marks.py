"""The marks of a style in a text: how often its runs of characters and of words occur, counted in hashed columns.

Two kinds: runs of 2 to 4 characters, case and punctuation kept, and words alone and in pairs. Both carry the small
words, endings and habits of punctuation that tell writers apart. What a platform asks for is blanked first: addresses,
mentions, hashtags and the numbers of a thread are no style.
"""

from collections.abc import Sequence
from zlib import crc32

import numpy as np
import regex
from numpy.typing import NDArray

Floats = NDArray[np.float32]

COLUMNS = 4096
KINDS = 2
_RUNS = (2, 3, 4)
_MULTIPLIER, _MIXER = np.uint64(0x100000001B3), np.uint64(0x9E3779B97F4A7C15)
_SHIFT = np.uint64(52)  # The upper 12 bits of 64: 4,096 columns.

_FURNITURE = regex.compile(r"https?://\S+|www\.\S+|[#@]\w+|^\s*\d+/\d+\s*|\s+\d+/\d+\s*$", regex.MULTILINE)
_WORD = regex.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
_SENTENCE_END = regex.compile(r"(?<=[.!?…][\"”')\]]*)\s+|\n+")
_SPELLING = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "—"})
_LONGEST = 180
_PASSAGE = 120


def words(text: str) -> list[str]:
    """In lower case, without numbers and what is no language of the writer's own."""
    return _WORD.findall(_plain(text).lower())


def marks(text: str) -> Floats:
    """A row for each kind; logarithms of counts."""
    plain = _plain(text)
    counts = np.stack([_character_runs(plain), _word_runs(_WORD.findall(plain.lower()))])
    return np.log1p(counts).astype(np.float32)


def beginning(text: str, length: int) -> str:
    """The first `length` words as they stand between spaces; all of a text that has no more."""
    return " ".join(text.split()[:length])


def passages(text: str) -> list[str]:
    """The text whole, or if it is long, parts of about 120 words that end where sentences end.

    The figures of the cohort hold for passages of 40 to 180 words; a long text would seem surer than it is.
    """
    if len(words(text)) <= _LONGEST:
        return [text]
    parts: list[list[str]] = [[]]
    size = 0
    for sentence in _SENTENCE_END.split(text):
        for piece in _cut(sentence):
            if size >= _PASSAGE:
                parts.append([])
                size = 0
            parts[-1].append(piece)
            size += len(words(piece))
    if size < _PASSAGE // 2 and len(parts) > 1:
        tail = parts.pop()
        parts[-1] += tail
    return [" ".join(part) for part in parts]


def _cut(sentence: str) -> Sequence[str]:
    """A sentence without end is cut by words."""
    tokens = sentence.split()
    return [" ".join(tokens[at : at + _PASSAGE]) for at in range(0, len(tokens), _PASSAGE)]


def _plain(text: str) -> str:
    spelled = _FURNITURE.sub(" ", text).translate(_SPELLING).replace("--", "—")
    return regex.sub(r"\s+", " ", regex.sub(r"\d", "0", spelled)).strip()


def _character_runs(plain: str) -> NDArray[np.int64]:
    codes = np.array([ord(character) for character in f" {plain} "], dtype=np.uint64)
    columns = []
    with np.errstate(over="ignore"):
        for length in _RUNS:
            run = np.full(max(0, len(codes) - length + 1), length, dtype=np.uint64)
            for at in range(length):
                run = (run ^ codes[at : at + len(run)]) * _MULTIPLIER
            columns.append((run * _MIXER) >> _SHIFT)
    return np.bincount(np.concatenate(columns).astype(np.int64), minlength=COLUMNS)


def _word_runs(tokens: Sequence[str]) -> NDArray[np.int64]:
    runs = [*tokens, *(f"{left} {right}" for left, right in zip(["<", *tokens], tokens, strict=False))]
    return np.bincount([crc32(run.encode()) % COLUMNS for run in runs] or [0], minlength=COLUMNS)
