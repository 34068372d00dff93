"""What is told of a client's work. Every rate is None where there is nothing to divide.

Each figure has a value that it is followed by: `previous` is what that was in the period before, `trend` how both
compare, and the points of `series` are its steps.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.vocabulary import Gate, Trend

RATE_BAND = 0.02
"""Rates that differ by less are STABLE."""
COUNT_BAND = 0.05
"""Other values that differ by less than this share of the larger one are STABLE."""
TARGET = 0.6
"""The zero-edit rate of a client whose voice is known."""


@dataclass(frozen=True, slots=True)
class Point:
    """A step: `count` is what `value` rests on."""

    period_start: datetime
    value: float | None
    count: int


@dataclass(frozen=True, slots=True)
class ReasonCount:
    reason: str
    count: int


@dataclass(frozen=True, slots=True)
class Followed:
    """`points` makes the series, which few ask for."""

    previous: float | None
    trend: Trend
    points: Callable[[], Sequence[Point]]

    @property
    def series(self) -> Sequence[Point]:
        return self.points()


@dataclass(frozen=True, slots=True)
class ZeroEdit(Followed):
    rate: float | None
    total: int
    without_edit: int


@dataclass(frozen=True, slots=True)
class GateRate(Followed):
    """The rate of passes is followed. `first_passed` are those of the `evaluated` whose first draft passed here."""

    gate: Gate
    evaluated: int
    passed: int
    pass_rate: float | None
    first_passed: int
    first_pass_rate: float | None
    top_reasons: Sequence[ReasonCount]


@dataclass(frozen=True, slots=True)
class SelfHealing(Followed):
    """`failed_first` of the `written` pieces did not pass at once; of these `healed` do now, `conflicts` were given up.

    The rate of success is what is followed.
    """

    written: int
    failed_first: int
    healed: int
    conflicts: int
    loops: int
    average_loops: float | None
    success_rate: float | None
    first_pass_rate: float | None
    creative_conflict_rate: float | None
    healed_after: Sequence[ReasonCount]
    top_failure_reasons: Sequence[ReasonCount]


@dataclass(frozen=True, slots=True)
class Velocity(Followed):
    """The average is followed; both rates are shares of the sessions."""

    average_decision_ms: float | None
    decisions: int
    sessions: int
    total_time_ms: int
    bulk_approve_rate: float | None
    kill_chain_usage: float | None


@dataclass(frozen=True, slots=True)
class Volume(Followed):
    """What was written is followed."""

    hubs_created: int
    spokes_generated: int
    approved: int
    rejected: int
    killed: int
    pending: int
    by_platform: Sequence[ReasonCount]


@dataclass(frozen=True, slots=True)
class KillChain(Followed):
    hub_kills: int
    pillar_kills: int
    spoke_kills: int
    survivors: int
    restored: int
    top_reasons: Sequence[ReasonCount]

    @property
    def kills(self) -> int:
        return self.hub_kills + self.pillar_kills + self.spoke_kills


@dataclass(frozen=True, slots=True)
class TimeToDna(Followed):
    """What is followed is the rate of all hubs so far."""

    reached: bool
    hubs: int
    zero_edit_rate: float | None
    target: float


@dataclass(frozen=True, slots=True)
class ModelCost:
    """`cost_micro_usd` is None where the cost of one of the jobs is not known."""

    model: str
    jobs: int
    prompt_tokens: int
    completion_tokens: int
    cost_micro_usd: int | None


@dataclass(frozen=True, slots=True)
class Cost(Followed):
    jobs: int
    prompt_tokens: int
    completion_tokens: int
    cost_micro_usd: int | None
    by_model: Sequence[ModelCost]


def rate(part: float, whole: float) -> float | None:
    return part / whole if whole else None


def trend_of_rate(value: float | None, previous: float | None) -> Trend:
    return _trend(value, previous, RATE_BAND)


def trend_of(value: float | None, previous: float | None) -> Trend:
    """Of what is no rate."""
    return _trend(value, previous, COUNT_BAND * max(abs(value or 0), abs(previous or 0)))


def _trend(value: float | None, previous: float | None, band: float) -> Trend:
    """STABLE as well where there is nothing to compare with."""
    if value is None or previous is None or abs(value - previous) < band or value == previous:
        return Trend.STABLE
    return Trend.UP if value > previous else Trend.DOWN
