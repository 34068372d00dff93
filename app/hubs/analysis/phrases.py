"""A phrase of a source as it is written there, and how its words are used: what tells a topic from other words."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

import regex

from app.hubs.analysis.lexicon import Lexicon
from app.hubs.analysis.words import Token, knows_words, zipf

_PLAIN_GAP = regex.compile(r"[^\S\n]*")
_SURELY_A_WORD = 3.0


@dataclass(slots=True)
class Phrase:
    """`where` counts occurrences by sentence number; `forms` the ways it is written inside a sentence, `opened` at the
    head of one; `before` the words that stand before it."""

    key: tuple[str, ...]
    words: int
    where: Counter[int] = field(default_factory=Counter)
    forms: Counter[str] = field(default_factory=Counter)
    opened: Counter[str] = field(default_factory=Counter)
    articles: Counter[str] = field(default_factory=Counter)
    before: Counter[str] = field(default_factory=Counter)
    ends_clean: int = 0

    @property
    def count(self) -> int:
        return self.where.total()

    @property
    def surface(self) -> str:
        forms = self.forms or self.opened
        best = max(forms.values())
        return min(form for form, count in forms.items() if count == best)

    @property
    def plural(self) -> str | None:
        """A way in which the source writes it with an s, where it often does."""
        form = f"{self.surface}s"
        return form if self.forms[form] * 4 > self.forms[self.surface] else None


class Signs:
    """Whether a stem is used as a noun or as a verb, seen from the words before it."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._noun: defaultdict[str, int] = defaultdict(int)
        self._verb: defaultdict[str, int] = defaultdict(int)

    def see(self, token: Token, before: Token | None) -> None:
        word = before.text.casefold() if before else ""
        self._verb[token.stem] += word in self._lexicon.verb_signs
        self._noun[token.stem] += word in self._lexicon.determiners

    def is_noun(self, stem: str) -> bool:
        return self._noun[stem] > self._verb[stem]

    def is_verb(self, stem: str) -> bool:
        return self._verb[stem] > self._noun[stem]


def joined(text: str, first: Token, second: Token) -> bool:
    return bool(_PLAIN_GAP.fullmatch(text, first.end, second.start))


def surface_of(text: str, row: Sequence[Token], opens: bool, language: str) -> str:
    """As written; the capital of a sentence's first word goes where the language knows the word as a common one."""
    surface = text[row[0].start : row[-1].end]
    first = row[0].text
    common = not knows_words(language) or zipf(first.casefold(), language) >= _SURELY_A_WORD
    return surface[0].lower() + surface[1:] if opens and first[1:].islower() and common else surface
