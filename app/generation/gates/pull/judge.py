"""The strength of a hook, 0..100, its three parts, and in plain words why."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from app.generation.gates.hook_cues import MAX_POINTS, Hit, Part, find_faults
from app.generation.gates.pull.features import END, START, blanked, part_of, unlinked
from app.generation.gates.pull.languages import Fit, fit_of
from app.generation.gates.pull.nearness import blended
from app.generation.gates.pull.numbers import Head, shipped
from app.generation.gates.pull.scorer import Reasons, points, rank, reasons

FAULT_POINTS = 8.0
"""What a cliché, shouting and the like cost, each kind once: a rule of the house, for the public sets have too few."""
_NAMED = 3  # How many reasons for and against a part are told.
_LEAST = 0.05  # A reason that adds less, in units of the raw value, is not told.


@dataclass(frozen=True, slots=True)
class PartOfHook:
    part: Part
    points: float
    helps: Sequence[str] = ()
    harms: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Strength:
    """`score` is the sum of the parts' points. `caution` says what the score cannot rest on; empty where nothing."""

    score: float
    parts: Sequence[PartOfHook]
    faults: Sequence[Hit] = field(default_factory=tuple)
    caution: str = ""


def strength(hook: str, language: str, near: Sequence[float] = ()) -> Strength:
    """`near` are the cosines to the shared hooks that did well, highest first; none where they are not known."""
    words = unlinked(hook)
    if not any(character.isalnum() for character in words):
        return Strength(0.0, [PartOfHook(part, 0.0) for part in Part])
    fit = fit_of(language)
    head = shipped().heads[fit.head]
    found, faults = reasons(head, fit.see(words)), find_faults(blanked(hook), language)
    ranks = [rank(raw, row) for raw, row in zip(found.raw_parts(), head.quantiles, strict=False)]
    score = _score(found.raw, head, faults, near)
    told = _told(found)
    parts = [
        PartOfHook(part, mine, *(_most(told[part], sign) for sign in (1, -1)))
        for part, mine in zip(Part, points(score, ranks), strict=True)
    ]
    return Strength(score, parts, faults, fit.caution)


def hook_scores(hooks: Sequence[str], language: str = "en") -> list[float]:
    """The scores of `strength`, without the reasons: and without nearness: some 0.2 ms a hook."""
    fit = fit_of(language)
    head = shipped().heads[fit.head]
    return [_bare_score(unlinked(hook), language, fit, head) for hook in hooks]


def _bare_score(hook: str, language: str, fit: Fit, head: Head) -> float:
    if not any(character.isalnum() for character in hook):
        return 0.0
    return _score(reasons(head, fit.see(hook)).raw, head, find_faults(hook, language))


def _score(raw: float, head: Head, faults: Sequence[Hit], near: Sequence[float] = ()) -> float:
    ranked = blended(rank(raw, head.quantiles[-1]), near)
    return round(max(0.0, ranked - FAULT_POINTS * len(faults)), 1)


def _told(found: Reasons) -> dict[Part, dict[str, float]]:
    """What can be said of what is there, by part: the label and what it adds."""
    told: dict[Part, dict[str, float]] = {part: defaultdict(float) for part in MAX_POINTS}
    for feature, value, adds in zip(found.seen.features, found.seen.values, found.plain, strict=True):
        if feature.label and value:
            told[feature.part][feature.label] += adds
    for ngram, adds in zip(found.seen.ngrams, found.hashed, strict=True):
        for label in _label(ngram):
            told[part_of(ngram)][label] += adds
    return told


def _label(ngram: str) -> Iterator[str]:
    """Its words in quotes; none for what holds a placeholder or no word at all."""
    words = [word for word in ngram.split(" ") if word not in (START, END)]
    if words and all(word[-1].isalpha() for word in words):
        yield f"“{' '.join(words)}”"


def _most(told: dict[str, float], sign: int) -> list[str]:
    ordered = sorted(told, key=lambda label: (-sign * told[label], label))
    return [label for label in ordered[:_NAMED] if sign * told[label] > _LEAST]
