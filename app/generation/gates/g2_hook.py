"""Gate G2. Not evaluated yet."""

from app.generation.gates.base import Piece, Rubric, Verdict, Voice
from app.vocabulary import Gate


def g2_hook(piece: Piece, voice: Voice, rubric: Rubric) -> Verdict:
    return Verdict(Gate.G2, None)
