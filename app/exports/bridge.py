"""Work in a thread that asks the event loop for what it needs, piece by piece: files are written without waiting on
the loop, databases and objects are read on it."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


class CutOff(Exception):
    """Whoever waited for this thread's work was cancelled; it ends where it stands."""


class Bridge:
    """The way from the thread to the loop."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._is_cut = False

    def wait(self, work: Coroutine[Any, Any, T]) -> T:
        """The result of the coroutine, run on the loop. Raises what it raises, and CutOff."""
        if self._is_cut:
            work.close()
            raise CutOff
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()

    def cut(self) -> None:
        self._is_cut = True


async def in_thread(work: Callable[[Bridge], T]) -> T:
    """Runs the function in a thread. Cancelled, it ends when the thread has: nothing is still being written then."""
    bridge = Bridge(asyncio.get_running_loop())
    running = asyncio.ensure_future(asyncio.to_thread(work, bridge))
    try:
        return await asyncio.shield(running)
    except asyncio.CancelledError:
        bridge.cut()
        await _ended(running)
        raise


async def _ended(running: "asyncio.Future[Any]") -> None:
    while not running.done():
        try:
            await asyncio.wait([running])
        except asyncio.CancelledError:
            continue  # who closes the engine cancels again and again; the answer is the same
    if not running.cancelled():
        running.exception()  # seen, and of no more interest
