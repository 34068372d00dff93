"""What was heard or measured is merged by rules that leave what people entered alone: each rule, one case."""

from dataclasses import dataclass, field
from typing import Any

import pytest

import tenancy
from app.brand import entries
from app.brand.models import BannedWord, BrandDna, BrandRemoval, BrandStance, Persona, VoiceMarker
from app.calibration import known
from app.calibration.found import Ban, Found, Marker, PersonaHint, Stance
from app.calibration.merging import Merged, merge
from app.trail.doers import Doer
from app.trail.models import TrailEntry
from app.vocabulary import BrandSource, Severity, StanceCategory

DETECTED, VOICE, MANUAL = BrandSource.DETECTED, BrandSource.VOICE, BrandSource.MANUAL
HARD, SOFT = Severity.HARD, Severity.SOFT
ACTOR = Doer(None, "account", "somebody")
EVERY = (VoiceMarker, BannedWord, BrandStance, Persona, BrandRemoval, BrandDna)
STANCE = "Small is enough"
OWN = {"category": StanceCategory.MENTOR, "keywords": ["own"]}


@dataclass(frozen=True)
class Case:
    """`given` are rows; `bans`, `markers` and `others` are what stands afterwards; `skipped` what was not merged."""

    rule: str
    given: tuple[Any, ...]
    found: Found
    source: BrandSource = VOICE
    bans: dict[str, tuple[Severity, BrandSource]] = field(default_factory=dict)
    markers: dict[str, tuple[float, BrandSource]] = field(default_factory=dict)
    others: dict[str, Any] = field(default_factory=dict)
    skipped: tuple[str, ...] = ()


def banned(word: str, severity: Severity, source: BrandSource) -> Any:
    return BannedWord(word=word, severity=severity, source=source)


def marked(phrase: str, source: BrandSource, weight: float = 1.0) -> Any:
    return VoiceMarker(phrase=phrase, source=source, weight=weight)


def found_ban(word: str, severity: Severity = SOFT) -> Found:
    return Found(bans=[Ban(word, severity=severity)])


def found_mark(phrase: str, weight: float = 1.0) -> Found:
    return Found(markers=[Marker(phrase, weight=weight)])


