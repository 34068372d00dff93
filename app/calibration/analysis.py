"""What samples of a client's writing show of its voice, by measurement: tone, patterns, words, structure, topics.

Pure work for the processor, for a thread: the same samples give the same analysis.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from app.calibration import usual
from app.calibration.found import Found, Marker
from app.calibration.habits import Structure, structure_of
from app.calibration.reading import read
from app.calibration.signatures import Pattern, signatures
from app.calibration.subjects import avoided, topics_of
from app.calibration.traits import traits
from app.calibration.wording import Wording, wording_of
from app.generation.gates.tone import usable


@dataclass(frozen=True, slots=True)
class Analysis:
    """`samples` counts those long enough to learn from. `tone` are traits, 0 to 100; `avoid` topics that the samples
    say their author keeps away from. What cannot be measured in the language is empty."""

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
    """Of the samples with at least twenty words, each once."""
    long_enough = usable(samples)
    readings = [reading for sample in long_enough if (reading := read(sample, language)).sentences]
    topics = topics_of(readings, language)
    numbers = usual.shipped()
    return Analysis(
        language=language,
        samples=len(long_enough),
        tone=traits(readings, numbers, language),
        patterns=signatures(readings, numbers, language, topics),
        vocabulary=wording_of(readings, language),
        structure=structure_of(readings, language),
        topics=topics,
        avoid=avoided(readings, language),
    )
