"""Gate G2, hook strength: does the opening stop the reader, promise something definite and leave a question open?

The score, 0..100, is the rank of the hook in a reference set of real ones (docs/quality.md): 80 is stronger than 80 %
of them. It is shared out among the three parts, whose numbers were fitted on public data (`pull`).
"""

from collections.abc import Sequence

from app.generation.gates.base import Piece, Rubric, RubricNote, Verdict, Violation, Voice
from app.generation.gates.hook_cues import MAX_POINTS, Hit, Part
from app.generation.gates.pull.judge import FAULT_POINTS, PartOfHook, Strength, hook_scores, strength
from app.generation.platforms import find_cues, hook_of
from app.vocabulary import Gate, Severity

THRESHOLD = 80.0
_LONGEST = 600  # Code points; what comes later in an endless first line is no hook.
_STRONG = 0.8  # A part below this share of its points is named when the hook fails.
_NOT_NEAR = "Not counted: no shared hooks to compare with have been imported."
_ADVICE = {
    Part.INTERRUPT: "Open with a short line that contradicts what the reader expects.",
    Part.BENEFIT: "Say what the reader gains or loses, with a number, and say it to them.",
    Part.CURIOSITY: "Point to something that only the rest of the text tells.",
}


def g2_hook(piece: Piece, voice: Voice, rubric: Rubric) -> Verdict:
    """Score of the hook alone, against the threshold in force; the voice does not bear on it."""
    start, end = hook_of(piece)
    end = min(end, start + _LONGEST)
    near = piece.nearness.top_performers if piece.nearness else ()
    found = strength(spoken(piece.content[start:end]), piece.language, near)
    notes = [*_notes(found), *_nearness(near)]
    threshold = rubric.threshold(Gate.G2, THRESHOLD)
    if found.score >= threshold:
        return Verdict(Gate.G2, True, found.score, notes)
    weak = [part.part for part in found.parts if part.points < _STRONG * MAX_POINTS[part.part]] or list(Part)
    named = [note for note in notes if note.criterion in weak]
    return Verdict(
        Gate.G2,
        False,
        found.score,
        notes,
        violations=[*(_weakness(note, start, end) for note in named), *_pointed(found.faults, start)],
        reason=f"The hook scores {found.score:g} of 100, below {threshold:g}. {' '.join(n.note for n in named)}",
        suggestion=" ".join(_ADVICE[part] for part in weak),
    )


def hook_score(hook: str, language: str = "en") -> float:
    """The score, 0..100, of a line taken as a hook."""
    return hook_scores([hook], language)[0]


def spoken(hook: str) -> str:
    """The hook with its visual cues blanked, not cut out, so that offsets hold."""
    for start, end in find_cues(hook):
        hook = hook[:start] + " " * (end - start) + hook[end:]
    return hook


def _notes(found: Strength) -> list[RubricNote]:
    notes = [_note(part, [fault for fault in found.faults if fault.cue.part is part.part]) for part in found.parts]
    return [*notes, RubricNote(Gate.G2, "basis", found.caution)] if found.caution else notes


def _nearness(near: Sequence[float]) -> list[RubricNote]:
    said = f"A tenth of the score: the nearest shared hook is at a cosine of {near[0]:.2f}." if near else _NOT_NEAR
    return [RubricNote(Gate.G2, "nearness", said)]


def _note(part: PartOfHook, faults: Sequence[Hit]) -> RubricNote:
    most = MAX_POINTS[part.part]
    text = f"{part.part.capitalize()}, {part.points:g} of {most:g}: {', '.join(part.helps) or 'nothing found'}"
    text += f"; against it: {', '.join(part.harms)}." if part.harms else "."
    for fault in faults:
        text += f" {fault.cue.label.capitalize()} costs {FAULT_POINTS:g} points."
    return RubricNote(Gate.G2, part.part.value, text, part.points, most)


def _weakness(note: RubricNote, start: int, end: int) -> Violation:
    return Violation(Gate.G2, start, end, Severity.HARD, note.note)


def _pointed(faults: Sequence[Hit], start: int) -> list[Violation]:
    return [
        Violation(Gate.G2, start + left, start + right, Severity.SOFT, f"In the hook: {fault.cue.label}.")
        for fault in faults
        for left, right in fault.spans
    ]
