"""Hubs, their angles and their pieces as JSON, whole enough to be taken in again. One hub is held at a time.

What is written here, `content_file` reads.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

import orjson

from app.exports.pieces import Piece
from app.exports.reading import Reading
from app.kit.clock import from_millis

FORMAT = "foundry.content"
VERSION = 1
_HUB = """
SELECT id, title, source_type, source_url, language, status, source_content, themes, claims, created_at FROM hubs
WHERE id = ?"""
_PILLARS = """
SELECT id, title, angle, key_points, spans, status FROM pillars WHERE hub_id = ? ORDER BY order_index, id"""
Row = dict[str, Any]


def write_json(reading: Reading, to: Path, made_at: datetime, client: Row, people: Mapping[str, str]) -> None:
    """`client` is what is told of the client, `people` who approved, by id."""
    with to.open("wb") as file:
        writer = _Writer(file, reading, people)
        head = {"format": FORMAT, "version": VERSION, "exported_at": made_at, "client": client}
        file.write(_dumps(head).removesuffix(b"}") + b',"hubs":[')
        writer.each(reading.hubs(), writer.hub)
        file.write(b'],"manual_assets":[')
        if not reading.selection.hub_ids:
            writer.each((piece for page in reading.pages_of(None) for piece in page), writer.piece)
        file.write(b"]}\n")


class _Writer:
    def __init__(self, file: BinaryIO, reading: Reading, people: Mapping[str, str]) -> None:
        self._file = file
        self._reading = reading
        self._people = people

    def each(self, items: Iterable[Any], show: Callable[[Any], Row]) -> None:
        for number, item in enumerate(items):
            self._file.write((b",\n" if number else b"\n") + _dumps(show(item)))

    def hub(self, hub_id: str) -> Row:
        [row] = self._reading.fetch(_HUB, [hub_id])
        names = ("id", "title", "source_type", "source_url", "language", "status", "source_text")
        themes, claims, created_at = row[7:]
        pieces: defaultdict[str | None, list[Row]] = defaultdict(list)
        for page in self._reading.pages_of(hub_id):
            for piece in page:
                pieces[piece.pillar_id].append(self.piece(piece))
        return {
            **dict(zip(names, row, strict=False)),
            "themes": _loads(themes),
            "claims": _loads(claims),
            "created_at": from_millis(created_at),
            "pillars": [
                self._pillar(pillar, pieces.pop(pillar[0], [])) for pillar in self._reading.fetch(_PILLARS, [hub_id])
            ],
            "spokes": [piece for rest in pieces.values() for piece in rest],
        }

    def _pillar(self, row: tuple[Any, ...], pieces: list[Row]) -> Row:
        id, title, angle, key_points, spans, status = row
        points, passages = _loads(key_points), _loads(spans)
        head = {"id": id, "title": title, "angle": angle, "key_points": points, "spans": passages, "status": status}
        return {**head, "spokes": pieces}

    def piece(self, piece: Piece) -> Row:
        plain = ("id", "platform", "content_type", "content", "content_json", "status", "is_mutated")
        more = ("is_creative_conflict", "parent_spoke_id", "visual_archetype", "visual_concept", "image_prompt")
        last = ("sources", "written_by", "approved_at", "created_at", "score")
        return {
            **{name: getattr(piece, name) for name in (*plain, *more, *last)},
            "approved_by": self._people.get(piece.approved_by or ""),
        }


def _dumps(value: Any) -> bytes:
    return orjson.dumps(value, option=orjson.OPT_UTC_Z)


def _loads(text: str | None) -> Any:
    return orjson.loads(text) if text else []
