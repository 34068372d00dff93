"""The gates that judge a text, in the order in which they are run and reported. This tuple is the whole policy."""

from dataclasses import dataclass

from app.generation.gates.base import GateFunction
from app.generation.gates.compliance import g_compliance
from app.generation.gates.g2_hook import THRESHOLD, g2_hook
from app.generation.gates.g4_voice import g4_voice
from app.generation.gates.g5_platform import g5_platform
from app.generation.gates.g6_visual import THRESHOLD as VISUAL_THRESHOLD
from app.generation.gates.g6_visual import g6_visual
from app.generation.gates.g7_engagement import g7_engagement
from app.vocabulary import Gate


@dataclass(frozen=True, slots=True)
class GateEntry:
    """`threshold` is None for a gate that only passes or fails. One that `blocks` is part of `overall_pass`."""

    gate: Gate
    function: GateFunction
    threshold: float | None
    blocks: bool


GATES: tuple[GateEntry, ...] = (
    GateEntry(Gate.G2, g2_hook, threshold=THRESHOLD, blocks=True),
    GateEntry(Gate.G4, g4_voice, threshold=None, blocks=True),
    GateEntry(Gate.G5, g5_platform, threshold=None, blocks=True),
    GateEntry(Gate.G6, g6_visual, threshold=VISUAL_THRESHOLD, blocks=True),
    GateEntry(Gate.G7, g7_engagement, threshold=None, blocks=True),
    GateEntry(Gate.G_COMPLIANCE, g_compliance, threshold=None, blocks=True),
)
