"""Work on the bytes of strangers, done in a process of its own that can be killed.

A file of a few kilobytes can ask for minutes of work or gigabytes of memory; the server never does that work itself.
The child gets none of our environment, limits itself (`app.kit.confined`) before it looks at a byte, and never outlives
the call.
"""

import asyncio
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

_ROOT = Path(__file__).parents[2]
# How the kernel ends a process that has used up its processor time: SIGXCPU, SIGKILL.
_OUT_OF_TIME = (-24, -9)


@dataclass(frozen=True, slots=True)
class Ended:
    """What a child has left: its exit code, as `subprocess` counts it, and all that it said."""

    code: int
    output: bytes

    @property
    def out_of_time(self) -> bool:
        return self.code in _OUT_OF_TIME


async def run(
    module: str, *arguments: object, data: bytes, wall_s: float, environment: Mapping[str, str] | None = None
) -> Ended:
    """`python -m module arguments` with `data` on its stdin. Raises TimeoutError once `wall_s` seconds have passed."""
    command = [sys.executable, "-m", module, *(str(argument) for argument in arguments)]
    child = await asyncio.create_subprocess_exec(
        *command, stdin=PIPE, stdout=PIPE, stderr=DEVNULL, cwd=_ROOT, env=environment or {}
    )
    try:
        async with asyncio.timeout(wall_s):
            output, _ = await child.communicate(data)
    finally:
        await _end(child)
    return Ended(child.returncode if child.returncode is not None else -9, output)


async def _end(child: Process) -> None:
    """Kill the child if it still runs, and wait for its end even when cancelled, so that no process is left over."""
    if child.returncode is None:
        child.kill()
        await asyncio.shield(child.wait())