CASES = [
    Case("what is new is added", (), found_ban("synergy"), bans={"synergy": (SOFT, VOICE)}),
    Case(
        "one that a person entered is never changed",
        (banned("Synergy", SOFT, MANUAL),),
        found_ban("synergy", HARD),
        bans={"Synergy": (SOFT, MANUAL)},
    ),
    Case(
        "of two the harder severity wins",
        (banned("synergy", SOFT, DETECTED),),
        found_ban("SYNERGY", HARD),
        DETECTED,
        bans={"synergy": (HARD, DETECTED)},
    ),
    Case(
        "a softer one changes nothing",
        (banned("synergy", HARD, DETECTED),),
        found_ban("synergy", SOFT),
        DETECTED,
        bans={"synergy": (HARD, DETECTED)},
    ),
    Case(
        "what was said again was said",
        (banned("low-hanging fruit", SOFT, DETECTED),),
        found_ban("low hanging  fruit"),
        bans={"low-hanging fruit": (SOFT, VOICE)},
    ),
    Case(
        "what is in a marker of a person's is not banned",
        (marked("real synergy", MANUAL),),
        found_ban("synergy"),
        markers={"real synergy": (1.0, MANUAL)},
        skipped=("banned_word: synergy: is in a voice marker",),
    ),
    Case(
        "a marker that was measured gives way to a ban that was said",
        (marked("real synergy", DETECTED),),
        found_ban("synergy"),
        bans={"synergy": (SOFT, VOICE)},
    ),
    Case(
        "a ban that was measured gives way to a marker",
        (marked("real synergy", DETECTED),),
        found_ban("synergy"),
        DETECTED,
        markers={"real synergy": (1.0, DETECTED)},
        skipped=("banned_word: synergy: is in a voice marker",),
    ),
    Case(
        "a phrase with a hard-banned word is no marker",
        (banned("synergy", HARD, VOICE),),
        found_mark("synergy first"),
        bans={"synergy": (HARD, VOICE)},
        skipped=("voice_marker: synergy first: has a banned word in it",),
    ),
    Case(
        "a soft ban of just these words gives way to a marker that was said",
        (banned("doubling down", SOFT, VOICE),),
        found_mark("Doubling down"),
        markers={"Doubling down": (1.0, VOICE)},
    ),
    Case(
        "but not to one that was measured",
        (banned("doubling down", SOFT, VOICE),),
        found_mark("doubling down"),
        DETECTED,
        bans={"doubling down": (SOFT, VOICE)},
        skipped=("voice_marker: doubling down: has a banned word in it",),
    ),
    Case(
        "nor does one that a person entered",
        (banned("doubling down", SOFT, MANUAL),),
        found_mark("doubling down"),
        bans={"doubling down": (SOFT, MANUAL)},
        skipped=("voice_marker: doubling down: has a banned word in it",),
    ),
    Case(
        "what is banned and marked in one breath is banned",
        (),
        Found(markers=[Marker("leverage")], bans=[Ban("leverage")]),
        bans={"leverage": (SOFT, VOICE)},
        skipped=("voice_marker: leverage: has a banned word in it",),
    ),
    Case(
        "the heavier weight wins",
        (marked("count it twice", DETECTED, 3.0),),
        found_mark("Count it twice", 2.0),
        markers={"count it twice": (3.0, VOICE)},
    ),
    Case(
        "what a person removed does not come back by measurement",
        (BrandRemoval(kind="voice_marker", words="count it twice"),),
        found_mark("Count it twice"),
        DETECTED,
        others={"removals": 1},
        skipped=("voice_marker: Count it twice: was removed by a person",),
    ),
    Case(
        "but it does when somebody says it",
        (BrandRemoval(kind="voice_marker", words="count it twice"),),
        found_mark("Count it twice"),
        markers={"Count it twice": (1.0, VOICE)},
    ),
    Case(
        "too long is no word",
        (),
        Found(bans=[Ban("x" * 101), Ban(" ")]),
        skipped=(f"banned_word: {'x' * 100}: is too long", "banned_word: : is empty"),
    ),
    Case(
        "a stance gets the keywords of both",
        (BrandStance(stance=STANCE, source=DETECTED, **OWN),),
        Found(stances=[Stance("small is enough", StanceCategory.CONTRARIAN, ["own", "size", "x" * 61])]),
        others={"stances": {STANCE: ("contrarian", ["own", "size"], VOICE)}},
    ),
    Case(
        "a stance that a person entered stays",
        (BrandStance(stance=STANCE, source=MANUAL, **OWN),),
        Found(stances=[Stance(STANCE, StanceCategory.CONTRARIAN, ["size"])]),
        others={"stances": {STANCE: ("mentor", ["own"], MANUAL)}},
    ),
    Case(
        "a hint becomes a persona, but never the primary one, and none that is there changes",
        (Persona(name="Banker", description="Grey.", is_primary=True),),
        Found(personas=[PersonaHint("banker", "Blue."), PersonaHint("Rebel", attributes={"loud": 120.0})]),
        others={
            "personas": {
                "Banker": ("Grey.", None, True),
                "Rebel": (None, [{"name": "loud", "value": 100.0}], False),
            }
        },
    ),
    Case(
        "what is said of a trait is added to what was measured, within its bounds",
        (
            BrandDna(
                tone_profile={"playful": 30.0, "formal": 90.0}, analysis={"tone": {"playful": 30.0, "formal": 90.0}}
            ),
        ),
        Found(tone={"playful": 15.0, "formal": 20.0, "candid": -10.0, "loud": 5.0}),
        others={
            "tone": {"playful": 45.0, "formal": 100.0, "candid": 40.0},
            "moved": {"playful": 15.0, "formal": 10.0, "candid": -10.0},
        },
        skipped=("tone: loud: is no trait",),
    ),
    Case(
        "a trait that a person has set is moved by what is said",
        (BrandDna(tone_profile={"playful": 20.0}, tone_set={"playful": 20.0}),),
        Found(tone={"playful": 15.0}),
        others={"tone": {"playful": 35.0}, "set": {"playful": 35.0}, "moved": {"playful": 15.0}},
    ),
    Case(
        "but not by what is measured",
        (BrandDna(tone_profile={"playful": 20.0}, tone_set={"playful": 20.0}),),
        Found(tone={"playful": 15.0}),
        DETECTED,
        others={"tone": {"playful": 20.0}, "set": {"playful": 20.0}},
        skipped=("tone: playful: was set by a person",),
    ),
    Case(
        "topics to avoid are added, each once",
        (BrandDna(topics_to_avoid=["Politics"]),),
        Found(avoid=["politics", "competitors"]),
        others={"avoid": ["Politics", "competitors"]},
    ),
]


