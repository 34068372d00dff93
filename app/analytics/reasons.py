"""The most frequent reasons, of each kind."""

from collections import Counter
from collections.abc import Mapping, Sequence

from app.analytics import statements
from app.analytics.figures import ReasonCount
from app.analytics.study import Rows

Reasons = Mapping[str, Sequence[ReasonCount]]


def reasons_of(rows: Rows) -> Reasons:
    """The most frequent of each kind; those of several clients are added up."""
    times: dict[str, Counter[str]] = {}
    for of_what, reason, number in rows:
        times.setdefault(of_what, Counter())[reason] += number
    return {of_what: _most(found) for of_what, found in times.items()}


def _most(times: Mapping[str, int]) -> list[ReasonCount]:
    ranked = sorted(times.items(), key=lambda each: (-each[1], each[0]))
    return [ReasonCount(reason, number) for reason, number in ranked[: statements.TOP]]
