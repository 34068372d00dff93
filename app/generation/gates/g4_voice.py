"""Gate G4, voice alignment: would the client say it like this?

A hard-banned word fails, a soft one only flags. A tone too far from the client's samples fails as well; where there is
too little to compare, or the text is in a language without public voices, the note says that tone was not evaluated.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from app.generation.gates import tone
from app.generation.gates.base import BannedWord, Piece, Rubric, RubricNote, Verdict, Violation, Voice
from app.generation.gates.phrases import Searchable
from app.vocabulary import Gate, Severity


@dataclass(frozen=True, slots=True)
class _Tone:
    """`passed` is None where tone was not evaluated; then there is no similarity either."""

    note: str
    passed: bool | None = None
    similarity: float | None = None
    threshold: float | None = None


def g4_voice(piece: Piece, voice: Voice, rubric: Rubric) -> Verdict:
    """Pass or fail; the score is the similarity of tone. `rubric` may replace the threshold found for the client."""
    text = Searchable(piece.content)
    violations = _banned(text, voice.banned_words, piece)
    hard = [violation for violation in violations if violation.severity is Severity.HARD]
    heard = _tone(piece, voice, rubric)
    notes = (
        _banned_note(piece, voice, violations),
        _markers_note(text, voice, piece.language),
        RubricNote(
            Gate.G4, "tone similarity", heard.note, heard.similarity, 100.0 if heard.similarity is not None else None
        ),
    )
    if not hard and heard.passed is not False:
        return Verdict(Gate.G4, True, heard.similarity, notes, violations)
    reasons, suggestions = [], []
    if hard:
        words = _listed([piece.content[violation.start : violation.end] for violation in hard])
        reasons.append(f"The text uses words that this client never uses: {words}.")
        suggestions.append(f"Say it without {words}.")
    if heard.passed is False:
        off = f"The text does not sound like the client: {heard.similarity:g} of 100, below {heard.threshold:g}."
        reasons.append(off)
        suggestions.append(
            "Write it the way the client's own samples are written: their words, sentences, punctuation."
        )
        violations = [*violations, Violation(Gate.G4, 0, len(piece.content), Severity.HARD, off)]
    return Verdict(Gate.G4, False, heard.similarity, notes, violations, " ".join(reasons), " ".join(suggestions))


def _tone(piece: Piece, voice: Voice, rubric: Rubric) -> _Tone:
    if not tone.can_judge(piece.language):
        return _Tone(
            f"Not evaluated: there are no public voices in “{piece.language}” to compare with, only in English."
        )
    profile = tone.profile_of(tuple(voice.samples))
    if profile is None:
        return _Tone(
            f"Not evaluated: it takes {tone.LEAST_SAMPLES} samples of at least {tone.LEAST_WORDS} words, "
            f"and the client has {len(tone.usable(voice.samples))}."
        )
    judged = profile.judge(piece.content)
    if judged is None:
        return _Tone(f"Not evaluated: in fewer than {tone.LEAST_WORDS} words a tone cannot be told.")
    threshold = rubric.threshold(Gate.G4, judged.threshold)
    source = "found for this client" if Gate.G4 not in rubric.overrides else "set by the client"
    note = (
        f"Similarity {judged.similarity:g} of 100, threshold {threshold:g} ({source}), from {profile.samples} samples "
        f"against public voices ({profile.register}). Confidence: {_confidence(profile.samples)}."
    )
    return _Tone(note, judged.similarity >= threshold, judged.similarity, threshold)


def _confidence(samples: int) -> str:
    return "normal" if samples >= tone.SURE_SAMPLES else f"low, with fewer than {tone.SURE_SAMPLES} samples"


def _banned(text: Searchable, banned: Sequence[BannedWord], piece: Piece) -> list[Violation]:
    hits = [
        Violation(Gate.G4, start, end, word.severity, _reason(word))
        for word in banned
        for start, end in text.find(word.word, piece.language)
    ]
    return sorted(hits, key=lambda hit: (hit.start, hit.end, hit.severity, hit.reason))


def _reason(word: BannedWord) -> str:
    verdict = "is banned" if word.severity is Severity.HARD else "is best avoided"
    return f"“{word.word}” {verdict}{f': {word.reason}' if word.reason else ''}."


def _banned_note(piece: Piece, voice: Voice, violations: Sequence[Violation]) -> RubricNote:
    if not voice.banned_words:
        note = "The client has banned no words."
    elif not violations:
        note = f"None of the {len(voice.banned_words)} banned words is used."
    else:
        found = (f"{piece.content[hit.start : hit.end]} ({hit.severity})" for hit in violations)
        note = f"Banned words used: {', '.join(found)}."
    return RubricNote(Gate.G4, "banned words", note)


def _markers_note(text: Searchable, voice: Voice, language: str) -> RubricNote:
    used = [marker.phrase for marker in voice.voice_markers if text.find(marker.phrase, language)]
    if not voice.voice_markers:
        note = "The client has no voice markers yet."
    elif not used:
        note = f"None of the {len(voice.voice_markers)} voice markers is used."
    else:
        note = f"{len(used)} of {len(voice.voice_markers)} voice markers used: {_listed(used)}."
    return RubricNote(Gate.G4, "voice markers", note)


def _listed(words: Sequence[str]) -> str:
    return ", ".join(f"“{word}”" for word in dict.fromkeys(words))
