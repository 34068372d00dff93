"""The words of a brand while something is merged into them: which entry gives way to which, kind by kind."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from app.brand import removals
from app.brand.entries import (
    KINDS,
    MAX_ENTRIES,
    MAX_KEYWORD,
    MAX_KEYWORDS,
    MAX_PHRASE,
    MAX_REASON,
    MAX_STANCE,
    MAX_WEIGHT,
    MAX_WORD,
    Entry,
)
from app.brand.models import BannedWord, BrandRemoval, BrandStance, Persona, VoiceMarker
from app.brand.personas import MAX_DESCRIPTION, MAX_NAME, MAX_TRAIT, MAX_TRAITS
from app.calibration.found import Ban, Marker, PersonaHint, Stance
from app.calibration.tone import bounded
from app.kit.text import same_words
from app.trail.service import Deed
from app.vocabulary import BrandSource, Severity

MARKER, BANNED, STANCE, PERSONA = (KINDS[model] for model in (VoiceMarker, BannedWord, BrandStance, Persona))
WEIGHT_OF = {BrandSource.DETECTED: 0, BrandSource.VOICE: 1, BrandSource.MANUAL: 2}


@dataclass(slots=True)
class Known:
    """The entries of the bound client by their words, as `same_words` compares them. The methods for what was found say
    whether it stands in the brand now; `deeds` are for the trail."""

    source: BrandSource
    markers: dict[str, VoiceMarker]
    bans: dict[str, BannedWord]
    stances: dict[str, BrandStance]
    personas: dict[str, Persona]
    removed: frozenset[tuple[str, str]]
    banned_now: set[str] = field(default_factory=set)
    deeds: list[Deed] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)

    @classmethod
    async def read(cls, source: BrandSource) -> "Known":
        removals = await BrandRemoval.all().values_list("kind", "words")
        return cls(
            source,
            {same_words(row.phrase): row for row in await VoiceMarker.all().order_by("-id")},
            {same_words(row.word): row for row in await BannedWord.all().order_by("-id")},
            {same_words(row.stance): row for row in await BrandStance.all().order_by("-id")},
            {same_words(row.name): row for row in await Persona.all().order_by("-id")},
            frozenset((str(kind), same_words(str(words))) for kind, words in removals),
        )

    @property
    def is_measured(self) -> bool:
        return self.source is BrandSource.DETECTED

    async def ban(self, ban: Ban) -> bool:
        """A word that stands in a marker of a person's is not banned. Other markers give way to what was said."""
        if not self.may_have(BANNED, ban.word, MAX_WORD):
            return False
        words = same_words(ban.word)
        row = self.bans.get(words)
        if row is None or not self._is_kept(row.source):
            within = [marker for phrase, marker in self.markers.items() if _is_in(words, phrase)]
            if any(self.is_measured or marker.source is BrandSource.MANUAL for marker in within):
                return self.skip(BANNED, ban.word, "is in a voice marker")
            reason = (ban.reason or "").strip()[:MAX_REASON] or None
            if row is not None:
                harder = Severity.HARD in (row.severity, ban.severity)
                severity = Severity.HARD if harder else Severity.SOFT
                await self._change(row, {"severity": severity, "reason": reason or row.reason}, reason)
            elif not self._has_room(BANNED, ban.word, self.bans):
                return False
            else:
                row = BannedWord(word=ban.word.strip(), severity=ban.severity, reason=reason, source=self.source)
                await self._add(row, ban.word, reason)
                self.bans[words] = row
            for marker in within:
                await self._give_way(marker, self.markers, marker.phrase)
        self.banned_now.add(words)
        return True

    async def mark(self, marker: Marker) -> bool:
        """A phrase with a banned word in it is no marker. A ban of just these words gives way to what was said."""
        if not self.may_have(MARKER, marker.phrase, MAX_PHRASE):
            return False
        words = same_words(marker.phrase)
        row = self.markers.get(words)
        if row is not None and self._is_kept(row.source):
            return True
        within = [ban for word, ban in self.bans.items() if _is_in(word, words)]
        if not all(self._yields(ban, words) for ban in within):
            return self.skip(MARKER, marker.phrase, "has a banned word in it")
        values = {
            "category": marker.category,
            "weight": min(MAX_WEIGHT, max(marker.weight, row.weight if row else 0.0)),
            "example": (row.example if row else None) or marker.example,
        }
        if row is not None:
            await self._change(row, values)
        elif not self._has_room(MARKER, marker.phrase, self.markers):
            return False
        else:
            self.markers[words] = row = VoiceMarker(phrase=marker.phrase.strip(), source=self.source, **values)
            await self._add(row, marker.phrase)
        for ban in within:
            await self._give_way(ban, self.bans, ban.word)
        return True

    async def stand(self, stance: Stance) -> bool:
        if not self.may_have(STANCE, stance.stance, MAX_STANCE):
            return False
        words = same_words(stance.stance)
        row = self.stances.get(words)
        if row is not None and self._is_kept(row.source):
            return True
        given = [each.strip() for each in stance.keywords if 0 < len(each.strip()) <= MAX_KEYWORD]
        keywords = list(dict.fromkeys([*((row.keywords or []) if row else []), *given]))[:MAX_KEYWORDS]
        values = {"category": stance.category, "keywords": keywords}
        if row is not None:
            await self._change(row, values)
        elif not self._has_room(STANCE, stance.stance, self.stances):
            return False
        else:
            self.stances[words] = row = BrandStance(stance=stance.stance.strip(), source=self.source, **values)
            await self._add(row, stance.stance)
        return True

    async def picture(self, hint: PersonaHint) -> bool:
        """A persona that is there stays as it is. Which one is the primary, a person says."""
        if not self.may_have(PERSONA, hint.name, MAX_NAME):
            return False
        words = same_words(hint.name)
        if words in self.personas:
            return True
        if not self._has_room(PERSONA, hint.name, self.personas):
            return False
        traits = [
            (name.strip(), value) for name, value in hint.attributes.items() if 0 < len(name.strip()) <= MAX_TRAIT
        ]
        row = Persona(
            name=hint.name.strip(),
            description=(hint.description or "").strip()[:MAX_DESCRIPTION] or None,
            attributes=[{"name": name, "value": bounded(value)} for name, value in traits[:MAX_TRAITS]],
        )
        self.personas[words] = row
        await self._add(row, hint.name)
        return True

    def may_have(self, kind: str, words: str, longest: int) -> bool:
        """Whether these can be words of the brand: what a person took out does not come back by measurement."""
        if not same_words(words) or len(words.strip()) > longest:
            return self.skip(kind, words[:longest], "is too long" if words.strip() else "is empty")
        if self.is_measured and (kind, same_words(words)) in self.removed:
            return self.skip(kind, words, "was removed by a person")
        return True

    def skip(self, kind: str, words: str, reason: str) -> bool:
        """Always False."""
        self.skipped.append(f"{kind}: {words.strip()}: {reason}")
        return False

    async def brought_back(self, kind: str, words: str) -> None:
        """Somebody said it again after it was taken out."""
        if (kind, same_words(words)) in self.removed:
            await removals.brought_back(kind, words)

    def _is_kept(self, source: BrandSource) -> bool:
        return source is BrandSource.MANUAL and self.source is not BrandSource.MANUAL

    def _yields(self, ban: BannedWord, words: str) -> bool:
        of_a_person = ban.source is BrandSource.MANUAL or ban.severity is Severity.HARD
        return same_words(ban.word) == words and not (self.is_measured or of_a_person or words in self.banned_now)

    def _has_room(self, kind: str, words: str, entries: Mapping[str, Any]) -> bool:
        return len(entries) < MAX_ENTRIES or self.skip(kind, words, "there are too many")

    async def _add(self, row: Entry, words: str, reason: str | None = None) -> None:
        await row.save(force_create=True)
        await self.brought_back(KINDS[type(row)], words)
        self._tell("added", row, reason)

    async def _change(
        self, row: VoiceMarker | BannedWord | BrandStance, values: dict[str, Any], reason: str | None = None
    ) -> None:
        """Keeps the source that knows it better; nothing is written where nothing differs."""
        stronger = max(row.source, self.source, key=lambda source: WEIGHT_OF[source])
        changed = {name: value for name, value in {**values, "source": stronger}.items() if getattr(row, name) != value}
        if changed:
            await row.update_from_dict(changed).save(update_fields=list(changed))
            self._tell("changed", row, reason)

    async def _give_way(self, row: VoiceMarker | BannedWord, entries: dict[str, Any], words: str) -> None:
        await row.delete()
        del entries[same_words(words)]
        self._tell("removed", row)

    def _tell(self, done: str, row: Entry, reason: str | None = None) -> None:
        detail = {"kind": KINDS[type(row)], "source": str(self.source)}
        self.deeds.append(Deed(f"brand.{done}", row.id, reason, detail=detail))


def _is_in(word: str, phrase: str) -> bool:
    """Both as `same_words` gives them."""
    return f" {word} " in f" {phrase} "
