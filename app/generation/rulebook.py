"""What a client's pieces are held to beyond the house's own rules: thresholds of its own, and its industry's rules.

A change is noted in the trail, and what waits for a decision is scored anew by what holds now.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import tenancy
from app.accounts.policy import Permission
from app.brand.models import PRIMARY, ComplianceConfig, RubricOverride
from app.clients.access import ClientAccess
from app.errors import ValidationFailed
from app.generation.gates import GATES
from app.generation.rescoring import rescored
from app.kit import clock
from app.trail.service import Deed, noted
from app.vocabulary import Gate, Industry

MAX_REASON = 1_000
MAX_DISCLOSURES, MAX_DISCLOSURE = 10, 300


@dataclass(frozen=True, slots=True)
class Threshold:
    """From which score a gate passes: `default` for everybody, `override` where the client has its own."""

    gate: Gate
    default: float
    override: RubricOverride | None

    @property
    def threshold(self) -> float:
        return self.default if self.override is None else self.override.threshold


DEFAULTS: dict[Gate, float] = dict.fromkeys((Gate.G2, Gate.G4, Gate.G6, Gate.G7), 0.0) | {
    entry.gate: entry.threshold for entry in GATES if entry.threshold is not None
}
"""The gates that have a threshold, in their order. One of 0 blocks nothing until the client sets its own;
at G4 the client's samples decide until then."""


def thresholds(overrides: Sequence[RubricOverride]) -> list[Threshold]:
    """Of every gate that has one."""
    own = {override.gate: override for override in overrides}
    return [Threshold(gate, default, own.get(gate)) for gate, default in DEFAULTS.items()]


async def set_threshold(access: ClientAccess, gate: Gate, threshold: float, reason: str) -> RubricOverride:
    """A threshold of the client's own, in place of the one before.

    Raises:
        Forbidden, Conflict: as always.
        ValidationFailed: a gate without a threshold, one outside of 0 to 100, no reason.
    """
    access.require(Permission.DIRECT)
    reason = _checked(gate, threshold, reason)
    async with rescored(access), access.bind(), tenancy.transaction():
        override = await RubricOverride.get_or_none(gate=gate)
        if override is None:
            override = await RubricOverride.create(gate=gate, threshold=threshold, reason=reason)
        else:
            override.update_from_dict({"threshold": threshold, "reason": reason, "created_at": clock.now()})
            await override.save()
        detail = {"gate": gate, "threshold": threshold}
        await noted(access.viewer, [Deed("rubric.overridden", override.id, reason, detail=detail)])
    return override


async def clear_threshold(access: ClientAccess, gate: Gate) -> bool:
    """Back to the default; whether there was a threshold of the client's own. Raises Forbidden, Conflict."""
    access.require(Permission.DIRECT)
    async with rescored(access), access.bind(), tenancy.transaction():
        was_there = await RubricOverride.filter(gate=gate).delete() > 0
        if was_there:
            await noted(access.viewer, [Deed("rubric.override_cleared", detail={"gate": gate})])
    return was_there


async def set_compliance(
    access: ClientAccess, industry: Industry | None, disclosures: Sequence[str] | None
) -> ComplianceConfig | None:
    """The industry whose rules bind the client, or none; `disclosures` of its own stay as they are when None.

    Raises:
        Forbidden, Conflict: as always.
        ValidationFailed: too many disclosures, an empty one, one too long, or some without an industry.
    """
    access.require(Permission.DIRECT)
    own = None if disclosures is None else _checked_disclosures(industry, disclosures)
    async with rescored(access), access.bind(), tenancy.transaction():
        config = await ComplianceConfig.get_or_none(id=PRIMARY)
        if industry is None:
            await ComplianceConfig.filter(id=PRIMARY).delete()
            config = None
        elif config is None:
            config = await ComplianceConfig.create(industry=industry, required_disclosures=own or [])
        else:
            kept = config.required_disclosures if own is None else own
            config.update_from_dict({"industry": industry, "required_disclosures": kept, "updated_at": clock.now()})
            await config.save()
        await noted(access.viewer, [Deed("compliance.set", detail={"industry": industry})])
    return config


def _checked(gate: Gate, threshold: float, reason: str) -> str:
    faults = []
    if gate not in DEFAULTS:
        named = ", ".join(each.upper() for each in DEFAULTS)
        faults.append(("input.gate", f"Only {named} have a threshold."))
    if not 0 <= threshold <= 100:
        faults.append(("input.threshold", "A threshold lies between 0 and 100."))
    reason = reason.strip()
    if not reason or len(reason) > MAX_REASON:
        faults.append(("input.reason", f"Say why, in at most {MAX_REASON:,} characters."))
    if faults:
        raise ValidationFailed(*faults)
    return reason


def _checked_disclosures(industry: Industry | None, disclosures: Sequence[str]) -> list[str]:
    field = "input.requiredDisclosures"
    given = list(dict.fromkeys(" ".join(each.split()) for each in disclosures))
    if industry is None and given:
        raise ValidationFailed((field, "Disclosures are looked for in pieces of a regulated industry alone."))
    if len(given) > MAX_DISCLOSURES:
        raise ValidationFailed((field, f"At most {MAX_DISCLOSURES} disclosures."))
    if any(not each or len(each) > MAX_DISCLOSURE for each in given):
        raise ValidationFailed((field, f"A disclosure has 1 to {MAX_DISCLOSURE} characters."))
    return given
