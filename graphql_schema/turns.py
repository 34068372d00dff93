"""Who came first begins first, however much work each request is for the event loop.

Work on the loop's own thread keeps it from looking for what else has come; under load some connections are then looked
at again and again and others wait for seconds. So after a moment of work the loop is let go round once, and meanwhile
whoever comes stands in a queue. Requests that are little work pass in groups: going round costs as much as they do.
"""

import asyncio
from collections import deque

MOMENT_S = 0.001
_NEWEST = 0.1


class Turns:
    """`turn = await mine()` before the work, `took(turn, seconds)` after it. Nobody holds it, so leaving is easy."""

    def __init__(self) -> None:
        self._waiting: deque[asyncio.Future[None]] = deque()
        self._closed = False
        self._begun = 0
        self._used = 0.0
        self._usual = MOMENT_S  # until shown to be less

    async def mine(self) -> int:
        """Comes back when one may begin; at once unless the loop has worked for a moment."""
        if self._closed:
            turn = asyncio.get_running_loop().create_future()
            self._waiting.append(turn)
            await turn
        self._begun += 1
        return self._begun

    def took(self, turn: int, seconds: float) -> None:
        """Does not count when others began meanwhile: then it was no work of the loop's, but a wait."""
        if turn != self._begun:
            return
        self._used += seconds
        self._usual += (seconds - self._usual) * _NEWEST
        if self._used >= MOMENT_S and not self._closed:
            self._closed = True
            asyncio.get_running_loop().call_soon(self._go_on)

    def _go_on(self) -> None:
        """The loop has gone round: as many as fit into a moment may begin, before any that come now."""
        self._used = 0.0
        room = max(1, int(MOMENT_S / self._usual))
        while self._waiting and room:
            turn = self._waiting.popleft()
            if not turn.done():  # it may have left
                turn.set_result(None)
                room -= 1
        self._closed = bool(self._waiting)
        if self._closed:
            asyncio.get_running_loop().call_soon(self._go_on)
