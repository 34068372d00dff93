"""Strength moves the right way: with the number of samples, with their agreement, and with what is their own."""

import pytest

from app.calibration.advice import recommendations
from app.calibration.repeats import said_once
from app.calibration.strength import Strength, measure
from tests.app.calibration.voices import BLUNT, LEARNED, PLAYFUL, SPANISH

PARTS = ("tone_match", "vocabulary", "structure", "topics")
VOICES = (BLUNT, LEARNED, PLAYFUL)


@pytest.mark.parametrize("voice", VOICES, ids=("blunt", "learned", "playful"))
def test_more_samples_of_one_voice_make_it_stronger(voice: list[str]) -> None:
    scores = [measure(voice[:count]).score for count in (0, 1, 2, 3, 6, 12)]
    assert scores == sorted(set(scores))
    assert scores[0] == 0.0
    assert scores[-1] > 70


def test_a_mixture_is_weaker_than_each_of_those_it_is_mixed_of() -> None:
    mixed = measure([sample for voice in VOICES for sample in voice[:4]])
    for voice in VOICES:
        own = measure(voice)
        assert mixed.score < own.score - 10
        assert all(getattr(mixed, part) < getattr(own, part) for part in PARTS)


def test_few_samples_are_damped_and_short_ones_or_doubles_do_not_count() -> None:
    two = measure(BLUNT[:2])
    parts = [getattr(two, part) for part in PARTS]
    assert two.score == pytest.approx(sum(parts) / 4 * 2 / 3, abs=0.06)
    assert measure([*BLUNT[:2], BLUNT[0], "Too short."]) == two
    assert measure(list(reversed(BLUNT))) == measure(BLUNT)


def test_what_several_samples_say_counts_once() -> None:
    """Posts that share their sentences, however many there are, say no more of a voice than one of them."""
    shared = " ".join(BLUNT[:3])
    posts = [f"{shared} {text}" for text in (LEARNED[0], LEARNED[1])] + [shared, f"{shared} Once more, for LinkedIn."]
    assert said_once(posts, "en") == [posts[0], LEARNED[1], "", "Once more, for LinkedIn."]
    assert measure(posts).samples == 3  # what they share, and the two texts
    assert said_once(BLUNT, "en") == BLUNT


def test_words_that_people_entered_close_a_part_of_the_gap_in_the_vocabulary() -> None:
    none, some, many = (measure(BLUNT[:4], said=said) for said in (0, 4, 400))
    assert none.vocabulary < some.vocabulary < many.vocabulary
    assert many.vocabulary == pytest.approx(none.vocabulary + (100 - none.vocabulary) / 4, abs=0.06)
    assert (none.tone_match, none.structure, none.topics) == (many.tone_match, many.structure, many.topics)


def test_a_language_without_public_voices_is_measured_by_the_other_parts() -> None:
    spanish = measure(SPANISH, "es")
    assert spanish.measured == ("vocabulary", "topics")
    assert (spanish.tone_match, spanish.structure) == (0.0, 0.0)
    assert spanish.score == pytest.approx((spanish.vocabulary + spanish.topics) / 2, abs=0.06)
    assert any(
        "Tone and structure cannot be measured in “es”" in line
        for line in recommendations(Strength(samples=3, language="es"))
    )


def test_advice_says_what_to_do_next_and_falls_silent_from_seventy() -> None:
    assert recommendations(None)[0].startswith("Calibrate: give at least 3 texts of 20 words or more")
    assert recommendations(measure(BLUNT)) == []
    [samples, words] = recommendations(measure(BLUNT[:1]))
    assert samples == (
        "Add 2 more samples of at least 20 words: there is 1, and with fewer than 3 the score is cut to 1/3 of what it "
        "would be."
    )
    assert words.endswith("enter 8 more phrases that the client always says, or words that it never uses.")
    assert "enter 1 more phrase that" in recommendations(measure(BLUNT[:1], said=7))[1]
    assert len(recommendations(measure(BLUNT[:1], said=8))) == 1
    assert recommendations(Strength(language="ja")) == [
        "The strength of a voice cannot be measured in “ja”. What people enter holds."
    ]
    torn = Strength(40.0, 80.0, 75.0, 55.5, 12, 62.6, PARTS)
    assert recommendations(torn) == [
        "Add 12 more samples of at least 20 words: twice as many would show what the 12 there are leave open.",
        "Tone match is 40 of 100: the samples sound unlike each other, or like anybody's. Keep to texts by one writer, "
        "and take out what others edited.",
        "Topics is 55.5 of 100: each sample is about something else. Add several on each of the client's main "
        "subjects.",
    ]
