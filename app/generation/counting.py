"""How long a text is, as each platform counts it, and where its links, hashtags and cues stand.

Every offset is a code point of the text as given, never of a normalised copy.
"""

import unicodedata
from collections.abc import Iterable, Iterator
from enum import StrEnum

import regex

from app.kit.memory import kept

Spans = list[tuple[int, int]]

URL_WEIGHT = 23
CHARACTERS_PER_WORD = {"ideographic": 2, "southeast_asian": 5}
"""What one spoken word is worth in scripts that write no spaces: 150 English words take about a minute, in which a
newsreader speaks about 300 characters of Japanese or Chinese; a Thai, Lao, Khmer or Burmese word has about
5 letters."""

_EMOJI = (
    r"(?:\p{RI}\p{RI}|[0-9#*]\uFE0F?\u20E3|\U0001F3F4[\U000E0020-\U000E007E]+\U000E007F"
    r"|(?:\p{Emoji_Presentation}[\uFE0F\p{Emoji_Modifier}]?|(?![0-9#*])\p{Emoji}[\uFE0F\p{Emoji_Modifier}]"
    r"|\p{Extended_Pictographic}(?=\u200D\p{Extended_Pictographic}))"
    r"(?:\u200D\p{Extended_Pictographic}[\uFE0F\p{Emoji_Modifier}]?)*)(?!\uFE0E)"
)
# The generic domains that people write without a scheme; a country domain needs a subdomain or a path (as X has it).
_GENERIC = (
    "com|org|net|edu|gov|mil|int|info|biz|name|pro|app|dev|blog|shop|store|online|site|website|tech|cloud|agency|studio"
    "|design|digital|media|news|live|link|page|club|space|world|today|life|email|company|community|academy|art|xyz|top"
    "|tel|travel|museum|jobs|mobi|aero|coop|asia|cat|post|co|tv"
)
_COUNTRY = (
    "a[cdefgilmoqrstuwxz]|b[abdefghijmnorstvwyz]|c[acdfghiklmnoruvwxyz]|d[ejkmoz]|e[cegrstu]|f[ijkmor]|g[abdefghilmnpqrstuwy]"
    "|h[kmnrtu]|i[delmnoqrst]|j[emop]|k[eghimnprwyz]|l[abcikrstuvy]|m[acdeghklmnopqrstuvwxyz]|n[acefgilopruz]|om"
    "|p[aefghklmnrstwy]|qa|r[eosuw]|s[abcdeghijklmnorstuvxyz]|t[cdfghjklmnortvwz]|u[agksyz]|v[aceginu]|w[fs]|y[et]|z[amw]"
)
# Only Latin and Cyrillic letters belong to a path: in running Japanese or Chinese a link ends where the prose goes on.
_IN_PATH = r"[\p{Latin}\p{Cyrillic}0-9!*';:=+,.$/?%\#\[\]~@|&_–-]"
_PATH = rf"(?:{_IN_PATH}|\({_IN_PATH}*\))*(?<![.,;:!?'\"*~\]])"
_LABEL = r"(?<![a-z0-9-])[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_URL = regex.compile(
    rf"""(?<![a-z0-9@#$＠＃])(?:
        https?://[\p{{L}}\p{{N}}_-]+(?:\.[\p{{L}}\p{{N}}_-]+)*\.[\p{{L}}\p{{N}}-]*[\p{{L}}\p{{N}}](?::\d+)?(?:[/?\#]{_PATH})?
      | (?<![-_./])(?:{_LABEL}\.){{1,8}}(?:{_GENERIC})(?![a-z0-9@-])(?!\.[a-z0-9])(?:[/?]{_PATH})?
      | (?<![-_./])(?:{_LABEL}\.){{2,8}}(?:{_COUNTRY})(?![a-z0-9@-])(?!\.[a-z0-9])(?:[/?]{_PATH})?
      | (?<![-_./]){_LABEL}\.(?:{_COUNTRY})/{_PATH}
    )""",
    regex.VERBOSE | regex.IGNORECASE,
)
_HASHTAG = regex.compile(r"(?<![\p{L}\p{N}\p{M}_&/])[#＃](?![\uFE0F\u20E3])(?=[\p{M}\p{N}_]*\p{L})[\p{L}\p{M}\p{N}_]+")
_MENTION = regex.compile(r"(?<![\p{L}\p{N}_])[@＠][A-Za-z0-9_](?:[A-Za-z0-9_.]*[A-Za-z0-9_])?")
_CUE = regex.compile(r"\[[^\[\]\n]*\]")
_SENTENCE_END = regex.compile(
    r"(?<!\b(?:Mr|Mrs|Ms|Dr|St|Sr|Sra|vs|No|e\.g|i\.e))[.!?…]+[\"'”’»)]*(?=\s|\Z)|[。！？]+[」』）”]*|(?=\n)|\Z"
)
_IDEOGRAPHIC = r"\p{Han}\p{Hiragana}\p{Katakana}ー々"
_SOUTHEAST_ASIAN = r"\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}"
_SPOKEN = regex.compile(
    rf"(?P<ideographic>[{_IDEOGRAPHIC}])|(?P<southeast_asian>(?!\p{{M}})[{_SOUTHEAST_ASIAN}]\p{{M}}*)"
    rf"|(?P<word>(?:(?![{_IDEOGRAPHIC}{_SOUTHEAST_ASIAN}])[\p{{L}}\p{{M}}\p{{N}}])+"
    rf"(?:['’.,·-](?:(?![{_IDEOGRAPHIC}{_SOUTHEAST_ASIAN}])[\p{{L}}\p{{M}}\p{{N}}])+)*)"
)
_EMOJIS = regex.compile(_EMOJI)
_CLUSTER = regex.compile(rf"{_EMOJI}|\X")


