"""The smallest PDF that holds given lines of text, a page for each group of them (ISO 32000-1, 7.5)."""

from collections.abc import Iterable, Sequence


def pdf_of(pages: Sequence[Sequence[str]]) -> bytes:
    """ASCII text without parentheses or backslashes, which PDF strings would need escaped."""
    numbers = [4 + 2 * index for index in range(len(pages))]
    kids = " ".join(f"{number} 0 R" for number in numbers)
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for number, lines in zip(numbers, pages, strict=True):
        objects += _page(number + 1, lines)
    return _file(objects)


def _page(content_number: int, lines: Iterable[str]) -> list[str]:
    shown = "\n".join(f"({line}) ' " for line in lines)
    content = f"BT /F1 12 Tf 16 TL 72 720 Td\n{shown}\nET"
    return [
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /Font << /F1 3 0 R >> >> "
        f"/Contents {content_number} 0 R >>",
        f"<< /Length {len(content)} >>\nstream\n{content}\nendstream",
    ]


def _file(objects: Sequence[str]) -> bytes:
    body, offsets = "%PDF-1.4\n", []
    for number, text in enumerate(objects, start=1):
        offsets.append(len(body))
        body += f"{number} 0 obj\n{text}\nendobj\n"
    rows = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    size = len(objects) + 1
    table = f"xref\n0 {size}\n0000000000 65535 f \n{rows}trailer\n<< /Size {size} /Root 1 0 R >>\n"
    return f"{body}{table}startxref\n{len(body)}\n%%EOF\n".encode("ascii")
