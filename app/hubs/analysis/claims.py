"""The strongest claims of a source: sentences that assert something and stand alone, no two about the same thing."""

from collections.abc import Iterable

from app.hubs.analysis.passages import Passage, Reading
from app.hubs.analysis.terms import similarity

LEAST, MOST = 5, 12
TOO_ALIKE = 0.45
"""Share of common stems above which two sentences say nearly the same."""


def strongest(reading: Reading, passages: Iterable[Passage], limit: int) -> list[Passage]:
    """Up to `limit` passages, strongest first, skipping those that repeat one before."""
    chosen: list[Passage] = []
    for passage in sorted(passages, key=lambda p: (-p.strength, p.start)):
        stems = reading.topics.stems[passage.number]
        if all(similarity(stems, reading.topics.stems[other.number]) < TOO_ALIKE for other in chosen):
            chosen.append(passage)
        if len(chosen) == limit:
            break
    return chosen


def claims(reading: Reading) -> list[str]:
    limit = min(MOST, max(LEAST, len(reading.passages) // 6))
    return [passage.lead for passage in strongest(reading, reading.passages, limit)]
