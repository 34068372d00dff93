"""Changing what was entered of a brand: voice markers, banned words, stances. What is not given stays as it is.

Whatever a person has changed is theirs: its source is manual from then on.
"""

from collections.abc import Sequence
from typing import Any

import tenancy
from app.accounts.policy import Permission
from app.brand import removals
from app.brand.entries import (
    KINDS,
    MAX_PHRASE,
    MAX_REASON,
    MAX_STANCE,
    MAX_WORD,
    WORDS,
    E,
    checked,
    checked_keywords,
    checked_weight,
    known_entry,
    record,
    require_in_no_marker,
    require_not_banned,
    words_of,
)
from app.brand.models import BannedWord, BrandStance, VoiceMarker
from app.clients.access import ClientAccess
from app.errors import Conflict, NotFound
from app.vocabulary import BrandSource, MarkerCategory, Severity, StanceCategory


async def update_voice_marker(
    access: ClientAccess,
    id: str,
    *,
    phrase: str | None = None,
    category: MarkerCategory | None = None,
    weight: float | None = None,
) -> VoiceMarker:
    """Raises Forbidden, NotFound, ValidationFailed; Conflict where the phrase is another's, or has a banned word."""
    access.require(Permission.DIRECT)
    phrase = None if phrase is None else checked(phrase, "input.phrase", MAX_PHRASE)
    weight = None if weight is None else checked_weight(weight)
    async with access.bind(), tenancy.transaction():
        marker = await _entry(VoiceMarker, id)
        if phrase is not None:
            await require_not_banned(phrase)
        return await _changed(access, marker, _given(phrase=phrase, category=category, weight=weight))


async def update_banned_word(
    access: ClientAccess,
    id: str,
    *,
    word: str | None = None,
    severity: Severity | None = None,
    reason: str | None = None,
) -> BannedWord:
    """An empty reason takes the reason away.

    Raises Forbidden, NotFound, ValidationFailed; Conflict where the word is another's, or is in a voice marker.
    """
    access.require(Permission.DIRECT)
    changes = _given(word=None if word is None else checked(word, "input.word", MAX_WORD), severity=severity)
    if reason is not None:
        changes["reason"] = checked(reason, "input.reason", MAX_REASON) if reason.strip() else None
    async with access.bind(), tenancy.transaction():
        banned = await _entry(BannedWord, id)
        if (severity or banned.severity) is Severity.HARD:
            await require_in_no_marker(word or banned.word)
        return await _changed(access, banned, changes, changes.get("reason"))


async def update_brand_stance(
    access: ClientAccess,
    id: str,
    *,
    stance: str | None = None,
    category: StanceCategory | None = None,
    keywords: Sequence[str] | None = None,
) -> BrandStance:
    """Raises Forbidden, NotFound, ValidationFailed, Conflict where the stance is another's."""
    access.require(Permission.DIRECT)
    stance = None if stance is None else checked(stance, "input.stance", MAX_STANCE)
    keywords = None if keywords is None else checked_keywords(keywords)
    async with access.bind(), tenancy.transaction():
        entry = await _entry(BrandStance, id)
        return await _changed(access, entry, _given(stance=stance, category=category, keywords=keywords))


def _given(**values: Any) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}


async def _entry(model: type[E], id: str) -> E:
    entry = await model.get_or_none(id=id)
    if entry is None:
        raise NotFound(KINDS[model].replace("_", " "), id)
    return entry


async def _changed(access: ClientAccess, entry: E, changes: dict[str, Any], reason: str | None = None) -> E:
    if not changes:
        return entry
    model = type(entry)
    if (words := changes.get(WORDS[model])) is not None:
        other = await known_entry(model, words)
        if other is not None and other.id != entry.id:
            raise Conflict("There is an entry of these words.", state="exists")
        await removals.exchanged(KINDS[model], words_of(entry), words)
    changes["source"] = BrandSource.MANUAL
    entry.update_from_dict(changes)
    await entry.save(update_fields=list(changes))
    await record(access, "changed", entry, reason)
    return entry
