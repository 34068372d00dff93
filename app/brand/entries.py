"""The words of a brand as people enter them: voice markers, banned words, stances; and taking any entry out again.

A word is entered once: whoever enters it again, in whatever spelling, changes the entry that is there. Each change is
one transaction, which notes it in the trail by kind and id, with the reason where one was given.
"""

from collections.abc import Sequence
from math import isfinite
from typing import Any, TypeVar

import tenancy
from app.accounts.policy import Permission
from app.brand.models import BannedWord, BrandStance, Persona, VoiceMarker
from app.clients.access import ClientAccess
from app.errors import Conflict, NotFound, ValidationFailed
from app.kit.text import same_words
from app.trail.service import Deed, noted
from app.vocabulary import MarkerCategory, Severity, StanceCategory

MAX_PHRASE, MAX_WORD, MAX_STANCE, MAX_REASON = 200, 100, 500, 500
MAX_KEYWORDS, MAX_KEYWORD = 20, 60
MAX_WEIGHT = 10.0
MAX_ENTRIES = 500
"""Of one kind: each is looked for in each piece."""

Entry = VoiceMarker | BannedWord | BrandStance | Persona
E = TypeVar("E", VoiceMarker, BannedWord, BrandStance)
_KINDS: dict[type[Entry], str] = {
    VoiceMarker: "voice_marker",
    BannedWord: "banned_word",
    BrandStance: "brand_stance",
    Persona: "persona",
}


async def add_voice_marker(
    access: ClientAccess, phrase: str, category: MarkerCategory, weight: float = 1.0
) -> VoiceMarker:
    """A phrase that sounds like the client.

    Raises:
        Forbidden, ValidationFailed: as always.
        Conflict: a hard-banned word is in it, or there are too many.
    """
    access.require(Permission.DIRECT)
    phrase = checked(phrase, "input.phrase", MAX_PHRASE)
    if not (isfinite(weight) and 0 < weight <= MAX_WEIGHT):
        raise ValidationFailed(("input.weight", f"A weight is above 0 and at most {MAX_WEIGHT:g}."))
    async with access.bind(), tenancy.transaction():
        for banned in await BannedWord.filter(severity=Severity.HARD):
            if _is_in(banned.word, phrase):
                raise Conflict("The phrase has a word in it that this client bans.", state="banned")
        marker = await _entered(VoiceMarker, "phrase", phrase, {"category": category, "weight": weight})
        await record(access, "added", marker)
    return marker


async def add_banned_word(access: ClientAccess, word: str, severity: Severity, reason: str | None = None) -> BannedWord:
    """A word or phrase that the client never uses, or with soft severity rather not.

    Of a word that is banned already the harder severity stays, with the newer reason.

    Raises:
        Forbidden, ValidationFailed: as always.
        Conflict: it is, or is in, a voice marker and would be banned hard; or there are too many.
    """
    access.require(Permission.DIRECT)
    word = checked(word, "input.word", MAX_WORD)
    reason = checked(reason, "input.reason", MAX_REASON) if reason and reason.strip() else None
    async with access.bind(), tenancy.transaction():
        if severity is Severity.HARD:
            for marker in await VoiceMarker.all():
                if _is_in(word, marker.phrase):
                    raise Conflict("The word is in a voice marker; remove that first.", state="voice_marker")
        known = await _known(BannedWord, "word", word)
        if known is not None and known.severity is Severity.HARD:
            severity = Severity.HARD
        values = {"severity": severity, **({"reason": reason} if reason or known is None else {})}
        banned = await _entered(BannedWord, "word", word, values)
        await record(access, "added", banned, reason)
    return banned


async def add_brand_stance(
    access: ClientAccess, stance: str, category: StanceCategory, keywords: Sequence[str] = ()
) -> BrandStance:
    """What the client stands for. Raises Forbidden, ValidationFailed, Conflict where there are too many."""
    access.require(Permission.DIRECT)
    stance = checked(stance, "input.stance", MAX_STANCE)
    keywords = list(dict.fromkeys(checked(each, "input.keywords", MAX_KEYWORD) for each in keywords))
    if len(keywords) > MAX_KEYWORDS:
        raise ValidationFailed(("input.keywords", f"A stance has at most {MAX_KEYWORDS} keywords."))
    async with access.bind(), tenancy.transaction():
        entry = await _entered(BrandStance, "stance", stance, {"category": category, "keywords": keywords})
        await record(access, "added", entry)
    return entry


async def remove_entry(access: ClientAccess, id: str) -> None:
    """A voice marker, banned word, stance or persona. Raises Forbidden, NotFound."""
    access.require(Permission.DIRECT)
    async with access.bind(), tenancy.transaction():
        for model in _KINDS:
            entry = await model.get_or_none(id=id)
            if entry is not None:
                await entry.delete()
                await record(access, "removed", entry)
                return
    raise NotFound("brand entry", id)


async def record(access: ClientAccess, done: str, entry: Entry, reason: str | None = None) -> None:
    """Notes it in the trail; call it in the transaction that does it."""
    detail = {"kind": _KINDS[type(entry)]}
    await noted(access.viewer, [Deed(f"brand.{done}", entry.id, reason, detail=detail)])


def checked(text: str, path: str, longest: int) -> str:
    """Raises ValidationFailed."""
    text = text.strip()
    if not same_words(text) or len(text) > longest:
        raise ValidationFailed((path, f"This has 1 to {longest} characters."))
    return text


async def require_room(model: type[Entry]) -> None:
    """Raises Conflict."""
    if await model.all().count() >= MAX_ENTRIES:
        raise Conflict(f"A brand has at most {MAX_ENTRIES} entries of one kind.", state="full")


async def _entered(model: type[E], column: str, text: str, values: dict[str, Any]) -> E:
    """The entry with these values: the one that there is of the same words, else a new one."""
    known = await _known(model, column, text)
    if known is None:
        await require_room(model)
        return await model.create(**{**values, column: text})
    known.update_from_dict(values)
    await known.save(update_fields=list(values))
    return known


async def _known(model: type[E], column: str, text: str) -> E | None:
    words = same_words(text)
    return next((each for each in await model.all().order_by("id") if same_words(getattr(each, column)) == words), None)


def _is_in(word: str, phrase: str) -> bool:
    return f" {same_words(word)} " in f" {same_words(phrase)} "
