"""The words of a brand as people enter them: voice markers, banned words, stances; and taking any entry out again.

A word is entered once: whoever enters it again, in whatever spelling, changes the entry that is there, and what was
detected is a person's from then on. Each change is one transaction, which notes it in the trail by kind and id, with
the reason where one was given; what is taken out is remembered, so that calibration does not bring it back.
"""

from collections.abc import Sequence
from math import isfinite
from typing import Any, TypeVar

import tenancy
from app.accounts.policy import Permission
from app.brand import removals
from app.brand.models import BannedWord, BrandStance, Persona, VoiceMarker
from app.clients.access import ClientAccess
from app.errors import Conflict, NotFound, ValidationFailed
from app.kit.text import same_words
from app.trail.service import Deed, noted
from app.vocabulary import BrandSource, MarkerCategory, Severity, StanceCategory

MAX_PHRASE, MAX_WORD, MAX_STANCE, MAX_REASON = 200, 100, 500, 500
MAX_KEYWORDS, MAX_KEYWORD = 20, 60
MAX_WEIGHT = 10.0
MAX_ENTRIES = 500
"""Of one kind: each is looked for in each piece."""

Entry = VoiceMarker | BannedWord | BrandStance | Persona
E = TypeVar("E", VoiceMarker, BannedWord, BrandStance)
KINDS: dict[type[Entry], str] = {
    VoiceMarker: "voice_marker",
    BannedWord: "banned_word",
    BrandStance: "brand_stance",
    Persona: "persona",
}
WORDS: dict[type[Entry], str] = {VoiceMarker: "phrase", BannedWord: "word", BrandStance: "stance", Persona: "name"}
"""The column of an entry's words."""


async def add_voice_marker(
    access: ClientAccess, phrase: str, category: MarkerCategory, weight: float = 1.0
) -> VoiceMarker:
    """A phrase that sounds like the client.

    Raises:
        Forbidden, ValidationFailed: as always.
        Conflict: a hard-banned word is in it, or there are too many.
    """
    access.require(Permission.DIRECT)
    phrase, weight = checked(phrase, "input.phrase", MAX_PHRASE), checked_weight(weight)
    async with access.bind(), tenancy.transaction():
        await require_not_banned(phrase)
        marker = await _entered(VoiceMarker, phrase, {"category": category, "weight": weight})
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
            await require_in_no_marker(word)
        known = await known_entry(BannedWord, word)
        if known is not None and known.severity is Severity.HARD:
            severity = Severity.HARD
        values = {"severity": severity, **({"reason": reason} if reason or known is None else {})}
        banned = await _entered(BannedWord, word, values)
        await record(access, "added", banned, reason)
    return banned


async def add_brand_stance(
    access: ClientAccess, stance: str, category: StanceCategory, keywords: Sequence[str] = ()
) -> BrandStance:
    """What the client stands for. Raises Forbidden, ValidationFailed, Conflict where there are too many."""
    access.require(Permission.DIRECT)
    stance = checked(stance, "input.stance", MAX_STANCE)
    keywords = checked_keywords(keywords)
    async with access.bind(), tenancy.transaction():
        entry = await _entered(BrandStance, stance, {"category": category, "keywords": keywords})
        await record(access, "added", entry)
    return entry


async def remove_entry(access: ClientAccess, id: str) -> None:
    """A voice marker, banned word, stance or persona. Raises Forbidden, NotFound."""
    access.require(Permission.DIRECT)
    async with access.bind(), tenancy.transaction():
        for model in KINDS:
            entry = await model.get_or_none(id=id)
            if entry is not None:
                await entry.delete()
                await removals.taken_out(KINDS[model], words_of(entry))
                await record(access, "removed", entry)
                return
    raise NotFound("brand entry", id)


async def record(access: ClientAccess, done: str, entry: Entry, reason: str | None = None) -> None:
    """Notes it in the trail; call it in the transaction that does it."""
    detail = {"kind": KINDS[type(entry)]}
    await noted(access.viewer, [Deed(f"brand.{done}", entry.id, reason, detail=detail)])


def checked(text: str, path: str, longest: int) -> str:
    """Raises ValidationFailed."""
    text = text.strip()
    if not same_words(text) or len(text) > longest:
        raise ValidationFailed((path, f"This has 1 to {longest} characters."))
    return text


def checked_weight(weight: float) -> float:
    """Raises ValidationFailed."""
    if not (isfinite(weight) and 0 < weight <= MAX_WEIGHT):
        raise ValidationFailed(("input.weight", f"A weight is above 0 and at most {MAX_WEIGHT:g}."))
    return weight


def checked_keywords(keywords: Sequence[str]) -> list[str]:
    """Each once. Raises ValidationFailed."""
    found = list(dict.fromkeys(checked(each, "input.keywords", MAX_KEYWORD) for each in keywords))
    if len(found) > MAX_KEYWORDS:
        raise ValidationFailed(("input.keywords", f"A stance has at most {MAX_KEYWORDS} keywords."))
    return found


async def require_room(model: type[Entry]) -> None:
    """Raises Conflict."""
    if await model.all().count() >= MAX_ENTRIES:
        raise Conflict(f"A brand has at most {MAX_ENTRIES} entries of one kind.", state="full")


async def require_not_banned(phrase: str) -> None:
    """Raises Conflict where a hard-banned word is in the phrase."""
    for banned in await BannedWord.filter(severity=Severity.HARD):
        if _is_in(banned.word, phrase):
            raise Conflict("The phrase has a word in it that this client bans.", state="banned")


async def require_in_no_marker(word: str) -> None:
    """Raises Conflict where a voice marker has the word in it."""
    for marker in await VoiceMarker.all():
        if _is_in(word, marker.phrase):
            raise Conflict("The word is in a voice marker; remove that first.", state="voice_marker")


def words_of(entry: Entry) -> str:
    return str(getattr(entry, WORDS[type(entry)]))


async def known_entry(model: type[E], text: str) -> E | None:
    """The entry of the same words."""
    words = same_words(text)
    return next((each for each in await model.all().order_by("id") if same_words(words_of(each)) == words), None)


async def _entered(model: type[E], text: str, values: dict[str, Any]) -> E:
    """The entry with these values: the one that there is of the same words, else a new one."""
    await removals.brought_back(KINDS[model], text)
    values = {**values, WORDS[model]: text, "source": BrandSource.MANUAL}
    known = await known_entry(model, text)
    if known is None:
        await require_room(model)
        return await model.create(**values)
    del values[WORDS[model]]
    known.update_from_dict(values)
    await known.save(update_fields=list(values))
    return known


def _is_in(word: str, phrase: str) -> bool:
    return f" {same_words(word)} " in f" {same_words(phrase)} "
