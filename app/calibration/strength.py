"""How well a client's voice is known, 0 to 100: how much its samples agree with each other in what is their own.

The score is the mean of four parts, each 0 to 100. Only the client's samples are read: what the product wrote, though
approved, would let it praise its own echo, and G4 does not learn from it either.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from math import exp
from typing import Any

import tenancy
from app.brand import service as brand
from app.brand.models import PRIMARY, BrandDna
from app.calibration import usual
from app.calibration.agreement import agreement, passages_of
from app.calibration.repeats import said_once
from app.generation.gates.tone import cohort, usable
from app.hubs.ingest.language import detect
from app.kit import clock
from app.kit.memory import kept

FULL_FROM = 3
"""Samples; with fewer the score is damped."""
WEAK, STRONG = 70.0, 80.0
_SAID, _SAID_OFTEN = 0.25, 8.0


@dataclass(frozen=True, slots=True)
class Strength:
    """Each part 0 to 100, and 0 where it cannot be measured in the language; then it is not in `measured`, and counts
    for nothing. `samples` counts those long enough to learn from, without what others say too; `said` the words of the
    brand that people entered or spoke of; `score` is the damped mean."""

    tone_match: float = 0.0
    vocabulary: float = 0.0
    structure: float = 0.0
    topics: float = 0.0
    samples: int = 0
    score: float = 0.0
    measured: tuple[str, ...] = ()
    language: str = "en"
    said: int = 0

    def plain(self) -> dict[str, Any]:
        """As it is stored."""
        return asdict(self)

    @classmethod
    def stored(cls, plain: Mapping[str, Any]) -> "Strength":
        return cls(**{**plain, "measured": tuple(plain["measured"])})


def measure(samples: Sequence[str], language: str = "en", *, said: int = 0) -> Strength:
    """`said` counts the words that people entered or spoke of: markers, bans, stances. Work for a thread.

    They close up to a quarter of what the samples leave open in the vocabulary; eight close most of that.
    """
    strength = _of_samples(tuple(usable(samples)), language)
    known = strength.vocabulary + (100 - strength.vocabulary) * _SAID * (1 - exp(-said / _SAID_OFTEN))
    parts = strength.measured if "vocabulary" in strength.measured or not said else ("vocabulary", *strength.measured)
    strength = replace(strength, vocabulary=round(known, 1), measured=parts, said=said)
    mean = sum(getattr(strength, part) for part in parts) / max(len(parts), 1)
    return replace(strength, score=round(mean * min(1.0, strength.samples / FULL_FROM), 1))


async def remember(strength: Strength) -> None:
    """As the bound client's, inside `tenancy.transaction()`."""
    await BrandDna.filter(id=PRIMARY).update(
        strength_score=strength.score, strength=strength.plain(), updated_at=clock.now()
    )


async def measure_anew(client_id: str) -> None:
    """After samples were taken away: one that was measured before is measured again."""
    async with tenancy.bind(client_id):
        if not await BrandDna.filter(id=PRIMARY, strength__isnull=False).exists():
            return
        strength = await measure_client()
    async with tenancy.bind(client_id), tenancy.transaction():
        await remember(strength)


async def measure_client() -> Strength:
    """Of the bound client."""
    samples, said = await brand.sample_texts(), await brand.words_said()
    return await asyncio.to_thread(_measured, samples, said)


def _measured(samples: Sequence[str], said: int) -> Strength:
    return measure(samples, detect("\n\n".join(samples)), said=said)


@kept(64)
def _of_samples(samples: tuple[str, ...], language: str) -> Strength:
    """Without the score. The same samples in another order give the same."""
    once = usable(said_once(sorted(samples), language))
    if not once:
        return Strength(language=language)
    numbers = usual.shipped()
    found = agreement(passages_of(once, language), cohort.shipped(), numbers)
    parts: dict[str, Any] = {part: round(numbers.points(part, found[part]), 1) for part in usual.PARTS if part in found}
    return Strength(**parts, samples=len(once), measured=tuple(parts), language=language)
