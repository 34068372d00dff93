"""Whom a brand speaks to. At most one persona is the primary one."""

from collections.abc import Sequence
from math import isfinite
from typing import Any

import tenancy
from app.accounts.policy import Permission
from app.brand import removals
from app.brand.entries import KINDS, checked, record, require_room
from app.brand.models import Persona
from app.clients.access import ClientAccess
from app.errors import Conflict, NotFound, ValidationFailed
from app.kit.text import same_words

MAX_NAME, MAX_DESCRIPTION, MAX_TRAITS, MAX_TRAIT = 100, 2_000, 20, 60
Traits = Sequence[tuple[str, float]]


async def add_persona(
    access: ClientAccess, name: str, description: str | None, attributes: Traits, *, is_primary: bool
) -> Persona:
    """Raises Forbidden, ValidationFailed, Conflict where the name is taken or there are too many."""
    access.require(Permission.DIRECT)
    values: dict[str, Any] = {
        "name": checked(name, "input.name", MAX_NAME),
        "description": _description(description),
        "attributes": _attributes(attributes),
        "is_primary": is_primary,
    }
    async with access.bind(), tenancy.transaction():
        await require_room(Persona)
        await _require_free(values["name"])
        await _step_back(is_primary)
        await removals.brought_back(KINDS[Persona], values["name"])
        persona = await Persona.create(**values)
        await record(access, "added", persona)
    return persona


async def update_persona(
    access: ClientAccess,
    persona_id: str,
    *,
    name: str | None = None,
    description: str | None = None,
    attributes: Traits | None = None,
    is_primary: bool | None = None,
) -> Persona:
    """Changes what is given. Raises NotFound, Forbidden, ValidationFailed, Conflict where the name is taken."""
    access.require(Permission.DIRECT)
    changes: dict[str, Any] = {}
    if name is not None:
        changes["name"] = checked(name, "input.name", MAX_NAME)
    if description is not None:
        changes["description"] = _description(description)
    if attributes is not None:
        changes["attributes"] = _attributes(attributes)
    if is_primary is not None:
        changes["is_primary"] = is_primary
    async with access.bind(), tenancy.transaction():
        persona = await Persona.get_or_none(id=persona_id)
        if persona is None:
            raise NotFound("persona", persona_id)
        if "name" in changes:
            await _require_free(changes["name"], persona_id)
            await removals.exchanged(KINDS[Persona], persona.name, changes["name"])
        await _step_back(bool(is_primary))
        if changes:
            persona.update_from_dict(changes)
            await persona.save(update_fields=list(changes))
            await record(access, "changed", persona)
    return persona


async def _require_free(name: str, but_for: str = "") -> None:
    for other in await Persona.exclude(id=but_for):
        if same_words(other.name) == same_words(name):
            raise Conflict("There is a persona of this name.", state="exists")


async def _step_back(has_successor: bool) -> None:
    if has_successor:
        await Persona.filter(is_primary=True).update(is_primary=False)


def _description(text: str | None) -> str | None:
    return checked(text, "input.description", MAX_DESCRIPTION) if text and text.strip() else None


def _attributes(traits: Traits) -> list[dict[str, Any]]:
    named = {same_words(name): (checked(name, "input.attributes", MAX_TRAIT), value) for name, value in traits}
    if len(named) < len(traits) or len(traits) > MAX_TRAITS:
        raise ValidationFailed(("input.attributes", f"At most {MAX_TRAITS} attributes, each named once."))
    if not all(isfinite(value) and 0 <= value <= 100 for _, value in traits):
        raise ValidationFailed(("input.attributes", "An attribute is worth 0 to 100."))
    return [{"name": name, "value": value} for name, value in named.values()]
