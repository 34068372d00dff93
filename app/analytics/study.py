"""What is asked of one client's database: nine statements on one state of it."""

from collections.abc import Generator, Sequence
from typing import Any, NamedTuple

from app.analytics import statements
from app.analytics.period import Period

Rows = Sequence[tuple[Any, ...]]


class Found(NamedTuple):
    """The rows of each statement, in the order of `_FOR`."""

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


# Which figures or parts of them, by the names that they have in Python, each statement is for.
_FOR: Sequence[tuple[str, frozenset[str]]] = (
    (statements.APPROVALS, frozenset({"zero_edit", "volume"})),
    (statements.VERDICTS, frozenset({"gates"})),
    (statements.FIRST_FAILURES, frozenset({"first_passed", "first_pass_rate"})),
    (statements.REASONS, frozenset({"top_reasons", "top_failure_reasons"})),
    (statements.WRITTEN, frozenset({"self_healing", "volume"})),
    (statements.VELOCITY, frozenset({"velocity"})),
    (statements.EVENTS, frozenset({"volume", "kill_chain"})),
    (statements.HUBS, frozenset({"time_to_dna", "dna_reached"})),
    (statements.COSTS, frozenset({"cost"})),
)
_OF_THE_PERIOD_ALONE = (statements.FIRST_FAILURES, statements.REASONS)


def study(period: Period, names: frozenset[str] | None = None) -> Study:
    """With `names` only what these need is asked, and step by step for a series alone; the rest is found empty."""
    found: list[Rows] = []
    bounds = period.bounds if names is None or "series" in names else period.whole
    for sql, needed_by in _FOR:
        if names is not None and not names & needed_by:
            found.append(())
            continue
        found.append((yield sql, bounds if sql not in _OF_THE_PERIOD_ALONE else (period.start, period.end)))
    return Found(*found)


def added(clients: Sequence[Found]) -> Found:
    """The rows of several clients. How far their hubs have come does not add up: it is left out."""
    rows = [[row for found in clients for row in found[place]] for place in range(len(Found._fields))]
    return Found(*rows)._replace(hubs=())
