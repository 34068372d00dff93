"""What a sentence asks for, and how the sentences of a note add up: what is said later holds."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from app.brand.entries import MAX_PHRASE, MAX_REASON, MAX_STANCE, MAX_WORD
from app.brand.personas import MAX_DESCRIPTION, MAX_NAME
from app.calibration.found import Ban, Found, Marker, PersonaHint, Stance
from app.calibration.hearing.tone import MOST
from app.kit.text import same_words

MOST_OF_A_KIND = 200
"""More than that in one note is no instruction."""


@dataclass(frozen=True, slots=True)
class Avoided:
    topic: str


@dataclass(frozen=True, slots=True)
class Shift:
    """Changes of traits."""

    tone: dict[str, float]


@dataclass(frozen=True, slots=True)
class Permitted:
    """What may be said after all."""

    words: str


@dataclass(frozen=True, slots=True)
class Undone:
    """The last thing said is taken back."""


Outcome = Ban | Marker | Stance | PersonaHint | Avoided | Shift | Permitted | Undone
_Entry = Ban | Marker | Stance | PersonaHint | Avoided
E = TypeVar("E", Ban, Marker, Stance, PersonaHint, Avoided)


class Heard:
    """What was asked for so far in a note."""

    def __init__(self) -> None:
        self._entries: dict[tuple[type[_Entry], str], _Entry] = {}
        self._tone: dict[str, float] = {}
        self._turn: list[tuple[type[_Entry], str]] = []
        self._shifted: list[dict[str, float]] = []

    def take(self, outcomes: Sequence[Outcome]) -> None:
        """All that one instruction asks for."""
        if any(isinstance(outcome, Undone) for outcome in outcomes):
            self._undo()
            return
        asking = [outcome for outcome in outcomes if not isinstance(outcome, Permitted)]
        if asking:
            self._turn, self._shifted = [], []
        for outcome in outcomes:
            self._add(outcome)

    def found(self) -> Found:
        return Found(
            markers=tuple(self._of(Marker)),
            bans=tuple(self._of(Ban)),
            stances=tuple(self._of(Stance)),
            personas=tuple(self._of(PersonaHint)),
            tone={trait: max(-MOST, min(MOST, change)) for trait, change in self._tone.items() if change},
            avoid=tuple(entry.topic for entry in self._of(Avoided)),
        )

    def _add(self, outcome: Outcome) -> None:
        if isinstance(outcome, Shift):
            self._shift(outcome.tone, 1)
            self._shifted.append(outcome.tone)
        elif isinstance(outcome, Permitted):
            for kind in (Ban, Avoided):
                self._entries.pop((kind, same_words(outcome.words)), None)
        elif not isinstance(outcome, Undone):
            self._enter(outcome)

    def _enter(self, entry: _Entry) -> None:
        fitting = _fitting(entry)
        name = same_words(_name(entry))
        if fitting is None or not name:
            return
        # Who bans a word that was to be used, or the other way round, has thought better of it.
        opposite = {Ban: Marker, Marker: Ban}.get(type(entry))
        if opposite is not None:
            self._entries.pop((opposite, name), None)
        key = (type(entry), name)
        if key not in self._entries:
            self._entries[key] = fitting
            self._turn.append(key)

    def _undo(self) -> None:
        for key in self._turn:
            self._entries.pop(key, None)
        for tone in self._shifted:
            self._shift(tone, -1)
        self._turn, self._shifted = [], []

    def _shift(self, tone: dict[str, float], sign: int) -> None:
        for trait, change in tone.items():
            self._tone[trait] = self._tone.get(trait, 0.0) + sign * change

    def _of(self, kind: type[E]) -> list[E]:
        return [entry for entry in self._entries.values() if isinstance(entry, kind)][:MOST_OF_A_KIND]


def _name(entry: _Entry) -> str:
    match entry:
        case Ban(word=name) | Marker(phrase=name) | Stance(stance=name) | PersonaHint(name=name) | Avoided(topic=name):
            return name


def _fitting(entry: _Entry) -> _Entry | None:
    """As long as may be kept; None for a word or name that is too long to be one."""
    match entry:
        case Ban(word, reason):
            return replace(entry, reason=reason[:MAX_REASON] if reason else None) if len(word) <= MAX_WORD else None
        case Marker(phrase):
            return entry if len(phrase) <= MAX_PHRASE else None
        case Stance(stance):
            return entry if len(stance) <= MAX_STANCE else None
        case PersonaHint(name, description):
            shortened = replace(entry, description=description[:MAX_DESCRIPTION] if description else None)
            return shortened if len(name) <= MAX_NAME else None
        case Avoided(topic):
            return entry if len(topic) <= MAX_WORD else None
