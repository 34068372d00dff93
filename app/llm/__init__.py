"""Models that write, behind one small port. Nothing here knows what is written: it sends, validates, counts and waits.

The libraries that speak to them are imported when the first text is asked for, not at the start.
"""

from app.llm.opening import open_model
from app.llm.port import (
    ModelFailed,
    ModelNonsense,
    ModelUnavailable,
    Price,
    Refused,
    Request,
    Usage,
    WritingModel,
    Written,
)

__all__ = [
    "ModelFailed",
    "ModelNonsense",
    "ModelUnavailable",
    "Price",
    "Refused",
    "Request",
    "Usage",
    "WritingModel",
    "Written",
    "open_model",
]
