"""Small work that nobody waits for: bounded, logged where it fails, and ended with the process."""

import asyncio
import logging
from collections.abc import Coroutine
from typing import Any

log = logging.getLogger(__name__)

AT_ONCE = 4
WAITING = 1000
PATIENCE_S = 5.0


class Background:
    """Whoever starts something learns nothing of it: neither how long it takes nor whether it went well."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[None]] = set()
        self._turns = asyncio.Semaphore(AT_ONCE)

    def start(self, work: Coroutine[Any, Any, None]) -> None:
        """Some at a time. Where too much waits already, it is left undone, and the log says so."""
        if len(self._tasks) >= WAITING:
            work.close()
            log.error("%s things wait in the background; one more was not begun", WAITING)
            return
        task = asyncio.create_task(self._in_turn(work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        task.add_done_callback(lambda _: work.close())  # cut off before its turn, it has not begun

    async def _in_turn(self, work: Coroutine[Any, Any, None]) -> None:
        try:
            async with self._turns:
                await work
        except Exception:
            log.exception("work in the background failed")

    async def idle(self) -> None:
        """Waits until nothing is left."""
        while self._tasks:
            await asyncio.wait(set(self._tasks))

    async def close(self) -> None:
        """What is not done in a few seconds is cut off."""
        try:
            await asyncio.wait_for(self.idle(), PATIENCE_S)
        except TimeoutError:
            tasks = set(self._tasks)
            for task in tasks:
                task.cancel()
            await asyncio.wait(tasks)
