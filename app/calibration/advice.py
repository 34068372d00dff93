"""What to do next where a client's voice is not known well enough, in words for people, the most useful first."""

from app.calibration.strength import FULL_FROM, WEAK, Strength
from app.generation.gates.tone import LEAST_WORDS, SURE_SAMPLES
from app.hubs.analysis.words import knows_words

ENOUGH_SAID = 8


def recommendations(strength: Strength | None) -> list[str]:
    """None is a client that was never calibrated; from a score of 70 on nothing needs to be done."""
    if strength is None:
        return [
            f"Calibrate: give at least {FULL_FROM} texts of {LEAST_WORDS} words or more that the client has written; "
            f"with {SURE_SAMPLES} its voice can be told surely.",
            "Or say in a note how the client sounds, what it always says, and which words it never uses.",
        ]
    if not knows_words(strength.language):
        return [f"The strength of a voice cannot be measured in “{strength.language}”. What people enter holds."]
    if strength.score >= WEAK:
        return []
    return [*_more_samples(strength), *_weak_parts(strength), *_more_words(strength), *_language(strength)]


def _more_samples(strength: Strength) -> list[str]:
    have, words = strength.samples, f"of at least {LEAST_WORDS} words"
    if have < FULL_FROM:
        return [
            f"Add {_samples(FULL_FROM - have)} {words}: there {'is' if have == 1 else 'are'} {have}, and with fewer "
            f"than {FULL_FROM} the score is cut to {have}/{FULL_FROM} of what it would be."
        ]
    if have < SURE_SAMPLES:
        return [f"Add {_samples(SURE_SAMPLES - have)} {words}: with {SURE_SAMPLES} the voice can be told surely."]
    return [f"Add {_samples(have)} {words}: twice as many would show what the {have} there are leave open."]


def _weak_parts(strength: Strength) -> list[str]:
    """Only of enough samples can it be said that they differ."""
    if strength.samples < FULL_FROM:
        return []
    told = {
        "tone_match": "the samples sound unlike each other, or like anybody's. Keep to texts by one writer, and take "
        "out what others edited",
        "structure": "sentences are built otherwise from sample to sample. Give texts of one kind, as the client would "
        "post them",
        "topics": "each sample is about something else. Add several on each of the client's main subjects",
    }
    weak = [(getattr(strength, part), part) for part in told if part in strength.measured]
    return [
        f"{part.replace('_', ' ').capitalize()} is {points:g} of 100: {told[part]}."
        for points, part in sorted(weak)
        if points < WEAK
    ]


def _more_words(strength: Strength) -> list[str]:
    if strength.said >= ENOUGH_SAID or strength.vocabulary >= WEAK:
        return []
    return [
        f"Vocabulary is {strength.vocabulary:g} of 100: enter {_times(ENOUGH_SAID - strength.said, 'phrase')} that the "
        "client always says, or words that it never uses."
    ]


def _language(strength: Strength) -> list[str]:
    if "tone_match" in strength.measured or not strength.samples:
        return []
    return [
        f"Tone and structure cannot be measured in “{strength.language}”, only in English: the score is the mean of "
        "the rest."
    ]


def _samples(number: int) -> str:
    return _times(number, "sample")


def _times(number: int, thing: str) -> str:
    return f"{number} more {thing}{'' if number == 1 else 's'}"
