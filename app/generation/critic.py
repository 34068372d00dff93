"""The Critic: runs every gate over a piece and adds the verdicts up. It never proposes and never forgives.

A gate that raises is not a pass: the exception goes to the caller.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from app.generation.gates import GATES
from app.generation.gates.base import Piece, Rubric, RubricNote, Verdict, Violation, Voice
from app.vocabulary import ComplianceStatus, Gate

_SCORED = {
    Gate.G2: "g2_hook_strength",
    Gate.G6: "g6_visual_metaphor",
    Gate.G7: "g7_engagement_prediction",
}
_JUDGED = {Gate.G4: "g4_voice_alignment", Gate.G5: "g5_platform_compliance"}


@dataclass(frozen=True, slots=True)
class Report:
    """What the gates said of one piece. `verdicts` stand in the order of `GATES`."""

    verdicts: Sequence[Verdict]

    @property
    def overall_pass(self) -> bool:
        """Every gate that blocks and was evaluated has passed, and at least one was."""
        return self.passes_but_for(())

    def passes_but_for(self, overridden: Collection[Gate]) -> bool:
        """As `overall_pass`, where the gates that a person has overridden count as passed."""
        blocking = {entry.gate for entry in GATES if entry.blocks}
        is_judged = any(verdict.gate in blocking and verdict.passed is not None for verdict in self.verdicts)
        return is_judged and not self.blocked_by(overridden)

    def blocked_by(self, overridden: Collection[Gate] = ()) -> Sequence[Verdict]:
        """What stands between the piece and a pass."""
        blocking = {entry.gate for entry in GATES if entry.blocks}
        return [verdict for verdict in self.failed if verdict.gate in blocking and verdict.gate not in overridden]

    @property
    def failed(self) -> Sequence[Verdict]:
        return [verdict for verdict in self.verdicts if verdict.passed is False]

    @property
    def violations(self) -> Sequence[Violation]:
        return [violation for verdict in self.verdicts for violation in verdict.violations]

    @property
    def rubric(self) -> Sequence[RubricNote]:
        return [note for verdict in self.verdicts for note in verdict.rubric]

    @property
    def g2(self) -> Verdict | None:
        return self.verdict(Gate.G2)

    @property
    def g4(self) -> Verdict | None:
        return self.verdict(Gate.G4)

    @property
    def g5(self) -> Verdict | None:
        return self.verdict(Gate.G5)

    @property
    def only_flagged(self) -> bool:
        """Whether nothing but flags for a person stands between this piece and a pass."""
        return bool(self.blocked_by()) and all(verdict.flagged for verdict in self.blocked_by())

    @property
    def compliance(self) -> ComplianceStatus:
        verdict = self.verdict(Gate.G_COMPLIANCE)
        if verdict is None or verdict.passed is None:
            return ComplianceStatus.NOT_APPLICABLE
        if verdict.flagged:
            return ComplianceStatus.FLAGGED
        return ComplianceStatus.PASS if verdict.passed else ComplianceStatus.FAIL

    def verdict(self, gate: Gate) -> Verdict | None:
        return next((verdict for verdict in self.verdicts if verdict.gate is gate), None)

    def scores(self) -> dict[str, Any]:
        """The columns of `quality_scores`; None where a gate was not evaluated."""
        scores = {column: self._of(gate).score for gate, column in _SCORED.items()}
        passes = {column: self._of(gate).passed for gate, column in _JUDGED.items()}
        return {**scores, **passes, "g_compliance_status": self.compliance, "overall_pass": self.overall_pass}

    def _of(self, gate: Gate) -> Verdict:
        return self.verdict(gate) or Verdict(gate, None)


_ANY_VOICE = Voice()
_DEFAULTS = Rubric()


def judge(piece: Piece, voice: Voice = _ANY_VOICE, rubric: Rubric = _DEFAULTS) -> Report:
    """Judge `piece` at every gate. The same input gives the same report."""
    return Report(tuple(entry.function(piece, voice, rubric) for entry in GATES))
