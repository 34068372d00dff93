"""How well the client's voice is known: what people leave as it was written, and how many hubs that took."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from app.analytics import statements
from app.analytics.counting import Sums, counted, first, rate_of_first
from app.analytics.figures import TARGET, Point, TimeToDna, ZeroEdit, rate, trend_of_rate
from app.analytics.period import Period
from app.analytics.study import Rows


def zero_edit(period: Period, rows: Rows) -> ZeroEdit:
    found = counted(rows, 2)
    value, previous = rate_of_first(found.now), rate_of_first(found.before)
    return ZeroEdit(
        rate=value,
        total=found.now[0],
        without_edit=found.now[1],
        previous=previous,
        trend=trend_of_rate(value, previous),
        points=partial(found.series, period, rate_of_first, first),
    )


def time_to_dna(period: Period, rows: Rows) -> TimeToDna:
    stood = {when: (number, approved, unedited) for when, number, approved, unedited in rows if number}
    reached, last = stood.get(statements.FIRST), stood.get(statements.LAST, (0, 0, 0))
    hubs, approved, unedited = reached or last
    value, previous = _rate_after(last), _rate_after(stood.get(statements.BEFORE, (0, 0, 0)))
    return TimeToDna(
        reached=reached is not None,
        hubs=hubs,
        zero_edit_rate=rate(unedited, approved),
        target=TARGET,
        previous=previous,
        trend=trend_of_rate(value, previous),
        points=partial(_hub_by_hub, period, stood),
    )


def _hub_by_hub(period: Period, stood: Mapping[Any, Sums]) -> list[Point]:
    """Where nothing was added, it stands as it stood."""
    points, after = [], stood.get(statements.BEFORE, (0, 0, 0))
    for step in period.steps:
        after = stood.get(step, after)
        points.append(Point(period.beginning(step), _rate_after(after), after[0]))
    return points


def _rate_after(hub: Sums) -> float | None:
    _, approved, unedited = hub
    return rate(unedited, approved)
