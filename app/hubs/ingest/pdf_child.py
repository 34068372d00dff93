"""The process that reads one PDF: limits on the command line, the file on stdin, JSON on stdout.

It limits itself before it looks at a single byte, writes no file, and ends: `python -m app.hubs.ingest.pdf_child`.
"""

import json
import sys
from collections.abc import Sequence
from typing import Any

from app.kit.confined import confine

_MIN_CHARACTERS_A_PAGE = 20


def main(arguments: Sequence[str]) -> None:
    pages, cpu_s, memory_bytes = (int(argument) for argument in arguments)
    confine(cpu_s=cpu_s, memory_bytes=memory_bytes)
    try:
        answer = read(sys.stdin.buffer.read(), max_pages=pages)
    except MemoryError:
        answer = {"problem": "too-big"}
    json.dump(answer, sys.stdout)


def read(data: bytes, *, max_pages: int) -> dict[str, Any]:
    """`{title, paragraphs}` with the lines of a paragraph parted by newlines, or `{problem}` in one word."""
    # PDFium is imported under the limits that `main` has set.
    import pypdfium2 as pdfium

    try:
        document = pdfium.PdfDocument(data)
        if len(document) > max_pages:
            return {"problem": "too-many-pages", "pages": len(document)}
        return _read_pages(document)
    except pdfium.PdfiumError as error:
        return {"problem": "encrypted" if "assword" in str(error) else "damaged"}


def _read_pages(document: Any) -> dict[str, Any]:
    from app.hubs.ingest import pdf_layout
    from app.hubs.ingest.pdf_glyphs import has_pictures, page_lines

    pages, pictures = [], 0
    for number in range(len(document)):
        page = document[number]
        pages.append(list(page_lines(page, number)))
        pictures += has_pictures(page)
        page.close()
    if sum(len(line.text) for lines in pages for line in lines) < _MIN_CHARACTERS_A_PAGE * max(1, pictures):
        return {"problem": "scanned" if pictures else "empty"}
    title = pdf_layout.title(document.get_metadata_dict().get("Title", ""), pages)
    return {"title": title, "paragraphs": pdf_layout.paragraphs(pages)}


if __name__ == "__main__":
    main(sys.argv[1:])
