"""Gate G6, visual metaphor: does the picture show this piece, in this brand's way, and nothing worn out?

Five parts make 100: it rests on the piece, is concrete, uses the brand's colour and the brand's words, and 30 are taken
off for each cliche. A piece without a visual concept is not evaluated.
"""

from collections.abc import Sequence

import regex

from app.generation.gates.base import Piece, Rubric, RubricNote, Verdict, Violation, Visual, Voice
from app.generation.gates.cliches import Cliche, cliches_in, quoted, unquoted
from app.generation.gates.phrases import Searchable
from app.generation.platforms import hook_of
from app.kit.text import fold
from app.vocabulary import Gate, Severity

THRESHOLD = 70.0
CLICHE = 30.0
RESTS, CONCRETE, COLOUR, WORDS = 25.0, 20.0, 15.0, 40.0
PER_ABSTRACTION = 10.0

_LEAST_SHARED = 2
_WORD = regex.compile(r"\p{L}{5,}")
_NUMBER = regex.compile(r"\d[\d.,]*\d|\d")
_ABSTRACT = regex.compile(
    r"(?<!\p{L})(?:growth|success|future|ideas?|strategy|journey|potential|power|vision|freedom|trust|concepts?|synergy"
    r"|progress|change|knowledge|wisdom|value|essence|spirit|energy|excellence|transformation|innovation|creativity"
    r"|inspiration|motivation|leadership|teamwork|collaboration|connection|productivity|efficiency|opportunit(?:y|ies)"
    r"|\p{L}{4,}(?:ness|ism|ship|hood))(?!\p{L})"
)


def g6_visual(piece: Piece, voice: Voice, rubric: Rubric) -> Verdict:
    """0 to 100; not evaluated for a piece without a visual concept."""
    visual = piece.visual
    if visual is None:
        return Verdict(Gate.G6, None, rubric=[_note("concept", "Not evaluated: the piece has no visual concept.")])
    notes = (
        _rests_note(piece, visual),
        _concrete_note(visual),
        _colour_note(visual, voice),
        _words_note(piece, visual, voice),
        _cliches_note(cliches_in(f"{visual.concept}\n{visual.prompt}")),
    )
    score = min(100.0, max(0.0, sum(note.points or 0.0 for note in notes)))
    threshold = rubric.threshold(Gate.G6, THRESHOLD)
    if score >= threshold:
        return Verdict(Gate.G6, True, score, notes)
    lost = [note.note for note in notes if (note.points or 0.0) < (note.max_points or 0.0)]
    reason = f"The picture scores {score:g} of {threshold:g}. {' '.join(lost)}"
    return Verdict(
        Gate.G6,
        False,
        score,
        notes,
        violations=[Violation(Gate.G6, *hook_of(piece), Severity.HARD, reason)],
        reason=reason,
        suggestion="Choose another concept: a thing to be seen that this piece alone would show.",
    )


def _note(criterion: str, note: str, points: float | None = None, most: float | None = None) -> RubricNote:
    return RubricNote(Gate.G6, criterion, note, points, most)


def _rests_note(piece: Piece, visual: Visual) -> RubricNote:
    if rests_on(piece, visual):
        return _note("rests on the piece", "It shows words or figures of the piece.", RESTS, RESTS)
    return _note("rests on the piece", "It could stand beside any other piece.", 0.0, RESTS)


def rests_on(piece: Piece, visual: Visual) -> bool:
    """Whether the picture shows words or figures of the piece."""
    content, concept = fold(piece.content), fold(visual.concept)
    said = (fold(words).strip(" .…!?") for words in quoted(visual.concept))
    if any(len(words) > 1 and words in content for words in said):
        return True
    numbers = set(_NUMBER.findall(concept)) & set(_NUMBER.findall(content))
    return bool(numbers) or len(set(_WORD.findall(concept)) & set(_WORD.findall(content))) >= _LEAST_SHARED


def _concrete_note(visual: Visual) -> RubricNote:
    found = list(dict.fromkeys(_ABSTRACT.findall(fold(unquoted(visual.concept)))))
    points = max(0.0, CONCRETE - PER_ABSTRACTION * len(found))
    if found:
        return _note("concrete", f"Nobody can photograph {_listed(found)}.", points, CONCRETE)
    return _note("concrete", "It names things to be seen.", points, CONCRETE)


def _colour_note(visual: Visual, voice: Voice) -> RubricNote:
    if not voice.brand_color:
        return _note("brand colour", "The client has set no brand colour.", COLOUR, COLOUR)
    if fold(voice.brand_color) in fold(visual.prompt):
        return _note("brand colour", f"It uses {voice.brand_color}.", COLOUR, COLOUR)
    return _note("brand colour", f"It does not use the brand's colour {voice.brand_color}.", 0.0, COLOUR)


def _words_note(piece: Piece, visual: Visual, voice: Voice) -> RubricNote:
    text = Searchable(visual.concept)
    found = [word for word in voice.banned_words if text.find(word.word, piece.language)]
    if not found:
        return _note("brand words", "It uses no word that the client bans.", WORDS, WORDS)
    is_hard = any(word.severity is Severity.HARD for word in found)
    note = f"It uses {_listed([word.word for word in found])}, which the client bans."
    return _note("brand words", note, 0.0 if is_hard else WORDS / 2, WORDS)


def _cliches_note(found: Sequence[Cliche]) -> RubricNote:
    if not found:
        return _note("cliches", "It shows none of the worn-out images.", 0.0, 0.0)
    named = _listed([f"{cliche.words} ({cliche.name})" for cliche in found])
    return _note("cliches", f"Worn-out images: {named}.", -CLICHE * len(found), 0.0)


def _listed(words: Sequence[str]) -> str:
    return ", ".join(words)
