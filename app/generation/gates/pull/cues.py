"""The features of a language without a fit of its own: the cues of `hook_cues`, where they are found or not."""

from collections.abc import Sequence

from app.generation.gates.hook_cues import CUES, Cue, find_hits
from app.generation.gates.pull.features import Feature

_OF_WORDS: Sequence[Cue] = [cue for cue in CUES if not cue.is_fault]
_OF_FORM: Sequence[Cue] = [cue for cue in _OF_WORDS if cue.find]
WORD_CUES: Sequence[Feature] = [Feature(cue.name, cue.part, cue.label) for cue in _OF_WORDS]
"""Where there is a lexicon of the language."""
FORM_CUES: Sequence[Feature] = [Feature(cue.name, cue.part, cue.label) for cue in _OF_FORM]
"""Where there is none: what needs no words."""


def word_cues(text: str, language: str) -> list[float]:
    return _values(text, language, _OF_WORDS)


def form_cues(text: str, language: str) -> list[float]:
    return _values(text, language, _OF_FORM)


def _values(text: str, language: str, cues: Sequence[Cue]) -> list[float]:
    found = {(hit.cue.name, hit.cue.part) for hit in find_hits(text, language, cues)}
    return [float((cue.name, cue.part) in found) for cue in cues]
