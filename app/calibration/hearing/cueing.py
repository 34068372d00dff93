"""Where in a sentence somebody asks for something, and what belongs to it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from app.calibration.hearing.grammar import COMMA, Act, Cue, Grammar
from app.calibration.hearing.tone import lead_up
from app.calibration.hearing.utterances import Sentence

_FLOWING = frozenset({Act.SHUN, Act.SOUND, Act.FRAME})
"""Acts that begin anywhere once something was asked for: who dictates makes no pause that is written down."""
_OF_ANYBODY = frozenset({Act.OTHERS_SAY, Act.AUDIENCE, Act.UNDO})
_BEHIND = 14  # Words that go before a cue at most, of what it is about.


@dataclass(frozen=True, slots=True)
class Call:
    """A cue from token `start` to before `end`, and what it is about: tokens `first` to before `last`. `before` and
    `then` are the acts around it."""

    cue: Cue
    start: int
    end: int
    first: int
    last: int
    before: Act | None = None
    then: Act | None = None

    @property
    def act(self) -> Act:
        return self.cue.act


def calls(sentence: Sentence, grammar: Grammar) -> list[Call]:
    """In order, each with the words up to the next one."""
    found: list[Call] = []
    meant = list(_meant(sentence, grammar))
    edges = [*(start for _, start, _ in meant), len(sentence.tokens)][1:]
    for (cue, start, end), edge in zip(meant, edges, strict=True):
        if not cue.behind:
            found.append(Call(cue, start, end, end, edge))
            continue
        last, first = _turn(sentence, found[-1].end if found else 0, start, bool(found), grammar)
        if found and not found[-1].cue.behind:
            found[-1] = replace(found[-1], last=last)
        found.append(Call(cue, start, end, first, start))
    acts = [None, *(call.act for call in found), None]
    return [
        replace(call, before=before, then=then) for call, before, then in zip(found, acts[:-2], acts[2:], strict=True)
    ]


def _meant(sentence: Sentence, grammar: Grammar) -> Iterator[tuple[Cue, int, int]]:
    """The cues that ask for something, as tokens. Where two overlap, the first holds, or the longer."""
    end = 0
    before: Cue | None = None
    for start, stop, cue in sorted(_standing(sentence, grammar), key=_first):
        first, last = sentence.at(start), sentence.at(stop)
        if first < end or (before is not None and first == end and (cue.directed or cue.marked or cue.after)):
            continue
        if _asks(sentence, cue, start, before, grammar):
            yield cue, first, last
            end, before = last, cue


def _first(standing: tuple[int, int, Cue]) -> tuple[int, int, bool]:
    """Of two as long, what goes on with what was said before."""
    start, stop, cue = standing
    return start, -stop, cue.after is None


def _standing(sentence: Sentence, grammar: Grammar) -> Iterator[tuple[int, int, Cue]]:
    for cue in grammar.cues:
        for match in cue.pattern.finditer(sentence.line):
            yield match.start(), match.end(), cue


def _asks(sentence: Sentence, cue: Cue, place: int, before: Cue | None, grammar: Grammar) -> bool:
    """Whether it is an order here, and not told, asked, denied or said of others."""
    if cue.after is not None:
        return before is not None and before.act is cue.after and not before.marked
    if before is not None and (before.act is cue.within or (before.whole and cue.directed)):
        return False
    if cue.behind or (cue.act in _OF_ANYBODY and not cue.directed):
        return True
    lead = lead_up(sentence.line, place)
    if grammar.idle.search(lead) or grammar.others.search(lead):
        return False
    if cue.directed:
        flowing = before is not None and cue.act in _FLOWING
        return flowing or bool(grammar.directed.search(lead))
    return True


def _turn(sentence: Sentence, edge: int, start: int, pressed: bool, grammar: Grammar) -> tuple[int, int]:
    """Where the thought before ends, and where that begins which a cue behind is about: at the last turn of the talk,
    at the latest a word before the cue."""
    far = min(max(edge, start - _BEHIND), start)
    for at in range(start - 1, far - 1, -1):
        low = sentence.tokens[at].low
        if low in grammar.turns or (pressed and low == COMMA):
            last = at
            while last > far and sentence.tokens[last - 1].low in grammar.turns | {COMMA}:
                last -= 1
            return last, at + 1
    first = max(start - 1, far) if pressed else far
    return first, first
