"""Ink on a page: paragraphs wrapped under an indent, on a terminal or in a file, with nothing cut and no markup read.

Words from documents go through here, so that a bracket in them is a bracket.
"""

import re
import sys

from rich.cells import cell_len, chop_cells
from rich.console import Console
from rich.text import Text

WIDEST = 110
PLAIN_WIDTH = 100
_DENSE = r"\u3000-\u30ff\u3400-\u9fff\uff00-\uffef"
# A word with the space behind it, or one character of a dense script with the marks that may not begin a line.
_PIECE = re.compile(rf"[{_DENSE}][、。，．）」』】〉》！？：；ー]*|[^\s{_DENSE}]+\s*|\s+")


def new_console() -> Console:
    """As wide as people read well; plain text without escapes where the output is no terminal."""
    if sys.stdout.isatty():
        console = Console(highlight=False)
        console.width = min(console.width, WIDEST)
        return console
    return Console(highlight=False, width=PLAIN_WIDTH, force_terminal=False, color_system=None)


def write(console: Console, text: str, indent: str = "", style: str = "", first: str | None = None) -> None:
    """`first` stands before the first line in place of the indent; empty lines of the text stay."""
    lead = indent if first is None else first
    for paragraph in text.splitlines() or [""]:
        for line in wrapped(paragraph.rstrip(), max(20, console.width - len(indent))):
            console.print(Text(lead if line else lead.rstrip()).append(line, style=style), soft_wrap=True)
            lead = indent


def wrapped(text: str, width: int) -> list[str]:
    """Lines of at most `width` cells, broken between words, and in scripts without spaces between characters."""
    lines = [""]
    for piece in _PIECE.findall(text):
        for part in chop_cells(piece, width):
            if cell_len(lines[-1] + part.rstrip()) > width:
                lines.append("")
            lines[-1] += part if lines[-1] or len(lines) == 1 else part.lstrip()
    return [line.rstrip() for line in lines]


def heading(console: Console, text: str) -> None:
    console.print()
    write(console, text, style="bold")
    console.print(Text("─" * console.width), soft_wrap=True)
    console.print()


def short(text: str, most: int) -> str:
    """One line of at most `most` characters, cut between words where there are any."""
    line = " ".join(text.split())
    if len(line) <= most:
        return line
    cut = line[: most - 1]
    space = cut.rfind(" ")
    return f"{cut[:space] if space > most // 2 else cut}…"
