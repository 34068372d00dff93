"""Pieces as a table that spreadsheets open: one row a piece, slides and posts in columns of their own.

A cell that a spreadsheet would take for a formula gets an apostrophe in front. Cells that begin with an apostrophe and
one of these get another one, so that taking one away from every cell that begins so gives back what there was.
"""

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import regex

from app.exports.pieces import Piece
from app.exports.reading import Reading
from app.exports.schedule import Schedule

HEAD = ["spoke_id", "hub_title", "pillar_title", "platform", "content", "g2_score", "g7_score", "status", "approved_at"]
# What stands before the sign may be blank, invisible or a quotation mark: programs differ in what they skip.
_FORMULA = regex.compile(r"""[\s\p{Cf}"'`“”„‘’‚«»＂＇]*[=+\-@＝＋－＠−﹢﹣﹦﹫\t\r]""")


class Changed(Exception):
    """A piece has more parts than any had when they were counted: the file is begun anew."""


class Table:
    """The rows of an open file."""

    def __init__(self, writer: Any, parts: int, schedule: Schedule | None) -> None:
        self._writer = writer
        self._parts = parts
        self._schedule = schedule
        slots = ("suggested_date", "suggested_time") if schedule else ()
        columns = [f"part_{number}" for number in range(1, parts + 1)]
        writer.writerow([*HEAD, *slots, *columns, "caption"])

    def add(self, piece: Piece) -> None:
        """Raises Changed."""
        parts = piece.parts
        if len(parts) > self._parts:
            raise Changed(piece.id)
        slot = self._schedule.next(piece.platform) if self._schedule else None
        when = (slot.date().isoformat(), slot.strftime("%H:%M")) if slot else ()
        texts = [*parts, *[""] * (self._parts - len(parts)), piece.caption]
        self._writer.writerow([*_head(piece), *when, *map(safe, texts)])


def write_csv(reading: Reading, to: Path, made_at: datetime) -> None:
    """Raises Changed."""
    with table(reading, to, made_at) as rows:
        for piece in reading.pieces():
            rows.add(piece)


@contextmanager
def table(reading: Reading, to: Path, made_at: datetime) -> Iterator[Table]:
    """UTF-8 with a mark that tells Excel so, and the line ends of RFC 4180."""
    schedule = Schedule(made_at.date()) if reading.selection.with_schedule else None
    with to.open("w", encoding="utf-8-sig", newline="") as file:
        yield Table(csv.writer(file), reading.extent().most_parts, schedule)


def safe(text: str) -> str:
    """The text, with an apostrophe before what could be a formula."""
    return f"'{text}" if _FORMULA.match(text) else text


def unsafe(cell: str) -> str:
    """The text that `safe` made the cell of."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell[1:]) else cell


def _head(piece: Piece) -> list[Any]:
    score = piece.score
    approved = piece.approved_at.strftime("%Y-%m-%dT%H:%M:%SZ") if piece.approved_at else ""
    titles = safe(piece.hub_title or ""), safe(piece.pillar_title or "")
    scores = (_number(score.g2), _number(score.g7))
    return [piece.id, *titles, str(piece.platform), safe(piece.content), *scores, str(piece.status), approved]


def _number(score: float | None) -> str:
    return "" if score is None else str(round(score, 2))
