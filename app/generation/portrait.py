"""What only a model is told of a client: it can make something of a stance, a persona or a habit; a rule cannot."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from app.brand import service as brand
from app.generation.healing import EditPattern


@dataclass(frozen=True, slots=True)
class Portrait:
    """`tone` are traits, 0 to 100; `edits` what the client's people keep changing; `performers` openings of others
    that did well."""

    tone: Mapping[str, float] = field(default_factory=dict)
    stances: Sequence[str] = ()
    personas: Sequence[str] = ()
    edits: EditPattern = field(default_factory=EditPattern)
    performers: Sequence[str] = ()


async def read_portrait(edits: EditPattern) -> Portrait:
    """Of the bound client."""
    dna, stances, personas = await brand.portrait_rows()
    return Portrait(
        tone=dict(dna.tone_profile or {}) if dna is not None else {},
        stances=[f"{row.category}: {row.stance}" for row in stances],
        personas=[f"{row.name}: {row.description}" if row.description else row.name for row in personas],
        edits=edits,
    )
