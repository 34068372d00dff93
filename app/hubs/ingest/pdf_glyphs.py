"""The lines of a PDF's pages with their place and size: the one module that knows PDFium.

It runs in the child process of `pdf_child` only: PDFium is native code and its input is not trusted.
"""

import re
from collections import Counter
from collections.abc import Iterator
from ctypes import c_double, create_string_buffer
from dataclasses import dataclass

# PDFium's bindings carry no type information.
import pypdfium2 as pdfium
import pypdfium2.raw as raw

_MARK = re.compile(r"([^\W\d_]{3}|[.,;:!?)\]”’\"']) ?\x01[\s\d,*†‡§¶‖–-]+\x02(\w?)")
_RAISED = re.compile("\x01([^\x02]*)\x02")
_SUPERSCRIPTS = str.maketrans("0123456789+-−–", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻")
_HYPHENS = "\x02\ufffe"
_BOLD = re.compile(rb"bold|black|heavy|semibold|demi", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Line:
    """A run of text on one baseline. Points, with y growing upwards from the foot of the page."""

    page: int
    text: str
    x0: float
    x1: float
    y: float
    size: float
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Glyph:
    char: str
    x0: float
    x1: float
    y: float
    size: float
    index: int


def page_lines(page: "pdfium.PdfPage", number: int) -> Iterator[Line]:
    """The lines of a page in the order in which the file draws them, without rotated text such as a stamp."""
    text_page = page.get_textpage()
    run: list[Glyph] = []
    for glyph in _glyphs(text_page):
        if run and _breaks(run, glyph):
            yield from _line(text_page, run, number)
            run = []
        run.append(glyph)
    yield from _line(text_page, run, number)


def has_pictures(page: "pdfium.PdfPage") -> bool:
    return any(True for _ in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=4))


def _glyphs(text_page: "pdfium.PdfTextPage") -> Iterator[Glyph]:
    x, y = c_double(), c_double()
    left, right, bottom, top = c_double(), c_double(), c_double(), c_double()
    matrix = raw.FS_MATRIX()
    for index in range(text_page.count_chars()):
        code = raw.FPDFText_GetUnicode(text_page, index)
        char = "-" if chr(code) in _HYPHENS else chr(code)
        raw.FPDFText_GetMatrix(text_page, index, matrix)
        if char in "\r\n\x00" or abs(matrix.b) > abs(matrix.d):
            continue
        raw.FPDFText_GetCharOrigin(text_page, index, x, y)
        raw.FPDFText_GetCharBox(text_page, index, left, right, bottom, top)
        size = raw.FPDFText_GetFontSize(text_page, index) * abs(matrix.d)
        yield Glyph(char, min(x.value, left.value), right.value, y.value, size, index)


def _breaks(run: list[Glyph], glyph: Glyph) -> bool:
    """Whether the glyph begins another line, or lies across a gap as wide as between columns or cells."""
    last = run[-1]
    size = max(run[0].size, last.size, glyph.size, 1.0)
    gap = glyph.x0 - last.x1
    return abs(glyph.y - last.y) > 0.6 * size or gap > 1.6 * size or gap < -2.0 * size


def _line(text_page: "pdfium.PdfTextPage", run: list[Glyph], number: int) -> Iterator[Line]:
    inked = [glyph for glyph in run if not glyph.char.isspace()]
    if not inked:
        return
    size = Counter(round(glyph.size, 1) for glyph in inked).most_common(1)[0][0]
    base = next(glyph for glyph in inked if round(glyph.size, 1) == size)
    marked = "".join(f"\x01{glyph.char}\x02" if _is_raised(glyph, base) else glyph.char for glyph in run)
    text = _without_marks(marked.replace("\x02\x01", "")).strip()
    if text:
        ends = [glyph.index for glyph in inked if round(glyph.size, 1) == size]
        bold = _is_bold(text_page, ends[0]) and _is_bold(text_page, ends[-1])
        yield Line(number, text, inked[0].x0, max(glyph.x1 for glyph in inked), base.y, size, bold)


def _without_marks(text: str) -> str:
    """Without the raised figures that point to notes; exponents (10⁻⁵, m²) stay, as superscripts."""
    return _RAISED.sub(lambda raised: raised[1].translate(_SUPERSCRIPTS), _MARK.sub(_unmarked, text))


def _unmarked(mark: re.Match[str]) -> str:
    return f"{mark[1]} {mark[2]}" if mark[2] else mark[1]


def _is_raised(glyph: Glyph, base: Glyph) -> bool:
    return glyph.size < 0.8 * base.size and glyph.y > base.y + 0.1 * base.size


def _is_bold(text_page: "pdfium.PdfTextPage", index: int) -> bool:
    name = create_string_buffer(128)
    raw.FPDFText_GetFontInfo(text_page, index, name, len(name), None)
    return _BOLD.search(name.value) is not None
