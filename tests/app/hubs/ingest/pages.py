"""PDF files made on the spot: lines of text at places, as bytes that any reader takes."""

import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO

import pypdf


@dataclass(frozen=True)
class Put:
    """A line of text at points from the left and from the foot of a Letter page (612 by 792)."""

    x: float
    y: float
    text: str
    size: float = 10
    bold: bool = False


def pdf(*pages: Iterable[Put], title: str = "") -> bytes:
    return pdf_of_streams([_stream(page) for page in pages], title=title)


def column(x: float, top: float, lines: Sequence[str], *, size: float = 10) -> list[Put]:
    """Lines set one below the other, 1.2 times their size apart."""
    return [Put(x, top - number * 1.2 * size, line, size) for number, line in enumerate(lines)]


def pdf_of_streams(streams: Sequence[bytes], *, title: str = "", image: bool = False) -> bytes:
    """A file whose pages hold these content streams; with an image, each may draw it as /Im."""
    fonts = "/Font << /F1 4 0 R /F2 5 0 R >>" + (" /XObject << /Im 6 0 R >>" if image else "")
    first = 7
    kids = " ".join(f"{first + 2 * number} 0 R" for number in range(len(streams)))
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: f"<< /Type /Pages /Kids [{kids}] /Count {len(streams)} >>".encode(),
        3: f"<< /Title ({title}) >>".encode("latin-1"),
        4: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        5: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>",
        6: _object(
            b"\x80" * 64,
            b"/Type /XObject /Subtype /Image /Width 8 /Height 8 /ColorSpace /DeviceGray /BitsPerComponent 8",
        ),
    }
    for number, stream in enumerate(streams):
        page = first + 2 * number
        resources = (
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << {fonts} >> /Contents {page + 1} 0 R >>"
        )
        objects |= {page: resources.encode(), page + 1: _object(zlib.compress(stream), b"/Filter /FlateDecode")}
    return _file(objects)


def encrypted(data: bytes, password: str) -> bytes:
    writer = pypdf.PdfWriter(clone_from=BytesIO(data))
    writer.encrypt(password, algorithm="AES-256")
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def _stream(page: Iterable[Put]) -> bytes:
    return b"\n".join(
        f"BT /{'F2' if put.bold else 'F1'} {put.size} Tf {put.x} {put.y} Td (".encode()
        + _escaped(put.text)
        + b") Tj ET"
        for put in page
    )


def _escaped(text: str) -> bytes:
    return text.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")


def _object(data: bytes, entries: bytes) -> bytes:
    return b"<< " + entries + f" /Length {len(data)} >>\nstream\n".encode() + data + b"\nendstream"


def _file(objects: dict[int, bytes]) -> bytes:
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for number in sorted(objects):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + objects[number] + b"\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{place:010d} 00000 n \n".encode() for place in places)
    out += f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R /Info 3 0 R >>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(out)
