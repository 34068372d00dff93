"""Gate G5. Not evaluated yet."""

from app.generation.gates.base import Piece, Rubric, Verdict, Voice
from app.vocabulary import Gate


def g5_platform(piece: Piece, voice: Voice, rubric: Rubric) -> Verdict:
    return Verdict(Gate.G5, None)
