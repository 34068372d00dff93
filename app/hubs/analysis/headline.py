"""Titles in the source's own words: a short sentence of it, or the head of one, cut where its sense is whole.

A head is kept only if it stands alone as a sentence would; nothing is ever cut before a condition.
"""

from collections.abc import Iterable, Iterator, Sequence

import regex

from app.hubs.analysis.lexicon import Pattern, lexicon_for
from app.hubs.analysis.quality import is_self_contained, stumbles
from app.hubs.analysis.words import base, is_unspaced, length_in_words, stopwords, word_set

MAX_CHARACTERS = 90
MAX_CHARACTERS_UNSPACED = 45
_END = regex.compile(r"[.。．!！]+([\"'”’」』）)]*)$")
_NUMBERING = regex.compile(r"^\W*(?:(?:[IVXLC]+|\d+(?:\.\d+)*|[A-Z])[.)]|\d+(?:\.\d+)+)\s+(?=\p{L})")
_TURNS = regex.compile(
    r"(?:but|yet|however|except|unless|only|provided|although|though|if|nor|not|pero|sino|salvo|aunque|excepto|si|ni)\b",
    regex.IGNORECASE,
)
"""What takes back or narrows the clause before it: no sentence is cut before these."""
_MAY_END = word_set("it us them now today here too well himself themselves itself one two three")
_AWKWARD = regex.compile(r"\bis you\b|, (?:they|he|she|it)\b|, (?:however|therefore),|\bgot more\b|\(")
_NO_TITLE = regex.compile(
    r"[{}<>|=\\/;]|\d{4}|^\W|--|[,:]$|^by\b|\bby \p{Lu}|"
    r"(?i:^(?:what|why|how) (?:it|they|this|that)\b)|@|\s-\w|\w\.\w|_|\("
)
_PARTS = regex.compile(r"\s*;\s+|\s*:\s+(?=\p{Ll})|\s*(?:--|—|\s–)\s*|,\s+(?:but|yet|pero)\s+")
_OPENS_TAIL = regex.compile(
    r"(?:and|or|nor|which|who|that|than|as|like|with|without|for|of|by|to|not|y|o|ni|que|como|con|sin|por|para|de)\b",
    regex.IGNORECASE,
)
_DASHES = regex.compile(r"--|—|–")
_SMALL = word_set("a an the of to in on for and or but by with at from as vs via de la el los las del y en")


def clauses(sentence: str, language: str) -> Iterator[str]:
    """The sentence itself and its heads that still say something true of the whole, each with a full stop."""
    yield sentence
    lexicon = lexicon_for(language)
    if lexicon.conditional.match(sentence.lstrip("\"'“‘«¿¡(")):
        return
    for match in lexicon.clause_end.finditer(sentence):
        head = sentence[: match.start()].rstrip(" ,;:")
        rest = sentence[match.end() :].lstrip()
        closed = head + ("。" if is_unspaced(language) else ".")
        if _TURNS.match(rest) or (lexicon.conditional.match(rest) and not match.group().strip(" ,;:-–—")):
            continue
        if _is_dash(match.group()) and len(_DASHES.findall(sentence)) > 1:
            continue
        if _hangs(head, language):
            continue
        if is_self_contained(closed, language) and _has_verb(closed, language) and not _opens_list(match.group(), rest):
            yield closed


def tails(sentence: str, language: str) -> Iterator[str]:
    """What follows a semicolon, a colon, a dash or a "but" where it stands alone as a sentence, with a capital."""
    for match in _PARTS.finditer(sentence):
        tail = sentence[match.end() :]
        tail = tail[:1].upper() + tail[1:]
        if _is_dash(match.group()) and len(_DASHES.findall(sentence)) > 1:
            continue
        if _has_verb(tail, language) and is_self_contained(tail, language) and not _OPENS_TAIL.match(tail):
            yield tail


def _hangs(head: str, language: str) -> bool:
    """Whether the head breaks off at a word that wants another: "large part is"."""
    last = head.rsplit(None, 1)[-1].casefold()
    return not is_unspaced(language) and last in stopwords(base(language)) and last not in _MAY_END


def _has_verb(text: str, language: str) -> bool:
    surely = lexicon_for(language).surely_finite
    return surely is None or bool(surely.search(text))


def _is_dash(mark: str) -> bool:
    return bool(_DASHES.fullmatch(mark.strip()))


def headline(
    candidates: Iterable[tuple[str, float]],
    language: str,
    taken: frozenset[str] = frozenset(),
    shows: Pattern | None = None,
    longest: int = MAX_CHARACTERS,
) -> str | None:
    """The best title among clauses of the candidate sentences, without its full stop; None if none fits.

    A candidate is a sentence and its strength. The title has something that `shows` finds, and at most `longest`
    characters.
    """
    most = MAX_CHARACTERS_UNSPACED if is_unspaced(language) else longest
    scored: list[tuple[float, str]] = []
    for sentence, strength in candidates:
        for clause in clauses(sentence, language):
            title = _END.sub(r"\1", clause).strip()
            fits = len(title) <= most and title.casefold() not in taken and not title.startswith(("(", '"', "“"))
            if fits and (shows is None or shows.search(title)):
                scored.append((_fit(title, language) + strength, title))
    return max(scored, key=lambda row: (row[0], row[1]))[1] if scored else None


def listed(topics: Sequence[str], language: str) -> str:
    """Three topics as a title: the first before a colon, the others after it."""
    first, second, third = topics
    joins = lexicon_for(language).joins or "{first}, {second}"
    mark = "：" if is_unspaced(language) else ": "
    return f"{first[0].upper()}{first[1:]}{mark}{joins.format(first=second, second=third)}"


def readable(line: str) -> str:
    """A heading as a title: shouted ones in title case, others as they are."""
    text = _NUMBERING.sub("", regex.sub(r"\s+", " ", line)).strip(" _*#:.\t『』")
    letters = [c for c in text if c.isalpha()]
    if not letters or sum(c.isupper() for c in letters) < 0.8 * len(letters) or len(letters) < 5:
        return text
    words = [word.lower() for word in text.split(" ")]
    return " ".join(w if i and w in _SMALL else w[:1].upper() + w[1:] for i, w in enumerate(words))


def is_title(line: str, language: str) -> bool:
    """Whether a heading of the source says something: not "Introduction", "Chapter V", a date or a number."""
    plain = lexicon_for(language).plain_headings
    text = readable(line)
    words = length_in_words(text, language)
    letters = sum(c.isalpha() for c in text)
    return (
        2 <= words <= 14
        and letters > 0.6 * len(text.replace(" ", ""))
        and not plain.fullmatch(text)
        and not _NO_TITLE.search(text)
    )


def _fit(title: str, language: str) -> float:
    words = length_in_words(title, language)
    ideal = 1.0 - abs(words - 8) / 10
    lexicon = lexicon_for(language)
    lazy = 0.4 * title.startswith(("There", "Hay ", "You ", "You'", "You’", "Let ", "I ", "It ", "Imagine ", "Don"))
    return (
        ideal
        - lazy
        - 1.5 * bool(_AWKWARD.search(title))
        - 0.5 * stumbles(title, language)
        - 0.4 * bool(lexicon.self_talk.search(title))
        - 0.15 * ("," in title)
    )


def _opens_list(mark: str, rest: str) -> bool:
    return ":" in mark and "," in rest[:60]
