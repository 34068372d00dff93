"""Banned words in every disguise, with offsets into the text as it stands."""

import pytest

from app.generation.gates.base import BannedWord, Piece, Rubric, Verdict, Violation, Voice, VoiceMarker
from app.generation.gates.g4_voice import g4_voice
from app.generation.gates.phrases import find_phrase
from app.vocabulary import ContentType, Gate, Platform, Severity


def check(content: str, voice: Voice, language: str = "en") -> Verdict:
    return g4_voice(Piece(Platform.LINKEDIN, ContentType.POST, content, language=language), voice, Rubric())


def found(content: str, word: str, language: str = "en") -> list[str]:
    verdict = check(content, Voice([BannedWord(word)]), language)
    assert verdict.passed is (not verdict.violations)
    return [content[violation.start : violation.end] for violation in verdict.violations]


@pytest.mark.parametrize(
    ("content", "word", "language", "hits"),
    [
        ("We have Synergy. SYNERGY!", "synergy", "en", ["Synergy", "SYNERGY"]),
        ("Many synergies, and synergy's end", "synergy", "en", ["synergies", "synergy's"]),
        (
            "leverage leverages leveraged leveraging leveragable",
            "leverage",
            "en",
            ["leverage", "leverages", "leveraged", "leveraging"],
        ),
        ("plan planned planning planner plane", "plan", "en", ["plan", "planned", "planning"]),
        ("The news is new", "new", "en", ["new"]),
        ("I can't, you can", "can", "en", ["can"]),
        ("l'innovation", "innovation", "fr", ["innovation"]),
        ("game-changer, game  changers, gamechanger", "game changer", "en", ["game-changer", "game  changers"]),
        ("Thinking outside\nthe box", "think outside the box", "en", ["Thinking outside\nthe box"]),
        ("#synergy and synergy_map", "synergy", "en", ["synergy"]),
        (
            "ｓｙｎｅｒｇｙ syn\u00adergy s\u200bynergy",
            "synergy",
            "en",
            ["ｓｙｎｅｒｇｙ", "syn\u00adergy", "s\u200bynergy"],
        ),
        ("Eﬃcient Straße STRASSE", "strasse", "de", ["Straße", "STRASSE"]),
        ("Eﬃcient", "efficient", "en", ["Eﬃcient"]),
        ("cafe\u0301 café cafe", "café", "fr", ["cafe\u0301", "café"]),
        ("Don’t do it", "don't", "en", ["Don’t"]),
        ("disruptivo, disruptivas, luces", "disruptivo", "es", ["disruptivo", "disruptivas"]),
        ("La luz y las luces", "luz", "es", ["luz"]),
        ("Una vez, dos veloces, veloz", "veloz", "es", ["veloces", "veloz"]),
        ("弊社のシナジー効果", "シナジー", "ja", ["シナジー"]),
        ("弊社のｼﾅｼﾞｰ効果", "シナジー", "ja", ["ｼﾅｼﾞｰ"]),
        ("このsynergyは", "synergy", "ja", ["synergy"]),
        ("시너지를 내다", "시너지", "ko", ["시너지"]),
        ("We thought, we think; a thinker's thoughts", "think", "en", ["thought", "think"]),
        ("He ran. Running a run", "run", "en", ["ran", "Running", "run"]),
        ("We win, we won, a window", "win", "en", ["win", "won"]),
        ("İSTANBUL ve ISTANBUL ve ıstanbul", "istanbul", "tr", ["İSTANBUL", "ISTANBUL", "ıstanbul"]),
        ("مُشْكِلَة و مشكـــلة و مشكلتي", "مشكلة", "ar", ["مُشْكِلَة", "مشكـــلة"]),
        ("שָׁלוֹם, שלום ושלומך", "שלום", "he", ["שָׁלוֹם", "שלום"]),
        ("C++ and c++11, but not C", "c++", "en", ["C++"]),
        ("a.b axb", "a.b", "en", ["a.b"]),
        (
            "low\u00a0hanging — fruit; low-hanging\nfruit",
            "low hanging fruit",
            "en",
            ["low\u00a0hanging — fruit", "low-hanging\nfruit"],
        ),
        ("Synergie", "synergy", "en", []),
        ("anything", " ", "en", []),
    ],
)
def test_banned_word_is_found(content: str, word: str, language: str, hits: list[str]) -> None:
    assert found(content, word, language) == hits


def test_hard_banned_word_fails_with_reason_and_place() -> None:
    verdict = check("All in, synergy wins.", Voice([BannedWord("synergy", Severity.HARD, "jargon")]))

    assert verdict == Verdict(
        Gate.G4,
        False,
        rubric=verdict.rubric,
        violations=[Violation(Gate.G4, 8, 15, Severity.HARD, "“synergy” is banned: jargon.")],
        reason="The text uses words that this client never uses: “synergy”.",
        suggestion="Say it without “synergy”.",
    )
    assert verdict.rubric[0].note == "Banned words used: synergy (hard)."


def test_soft_banned_word_flags_but_passes() -> None:
    verdict = check("Just say it.", Voice([BannedWord("just", Severity.SOFT)]))

    assert verdict.passed is True
    assert verdict.violations == [Violation(Gate.G4, 0, 4, Severity.SOFT, "“just” is best avoided.")]
    assert verdict.reason is None


def test_offsets_hold_after_characters_that_grow_when_normalised() -> None:
    content = "ﬃ ㍿ ß 👨‍👩‍👧 synergy"
    assert [content[start:end] for start, end in find_phrase(content, "synergy")] == ["synergy"]


def test_violations_stand_in_the_order_of_the_text() -> None:
    voice = Voice([BannedWord("zeta"), BannedWord("alpha", Severity.SOFT), BannedWord("alpha zeta")])

    spans = [(v.start, v.end, v.severity) for v in check("alpha zeta", voice).violations]

    assert spans == [(0, 5, Severity.SOFT), (0, 10, Severity.HARD), (6, 10, Severity.HARD)]


def test_voice_markers_are_noted() -> None:
    voice = Voice(voice_markers=[VoiceMarker("plain and simple"), VoiceMarker("here's the thing")])

    notes = {note.criterion: note.note for note in check("Plain and simple: it works.", voice).rubric}

    assert notes == {
        "banned words": "The client has banned no words.",
        "voice markers": "1 of 2 voice markers used: “plain and simple”.",
        "tone similarity": "Not evaluated: it takes 3 samples of at least 20 words, and the client has 0.",
    }


def test_without_a_voice_everything_passes() -> None:
    verdict = check("Anything", Voice())

    assert (verdict.passed, verdict.score, list(verdict.violations)) == (True, None, [])
    assert verdict.rubric[1].note == "The client has no voice markers yet."
