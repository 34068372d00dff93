"""Gate G2, hook strength: does the opening stop the reader, promise something definite and leave a question open?

The score, 0..100, is the sum of the three parts; what counts towards them stands in `hook_cues`.
"""

from collections.abc import Sequence

from app.generation.gates.base import Piece, Rubric, RubricNote, Verdict, Violation, Voice
from app.generation.gates.hook_cues import MAX_POINTS, Hit, Part, find_hits, has_lexicon, scale
from app.generation.platforms import find_cues, hook_of
from app.vocabulary import Gate, Severity

THRESHOLD = 80.0
_LONGEST = 600  # Code points; what comes later in an endless first line is no hook.
_STRONG = 0.8  # A part below this share of its points is named when the hook fails.
_ADVICE = {
    Part.INTERRUPT: "Open with a short line that contradicts what the reader expects.",
    Part.BENEFIT: "Say what the reader gains or loses, with a number, and say it to them.",
    Part.CURIOSITY: "Point to something that only the rest of the text tells.",
}


def g2_hook(piece: Piece, voice: Voice, rubric: Rubric) -> Verdict:
    """Score of the hook alone, against the threshold in force; the voice does not bear on it."""
    start, end = hook_of(piece)
    end = min(end, start + _LONGEST)
    hook = _spoken(piece.content[start:end])
    hits = find_hits(hook, piece.language) if hook.strip() else []
    notes = [_note(part, hits, piece.language) for part in Part]
    score = round(sum(note.points or 0.0 for note in notes), 1)
    threshold = rubric.threshold(Gate.G2, THRESHOLD)
    if score >= threshold:
        return Verdict(Gate.G2, True, score, notes)
    weak = [note for note in notes if (note.points or 0.0) < _STRONG * (note.max_points or 0.0)] or notes
    return Verdict(
        Gate.G2,
        False,
        score,
        notes,
        violations=[*_weaknesses(weak, start, end), *_faults(hits, start)],
        reason=f"The hook scores {score:g} of 100, below {threshold:g}. {' '.join(note.note for note in weak)}",
        suggestion=" ".join(_ADVICE[Part(note.criterion)] for note in weak),
    )


def hook_score(hook: str, language: str = "en") -> float:
    """The score, 0..100, of a line taken as a hook."""
    hits = find_hits(hook, language) if hook.strip() else []
    return round(sum(_points(part, hits, language) for part in Part), 1)


def _points(part: Part, hits: Sequence[Hit], language: str) -> float:
    worth = scale(part, language)
    gained = sum(hit.cue.points * (worth if hit.cue.points > 0 else 1.0) for hit in hits if hit.cue.part is part)
    return round(min(MAX_POINTS[part], max(0.0, gained)), 1)


def _note(part: Part, hits: Sequence[Hit], language: str) -> RubricNote:
    mine = [hit for hit in hits if hit.cue.part is part]
    helps = ", ".join(hit.cue.label for hit in mine if hit.cue.points > 0)
    harms = ", ".join(hit.cue.label for hit in mine if hit.cue.points < 0)
    points = _points(part, hits, language)
    text = f"{part.capitalize()}, {points:g} of {MAX_POINTS[part]:g}: {helps or 'nothing found'}"
    text += f"; against it: {harms}." if harms else "."
    if not has_lexicon(language):
        text += f" Judged without a word list, which there is none of for “{language}”."
    return RubricNote(Gate.G2, part.value, text, points, MAX_POINTS[part])


def _weaknesses(weak: Sequence[RubricNote], start: int, end: int) -> list[Violation]:
    return [Violation(Gate.G2, start, end, Severity.HARD, note.note) for note in weak]


def _faults(hits: Sequence[Hit], start: int) -> list[Violation]:
    """Where the hook has a cliché, shouting and the like; offsets hold because cues are blanked, not cut out."""
    return [
        Violation(Gate.G2, start + left, start + right, Severity.SOFT, f"In the hook: {hit.cue.label}.")
        for hit in hits
        if hit.cue.points < 0
        for left, right in hit.spans
    ]


def _spoken(hook: str) -> str:
    for start, end in find_cues(hook):
        hook = hook[:start] + " " * (end - start) + hook[end:]
    return hook
