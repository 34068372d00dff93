"""What was heard or measured, merged into the brand: in one transaction, by rules that leave what people entered alone.

An entry that a person entered is never changed by what was heard or measured. Of others the harder severity wins, and
what was said wins over what was measured. What is not merged is told, with the reason.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.audit.service import Actor
from app.brand.models import PRIMARY, BrandDna
from app.brand.samples import MAX_TOPIC, MAX_TOPICS, TOPIC
from app.calibration import tone
from app.calibration.found import TRAITS, Found
from app.calibration.known import Known
from app.kit import clock
from app.kit.text import same_words
from app.trail.service import Deed, noted
from app.vocabulary import BrandSource

TONE = "tone"


@dataclass(frozen=True, slots=True)
class Merged:
    """What of the found now stands in the brand, whether it is new or not; `tone` is by how much each trait moved.
    `skipped` are the others: `kind: words: reason`."""

    markers: Sequence[str] = ()
    bans: Sequence[str] = ()
    stances: Sequence[str] = ()
    personas: Sequence[str] = ()
    tone: Mapping[str, float] = field(default_factory=dict)
    avoid: Sequence[str] = ()
    skipped: Sequence[str] = ()

    def __add__(self, other: "Merged") -> "Merged":
        return Merged(
            markers=_each_once(self.markers, other.markers),
            bans=_each_once(self.bans, other.bans),
            stances=_each_once(self.stances, other.stances),
            personas=_each_once(self.personas, other.personas),
            tone=tone.added(self.tone, other.tone),
            avoid=_each_once(self.avoid, other.avoid),
            skipped=[*self.skipped, *other.skipped],
        )

    def plain(self) -> dict[str, Any]:
        """As it is stored with a calibration."""
        return {
            "voice_markers": list(self.markers),
            "banned_words": list(self.bans),
            "stances": list(self.stances),
            "personas": list(self.personas),
            "tone_adjustments": [{"name": name, "value": value} for name, value in self.tone.items()],
            "topics_to_avoid": list(self.avoid),
            "skipped": list(self.skipped),
        }


async def merge(actor: Actor, found: Found, source: BrandSource) -> Merged:
    """Into the bound client's brand; call it inside `tenancy.transaction()`.

    `source` says who knows it: DETECTED was measured, VOICE was said or typed as an instruction, MANUAL a person
    decided on entry by entry. The trail tells each change, as the actor's.
    """
    known = await Known.read(source)
    bans = [ban.word for ban in found.bans if await known.ban(ban)]
    markers = [marker.phrase for marker in found.markers if await known.mark(marker)]
    stances = [stance.stance for stance in found.stances if await known.stand(stance)]
    personas = [hint.name for hint in found.personas if await known.picture(hint)]
    moved, avoided = await _about_all(known, found)
    await noted(actor, known.deeds)
    return Merged(markers, bans, stances, personas, moved, avoided, known.skipped)


async def _about_all(known: Known, found: Found) -> tuple[dict[str, float], list[str]]:
    """What is kept in one row for the whole brand: by how much each trait moved, and which topics are avoided."""
    changes = {trait: change for trait, change in found.tone.items() if change and _is_trait(known, trait)}
    topics = [topic for topic in map(str.strip, found.avoid) if known.may_have(TOPIC, topic, MAX_TOPIC)]
    if not changes and not topics:
        return {}, []
    dna, _ = await BrandDna.get_or_create(id=PRIMARY)
    moved = _move(dna, known, changes)
    avoided = await _avoid(dna, known, topics)
    dna.updated_at = clock.now()
    await dna.save(update_fields=["tone_profile", "tone_set", "tone_said", "topics_to_avoid", "updated_at"])
    return moved, avoided


def _is_trait(known: Known, trait: str) -> bool:
    return trait in TRAITS or known.skip(TONE, trait, "is no trait")


def _move(dna: BrandDna, known: Known, changes: Mapping[str, float]) -> dict[str, float]:
    """A trait that a person has set moves by what a person says, and stays set."""
    fixed: dict[str, float] = dna.tone_set or {}
    held = [trait for trait in changes if trait in fixed and known.is_measured]
    for trait in held:
        known.skip(TONE, trait, "was set by a person")
    moving = {trait: change for trait, change in changes.items() if trait not in held}
    if not moving:
        return {}
    before: dict[str, float] = dna.tone_profile or {}
    moved_fixed = {trait: tone.bounded(value + moving.get(trait, 0.0)) for trait, value in fixed.items()}
    dna.tone_set = moved_fixed or dna.tone_set
    free = {trait: change for trait, change in moving.items() if trait not in fixed}
    dna.tone_said = tone.added(dna.tone_said or {}, free) or dna.tone_said
    dna.tone_profile = {**before, **_profile_of(dna)}
    known.deeds.append(Deed("brand.changed", PRIMARY, detail={"kind": TONE, "source": str(known.source), **moving}))
    return {trait: round(dna.tone_profile[trait] - before.get(trait, tone.NEUTRAL), 1) for trait in moving}


def _profile_of(dna: BrandDna) -> dict[str, float]:
    measured: dict[str, float] = (dna.analysis or {}).get("tone") or {}
    return tone.profile(measured, dna.tone_said or {}, dna.tone_set or {})


async def _avoid(dna: BrandDna, known: Known, topics: Sequence[str]) -> list[str]:
    there: list[str] = list(dna.topics_to_avoid or [])
    words, stands, new = {same_words(topic) for topic in there}, [], 0
    for topic in topics:
        if same_words(topic) not in words:
            if len(there) >= MAX_TOPICS:
                known.skip(TOPIC, topic, "there are too many")
                continue
            there.append(topic)
            words.add(same_words(topic))
            await known.brought_back(TOPIC, topic)
            new += 1
        stands.append(topic)
    if new:
        dna.topics_to_avoid = there
        detail = {"kind": TOPIC, "source": str(known.source), "topics": new}
        known.deeds.append(Deed("brand.changed", PRIMARY, detail=detail))
    return stands


def _each_once(these: Sequence[str], those: Sequence[str]) -> list[str]:
    return list({same_words(words): words for words in reversed([*these, *those])}.values())[::-1]
