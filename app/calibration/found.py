"""What calibration finds in words, spoken or written, before it is merged with what the brand knows already."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from app.vocabulary import MarkerCategory, Severity, StanceCategory

TRAITS = ("candid", "contrarian", "formal", "playful", "technical", "expressive")
"""Of tone, each 0 to 100."""


@dataclass(frozen=True, slots=True)
class Marker:
    """A phrase that sounds like the client; `example` is a sentence of theirs in which it stands."""

    phrase: str
    category: MarkerCategory = MarkerCategory.SIGNATURE
    weight: float = 1.0
    example: str | None = None


@dataclass(frozen=True, slots=True)
class Ban:
    """A word or phrase that the client does not use."""

    word: str
    reason: str | None = None
    severity: Severity = Severity.SOFT


@dataclass(frozen=True, slots=True)
class Stance:
    stance: str
    category: StanceCategory
    keywords: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class PersonaHint:
    """Whom the client wants to sound like, or speaks to; `attributes` are worth 0 to 100."""

    name: str
    description: str | None = None
    attributes: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Found:
    """Each in the order in which it was found. `tone` are changes of traits, -100 to 100, to be added to what is there;
    `avoid` are topics."""

    markers: Sequence[Marker] = ()
    bans: Sequence[Ban] = ()
    stances: Sequence[Stance] = ()
    personas: Sequence[PersonaHint] = ()
    tone: Mapping[str, float] = field(default_factory=dict)
    avoid: Sequence[str] = ()
