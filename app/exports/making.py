"""One export as a file: read, written aside in a thread, and stored whole or not at all."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import tenancy
from app import resources
from app.accounts.models import User
from app.clients.models import Client
from app.errors import NotFound
from app.exports.auditing import NOBODY, report_of
from app.exports.bridge import in_thread
from app.exports.csv_file import write_csv
from app.exports.json_file import write_json
from app.exports.models import Export
from app.exports.reading import Reading
from app.exports.selection import Selection
from app.exports.zip_file import write_zip
from app.objects import keys
from app.pictures.fonts import open_fonts
from app.vocabulary import ExportFormat

_PIECE = 256 * 1024
CONTENT_TYPES = {
    ExportFormat.CSV: "text/csv; charset=utf-8",
    ExportFormat.JSON: "application/json",
    ExportFormat.ICS: "text/calendar; charset=utf-8",
    ExportFormat.ZIP: "application/zip",
    ExportFormat.PDF: "application/pdf",
}


@dataclass(frozen=True, slots=True)
class Made:
    """What is known of the file: how many pieces, its bytes, and the SHA-256 of them in lower-case hex."""

    pieces: int
    size: int
    sha256: str


async def make(client_id: str, export: Export) -> Made:
    """Made anew, it replaces what there was. The file aside stays until `clear`.

    Raises: NotFound for a client that is gone; Conflict for what a person can mend; Changed.
    """
    client = await Client.get_or_none(id=client_id)
    if client is None:
        raise NotFound("client", client_id)
    people = await _people(client.account_id)
    selection = Selection.of(export.filters)
    aside = _aside(client_id, export.id)
    await asyncio.to_thread(aside.parent.mkdir, parents=True, exist_ok=True)
    pieces = await in_thread(
        lambda bridge: _write(Reading(bridge, client_id, selection), export, client, people, aside)
    )
    async with tenancy.bind(client_id):  # so that no object is left behind of a client that is being erased
        stored = await resources.current().objects.put(
            key_of(client_id, export), _pieces(aside), CONTENT_TYPES[export.format]
        )
    return Made(pieces, stored.size, stored.sha256)


async def clear(client_id: str, export_id: str) -> None:
    """Removes the file aside."""
    await asyncio.to_thread(_aside(client_id, export_id).unlink, missing_ok=True)


def _aside(client_id: str, export_id: str) -> Path:
    return resources.current().settings.exporting_dir(client_id) / export_id


def key_of(client_id: str, export: Export) -> str:
    return keys.export_key(client_id, export.id, str(export.format))


def _write(reading: Reading, export: Export, client: Client, people: Mapping[str, str], to: Path) -> int:
    """Returns how many pieces the file has."""
    made_at, name = export.created_at, client.name
    match export.format:
        case ExportFormat.CSV:
            write_csv(reading, to, made_at)
        case ExportFormat.JSON:
            about = {"name": name, "industry": client.industry, "brand_color": client.brand_color}
            write_json(reading, to, made_at, about, people)
        case ExportFormat.ICS:
            from app.exports.ics_file import write_ics  # what writes calendars is not imported until there is one

            write_ics(reading, to, made_at, name)
        case ExportFormat.ZIP:
            write_zip(reading, to, made_at)
        case ExportFormat.PDF:
            from app.exports.pdf_file import write_pdf  # likewise, with the fonts

            made_by = people.get(export.requested_by or "", NOBODY)
            fonts = open_fonts(resources.current().settings.fonts)
            write_pdf(report_of(reading, name, made_at, made_by, people), to, fonts)
    return reading.count


async def _people(account_id: str) -> dict[str, str]:
    """How the account's people are called, by id."""
    users = await User.filter(account_id=account_id)
    return {user.id: user.name or user.email for user in users}


async def _pieces(path: Path) -> AsyncIterator[bytes]:
    file = await asyncio.to_thread(path.open, "rb")
    try:
        while piece := await asyncio.to_thread(file.read, _PIECE):
            yield piece
    finally:
        file.close()
