"""A change of the brand that people's edits and remarks speak for, with its evidence, and how it is stored."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from app.calibration.found import Ban, Found, Marker, Stance
from app.kit.text import same_words
from app.vocabulary import MarkerCategory, ProposalKind, Severity, StanceCategory

MOST_EXAMPLES = 10
Key = tuple[ProposalKind, str]
"""The kind, and the words as `same_words` compares them."""


@dataclass(frozen=True, slots=True)
class Example:
    """A piece that shows it: the sentence before and after, or what was said of the piece."""

    spoke_id: str
    before: str = ""
    after: str = ""
    comment: str | None = None

    def plain(self) -> dict[str, Any]:
        return {"spoke_id": self.spoke_id, "before": self.before, "after": self.after, "comment": self.comment}


@dataclass(frozen=True, slots=True)
class Proposal:
    """`found` is what would be merged into the brand; `words` names it, once of its kind. `shown` says what edits show,
    if they do, and `remarks` counts those that ask for it. `people` are those who edited or spoke."""

    kind: ProposalKind
    words: str
    found: Found
    shown: str = ""
    remarks: int = 0
    examples: Sequence[Example] = ()
    pieces: int = 0
    people: frozenset[str] = field(default_factory=frozenset)
    confidence: float = 0.0

    @property
    def key(self) -> Key:
        return self.kind, same_words(self.words)

    @property
    def summary(self) -> str:
        asked = {0: "", 1: "A remark asks for it."}.get(self.remarks, f"{self.remarks} remarks ask for it.")
        return " ".join(part for part in (self.shown, asked) if part)

    def joined(self, other: "Proposal") -> "Proposal":
        """With what else speaks for the same."""
        pieces = {example.spoke_id for example in self.examples}
        remarks = self.remarks + other.remarks
        return replace(
            self,
            shown=self.shown or other.shown,
            remarks=remarks,
            examples=[*self.examples, *other.examples][:MOST_EXAMPLES],
            pieces=self.pieces + sum(example.spoke_id not in pieces for example in other.examples),
            people=self.people | other.people,
            confidence=max(self.confidence, other.confidence, said(remarks)),
        )


def said(times: int) -> float:
    """How much so many remarks prove, 0 to 1."""
    return round(times / (times + 1), 3)


def together(found: Iterable[Proposal]) -> list[Proposal]:
    """Each once, in the order in which they came first."""
    known: dict[Key, Proposal] = {}
    for proposal in found:
        before = known.get(proposal.key)
        known[proposal.key] = proposal if before is None else before.joined(proposal)
    return list(known.values())


def plain(found: Found) -> dict[str, Any]:
    """As it is stored with a proposal; what there is none of is left out."""
    parts = {
        "markers": [
            {"phrase": each.phrase, "category": str(each.category), "weight": each.weight, "example": each.example}
            for each in found.markers
        ],
        "bans": [{"word": each.word, "reason": each.reason, "severity": str(each.severity)} for each in found.bans],
        "stances": [
            {"stance": each.stance, "category": str(each.category), "keywords": list(each.keywords)}
            for each in found.stances
        ],
        "tone": dict(found.tone),
        "avoid": list(found.avoid),
    }
    return {name: part for name, part in parts.items() if part}


def found_of(value: Mapping[str, Any]) -> Found:
    """What `plain` was given."""
    return Found(
        markers=[
            Marker(each["phrase"], MarkerCategory(each["category"]), each["weight"], each["example"])
            for each in value.get("markers", ())
        ],
        bans=[Ban(each["word"], each["reason"], Severity(each["severity"])) for each in value.get("bans", ())],
        stances=[
            Stance(each["stance"], StanceCategory(each["category"]), each["keywords"])
            for each in value.get("stances", ())
        ],
        tone=value.get("tone", {}),
        avoid=value.get("avoid", ()),
    )
