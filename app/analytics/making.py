"""What becomes of the sums that were found: all figures of one client, or of several together."""

from app.analytics.costs import cost
from app.analytics.counting import counted
from app.analytics.critics import gates, self_healing
from app.analytics.figures import Analytics
from app.analytics.period import Period
from app.analytics.reasons import reasons_of
from app.analytics.study import Found
from app.analytics.voice import time_to_dna, zero_edit
from app.analytics.work import happened, kill_chain, velocity, volume


def figures_of(period: Period, found: Found) -> Analytics:
    reasons, events = reasons_of(found.reasons), happened(found.events)
    approvals = zero_edit(period, found.approvals)
    written = counted([(step, number) for step, _, _, number in found.written], 1)
    return Analytics(
        zero_edit=approvals,
        gates=gates(period, found, reasons),
        self_healing=self_healing(period, found.written, reasons),
        velocity=velocity(period, found.velocity),
        volume=volume(period, written, events, approvals.total),
        kill_chain=kill_chain(period, events, reasons),
        time_to_dna=time_to_dna(period, found.hubs),
        cost=cost(period, found.costs),
    )
