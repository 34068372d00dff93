"""Compliance of regulated industries: packs of rules as data, and one gate that reads texts against them."""

from app.generation.gates.compliance.disclosing import with_disclosures
from app.generation.gates.compliance.gate import g_compliance
from app.generation.gates.compliance.reading import PACKS

__all__ = ["PACKS", "g_compliance", "with_disclosures"]
