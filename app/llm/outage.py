"""What this process knows of a model that cannot be had: until its pause is over nobody asks it again."""

import time
from collections.abc import Callable

LONGEST_PAUSE_S = 900.0


class Outage:
    """The pauses double with each failure that follows on one; an answer ends them."""

    def __init__(self, first_pause_s: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._first_pause_s = first_pause_s
        self._clock = clock
        self._failures = 0
        self._until = 0.0
        self.reason = ""

    @property
    def remaining_s(self) -> float:
        """Until the model may be asked; 0 when it may be."""
        return max(0.0, self._until - self._clock())

    def failed(self, reason: str, retry_after_s: float | None) -> float:
        """The pause from now on. Calls that were under way together and fail together are one failure."""
        if self.remaining_s == 0:
            self._failures += 1
        # The exponent is bounded: a float does not hold every power of two.
        pause = min(self._first_pause_s * 2.0 ** min(self._failures - 1, 32), LONGEST_PAUSE_S)
        self._until = max(self._until, self._clock() + max(pause, min(retry_after_s or 0.0, LONGEST_PAUSE_S)))
        self.reason = reason
        return self.remaining_s

    def ended(self) -> None:
        self._failures, self._until = 0, 0.0
