"""The text of a PDF, read in a process of its own that can be killed.

A PDF of a few kilobytes can ask for minutes of work or gigabytes of memory; the server never does that work itself. The
child gets no environment and no more time and memory than `PdfLimits`, and never outlives the call.
"""

import asyncio
import json
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.errors import ValidationFailed
from app.hubs.ingest.limits import PDF_LIMITS, PdfLimits

_ROOT = Path(__file__).parents[3]
_PROBLEMS = {
    "encrypted": "This PDF is protected by a password. Save a copy without the password and upload that.",
    "damaged": "This PDF is damaged and cannot be read. Export it again and upload the new file.",
    "empty": "This PDF holds no text.",
    "scanned": "This PDF holds scanned pages without a text layer. Run text recognition on it, or paste the text.",
    "too-big": "This PDF needs too much memory to read. Upload a simpler or shorter export of it.",
    "too-slow": "This PDF takes too long to read. Upload a simpler or shorter export of it.",
}


@dataclass(frozen=True, slots=True)
class PdfText:
    """Paragraphs in reading order, each with its lines parted by newlines."""

    title: str | None
    paragraphs: Sequence[str]


async def read_pdf(data: bytes, *, limits: PdfLimits = PDF_LIMITS, path: str = "file") -> PdfText:
    """`path` is the input field that an error names. Raises: ValidationFailed."""
    if b"%PDF-" not in data[:1024]:
        raise ValidationFailed((path, "This is not a PDF file. Upload a PDF, or choose the type that fits the file."))
    child = await asyncio.create_subprocess_exec(
        *_command(limits), stdin=PIPE, stdout=PIPE, stderr=DEVNULL, cwd=_ROOT, env={}
    )
    try:
        async with asyncio.timeout(limits.wall_s):
            output, _ = await child.communicate(data)
    except TimeoutError:
        raise ValidationFailed((path, _PROBLEMS["too-slow"])) from None
    finally:
        await _end(child)
    answer = _answer(child, output)
    if problem := answer.get("problem"):
        raise ValidationFailed((path, _sentence(problem, answer, limits)))
    return PdfText(title=answer["title"], paragraphs=answer["paragraphs"])


def _command(limits: PdfLimits) -> list[str]:
    numbers = (limits.pages, limits.cpu_s, limits.memory_bytes)
    return [sys.executable, "-m", "app.hubs.ingest.pdf_child", *(str(number) for number in numbers)]


async def _end(child: Process) -> None:
    """Kill the child if it still runs, and wait for its end even when cancelled, so that no process is left over."""
    if child.returncode is None:
        child.kill()
        await asyncio.shield(child.wait())


def _answer(child: Process, output: bytes) -> dict[str, Any]:
    """What the child said; a child that died said it by the way it died."""
    if child.returncode == 0:
        answer: dict[str, Any] = json.loads(output)
        return answer
    # SIGXCPU and SIGKILL are how the kernel ends a process that has used up its processor time.
    return {"problem": "too-slow" if child.returncode in (-24, -9) else "damaged"}


def _sentence(problem: str, answer: dict[str, Any], limits: PdfLimits) -> str:
    if problem == "too-many-pages":
        return f"This PDF has {answer['pages']:,} pages; {limits.pages:,} are allowed. Upload the part that matters."
    return _PROBLEMS[problem]
