"""From lines to paragraphs: what a typesetter broke is joined, what the author broke stays apart.

A break is the typesetter's when the line is full; a short line, a list item or a blank line is the author's.
"""

import re
from collections.abc import Iterator, Sequence

from app.hubs.ingest.lexicon import Lexicon

_WIDE = re.compile(r"[\u1100-\u115f\u2e80-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]")
_CJK = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]")
_ITEM = re.compile(r"(?:[-*•▪◦‣–]\s+|\(?\d{1,2}[.)]\s+)\S")
_LAST_WORD = re.compile(r"(?:^|(?<=\s))[^\W\d_]{2,}$")
_FIRST_WORD = re.compile(r"[^\W\d_]{2,}(?=[\s.,;:!?)]|$)")
_BEFORE_HYPHEN = re.compile(r"([^\W\d_]+)[-‐\xad¬]$")
# A word is looked for this near to the end of a line: a line may be as long as the text.
_REACH = 60
_TERMINAL = tuple('.!?:。！？…"”’)]」』')
_VERSE = tuple(".,;:!?-—'\"”’")


def paragraphs(text: str, lexicon: Lexicon) -> list[str]:
    """The paragraphs of a text that may or may not be wrapped at some width. A form feed is a soft break of pages."""
    blocks = list(_blocks(text))
    width = _wrap_width(blocks)
    found: list[str] = []
    for soft, lines in blocks:
        pieces = _pieces(lines, width)
        if soft and found and _flows_on(found[-1], pieces[0][0]):
            found[-1] = join([found[-1], *pieces.pop(0)], lexicon)
        found += [join(piece, lexicon) for piece in pieces]
    return [paragraph for paragraph in found if paragraph]


def join(lines: Sequence[str], lexicon: Lexicon) -> str:
    """One line out of the lines of a paragraph: divided words whole again, no spaces between Chinese and Japanese."""
    parts = [_spaced(lines[0])]
    for line in map(_spaced, lines[1:]):
        if not line or not parts[-1]:
            parts[-1] += line
            continue
        glue = _glue(parts[-1], line, lexicon)
        if glue is None:
            parts[-1] = parts[-1][:-1]
        parts += [glue or "", line] if glue else [line]
    return "".join(parts).strip()


def _glue(above: str, below: str, lexicon: Lexicon) -> str | None:
    """What stands between two lines: a space, nothing, or None where the hyphen at the end goes too."""
    above, below = above[-_REACH:], below[:_REACH]
    if divided := _BEFORE_HYPHEN.search(above):
        first = re.match(r"[^\W\d_]+", below)
        if first is None:
            return ""
        kept = not first[0][0].islower() or lexicon.keeps_hyphen(divided[1], first[0])
        return "" if kept and above[-1] in "-‐" else None
    if re.search(r"(?:\w-|\S--|\S—)$", above) or _CJK.match(above[-1]) or _CJK.match(below):
        return ""
    head, tail = _LAST_WORD.search(above), _FIRST_WORD.match(below)
    if head and tail and tail[0].islower() and lexicon.was_split(head[0], tail[0]):
        return ""
    return " "


def _blocks(text: str) -> Iterator[tuple[bool, list[str]]]:
    """Runs of lines between blank ones, each with whether a page ended before it."""
    for number, page in enumerate(text.split("\f")):
        soft = number > 0
        for block in re.split(r"\n[ \t]*(?:\n[ \t]*)+", page.expandtabs(4)):
            lines = [line.rstrip() for line in block.split("\n") if line.strip()]
            if lines:
                yield soft, lines
                soft = False


def _wrap_width(blocks: Sequence[tuple[bool, Sequence[str]]]) -> int:
    """The width at which the text was wrapped, in columns; 0 when it was not: then every line is a paragraph."""
    inner = sorted(_columns(line) for _, lines in blocks for line in lines[:-1])
    if len(inner) < 2:
        return 0
    width = inner[int(len(inner) * 0.95)]
    full = sum(columns >= 0.75 * width for columns in inner)
    return width if 30 <= width <= 130 and full >= len(inner) / 2 else 0


def _columns(line: str) -> int:
    return len(line) if line.isascii() else len(line) + len(_WIDE.findall(line))


def _pieces(lines: Sequence[str], width: int) -> list[list[str]]:
    """The lines of a block, parted into its paragraphs."""
    if width and len(lines) > 2 and max(map(_columns, lines)) < 0.75 * width:
        verse = sum(line.endswith(_VERSE) for line in lines) >= 0.4 * len(lines)
        return [list(lines)] if verse else [[line] for line in lines]
    pieces = [[lines[0]]]
    for line in lines[1:]:
        above = pieces[-1][-1]
        if _parted(above, line, width):
            pieces.append([line])
        else:
            pieces[-1].append(line)
    return pieces


def _parted(above: str, below: str, width: int) -> bool:
    text = below.lstrip()
    closed = above.endswith(_TERMINAL)
    if not width:
        return closed or not text[:1].islower()
    short = _columns(above) < 0.6 * width
    if _ITEM.match(text):
        return short or closed
    indented = _indent(below) - _indent(above) >= 2
    return (indented and closed) or (short and (closed or text[:1].isupper()))


def _flows_on(above: str, below: str) -> bool:
    return below.lstrip()[:1].islower() and not above.endswith(_TERMINAL)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _spaced(line: str) -> str:
    return " ".join(line.split())
