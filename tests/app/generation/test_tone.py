"""Tone similarity: calibrated on the client's own samples, visible, and not evaluated where nothing can be known."""

import pytest

from app.generation.gates import tone
from app.generation.gates.base import BannedWord, Piece, Rubric, RubricNote, Verdict, Voice
from app.generation.gates.g4_voice import g4_voice
from app.generation.gates.tone.marks import passages, words
from app.vocabulary import ContentType, Gate, Platform
from tests.app.generation.voices import BLUNT, STATELY


def check(content: str, voice: Voice, rubric: Rubric | None = None, language: str = "en") -> Verdict:
    piece = Piece(Platform.LINKEDIN, ContentType.POST, content, language=language)
    return g4_voice(piece, voice, rubric or Rubric())


def tone_note(verdict: Verdict) -> RubricNote:
    [note] = [note for note in verdict.rubric if note.criterion == "tone similarity"]
    return note


@pytest.mark.parametrize(("own", "other"), [(BLUNT, STATELY), (STATELY, BLUNT)])
def test_every_text_left_out_is_nearer_to_its_writer_than_any_of_the_other_writer(
    own: tuple[str, ...], other: tuple[str, ...]
) -> None:
    mine = [check(text, Voice(samples=own[:at] + own[at + 1 :])) for at, text in enumerate(own)]
    others = [check(text, Voice(samples=own)) for text in other]

    assert [verdict.passed for verdict in mine] == [True] * 12
    assert sum(verdict.passed is False for verdict in others) >= 10
    assert min(verdict.score or 0 for verdict in mine) > max(verdict.score or 0 for verdict in others) + 15


def test_a_strange_tone_fails_with_the_similarity_the_threshold_and_what_to_do() -> None:
    verdict = check(STATELY[0], Voice(samples=BLUNT))

    note = tone_note(verdict)
    assert verdict.score is not None
    assert (note.points, note.max_points) == (verdict.score, 100.0)
    assert verdict.score < 50
    assert note.note.startswith(f"Similarity {verdict.score:g} of 100, threshold ")
    assert note.note.endswith("Confidence: normal.")
    assert "(found for this client), from 12 samples against public voices (" in note.note
    assert (verdict.reason or "").startswith(
        f"The text does not sound like the client: {verdict.score:g} of 100, below"
    )
    assert [(v.start, v.end, v.reason) for v in verdict.violations] == [(0, len(STATELY[0]), verdict.reason)]


def test_a_banned_word_in_a_strange_tone_is_told_with_both_reasons() -> None:
    verdict = check(STATELY[0], Voice([BannedWord("prosperity")], samples=BLUNT))

    assert (verdict.reason or "").startswith(
        "The text uses words that this client never uses: “prosperity”. The text does"
    )
    assert len(verdict.violations) == 2


@pytest.mark.parametrize(
    ("samples", "has"), [(BLUNT[:2], 2), ((*BLUNT[:2], BLUNT[0], "Too short to tell."), 2), ((), 0)]
)
def test_tone_is_not_evaluated_with_fewer_than_three_different_samples_of_some_length(
    samples: tuple[str, ...], has: int
) -> None:
    verdict = check(STATELY[0], Voice(samples=samples))

    assert (verdict.passed, verdict.score) == (True, None)
    assert tone_note(verdict) == RubricNote(
        Gate.G4,
        "tone similarity",
        f"Not evaluated: it takes 3 samples of at least 20 words, and the client has {has}.",
    )


@pytest.mark.parametrize(
    ("count", "confidence"),
    [(3, "low, with fewer than 10 samples"), (9, "low, with fewer than 10 samples"), (10, "normal")],
)
def test_confidence_is_low_with_fewer_than_ten_samples(count: int, confidence: str) -> None:
    note = tone_note(check(BLUNT[11], Voice(samples=BLUNT[:count]))).note

    assert f"from {count} samples" in note
    assert note.endswith(f"Confidence: {confidence}.")


def test_the_clients_own_threshold_replaces_the_one_found() -> None:
    voice = Voice(samples=BLUNT)

    lenient = check(STATELY[0], voice, Rubric({Gate.G4: 0.0}))
    strict = check(STATELY[10], Voice(samples=BLUNT[:3]), Rubric({Gate.G4: 99.0}))

    assert (lenient.passed, strict.passed) == (True, False)
    assert "threshold 0 (set by the client)" in tone_note(lenient).note
    assert (strict.reason or "").endswith("below 99.")


def test_tone_is_not_evaluated_in_a_few_words() -> None:
    verdict = check("Short, and https://example.org/a/long/address #with #tags", Voice(samples=BLUNT))

    assert verdict.passed is True
    assert tone_note(verdict).note == "Not evaluated: in fewer than 20 words a tone cannot be told."


def test_tone_is_not_evaluated_in_a_language_without_public_voices() -> None:
    verdict = check(STATELY[0], Voice(samples=BLUNT), language="es")

    assert verdict.passed is True
    assert tone_note(verdict).note.startswith("Not evaluated: there are no public voices in “es”")


def test_what_a_platform_asks_for_does_not_change_the_tone() -> None:
    profile = tone.profile_of(BLUNT)
    assert profile is not None

    plain, furnished = profile.judge(BLUNT[0]), profile.judge(f"1/5 {BLUNT[0]} https://example.org #shop")

    assert plain == furnished


def test_long_texts_are_judged_by_passages_that_lose_no_word() -> None:
    whole = " ".join(STATELY)

    parts = passages(whole)

    assert [len(words(part)) >= 60 for part in parts] == [True] * len(parts)
    assert len(parts) > 1
    assert [word for part in parts for word in words(part)] == words(whole)
    assert passages("word " * 400) == [" ".join(["word"] * 120)] * 2 + [" ".join(["word"] * 160)]
