"""What was made, decided and killed, and how fast."""

from collections.abc import Mapping
from functools import partial

from app.analytics import statements
from app.analytics.counting import Counted, Sums, counted, first
from app.analytics.figures import KillChain, ReasonCount, Velocity, Volume, rate, trend_of
from app.analytics.period import Period
from app.analytics.reasons import Reasons
from app.analytics.study import Rows
from app.vocabulary import Platform

_NEVER = counted((), 1)


def velocity(period: Period, rows: Rows) -> Velocity:
    found = counted(rows, 5)
    sessions, decisions, took, with_bulks, with_kills = found.now
    value, previous = _pace(found.now), _pace(found.before)
    return Velocity(
        average_decision_ms=value,
        decisions=decisions,
        sessions=sessions,
        total_time_ms=took,
        bulk_approve_rate=rate(with_bulks, sessions),
        kill_chain_usage=rate(with_kills, sessions),
        previous=previous,
        trend=trend_of(value, previous),
        points=partial(found.series, period, _pace, lambda sums: sums[1]),
    )


def _pace(sums: Sums) -> float | None:
    return rate(sums[2], sums[1])


def happened(rows: Rows) -> Mapping[str, Counted]:
    """By what happened: how often."""
    by_kind: dict[str, list[tuple[int, int]]] = {}
    for step, kind, number in rows:
        by_kind.setdefault(kind, []).append((step, number))
    return {kind: counted(of_kind, 1) for kind, of_kind in by_kind.items()}


def _times(events: Mapping[str, Counted], kind: str) -> int:
    return events.get(kind, _NEVER).now[0]


def volume(period: Period, written: Counted, events: Mapping[str, Counted], approved: int) -> Volume:
    value, previous = written.now[0], written.before[0]
    by_platform = [(each.name, _times(events, f"{statements.PLATFORM}{each}")) for each in Platform]
    return Volume(
        hubs_created=_times(events, statements.HUB),
        spokes_generated=value,
        approved=approved,
        rejected=_times(events, "rejected"),
        killed=_times(events, "killed"),
        pending=_times(events, statements.PENDING),
        by_platform=[ReasonCount(name, number) for name, number in by_platform if number],
        previous=previous,
        trend=trend_of(value, previous),
        points=partial(written.series, period, first, first),
    )


def kill_chain(period: Period, events: Mapping[str, Counted], reasons: Reasons) -> KillChain:
    kinds = [events.get(f"{statements.KILLED}{kind}", _NEVER) for kind in ("hub", "pillar", "spoke")]
    rows = [(step, sums[0]) for kind in kinds for step, sums in kind.steps.items()]
    found = counted(rows, 1)
    hub_kills, pillar_kills, spoke_kills = (kind.now[0] for kind in kinds)
    previous = sum(kind.before[0] for kind in kinds)
    return KillChain(
        hub_kills=hub_kills,
        pillar_kills=pillar_kills,
        spoke_kills=spoke_kills,
        survivors=_times(events, statements.SURVIVED),
        restored=_times(events, statements.RESTORED),
        top_reasons=reasons.get(statements.KILLS, ()),
        previous=previous,
        trend=trend_of(found.now[0], previous),
        points=partial(found.series, period, first, first),
    )
