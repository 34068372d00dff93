"""What becomes of the sums that were found: the figures of one client, or of several as if they were one."""

from collections.abc import Mapping, Sequence
from functools import cached_property

from app.analytics import critics, voice, work
from app.analytics.costs import cost
from app.analytics.counting import Counted, counted
from app.analytics.figures import Cost, GateRate, KillChain, SelfHealing, TimeToDna, Velocity, Volume, ZeroEdit
from app.analytics.period import Period
from app.analytics.reasons import Reasons, reasons_of
from app.analytics.study import Found


class Analytics:
    """Each figure is made when it is first asked for."""

    def __init__(self, period: Period, found: Found) -> None:
        self._period = period
        self._found = found

    @cached_property
    def zero_edit(self) -> ZeroEdit:
        return voice.zero_edit(self._period, self._found.approvals)

    @cached_property
    def gates(self) -> Sequence[GateRate]:
        return critics.gates(self._period, self._found, self._reasons)

    @cached_property
    def self_healing(self) -> SelfHealing:
        return critics.self_healing(self._period, self._found.written, self._reasons)

    @cached_property
    def velocity(self) -> Velocity:
        return work.velocity(self._period, self._found.velocity)

    @cached_property
    def volume(self) -> Volume:
        written = counted([(step, number) for step, _, _, number in self._found.written], 1)
        return work.volume(self._period, written, self._events, self.zero_edit.total)

    @cached_property
    def kill_chain(self) -> KillChain:
        return work.kill_chain(self._period, self._events, self._reasons)

    @cached_property
    def time_to_dna(self) -> TimeToDna:
        return voice.time_to_dna(self._period, self._found.hubs)

    @cached_property
    def cost(self) -> Cost:
        return cost(self._period, self._found.costs)

    @cached_property
    def _reasons(self) -> Reasons:
        return reasons_of(self._found.reasons)

    @cached_property
    def _events(self) -> Mapping[str, Counted]:
        return work.happened(self._found.events)
