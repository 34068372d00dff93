"""Gate G7, engagement prediction: which of the pieces are likely to do best? It ranks, and blocks only where asked to.

The score is the rank among public texts whose reception is known (docs/quality.md). On X the whole post is read, for
that is what the data are; elsewhere the hook, which decides whether the rest is read at all.
"""

from collections.abc import Sequence

from app.generation.gates.base import Piece, Rubric, RubricNote, Verdict, Violation, Voice
from app.generation.gates.g2_hook import spoken
from app.generation.gates.pull.engagement import ON_X, accuracy, can_predict, engagement_scores
from app.generation.platforms import hook_of
from app.vocabulary import Gate, Platform, Severity

GOLDEN_NUGGET, HIGH_PERFORMER = 95.0, 85.0
_CRITERION = "engagement prediction"


def g7_engagement(piece: Piece, voice: Voice, rubric: Rubric) -> Verdict:
    """Passes or fails only against a threshold of the client's own; not evaluated where there are no data."""
    start, end = _read(piece)
    text = spoken(piece.content[start:end])
    if not can_predict(piece.language):
        return _not_evaluated(f"Not evaluated: there are no public data on engagement in “{piece.language}”.")
    if not any(character.isalnum() for character in text):
        return _not_evaluated("Not evaluated: there is no hook to predict from.")
    score = engagement_scores([text], piece.platform, _near(piece))[0]
    notes = [RubricNote(Gate.G7, _CRITERION, _note(score, piece.platform), score, 100.0)]
    threshold = rubric.overrides.get(Gate.G7)
    if threshold is None or score >= threshold:
        return Verdict(Gate.G7, None if threshold is None else True, score, notes)
    reason = f"The predicted engagement is {score:g} of 100, below {threshold:g}."
    return Verdict(
        Gate.G7,
        False,
        score,
        notes,
        violations=[Violation(Gate.G7, start, end, Severity.HARD, reason)],
        reason=reason,
        suggestion="Choose another opening: one that says more in fewer words, or asks less of the reader.",
    )


def _read(piece: Piece) -> tuple[int, int]:
    return (0, len(piece.content)) if piece.platform is Platform.TWITTER else hook_of(piece)


def _near(piece: Piece) -> Sequence[float]:
    near = piece.nearness
    return (near.platform_specific or near.top_performers) if near else ()


def _not_evaluated(why: str) -> Verdict:
    return Verdict(Gate.G7, None, rubric=[RubricNote(Gate.G7, _CRITERION, why)])


def _note(score: float, platform: Platform) -> str:
    what = "posts on X" if platform in ON_X else "headlines and titles"
    rank = "A golden nugget: likely" if score >= GOLDEN_NUGGET else "Likely"
    rank = "A high performer: likely" if HIGH_PERFORMER <= score < GOLDEN_NUGGET else rank
    return (
        f"{rank} to outdo {score:g} % of public {what}. A prediction: of two that differ in words alone it picks the "
        f"better in {accuracy(platform):.0%} of cases, where chance would in 50 %."
    )
