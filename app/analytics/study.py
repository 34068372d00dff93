"""What is asked of one client's database: nine statements on one state of it."""

from collections.abc import Generator, Sequence
from typing import Any, NamedTuple

from app.analytics import statements
from app.analytics.period import Period

Rows = Sequence[tuple[Any, ...]]


class Found(NamedTuple):
    """The rows of each statement."""

    approvals: Rows
    verdicts: Rows
    first_failures: Rows
    reasons: Rows
    written: Rows
    velocity: Rows
    events: Rows
    hubs: Rows
    costs: Rows


Study = Generator[tuple[str, Sequence[Any]], Rows, Found]
"""Yields statements with their parameters, is sent their rows, and returns what was found."""


def study(period: Period) -> Study:
    bounds, now = period.bounds, (period.start, period.end)
    return Found(
        approvals=(yield statements.APPROVALS, bounds),
        verdicts=(yield statements.VERDICTS, bounds),
        first_failures=(yield statements.FIRST_FAILURES, now),
        reasons=(yield statements.REASONS, now),
        written=(yield statements.WRITTEN, bounds),
        velocity=(yield statements.VELOCITY, bounds),
        events=(yield statements.EVENTS, bounds),
        hubs=(yield statements.HUBS, bounds),
        costs=(yield statements.COSTS, bounds),
    )


def added(clients: Sequence[Found]) -> Found:
    """The rows of several clients. How far their hubs have come does not add up: it is left out."""
    rows = [[row for found in clients for row in found[place]] for place in range(len(Found._fields))]
    return Found(*rows)._replace(hubs=())
