"""What models took. A sum in which one cost is not known is not known itself."""

from functools import partial

from app.analytics import statements
from app.analytics.counting import Sums, counted, first
from app.analytics.figures import Cost, ModelCost, trend_of
from app.analytics.period import Period
from app.analytics.study import Rows


def cost(period: Period, rows: Rows) -> Cost:
    found = counted([(step, *numbers) for step, _, *numbers in rows], 5)
    jobs, sent, answered, *_ = found.now
    value, previous = _known_cost(found.now), _known_cost(found.before)
    return Cost(
        jobs=jobs,
        prompt_tokens=sent,
        completion_tokens=answered,
        cost_micro_usd=value,
        by_model=_by_model(rows),
        previous=previous,
        trend=trend_of(value, previous),
        points=partial(found.series, period, _known_cost, first),
    )


def _known_cost(sums: Sums) -> int | None:
    return None if sums[4] else sums[3]


def _by_model(rows: Rows) -> list[ModelCost]:
    names = sorted({name for step, name, *_ in rows if step != statements.BEFORE})
    of_each = ((name, counted([(step, *n) for step, model, *n in rows if model == name], 5).now) for name in names)
    return [ModelCost(name, sums[0], sums[1], sums[2], _known_cost(sums)) for name, sums in of_each]
