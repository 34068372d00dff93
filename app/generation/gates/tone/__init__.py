"""Does a text sound like the client? Compared in style with the client's samples, against public voices like them."""

from app.generation.gates.tone.profile import (
    LEAST_SAMPLES,
    LEAST_WORDS,
    SURE_SAMPLES,
    Recognition,
    Tone,
    ToneProfile,
    can_judge,
    profile_of,
    recognition,
    usable,
)

__all__ = [
    "LEAST_SAMPLES",
    "LEAST_WORDS",
    "SURE_SAMPLES",
    "Recognition",
    "Tone",
    "ToneProfile",
    "can_judge",
    "profile_of",
    "recognition",
    "usable",
]