class Unit(StrEnum):
    CHARACTERS = "characters"
    WEIGHTED = "weighted characters"
    WORDS = "words"


def find_urls(text: str) -> Spans:
    """Links with and without a scheme, as X recognises them; trailing punctuation is not part of a link."""
    return [match.span() for match in _URL.finditer(text)]


def find_hashtags(text: str) -> Spans:
    """Hashtags in any script, with their `#`. A number alone is none, nor is the fragment of a link."""
    urls = find_urls(text)
    tags = (match.span() for match in _HASHTAG.finditer(text))
    return [tag for tag in tags if not any(start <= tag[0] < end for start, end in urls)]


def find_mentions(text: str) -> Spans:
    return [match.span() for match in _MENTION.finditer(text)]


def find_emoji(text: str) -> Spans:
    """Emoji as people see them: a flag, a keycap or a joined family is one."""
    return [match.span() for match in _EMOJIS.finditer(text)]


def find_cues(text: str) -> Spans:
    """Visual cues of a script, `[...]` on one line, with their brackets."""
    return [match.span() for match in _CUE.finditer(text)]


def sentence_spans(text: str) -> Spans:
    """Sentences, trimmed; the end of a line ends one."""
    spans, start = [], 0
    for match in _SENTENCE_END.finditer(text):
        sentence = text[start : match.end()]
        if sentence.strip():
            spans.append((start + len(sentence) - len(sentence.lstrip()), start + len(sentence.rstrip())))
        start = match.end()
    return spans


def count(text: str, unit: Unit) -> int:
    """Length of `text` in `unit`. Words are spoken ones: cues are left out."""
    if unit is Unit.WEIGHTED:
        return _weight(text)
    if unit is Unit.WORDS:
        return spoken_words(text)
    return len(text)


def fitting(text: str, unit: Unit, limit: int) -> int:
    """The offset where the part of `text` beyond `limit` begins; `len(text)` when all of it fits."""
    if unit is Unit.CHARACTERS:
        return min(len(text), limit)
    pieces: Iterable[tuple[int, int, float]] = _weighted(text) if unit is Unit.WEIGHTED else _spoken(text)
    used = 0.0
    for start, _, weight in pieces:
        used += weight
        if used > limit:
            return start
    return len(text)


def weighted_length(text: str) -> int:
    """X's length: https://developer.x.com/en/docs/counting-characters (NFC, links 23, emoji 2, ranges of weight 1)."""
    return count(text, Unit.WEIGHTED)


def spoken_words(text: str) -> int:
    """Words that are said aloud, cues left out. Scripts without spaces count by `CHARACTERS_PER_WORD`, rounded up."""
    total = sum(weight for _, _, weight in _spoken(text))
    return -int(-round(total, 6) // 1)


def word_spans(text: str) -> Spans:
    """The spoken words, or characters of a script without spaces, that `spoken_words` counts."""
    return [(start, end) for start, end, _ in _spoken(text)]


def _weight(text: str) -> int:
    if text.isascii():  # one a character, so only links need a look
        return len(text) + sum(URL_WEIGHT - (end - start) for start, end in find_urls(text))
    return sum(weight for _, _, weight in _weighted(text))


def _weighted(text: str) -> Iterator[tuple[int, int, int]]:
    at = 0
    for start, end in [*find_urls(text), (len(text), len(text))]:
        # Composition never reaches across a grapheme cluster, so weighing NFC cluster by cluster keeps offsets true.
        for match in _CLUSTER.finditer(text, at, start):
            yield match.start(), match.end(), _cluster_weight(match.group())
        if end > start:
            yield start, end, URL_WEIGHT
        at = end


def _cluster_weight(cluster: str) -> int:
    if cluster.isascii():
        return len(cluster)
    if _EMOJIS.fullmatch(cluster):
        return 2
    return sum(_code_point_weight(ord(char)) for char in unicodedata.normalize("NFC", cluster))


def _code_point_weight(point: int) -> int:
    light = point <= 4351 or 8192 <= point <= 8205 or 8208 <= point <= 8223 or 8242 <= point <= 8247
    return 1 if light else 2


@kept(64)  # a gate asks for the words of one hook six times over
def _spoken(text: str) -> tuple[tuple[int, int, float], ...]:
    cues = find_cues(text)
    return tuple(
        (match.start(), match.end(), 1 / CHARACTERS_PER_WORD.get(str(match.lastgroup), 1))
        for match in _SPOKEN.finditer(text)
        if not cues or not any(start <= match.start() < end for start, end in cues)
    )
