"""The Critic: runs every gate over a piece and adds the verdicts up. It never proposes and never forgives.

A gate that raises is not a pass: the exception goes to the caller.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from app.generation.gates import GATES
from app.generation.gates.base import Piece, Rubric, RubricNote, Verdict, Violation, Voice
from app.vocabulary import ComplianceStatus, Gate


@dataclass(frozen=True, slots=True)
class Report:
    """What the gates said of one piece. `verdicts` stand in the order of `GATES`."""

    verdicts: Sequence[Verdict]

    @property
    def overall_pass(self) -> bool:
        """Every gate that blocks and was evaluated has passed, and at least one was."""
        blocking = {entry.gate for entry in GATES if entry.blocks}
        results = [v.passed for v in self.verdicts if v.gate in blocking and v.passed is not None]
        return bool(results) and all(results)

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

    def verdict(self, gate: Gate) -> Verdict | None:
        return next((verdict for verdict in self.verdicts if verdict.gate is gate), None)

    def scores(self) -> dict[str, Any]:
        """The columns of `quality_scores`; None where a gate was not evaluated."""
        return {
            "g2_hook_strength": self.g2.score if self.g2 else None,
            "g4_voice_alignment": self.g4.passed if self.g4 else None,
            "g5_platform_compliance": self.g5.passed if self.g5 else None,
            "g6_visual_metaphor": None,
            "g7_engagement_prediction": None,
            "g_compliance_status": ComplianceStatus.NOT_APPLICABLE,
            "overall_pass": self.overall_pass,
        }


_ANY_VOICE = Voice()
_DEFAULTS = Rubric()


def judge(piece: Piece, voice: Voice = _ANY_VOICE, rubric: Rubric = _DEFAULTS) -> Report:
    """Judge `piece` at every gate. The same input gives the same report."""
    return Report(tuple(entry.function(piece, voice, rubric) for entry in GATES))
