"""From lines with places to paragraphs in reading order.

Furniture (running heads, page numbers), tables, captions and footnotes in small print, the reference list and the notes
on who did and paid for the work are left out; headings stay as paragraphs of their own. Pure geometry: the same lines
give the same text.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from app.hubs.ingest import pdf_columns
from app.hubs.ingest.pdf_glyphs import Line

_BACK_MATTER = re.compile(
    r"(?:\d+\.?\s+)?(?:references(?: cited)?|bibliography|works cited|literature cited|endnotes"
    r"|referencias|bibliografía|références|bibliographie|literatur(?:verzeichnis)?|bibliografia|riferimenti|referências"
    r"|参考文献|acknowledge?ments?|author contributions?|funding"
    r"|(?:competing|conflicts? of) interests?|supporting information)[:.]?",
    re.IGNORECASE,
)
_CAPTION = re.compile(r"(?:fig(?:ure|\.)?|table|box|chart|abb\.?|tab\.?)\s*\d+[.:\s|]", re.IGNORECASE)
_BULLET = re.compile(r"[•▪▫◦‣●○■□\uf0b7\uf0a7–—*-]\s+\S|\(?(?:\d{1,2}|[a-z])[.)]\s+\S")
_LEADERS = re.compile(r"(?:\.\s?){4,}\s*\d+\s*$")
_NUMBER_ALONE = re.compile(
    r"(?:page\s+|seite\s+|[-–]\s*)?\d{1,4}(?:\s*(?:/|of|von|de)\s*\d{1,4}|\s*[-–])?", re.IGNORECASE
)
_ENDS = tuple('.!?:;。！？…"”’)]')
_WORTHLESS_TITLE = re.compile(r"untitled|microsoft|\.(?:docx?|pdf|indd|tex|pptx?|qxd)\b|^\W*\w*\W*$", re.IGNORECASE)


@dataclass(slots=True)
class Row:
    """Everything on one baseline of a column."""

    lines: list[Line]

    @property
    def text(self) -> str:
        return " ".join(line.text for line in self.lines)

    @property
    def first(self) -> Line:
        return self.lines[0]

    @property
    def x1(self) -> float:
        return self.lines[-1].x1


@dataclass(slots=True)
class Block:
    """A paragraph in the making, with the size and weight that tell a heading from body and small print."""

    rows: list[Row] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "\n".join(row.text for row in self.rows)

    @property
    def size(self) -> float:
        return self.rows[0].first.size

    @property
    def bold(self) -> bool:
        return all(line.bold for row in self.rows for line in row.lines)


def paragraphs(pages: Sequence[Sequence[Line]]) -> list[str]:
    """Paragraphs in reading order; the lines of each are parted by newlines, to be joined where words were divided."""
    body = body_size(pages)
    stripped = without_furniture(pages)
    blocks = [block for lines in stripped for block in _page_blocks(lines, body)]
    blocks = _without_back_matter(blocks, body)
    return [block.text for block in _continued(blocks) if not _is_ornament(block)]


def title(stated: str, pages: Sequence[Sequence[Line]]) -> str | None:
    """The title stated in the file, if it is one; else the largest print at the head of the first page."""
    stated = " ".join(stated.split())
    if stated and not _WORTHLESS_TITLE.search(stated):
        return stated
    first = pages[0] if pages else ()
    largest = max((line.size for line in first), default=0.0)
    if largest < 1.15 * body_size(pages):
        return None
    text = " ".join(line.text for line in first if line.size > 0.98 * largest)
    return text if 3 <= len(text) <= 200 else None


def body_size(pages: Iterable[Iterable[Line]]) -> float:
    """The size in which most characters are set, in points."""
    weights: Counter[float] = Counter()
    for lines in pages:
        for line in lines:
            weights[round(line.size * 2) / 2] += len(line.text)
    return weights.most_common(1)[0][0] if weights else 0.0


def without_furniture(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """The pages without what is repeated in the head or foot of several, and without the numbers of pages."""
    seen: Counter[str] = Counter()
    for lines in pages:
        low, high = _edges(lines)
        seen.update({_mark(line) for line in lines if not low < line.y < high})
    needed = 2 if len(pages) < 4 else 3
    kept = []
    for lines in pages:
        low, high = _edges(lines)
        kept.append([line for line in lines if not _is_furniture(line, low, high, seen, needed)])
    return kept


def _without_back_matter(blocks: Sequence[Block], body: float) -> list[Block]:
    """Without works cited and the like: each from its heading to the next heading of that rank."""
    kept: list[Block] = []
    heading: Block | None = None
    for number, block in enumerate(blocks):
        if 4 * number >= len(blocks) and _BACK_MATTER.fullmatch(block.text.strip()):
            heading = block
        elif heading and _is_heading(block, body) and block.size >= heading.size - 0.2 and len(block.rows) < 3:
            heading = None
        if heading is None:
            kept.append(block)
    return kept


def _mark(line: Line) -> str:
    return re.sub(r"\d+", "#", line.text)


def _edges(lines: Sequence[Line]) -> tuple[float, float]:
    """The heights below and above which a line stands in the head or foot: an eighth of the printed area each."""
    heights = [line.y for line in lines] or [0.0]
    margin = (max(heights) - min(heights)) / 8
    return min(heights) + margin, max(heights) - margin


def _is_furniture(line: Line, low: float, high: float, seen: Counter[str], needed: int) -> bool:
    if low < line.y < high:
        return False
    return seen[_mark(line)] >= needed or _NUMBER_ALONE.fullmatch(line.text) is not None


def _page_blocks(lines: Sequence[Line], body: float) -> list[Block]:
    blocks: list[Block] = []
    for region in pdf_columns.in_reading_order(lines):
        rows = [row for row in _rows(region) if not _is_table_row(row) and not _LEADERS.search(row.text)]
        blocks += _blocks(rows)
    lowest = min((row.first.y for block in blocks for row in block.rows if block.size > 0.85 * body), default=0.0)
    spans = [(row.first.x0, row.x1) for block in blocks for row in block.rows if block.size > 0.85 * body]
    return [block for block in blocks if block.size > 0.85 * body or _is_prose(block, lowest, spans)]


def _rows(region: Sequence[Line]) -> list[Row]:
    """Lines of one baseline belong together, from left to right; rows run from top to bottom."""
    rows: list[Row] = []
    for line in sorted(region, key=lambda line: -line.y):
        if rows and abs(rows[-1].first.y - line.y) < 0.4 * max(line.size, rows[-1].first.size):
            rows[-1].lines.append(line)
        else:
            rows.append(Row([line]))
    for row in rows:
        row.lines.sort(key=lambda line: line.x0)
    return rows


def _is_table_row(row: Row) -> bool:
    """Three cells with gaps between them, or two of which one is a figure."""
    if len(row.lines) >= 3:
        return True
    return len(row.lines) == 2 and any(re.fullmatch(r"[\d.,%$€£()±<>=*–-]+", line.text) for line in row.lines)


def _blocks(rows: Sequence[Row]) -> list[Block]:
    if not rows:
        return []
    steps = [above.first.y - below.first.y for above, below in pairwise(rows)]
    leading = median(steps) if steps else 0.0
    left = Counter(round(row.first.x0) for row in rows).most_common(1)[0][0]
    # Each size has its own right edge: a heading may reach beyond the column that it stands over.
    rights: dict[int, float] = {}
    for row in rows:
        rights[round(row.first.size)] = max(row.x1, rights.get(round(row.first.size), 0.0))
    blocks = [Block([rows[0]])]
    for above, below in pairwise(rows):
        if _starts_block(above, below, leading, left, rights[round(above.first.size)]):
            blocks.append(Block())
        blocks[-1].rows.append(below)
    return blocks


def _starts_block(above: Row, below: Row, leading: float, left: float, right: float) -> bool:
    size = below.first.size
    if abs(above.first.size - size) > 0.08 * size or _all_bold(above) != _all_bold(below):
        return True
    if above.first.y - below.first.y > max(1.35 * min(leading, 1.6 * size), 1.4 * size):
        return True
    indented = below.first.x0 > above.first.x0 + 0.8 * size and above.first.x0 < left + 2
    short = above.x1 < right - 0.2 * (right - left)
    return indented or bool(_BULLET.match(below.text)) or (short and above.text.endswith(_ENDS))


def _all_bold(row: Row) -> bool:
    return all(line.bold for line in row.lines)


def _is_heading(block: Block, body: float) -> bool:
    return block.size > 1.05 * body or (block.bold and block.size > 0.95 * body)


def _is_prose(block: Block, lowest: float, spans: Sequence[tuple[float, float]]) -> bool:
    """Whether small print is part of the text: full sentences under or over body text, and no caption or footnote."""
    text = block.text
    if len(text) < 200 or _CAPTION.match(text) or not text.endswith(_ENDS) or re.match(r"[\d*†‡§]", text):
        return False
    if block.rows[0].first.y < lowest or any(len(row.lines) > 1 for row in block.rows):
        return False
    left, right = min(row.first.x0 for row in block.rows), max(row.x1 for row in block.rows)
    return any(x0 - 20 <= left and right <= x1 + 20 for x0, x1 in spans)


def _is_ornament(block: Block) -> bool:
    """The same few characters on every one of many rows: a mark of the publisher, not text."""
    return len(block.rows) > 2 and len({row.text for row in block.rows}) == 1


def _continued(blocks: Sequence[Block]) -> list[Block]:
    """Paragraphs that a column, a page or a figure cut in two, made whole again."""
    whole: list[Block] = []
    for block in blocks:
        if whole and _continues(whole[-1], block):
            whole[-1].rows.extend(block.rows)
        else:
            whole.append(Block(list(block.rows)))
    return whole


def _continues(above: Block, below: Block) -> bool:
    if abs(above.size - below.size) > 0.08 * below.size or above.bold != below.bold:
        return False
    if above.text.endswith("-"):
        return True
    if below.text[:1].islower():
        return len(above.text) > 40 and not above.text.endswith(_ENDS[:3])
    return len(above.text) > 40 and not above.text.endswith(_ENDS) and below.text[:1] in "0123456789("
