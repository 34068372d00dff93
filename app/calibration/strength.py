"""How well a client's voice is known, 0 to 100: how much its samples agree with each other in what is their own."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from app.brand import service as brand
from app.calibration.analysis import Analysis

DAMPED_BELOW = 3
WEAK, STRONG = 70.0, 80.0


@dataclass(frozen=True, slots=True)
class Strength:
    """The four parts and their mean, damped, each 0 to 100; `samples` counts those long enough to learn from."""

    tone_match: float = 0.0
    vocabulary: float = 0.0
    structure: float = 0.0
    topics: float = 0.0
    samples: int = 0
    score: float = 0.0


def measure(samples: Sequence[str], language: str = "en", *, words: int = 0) -> Strength:
    """`words` counts the entries of the brand: markers, bans, stances. Work for a thread."""
    return Strength()


async def measure_client() -> Strength:
    """Of the bound client, from its samples and words."""
    samples = await brand.sample_texts()
    return await asyncio.to_thread(measure, samples)


def recommendations(strength: Strength | None, analysis: Analysis | None = None) -> list[str]:
    """What to do next, where the score is under 70; None is a client that was never calibrated."""
    return []
