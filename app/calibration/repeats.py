"""What is said in several samples counts in one: texts that share their sentences agree about nothing by that.

The same post for two platforms, or pieces drawn from one source, would otherwise pass for a voice that is most sure of
itself.
"""

from collections.abc import Iterator, Sequence

from app.calibration.reading import read
from app.generation.gates.tone.marks import words
from app.kit.text import same_words

_RUN = 6
"""Words in a row that hardly anybody says twice by chance."""


def said_once(samples: Sequence[str], language: str) -> list[str]:
    """The samples without sentences of which half or more stands in an earlier one, in the same order."""
    seen: set[tuple[str, ...]] = set()
    kept = []
    for sample in samples:
        sentences = read(sample, language).sentences
        said = [frozenset(_runs(sentence)) for sentence in sentences]
        new = [sentence for sentence, runs in zip(sentences, said, strict=True) if 2 * len(runs & seen) < len(runs)]
        kept.append(sample if len(new) == len(sentences) else " ".join(new))
        seen.update(*said)
    return kept


def _runs(sentence: str) -> Iterator[tuple[str, ...]]:
    """A sentence that is shorter than a run is one as it stands."""
    said = words(same_words(sentence))
    for at in range(max(1, len(said) - _RUN + 1)):
        yield tuple(said[at : at + _RUN])
