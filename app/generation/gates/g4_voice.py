"""Gate G4, voice alignment: would the client say it like this? A hard-banned word fails, a soft one only flags.

Tone similarity belongs here too, but is not judged while there is no calibrated set of samples: the note says so.
"""

from collections.abc import Sequence

from app.generation.gates.base import BannedWord, Piece, Rubric, RubricNote, Verdict, Violation, Voice
from app.generation.gates.phrases import Searchable
from app.vocabulary import Gate, Severity


def g4_voice(piece: Piece, voice: Voice, rubric: Rubric) -> Verdict:
    """Pass or fail; `rubric` holds the threshold of tone similarity, which is not judged yet."""
    text = Searchable(piece.content)
    violations = _banned(text, voice.banned_words, piece)
    hard = [violation for violation in violations if violation.severity is Severity.HARD]
    notes = (_banned_note(piece, voice, violations), _markers_note(text, voice, piece.language), _TONE)
    if not hard:
        return Verdict(Gate.G4, True, rubric=notes, violations=violations)
    words = _listed([piece.content[violation.start : violation.end] for violation in hard])
    return Verdict(
        Gate.G4,
        False,
        rubric=notes,
        violations=violations,
        reason=f"The text uses words that this client never uses: {words}.",
        suggestion=f"Say it without {words}.",
    )


_TONE = RubricNote(Gate.G4, "tone similarity", "Not evaluated: there is no calibrated set of samples yet.")


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
