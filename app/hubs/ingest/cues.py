"""What the lines of a transcript say besides words: times, speakers, sounds.

A name before a colon is a speaker only when the transcript uses it as one: marked as bold, or again and again.
"""

import re
from collections import Counter
from collections.abc import Iterable

TIME = r"(?:\d{1,3}:)?\d{1,3}:\d{2}(?:[.,]\d{1,3})?"
_STAMP = rf"(?:\\?[\[(]\s*{TIME}\s*\\?[\])]|(?<![\d:.]){TIME}(?![\d:]))"
LEADING_TIME = re.compile(rf"\s*{_STAMP}(?:\s*(?:-->|[-–—])\s*{_STAMP})?\s*[-–—:]?\s*")
_BRACKETED_TIME = re.compile(rf"\\?[\[(]\s*{TIME}\s*\\?[\])]\s*")
_NAME = r"[^\W\d_][\w.'’()&/ -]{0,48}?"
_BOLD = re.compile(rf"\s*(?:\*\*|__)({_NAME})\s*:?\s*(?:\*\*|__)\s*:?\s*")
_PLAIN = re.compile(rf"\s*(?:>>\s*)?({_NAME})\s*(?:\\?[\[(]\s*({TIME})\s*\\?[\])]\s*)?[:：](?!//)(?:\s+|$)")
_NAME_AND_TIME = re.compile(rf"\s*({_NAME})\s+[\[(]?({TIME})[\])]?\s*")
_JAPANESE = re.compile(r"\s*([\w・ ]{1,12})[：:]\s*(?=\S)")
_SOUNDS = (
    "laugh|laughter|applau|music|cough|sigh|crosstalk|cross talk|inaudible|unintelligible|silence|pause|chuckl|cheer"
    "|clap|noise|sound|background|foreign|break|singing|gasp|snort|indistinct|phonetic|sic|theme|jingle|intro|outro|beep"
    "|risas|aplausos|música|rires|applaudissements|musique|gelächter|applaus|musik|笑|拍手|音楽"
)
_SOUND = re.compile(
    rf"\\?[\[(（【](?:[^\[\]()（）【】\n]{{0,40}}\b)?(?:{_SOUNDS})[^\[\]()（）【】\n]{{0,40}}\\?[\])）】]",
    re.IGNORECASE,
)
_ELLIPSIS = re.compile(r"\\?\[\s*(?:\.{2,}|…|_+|\?+|-+)\s*\\?\]")
_NO_PERSON = {"break", "music", "intro", "outro", "note", "sponsor", "ad", "sponsors", "ads", "theme"}


def seconds(stamp: str) -> float:
    """ "1:02:03.5" and "62:03" as seconds. A third part behind a dot is a fraction, whatever its digits."""
    parts = stamp.replace(",", ".").split(":")
    total = 0.0
    for part in parts:
        total = total * 60 + float(part)
    return total


def take_time(line: str) -> tuple[float | None, str]:
    """The time that a line begins with, and the rest of the line."""
    match = LEADING_TIME.match(line)
    if match is None or (found := re.search(TIME, match[0])) is None:
        return None, line
    return seconds(found[0]), line[match.end() :]


def bold_speaker(line: str) -> tuple[str, str] | None:
    """`**Name:** words` as name and words."""
    match = _BOLD.match(line)
    if match is None or ":" not in match[0]:
        return None
    return match[1].strip(), line[match.end() :]


def plain_speaker(line: str) -> tuple[str, float | None, str] | None:
    """`Name: words` and `Name [1:02]: words` as name, seconds and words; of whatever looks like a name."""
    match = _PLAIN.match(line)
    if match and _looks_like_name(match[1]):
        return match[1].strip(), seconds(match[2]) if match[2] else None, line[match.end() :]
    if not line.isascii() and (match := _JAPANESE.match(line)) and not match[1].isascii():
        return match[1].strip(), None, line[match.end() :]
    return None


def speaker_line(line: str, after: str) -> tuple[str, float] | None:
    """A line that holds a name and a time and nothing else: what follows are that speaker's words.

    `00:12 Introduction` above `01:30 First question` is a table of contents: no words follow.
    """
    if (match := _NAME_AND_TIME.fullmatch(line)) and _looks_like_name(match[1]):
        return match[1].strip(), seconds(match[2])
    time_s, rest = take_time(line)
    if time_s is None or not re.fullmatch(_NAME, rest.strip()) or not _looks_like_name(rest):
        return None
    return (rest.strip(), time_s) if after.strip() and take_time(after)[0] is None else None


def speakers(lines: Iterable[str]) -> frozenset[str]:
    """The names that stand before colons as speakers do: at least twice, and between them on many of the lines."""
    counts: Counter[str] = Counter()
    filled = 0
    for line in lines:
        if not line.strip():
            continue
        filled += 1
        if found := plain_speaker(take_time(line)[1]):
            counts[found[0]] += 1
    repeated = {name for name, count in counts.items() if count > 1}
    labelled = sum(counts[name] for name in repeated)
    # A conversation where somebody speaks once only is one still, if most lines are labelled.
    known = set(counts) if len(counts) > 1 and sum(counts.values()) > 0.6 * filled else repeated
    return frozenset(known) if known and (labelled > 0.15 * filled or known == set(counts)) else frozenset()


def is_person(name: str) -> bool:
    return name.strip().lower() not in _NO_PERSON


def without_sounds(text: str) -> str:
    """Without [laughter], (applause), [...] and times within the words; other brackets are words and stay."""
    text = _BRACKETED_TIME.sub("", _ELLIPSIS.sub(" ", _SOUND.sub("", text)))
    return re.sub(r"[ \t]+(?=[.,;:!?](?:\s|$))|(?<=\s)[ \t]+", "", text).strip()


def _looks_like_name(text: str) -> bool:
    """A few words that begin as names do: "Ken Kantzer", "SPEAKER 1", "Dr. van Dyke", "Q"."""
    words = text.split()
    if not 1 <= len(words) <= 5 or len(text) > 40:
        return False
    capital = sum(not word[:1].islower() for word in words)
    return not words[0][:1].islower() and capital >= len(words) - 1
