"""Functions that ask as they go: generators that yield questions, are sent the answers, and return what comes of them.

So the same one serves whoever answers at once and whoever has to be waited for.
"""

from collections.abc import Callable, Generator
from typing import Any, TypeVar

Conclusion = TypeVar("Conclusion")


def concluded(study: Generator[tuple[Any, ...], Any, Conclusion], answer: Callable[..., Any]) -> Conclusion:
    """What comes of the study; `answer` is called with the parts of each question."""
    try:
        question = next(study)
        while True:
            question = study.send(answer(*question))
    except StopIteration as end:
        conclusion: Conclusion = end.value
        return conclusion
