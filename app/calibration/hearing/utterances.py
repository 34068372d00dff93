"""A note cut into sentences of words, where a quotation is one word.

Works for what was typed and for what was dictated without commas, stops or capitals. Each step reads the text once.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import accumulate

import regex

from app.calibration.hearing.grammar import COLON, COMMA, QUOTED, Grammar

LONGEST = 300
"""Words of a sentence: what goes on for longer is cut, so that no step has to look far."""
_MOST_QUOTED = 6

_TEXT = regex.compile(
    r"""(?P<quote>
        "(?P<a>[^"\n]{1,120})"
      | “(?P<b>[^“”\n]{1,120})”
      | „(?P<c>[^„“”\n]{1,120})[“”]
      | «(?P<d>[^«»\n]{1,120})»
      | `(?P<e>[^`\n]{1,120})`
      | (?<![\p{L}\p{N}])['‘](?P<f>(?:[^'‘’\n]|(?<=\p{L})['’](?=\p{L})){1,120})['’](?![\p{L}\p{N}])
      )
    | (?P<word>(?:\p{L}\.){2,}|\#?[\p{L}\p{M}\p{N}]+(?:['’\-&_.][\p{L}\p{M}\p{N}]+)*[%+]*|\p{Extended_Pictographic})
    | (?P<item>\n\s*(?:[-*•–]|\d{1,2}[.)])[ \t]+)
    | (?P<line>\n\s*)
    | (?P<end>[.!?¿¡…]+)
    | (?P<pause>[,;()\[\]/、]|\s[-–—]+\s|—)
    | (?P<colon>:|[-=]*[→>])
    """,
    regex.VERBOSE,
)
_STOPPED = regex.compile(r"[.!?…]$")
_EDGES = " \t.,;:"


@dataclass(frozen=True, slots=True)
class Token:
    """`text` as it was written, a quotation without its marks; `low` as patterns see it."""

    text: str
    low: str
    start: int
    end: int


@dataclass(frozen=True)
class Sentence:
    """`asked` for a question."""

    tokens: Sequence[Token]
    note: str
    asked: bool = False

    @cached_property
    def line(self) -> str:
        return " ".join(token.low for token in self.tokens)

    @cached_property
    def _starts(self) -> Sequence[int]:
        return list(accumulate((len(token.low) + 1 for token in self.tokens[:-1]), initial=0)) if self.tokens else []

    def at(self, place: int) -> int:
        """The first token that begins at this place of the line or after it."""
        return bisect_left(self._starts, place)

    def place(self, index: int) -> int:
        return self._starts[index] if index < len(self.tokens) else len(self.line) + 1

    def verbatim(self, first: int, last: int) -> str:
        """From one token to before another, as it was written, in one line."""
        if first >= last:
            return ""
        return " ".join(self.note[self.tokens[first].start : self.tokens[last - 1].end].split())


def sentences(note: str, grammar: Grammar) -> Iterator[Sentence]:
    """In order; none is empty."""
    before: Token | None = None
    for tokens, asked in _cut(note, grammar):
        sentence = Sentence(_spoken_quotes(tokens, grammar), note, asked)
        yield _pointed(sentence, before, grammar)
        before = next((token for token in reversed(sentence.tokens) if token.low == QUOTED), None)


def _cut(note: str, grammar: Grammar) -> Iterator[tuple[list[Token], bool]]:
    """The words of each sentence, and whether it was a question."""
    tokens: list[Token] = []
    for token, ends, asked in _scanned(note):
        if token is not None and token.low not in grammar.hesitations:
            tokens.append(token)
        if (ends or len(tokens) >= LONGEST) and tokens:
            yield tokens, asked
            tokens = []
    if tokens:
        yield tokens, False


def _pointed(sentence: Sentence, before: Token | None, grammar: Grammar) -> Sentence:
    """With what "that word" means in its place: the last that was quoted, here or in the sentence before."""
    kept: list[Token] = []
    done = 0
    for match in grammar.pointer.finditer(sentence.line):
        first, last = sentence.at(match.start()), sentence.at(match.end())
        quoted = next((token for token in reversed(sentence.tokens[done:first]) if token.low == QUOTED), before)
        if quoted is None:
            continue
        before = quoted
        kept += sentence.tokens[done:first]
        span = sentence.tokens[first].start, sentence.tokens[last - 1].end
        kept.append(Token(quoted.text, QUOTED, *span))
        done = last
    return replace(sentence, tokens=[*kept, *sentence.tokens[done:]]) if kept else sentence


def _scanned(note: str) -> Iterator[tuple[Token | None, bool, bool]]:
    """Each token, or None; whether a sentence ends after it; and whether that was a question. A list that goes down the
    page after a colon is one sentence."""
    listing = False
    before = ""
    for match in _TEXT.finditer(note):
        kind = match.lastgroup if match.lastgroup in _KINDS else "quote"
        if kind == "word":
            token = Token(match.group(), _low(match.group()), *match.span())
            yield token, False, False
        elif kind == "quote":
            said = next(group for group in match.group(*"abcdef") if group)
            start = match.start(0) + 1
            yield Token(" ".join(said.strip(_EDGES + "!?").split()), QUOTED, start, start + len(said)), False, False
            if _STOPPED.search(said) and _begins_anew(note, match.end()):
                yield None, True, False
        elif kind == "pause":
            yield Token(COMMA, COMMA, *match.span()), False, False
        elif kind == "colon":
            yield Token(COLON, COLON, *match.span()), False, False
        elif kind == "item" and (listing or before == "colon"):
            listing = True
            yield Token(COMMA, COMMA, match.start(), match.start()), False, False
        elif kind == "line" and before == "colon":
            continue
        else:
            listing = False
            yield None, True, "?" in match.group()
        before = kind


_KINDS = frozenset({"word", "item", "line", "end", "pause", "colon"})


def _begins_anew(note: str, at: int) -> bool:
    after = note[at : at + 8].lstrip()
    return not after or after[0].isupper()


def _low(word: str) -> str:
    return word.casefold().replace("’", "'")


def _spoken_quotes(tokens: list[Token], grammar: Grammar) -> list[Token]:
    """Where somebody dictated the marks: "quote synergy unquote"."""
    kept: list[Token] = []
    opened: int | None = None
    for token in tokens:
        if opened is not None and token.low in grammar.unquote.get(kept[opened].low, ()):
            quoted = kept[opened + 1 :]
            del kept[opened:]
            opened = None
            if 0 < len(quoted) <= _MOST_QUOTED:
                kept.append(Token(" ".join(each.text for each in quoted), QUOTED, quoted[0].start, quoted[-1].end))
            continue
        if token.low in grammar.unquote:
            opened = len(kept)
        kept.append(token)
    return kept
