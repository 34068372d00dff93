"""How far the voice has drifted in seven days: how much people edit, and how much they approve as it was written.

Drift = 0.6 x the mean edit distance + 0.4 x (1 - the zero-edit rate), 0 to 1. Where nobody edited, or nobody approved,
there is nothing to divide; such a part counts as 0: silence is no drift.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from app.vocabulary import AlertKind

DAY_MS = 86_400_000
WINDOW_DAYS = 7
EDITING, APPROVING = 0.6, 0.4
DRIFT_ABOVE = 0.4
"""From there on calibration is due."""
DISTANCE_ABOVE = 0.5
ZERO_EDIT_BELOW = 0.4
HIGH_EDIT_DISTANCE, LOW_ZERO_EDIT_RATE, ZERO_EDIT_DROP = "high_edit_distance", "low_zero_edit_rate", "zero_edit_drop"

_NOW = "CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER)"
_FACTS = f"""
WITH period AS (SELECT now, now - {WINDOW_DAYS * DAY_MS} AS since FROM (SELECT {{now}} AS now))
SELECT
    (SELECT avg(edit_distance) FROM mutation_registry WHERE created_at >= period.since),
    (
        SELECT avg(is_mutated = 0) FROM spokes INDEXED BY idx_spokes_approved_edits
        WHERE status = 'approved' AND approved_at >= period.since
    ),
    (SELECT max(0, period.now - last_calibration_at) / {DAY_MS} FROM brand_dna WHERE id = 'primary')
FROM period"""
FACTS = _FACTS.format(now=_NOW)
"""One row for `drift_of`, as of now."""
FACTS_AT = _FACTS.format(now="?")
"""The same as of a time in milliseconds."""

_BY_EDITS = "People rewrite more than half of each piece that they edit."
_BY_APPROVALS = "Most pieces are edited before they are approved."
_FEW_AS_WRITTEN = "Fewer than two of five pieces are approved as they were written."
_ADVICE = (
    "Calibrate with a few texts that say it right, or let a grounding audit look for what people keep changing.",
    "What was edited before the last calibration still counts for seven days; if drift stays up after that, let a "
    "grounding audit look for what people keep changing.",
)


@dataclass(frozen=True, slots=True)
class Drift:
    """Of the last seven days; None where there is nothing to divide. The distance and the rate are 0 to 1."""

    average_edit_distance: float | None = None
    zero_edit_rate: float | None = None
    days_since_calibration: int | None = None

    @property
    def drift_score(self) -> float:
        edited = self.average_edit_distance or 0.0
        touched = 0.0 if self.zero_edit_rate is None else 1 - self.zero_edit_rate
        return round(EDITING * edited + APPROVING * touched, 6)

    @property
    def needs_calibration(self) -> bool:
        return self.drift_score > DRIFT_ABOVE

    @property
    def trigger(self) -> str | None:
        """Why calibration is due; None where it is not."""
        if not self.needs_calibration:
            return None
        return HIGH_EDIT_DISTANCE if (self.average_edit_distance or 0.0) > DISTANCE_ABOVE else LOW_ZERO_EDIT_RATE

    @property
    def suggestion(self) -> str | None:
        """What to do, for people to read; None where there is nothing to be done."""
        return next((crossing.suggestion for crossing in crossings(self)), None)

    @property
    def is_calibrated(self) -> bool:
        """Whether a calibration lies inside the window."""
        return self.days_since_calibration is not None and self.days_since_calibration < WINDOW_DAYS


@dataclass(frozen=True, slots=True)
class Crossing:
    """A bound that is crossed, and by what."""

    kind: AlertKind
    trigger: str
    suggestion: str


def drift_of(rows: Sequence[tuple[Any, ...]]) -> Drift:
    """Of what `FACTS` found."""
    return Drift(*rows[0])


def crossings(drift: Drift) -> list[Crossing]:
    """The bounds that are crossed as it stands, at most one of each kind."""
    found = []
    if drift.trigger is not None:
        why = _BY_EDITS if drift.trigger == HIGH_EDIT_DISTANCE else _BY_APPROVALS
        found.append(Crossing(AlertKind.DRIFT, drift.trigger, _advised(drift, why)))
    if drift.zero_edit_rate is not None and drift.zero_edit_rate < ZERO_EDIT_BELOW:
        found.append(Crossing(AlertKind.ZERO_EDIT, ZERO_EDIT_DROP, _advised(drift, _FEW_AS_WRITTEN)))
    return found


def _advised(drift: Drift, why: str) -> str:
    return f"{why} {_ADVICE[drift.is_calibrated]}"
