"""Pieces as files in folders, a folder a platform, with the table of them all, and with their pictures.

Names are made here of letters and digits alone, so that none leads out of its folder. The times of the files are those
of the approvals: the same pieces give the same archive.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

import regex

from app.errors import Conflict, NotFound
from app.exports.csv_file import table
from app.exports.pieces import Piece
from app.exports.reading import Asset, Reading
from app.vocabulary import Platform

TABLE = "content.csv"
TITLE = 40
_APART = regex.compile(r"[^\p{L}\p{N}\p{M}]+")
_EARLIEST = datetime(1980, 1, 1, tzinfo=UTC)


def write_zip(reading: Reading, to: Path, made_at: datetime) -> None:
    """Raises Changed; Conflict where a picture is gone."""
    numbers, aside = Counter[Platform](), to.with_name(f"{to.name}.csv")
    try:
        with ZipFile(to, "w") as archive:
            with table(reading, aside, made_at) as rows:
                for piece in reading.pieces():
                    numbers[piece.platform] += 1
                    rows.add(piece)
                    _add(archive, reading, piece, numbers[piece.platform])
            _add_file(archive, TABLE, aside, made_at)
    finally:
        aside.unlink(missing_ok=True)


def _add(archive: ZipFile, reading: Reading, piece: Piece, number: int) -> None:
    name, at = name_of(piece, number), piece.approved_at or piece.created_at
    archive.writestr(_entry(f"{name}.txt", at), f"{piece.content}\n")
    assets = reading.assets(piece.id) if reading.selection.with_assets else []
    for file, data in _pictures(reading, piece, assets):
        archive.writestr(_entry(f"{name}/{file}", at, ZIP_STORED), data)
    if assets:
        told = "".join(f"{_file(key)}: {' '.join(alt.split())}\n" for _, key, alt in assets)
        archive.writestr(_entry(f"{name}/alt.txt", at), told)


def name_of(piece: Piece, number: int) -> str:
    """`twitter/001-short-title`."""
    return f"{piece.platform}/{number:03d}-{slug(piece.headline) or 'untitled'}"


def slug(text: str) -> str:
    """Letters and digits of any script, with hyphens between the words; no more than TITLE of them."""
    words = _APART.sub("-", text.strip().lower()).strip("-")
    cut = words[:TITLE].rpartition("-")[0] if len(words) > TITLE and "-" in words[:TITLE] else words[:TITLE]
    return cut.strip("-")


def _pictures(reading: Reading, piece: Piece, assets: list[Asset]) -> Iterator[tuple[str, bytes]]:
    for _, key, _ in assets:
        try:
            yield _file(key), reading.picture(key)
        except NotFound as error:
            words = f"The picture {_file(key)} of the spoke {piece.id} is gone; render its assets anew."
            raise Conflict(words, state="no_picture") from error


def _file(key: str) -> str:
    """The last part of an object's key, which is a plain name."""
    return key.rpartition("/")[2]


def _add_file(archive: ZipFile, name: str, path: Path, at: datetime) -> None:
    entry = _entry(name, at)
    entry.file_size = path.stat().st_size
    with path.open("rb") as source, archive.open(entry, "w") as target:
        while part := source.read(256 * 1024):
            target.write(part)


def _entry(name: str, at: datetime, compression: int = ZIP_DEFLATED) -> ZipInfo:
    """A file that its owner may read and write. Archives know no zone: the time is in UTC."""
    moment = max(at, _EARLIEST)
    entry = ZipInfo(name, (moment.year, moment.month, moment.day, moment.hour, moment.minute, moment.second))
    entry.compress_type, entry.create_system, entry.external_attr = compression, 3, 0o100644 << 16
    return entry
