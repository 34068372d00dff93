"""The tone as people set it, trait by trait: what they set holds, whatever is measured or said."""

from collections.abc import Sequence
from math import isfinite

import tenancy
from app.accounts.policy import Permission
from app.brand.models import PRIMARY, BrandDna
from app.calibration import tone
from app.calibration.found import TRAITS
from app.clients.access import ClientAccess
from app.errors import ValidationFailed
from app.kit import clock
from app.trail.service import Deed, noted

FIELD = "input.traits"


async def set_tone_profile(access: ClientAccess, traits: Sequence[tuple[str, float]]) -> BrandDna:
    """Sets these traits, and only these: others go back to what was measured and said of them.

    Raises:
        Forbidden: as always.
        ValidationFailed: an unknown trait, one that is there twice, or a value outside of 0 to 100.
    """
    access.require(Permission.DIRECT)
    chosen = _checked(traits)
    async with access.bind(), tenancy.transaction():
        dna, _ = await BrandDna.get_or_create(id=PRIMARY)
        measured = (dna.analysis or {}).get("tone") or {}
        dna.tone_set = chosen or None
        dna.tone_profile = tone.profile(measured, dna.tone_said or {}, chosen)
        dna.updated_at = clock.now()
        await dna.save(update_fields=["tone_set", "tone_profile", "updated_at"])
        await noted(access.viewer, [Deed("brand.tone_set", PRIMARY, detail=chosen or {"traits": 0})])
    return dna


def _checked(traits: Sequence[tuple[str, float]]) -> dict[str, float]:
    faults = []
    for name, value in traits:
        if name not in TRAITS:
            faults.append((FIELD, f"“{name[:60]}” is no trait. There are: {', '.join(TRAITS)}."))
        elif not (isfinite(value) and tone.LEAST <= value <= tone.MOST):
            faults.append((FIELD, f"A trait is worth {tone.LEAST:g} to {tone.MOST:g}; {name} is not."))
    chosen = dict(traits)
    if len(chosen) < len(traits):
        faults.append((FIELD, "A trait is set once."))
    if faults:
        raise ValidationFailed(*faults)
    return {name: float(chosen[name]) for name in TRAITS if name in chosen}
