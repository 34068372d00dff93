"""Instructions in plain speech, as people type or dictate them: what they ask of a brand's voice."""

from app.calibration.found import Found
from app.llm import Request

__all__ = ["hear", "request_for"]


def hear(text: str, language: str = "en") -> Found:
    """What the note asks for; nothing where it is in a language whose forms are not known."""
    return Found()


def request_for(text: str) -> Request[Found]:
    """The same, asked of a model."""
    raise NotImplementedError