async def test_each_rule_of_merging_holds(client_id: str) -> None:
    for case in CASES:
        async with tenancy.bind(client_id), tenancy.transaction():
            for model in EVERY:
                await model.all().delete()
            for row in case.given:
                await row.__class__(**{name: getattr(row, name) for name in row._meta.db_fields}).save(
                    force_create=True
                )
            merged = await merge(ACTOR, case.found, case.source)
            first = await standing(merged)
            again = await merge(ACTOR, Found(**{**vars_of(case.found), "tone": {}}), case.source)
            assert await standing(merged) == first, f"merging twice is merging once: {case.rule}"
        expected = {"bans": case.bans, "markers": case.markers, **case.others}
        assert first == expected, case.rule
        assert tuple(merged.skipped) == case.skipped, case.rule
        assert list(again.bans) == list(merged.bans), case.rule


async def test_no_more_entries_are_merged_than_a_brand_may_have(
    client_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(known, "MAX_ENTRIES", 2)
    assert entries.MAX_ENTRIES == 500
    async with tenancy.bind(client_id), tenancy.transaction():
        merged = await merge(ACTOR, Found(bans=[Ban(word) for word in ("one", "two", "three")]), DETECTED)
        assert [row.word for row in await BannedWord.all().order_by("id")] == ["one", "two"]
    assert (list(merged.bans), list(merged.skipped)) == (
        ["one", "two"],
        ["banned_word: three: there are too many"],
    )


async def test_the_trail_tells_each_change_and_who_asked_for_it(client_id: str) -> None:
    async with tenancy.bind(client_id), tenancy.transaction():
        await marked("real synergy", DETECTED).save(force_create=True)
        await merge(ACTOR, Found(bans=[Ban("synergy", "Nobody says that.")], tone={"formal": -20.0}), VOICE)
        told = await TrailEntry.filter(action__startswith="brand.").order_by("number")
    assert [(row.action, row.reason, row.detail, row.actor_label) for row in told] == [
        ("brand.added", "Nobody says that.", {"kind": "banned_word", "source": "voice"}, "somebody"),
        ("brand.removed", None, {"kind": "voice_marker", "source": "voice"}, "somebody"),
        ("brand.changed", None, {"kind": "tone", "source": "voice", "formal": -20.0}, "somebody"),
    ]


async def standing(merged: Merged) -> dict[str, Any]:
    """What is in the brand, without what is empty."""
    dna = await BrandDna.get_or_none(id="primary")
    rest = {
        "stances": {row.stance: (str(row.category), row.keywords, row.source) for row in await BrandStance.all()},
        "personas": {row.name: (row.description, row.attributes, row.is_primary) for row in await Persona.all()},
        "removals": await BrandRemoval.all().count(),
        "tone": dna.tone_profile if dna else None,
        "set": dna.tone_set if dna else None,
        "moved": dict(merged.tone),
        "avoid": dna.topics_to_avoid if dna else None,
    }
    return {
        "bans": {row.word: (row.severity, row.source) for row in await BannedWord.all()},
        "markers": {row.phrase: (row.weight, row.source) for row in await VoiceMarker.all()},
        **{name: value for name, value in rest.items() if value},
    }


def vars_of(found: Found) -> dict[str, Any]:
    return {name: getattr(found, name) for name in Found.__dataclass_fields__}
