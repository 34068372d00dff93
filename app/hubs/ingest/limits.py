"""How large a source may be and how long reading it may take.

The numbers are the product's rules; tests pass smaller ones instead of waiting.
"""

from dataclasses import dataclass

MAX_DOCUMENT_BYTES = 50 * 1024 * 1024
MAX_TEXT_CHARACTERS = 2_000_000


@dataclass(frozen=True, slots=True)
class PdfLimits:
    """What the child process that reads a PDF may use. `wall_s` also covers a child that waits instead of working."""

    pages: int = 1_000
    cpu_s: int = 20
    wall_s: float = 40.0
    memory_bytes: int = 1024 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class FetchLimits:
    """What fetching one web address may use, redirects included. `bytes` holds for the page as sent and unpacked."""

    seconds: float = 20.0
    bytes: int = 10 * 1024 * 1024
    redirects: int = 5


PDF_LIMITS = PdfLimits()
FETCH_LIMITS = FetchLimits()
