"""Gate G4. Not evaluated yet."""

from app.generation.gates.base import Piece, Rubric, Verdict, Voice
from app.vocabulary import Gate


def g4_voice(piece: Piece, voice: Voice, rubric: Rubric) -> Verdict:
    return Verdict(Gate.G4, None)
