"""Instructions as people type and dictate them: what must be heard in each, and that nothing else is."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.calibration.found import Ban, Found, PersonaHint, Stance
from app.calibration.hearing import hear
from app.kit.text import same_words
from app.vocabulary import MarkerCategory, Severity, StanceCategory
from tests.app.calibration.instructions import (
    ASKS_FOR_NOTHING,
    FURTHER,
    SPANISH,
    SPANISH_ASKS_FOR_NOTHING,
    TWENTY,
    Told,
)


def told(found: Found) -> Told:
    """What was found, without what was not."""
    heard = {
        "bans": [ban.word for ban in found.bans],
        "reasons": [ban.reason for ban in found.bans if ban.reason],
        "markers": [marker.phrase for marker in found.markers],
        "structure": [marker.phrase for marker in found.markers if marker.category is MarkerCategory.STRUCTURE],
        "stances": [(str(stance.category), stance.stance) for stance in found.stances],
        "personas": [persona.name for persona in found.personas],
        "tone": dict(found.tone),
        "avoid": list(found.avoid),
    }
    return {key: value for key, value in heard.items() if value}


@pytest.mark.parametrize(("note", "asked"), TWENTY)
def test_what_is_asked_for_is_heard_and_nothing_else(note: str, asked: Told) -> None:
    assert told(hear(note)) == asked


def test_further_forms_are_heard_too() -> None:
    assert [(note, told(hear(note))) for note, _ in FURTHER] == FURTHER


def test_what_is_told_asked_denied_or_said_of_others_asks_for_nothing() -> None:
    assert [(note, told(hear(note))) for note in ASKS_FOR_NOTHING] == [(note, {}) for note in ASKS_FOR_NOTHING]


def test_spanish_is_heard_in_the_same_way() -> None:
    silent: list[tuple[str, Told]] = [(note, {}) for note in SPANISH_ASKS_FOR_NOTHING]
    assert [(note, told(hear(note, "es-MX"))) for note, _ in [*SPANISH, *silent]] == [*SPANISH, *silent]


def test_other_languages_are_not_guessed_at() -> None:
    assert hear("Hört auf, Synergie zu sagen, never say synergy", "de") == Found()
    assert hear("シナジーという言葉は使わないで", "ja") == Found()


def test_a_ban_is_soft_and_keeps_the_reason_and_a_persona_keeps_the_instruction() -> None:
    banned = hear("Never ever say “Game Changer” in our posts, because it sounds cheap.")
    assert banned.bans == (Ban("Game Changer", "it sounds cheap", Severity.SOFT),)
    heard = hear("Sound like a rebellious teenager, not a bank.")
    assert heard.personas == (
        PersonaHint(
            "rebellious teenager",
            "Sound like a rebellious teenager, not a bank",
            {"contrarian": 75.0, "formal": 25.0, "playful": 75.0},
        ),
    )
    assert hear("We stand for slow bread.").stances == (
        Stance("slow bread", StanceCategory.AUTHORITY, ("slow", "bread")),
    )


def test_later_words_hold_over_earlier_ones() -> None:
    assert told(hear("Never say bake. Well, actually we always say bake.")) == {"markers": ["bake"]}
    assert told(hear("We always say 'bake'. Stop saying 'bake'.")) == {"bans": ["bake"]}
    assert told(hear("Ban synergy. Scratch that. Ban leverage.")) == {"bans": ["leverage"]}
    assert told(hear("stop using synergy I mean leverage")) == {"bans": ["leverage"]}
    assert told(hear("way more playful " * 9)) == {"tone": {"playful": 50.0}}


CUES = [
    "stop using", "we always say", "never", "say", "not", "instead of", "is fine", "are banned", "sound like", "more",
    "playful", "too", "we believe", "avoid", "our motto is", "the phrase",
    "because", "scratch that", "quote", "unquote",
    "I mean", "except", ",", ".", "?", ":", "\n- ", '"', "'", "“", "synergy", "and", "leverage", "deja de usar", "um",
]  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(CUES) | st.text(max_size=12), max_size=40), st.sampled_from(["en", "es"]))
def test_any_text_is_read_to_its_end_and_no_wording_is_made_up(pieces: list[str], language: str) -> None:
    note = " ".join(pieces)
    found = hear(note, language)
    assert found == hear(note, language)
    said = same_words(" ".join(note.split()))
    for wording in [*(ban.word for ban in found.bans), *(marker.phrase for marker in found.markers)]:
        assert all(same_words(word) in said for word in wording.split())
    assert all(-50 <= change <= 50 for change in found.tone.values())
