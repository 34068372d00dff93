"""Ink on a page: paragraphs wrapped under an indent, on a terminal or in a file, with nothing cut and no markup read.

Words from documents go through here, so that a bracket in them is a bracket.
"""

import sys

from rich.console import Console
from rich.text import Text

WIDEST = 110
PLAIN_WIDTH = 100


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
        body = Text(paragraph.rstrip(), style=style)
        for line in body.wrap(console, max(20, console.width - len(indent))) or [Text()]:
            line.rstrip()
            console.print(Text(lead if line.plain else lead.rstrip()) + line, soft_wrap=True)
            lead = indent


def heading(console: Console, text: str) -> None:
    console.print()
    console.rule(Text(text, style="bold"), align="left", characters="─")
    console.print()


def short(text: str, most: int) -> str:
    """One line of at most `most` characters, cut between words where there are any."""
    line = " ".join(text.split())
    if len(line) <= most:
        return line
    cut = line[: most - 1]
    space = cut.rfind(" ")
    return f"{cut[:space] if space > most // 2 else cut}…"
