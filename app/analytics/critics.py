"""What the Critic said: of pieces, gate by gate, and of what came of those that it sent back."""

from collections import Counter
from collections.abc import Sequence
from functools import partial

from app.analytics import statements
from app.analytics.counting import Sums, counted, first, rate_of_first
from app.analytics.figures import GateRate, ReasonCount, SelfHealing, rate, trend_of_rate
from app.analytics.period import Period
from app.analytics.reasons import Reasons
from app.analytics.study import Found, Rows
from app.vocabulary import Gate


def gates(period: Period, found: Found, reasons: Reasons) -> list[GateRate]:
    failed_first: Counter[str] = Counter()
    for gate, number in found.first_failures:
        failed_first[gate] += number
    told = []
    for place, gate in enumerate(statements.SCORED_GATES):
        rows = [(row[0], *row[1 + 2 * place : 3 + 2 * place]) for row in found.verdicts]
        told.append(_gate(period, gate, rows, failed_first[gate], reasons.get(gate, ())))
    return told


def _gate(period: Period, gate: Gate, rows: Rows, failed_first: int, reasons: Sequence[ReasonCount]) -> GateRate:
    found = counted(rows, 2)
    evaluated, passed = found.now
    value, previous = rate_of_first(found.now), rate_of_first(found.before)
    first_passed = evaluated - failed_first
    return GateRate(
        gate=gate,
        evaluated=evaluated,
        passed=passed,
        pass_rate=value,
        first_passed=first_passed,
        first_pass_rate=rate(first_passed, evaluated),
        top_reasons=reasons,
        previous=previous,
        trend=trend_of_rate(value, previous),
        points=partial(found.series, period, rate_of_first, first),
    )


def self_healing(period: Period, rows: Rows, reasons: Reasons) -> SelfHealing:
    found = counted([(step, *_healing(failures, outcome, number)) for step, failures, outcome, number in rows], 5)
    written, failed_first, healed, conflicts, loops = found.now
    value, previous = _success(found.now), _success(found.before)
    after: dict[int, int] = {}
    for step, failures, outcome, number in rows:
        if step != statements.BEFORE and failures and outcome == statements.PASSES:
            after[failures] = after.get(failures, 0) + number
    return SelfHealing(
        written=written,
        failed_first=failed_first,
        healed=healed,
        conflicts=conflicts,
        loops=loops,
        average_loops=rate(loops, written),
        success_rate=value,
        first_pass_rate=rate(written - failed_first, written),
        creative_conflict_rate=rate(conflicts, written),
        healed_after=[ReasonCount(str(times), number) for times, number in sorted(after.items())],
        top_failure_reasons=reasons.get(statements.EVERY, ()),
        previous=previous,
        trend=trend_of_rate(value, previous),
        points=partial(found.series, period, _success, lambda sums: sums[1]),
    )


def _healing(failures: int, outcome: str, number: int) -> Sums:
    """Of `number` like pieces: written, failed at first, healed, given up, and regenerated how often in all.

    Each failure but a last one that nothing came after was followed by a regeneration.
    """
    passes, is_conflict = outcome == statements.PASSES, outcome == statements.CONFLICT
    failed = failures > 0 or is_conflict
    loops = failures if passes else max(0, failures - 1)
    return number, failed * number, (failed and passes) * number, is_conflict * number, loops * number


def _success(sums: Sums) -> float | None:
    return rate(sums[2], sums[1])
