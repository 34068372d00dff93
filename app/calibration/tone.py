"""A client's tone, trait by trait: what was measured, what was said of it since, and what a person has set."""

from collections.abc import Mapping

LEAST, MOST, NEUTRAL = 0.0, 100.0, 50.0


def profile(measured: Mapping[str, float], said: Mapping[str, float], fixed: Mapping[str, float]) -> dict[str, float]:
    """What holds of each trait of which anything is known: what is `fixed`, else what was measured with what was said
    added; who said something of a trait that nobody has measured spoke of a neutral one."""
    heard = {trait: bounded(measured.get(trait, NEUTRAL) + change) for trait, change in said.items()}
    return {**measured, **heard, **fixed}


def added(said: Mapping[str, float], change: Mapping[str, float]) -> dict[str, float]:
    """Changes of traits and more of them, none beyond what a trait can move."""
    both = {trait: said.get(trait, 0.0) + change.get(trait, 0.0) for trait in {**said, **change}}
    return {trait: max(-MOST, min(MOST, value)) for trait, value in both.items()}


def bounded(value: float) -> float:
    return max(LEAST, min(MOST, value))
