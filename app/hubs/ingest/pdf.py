"""The text of a PDF, read in a process of its own that can be killed: `app.kit.child` says why."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from app.errors import ValidationFailed
from app.hubs.ingest.limits import PDF_LIMITS, PdfLimits
from app.kit import child
from app.kit.child import Ended

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
    numbers = (limits.pages, limits.cpu_s, limits.memory_bytes)
    try:
        ended = await child.run("app.hubs.ingest.pdf_child", *numbers, data=data, wall_s=limits.wall_s)
    except TimeoutError:
        raise ValidationFailed((path, _PROBLEMS["too-slow"])) from None
    answer = _answer(ended)
    if problem := answer.get("problem"):
        raise ValidationFailed((path, _sentence(problem, answer, limits)))
    return PdfText(title=answer["title"], paragraphs=answer["paragraphs"])


def _answer(ended: Ended) -> dict[str, Any]:
    """What the child said; a child that died said it by the way it died."""
    if ended.code == 0:
        answer: dict[str, Any] = json.loads(ended.output)
        return answer
    return {"problem": "too-slow" if ended.out_of_time else "damaged"}


def _sentence(problem: str, answer: dict[str, Any], limits: PdfLimits) -> str:
    if problem == "too-many-pages":
        return f"This PDF has {answer['pages']:,} pages; {limits.pages:,} are allowed. Upload the part that matters."
    return _PROBLEMS[problem]
