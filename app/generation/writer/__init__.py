"""The built-in writer: composes pieces from the source's own sentences, without a model, the same for the same
brief."""

from app.generation.writer.brief import Brief, DraftText, PillarBrief
from app.generation.writer.compose import compose_draft
from app.generation.writer.planning import Slot, plan_slots
from app.generation.writer.similarity import is_near_duplicate

__all__ = ["Brief", "DraftText", "PillarBrief", "Slot", "compose_draft", "is_near_duplicate", "plan_slots"]
