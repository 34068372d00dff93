"""What an instruction names: from the words after a cue to the words and phrases that are meant."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from app.calibration.hearing.grammar import COLON, COMMA, QUOTED, Grammar
from app.calibration.hearing.utterances import Sentence, Token

MOST_WORDS = 6
"""Of a phrase that is not quoted."""
MOST_WHOLE = 12
"""Of a motto."""
_LOOKED_AT = 80
_SHORT = 2


@dataclass(frozen=True, slots=True)
class Item:
    """`sure` where it was quoted, or named as a word or phrase: then it is meant literally."""

    text: str
    words: tuple[str, ...]
    sure: bool


@dataclass
class Listing:
    """`clause` is what was named by a clause instead of words; `topical` says that it was called a topic; `spared` is
    what was excepted."""

    items: list[Item] = field(default_factory=list)
    spared: list[Item] = field(default_factory=list)
    clause: str = ""
    reason: str | None = None
    topical: bool = False

    @property
    def sure(self) -> bool:
        return any(item.sure for item in self.items)


def listed(
    sentence: Sentence, first: int, last: int, grammar: Grammar, *, saying: bool = False, whole: bool = False
) -> Listing:
    """What is named by the tokens from `first` to before `last`: sayings, which may have verbs; or one phrase as a
    `whole`, whatever it is made of."""
    last = min(last, first + _LOOKED_AT)
    if whole and first < last and sentence.tokens[first].low != QUOTED:
        return _whole(sentence.tokens[first:last], sentence.note, grammar, MOST_WHOLE)
    return _Reader(
        sentence, first, last, grammar, grammar.breaks - grammar.linking if saying else grammar.breaks
    ).read()


class _Reader:
    def __init__(self, sentence: Sentence, first: int, last: int, grammar: Grammar, breaks: frozenset[str]) -> None:
        self._sentence = sentence
        self._at = first
        self._last = last
        self._grammar = grammar
        self._breaks = breaks
        self._sure = False
        self._sparing = False
        self._closed = False
        self._words: list[Token] = []
        self._found = Listing()

    def read(self) -> Listing:
        while self._at < self._last and self._step():
            pass
        self._flush()
        return self._found

    def _step(self) -> bool:
        """Takes one token, or a lead; False where what is named has ended."""
        grammar, token = self._grammar, self._sentence.tokens[self._at]
        if not self._words and self._lead():
            return True
        if token.low in grammar.reasons and (self._words or self._found.items):
            self._found.reason = self._sentence.verbatim(self._at + 1, self._last) or None
            return False
        filler = grammar.fillers.match(self._sentence.line, self._sentence.place(self._at))
        if filler:
            self._at = self._sentence.at(filler.end())
            return True
        repair = grammar.repairs.match(self._sentence.line, self._sentence.place(self._at))
        if repair:
            self._flush()
            del self._found.items[-1:]
            self._at = self._sentence.at(repair.end())
            return True
        if token.low in grammar.spare:
            self._flush()
            self._sparing = True
        elif token.low in (COMMA, COLON) or token.low in grammar.separators:
            self._flush()
        elif token.low == QUOTED:
            self._flush()
            self._add(Item(token.text, tuple(token.text.casefold().split()), True))
            self._closed = True
        elif self._ends(token):
            if self._found.items and len(self._words) == 1 and self._words[0].low in grammar.edges:
                self._words.clear()  # It leads on to the next clause: "and second we need".
            return False
        else:
            self._words.append(token)
        self._at += 1
        return True

    def _lead(self) -> bool:
        line, place = self._sentence.line, self._sentence.place(self._at)
        for pattern, topical in ((self._grammar.word_lead, False), (self._grammar.topic_lead, True)):
            match = pattern.match(line, place)
            if match and self._sentence.at(match.end()) < self._last:
                self._sure = self._sure or not topical
                self._found.topical = self._found.topical or topical
                self._at = self._sentence.at(match.end())
                self._closed = False
                if not topical and match.group("whole") and self._sentence.tokens[self._at].low != QUOTED:
                    tokens = trimmed(self._sentence.tokens[self._at : self._last], self._grammar, MOST_WHOLE)
                    self._found.items += _whole(tokens, self._sentence.note, self._grammar, MOST_WORDS).items
                    self._at = self._last
                return True
        return False

    def _ends(self, token: Token) -> bool:
        """Whether a clause begins here. Where nothing was named before, it is the clause that is meant."""
        grammar, begun = self._grammar, self._words or self._found.items
        if not begun and not self._sure:
            if token.low in grammar.clausal:
                self._found.clause = self._sentence.verbatim(self._at, self._last)
                return True
            return False
        if not self._words and self._found.items:
            return self._begins_clause(token)
        # "in our posts" goes with what is before it.
        within = self._words and self._words[-1].low in grammar.soft and token.low in grammar.determiners
        return bool(begun) and token.low in self._breaks and not within

    def _begins_clause(self, token: Token) -> bool:
        """Whether what follows "and" is no further item."""
        grammar = self._grammar
        ends = grammar.separators | {COMMA, COLON, QUOTED}
        left = self._sentence.tokens[self._at : self._last]
        length = next((at for at, each in enumerate(left) if each.low in ends), len(left))
        if token.low in grammar.determiners:
            return length > _SHORT
        return token.low in self._breaks or (length > 1 and token.low in grammar.openers)

    def _flush(self) -> None:
        words, self._words = self._words, []
        closed, self._closed = self._closed, False
        if closed:
            return  # What follows a quotation says more about it.
        kept = trimmed(words, self._grammar)
        if kept:
            text = " ".join(token.text for token in kept)
            self._add(Item(text, tuple(token.low for token in kept), self._sure))

    def _add(self, item: Item) -> None:
        if item.text:
            (self._found.spared if self._sparing else self._found.items).append(item)


def _whole(tokens: Sequence[Token], note: str, grammar: Grammar, most: int) -> Listing:
    """One phrase, up to where another clause begins if it is long."""
    kept = list(tokens)
    if len(kept) > most:
        ends = grammar.breaks - grammar.linking
        kept = kept[: next((at for at, token in enumerate(kept) if at and token.low in ends), len(kept))]
    del kept[next((at for at, token in enumerate(kept) if at and token.low in grammar.reasons), len(kept)) :]
    while kept and kept[-1].low in grammar.separators | {COMMA, COLON, QUOTED}:
        del kept[-1]
    if not 0 < len(kept) <= most:
        return Listing()
    text = note[kept[0].start : kept[-1].end]
    return Listing([Item(" ".join(text.split()), tuple(token.low for token in kept), True)])


def trimmed(words: Sequence[Token], grammar: Grammar, most: int = MOST_WORDS) -> Sequence[Token]:
    """A phrase without what only surrounds it, or nothing where it is too long to be one."""
    kept = list(words)
    while len(kept) > 1 and kept[0].low in grammar.edges:
        del kept[0]
    line = " ".join(token.low for token in kept)
    tail = grammar.tails.search(line)
    if tail and tail.start() > 0:
        kept = kept[: line[: tail.start()].count(" ") + 1]
    while len(kept) > 1 and kept[-1].low in grammar.edges:
        del kept[-1]
    if len(kept) > most:
        cut = next((at for at, token in enumerate(kept) if at and token.low in grammar.soft), len(kept))
        kept = kept[:cut]
    return kept if len(kept) <= most else ()


def without_determiner(item: Item, grammar: Grammar) -> str:
    """The text of a phrase without the article or possessive it begins with."""
    head, _, rest = item.text.partition(" ")
    return rest if rest and not item.sure and head.casefold() in grammar.determiners else item.text
