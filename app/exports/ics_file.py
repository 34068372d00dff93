"""Pieces as events of a calendar, each at its suggested time. Times are those of whoever opens the calendar."""

from datetime import datetime, timedelta
from pathlib import Path

from icalendar import Calendar, Event

from app.exports.pieces import Piece
from app.exports.reading import Reading
from app.exports.schedule import Schedule

PRODUCT = "-//Foundry//Content calendar//EN"
LASTS = timedelta(minutes=15)
SUMMARY = 60
_END = b"END:VCALENDAR\r\n"


def write_ics(reading: Reading, to: Path, made_at: datetime, name: str) -> None:
    """A piece's event has the same UID in every calendar."""
    schedule = Schedule(made_at.date())
    with to.open("wb") as file:
        file.write(_calendar(name).removesuffix(_END))
        for piece in reading.pieces():
            file.write(_event(piece, schedule.next(piece.platform), made_at).to_ical())
        file.write(_END)


def _calendar(name: str) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    written: bytes = calendar.to_ical()
    return written


def _event(piece: Piece, at: datetime, made_at: datetime) -> Event:
    event = Event()
    event.add("uid", f"{piece.id}@foundry")
    event.add("dtstamp", made_at.replace(microsecond=0))
    event.add("dtstart", at)
    event.add("duration", LASTS)
    event.add("summary", f"{piece.platform}: {_shortened(piece.headline)}")
    event.add("description", piece.content)
    event.add("categories", [str(piece.platform)])
    event.add("status", "TENTATIVE")
    return event


def _shortened(text: str) -> str:
    return text if len(text) <= SUMMARY else f"{text[: SUMMARY - 1].rstrip()}…"
