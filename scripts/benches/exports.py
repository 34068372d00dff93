"""How long a file of many pieces takes, and how much memory: ten times the pieces must not take ten times the memory.

The floor reads the same rows at once and writes them with Python's csv.
"""

import csv
import json
import resource
import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import tenancy
from app import main
from app.accounts.models import Account
from app.clients.models import Client
from app.exports.making import make
from app.exports.models import Export
from app.exports.selection import Selection
from app.kit import ids
from app.settings import Settings
from app.vocabulary import AccountType, ClientStatus, ExportFormat, JobStatus
from scripts.benches.measure import Row, row

FLOOR = "plain sqlite3 and csv"
GOAL_S, PDF_GOAL_S = 10.0, 30.0
GOAL_MB = 64.0
A_HUB = 25
TIMES = 10
PLATFORMS = ("twitter", "linkedin", "tiktok", "instagram", "carousel", "thread")
WORDS = "One loaf in three was never sold, and the =SUM of it, “counted”, was bread for a year. 毎日。 "


@dataclass(frozen=True, slots=True)
class Pace:
    """PDF is drawn, not written down, and has fewer pieces."""

    pieces: int
    in_pdf: int


FULL, QUICK = Pace(10_000, 1_000), Pace(1_000, 100)


async def run(tmp: Path, pace: Pace) -> list[Row]:
    """The small client comes first: what grows with the large one is what its size costs."""
    rows: list[Row] = []
    async with main.opened(Settings(data_dir=tmp / "data", index_texts=False)):
        for format in ExportFormat:
            pieces = pace.in_pdf if format is ExportFormat.PDF else pace.pieces
            few, many = await _client(tmp, pieces // TIMES), await _client(tmp, pieces)
            await _made(few, format, pieces // TIMES)
            before = _peak_mb()
            seconds = await _made(many, format, pieces)
            grown = _peak_mb() - before
            floor = _floor(tmp, many) if format is ExportFormat.CSV else None
            name = f"{pieces:,} pieces as {format.upper()}"
            floored: dict[str, Any] = {"floor": floor, "floor_name": FLOOR} if floor is not None else {}
            rows.append(
                row("exports", name, seconds, "s", goal=PDF_GOAL_S if format is ExportFormat.PDF else GOAL_S, **floored)
            )
            note = f"peak beyond that of {pieces // TIMES:,} pieces"
            rows.append(row("exports", f"{name}: memory", grown, "MB", goal=GOAL_MB, note=note))
    return rows


async def _made(client_id: str, format: ExportFormat, pieces: int) -> float:
    """Seconds. Raises RuntimeError where the file has not all of them."""
    async with tenancy.bind(client_id):
        export = await Export.create(
            format=format, status=JobStatus.PROCESSING, filters=Selection(with_assets=True).plain()
        )
    started = time.perf_counter()
    made = await make(client_id, export)
    if made.pieces != pieces:
        raise RuntimeError(f"{format}: {made.pieces} of {pieces} pieces are in the file")
    return time.perf_counter() - started


def _floor(tmp: Path, client_id: str) -> float:
    started = time.perf_counter()
    with closing(sqlite3.connect(_file(tmp, client_id))) as raw, (tmp / "floor.csv").open("w", newline="") as file:
        rows = raw.execute("SELECT s.id, h.title, s.platform, s.content, s.status, s.approved_at FROM spokes s "
                           "LEFT JOIN hubs h ON h.id = s.hub_id ORDER BY s.hub_id, s.platform, s.id")  # fmt: skip
        csv.writer(file).writerows(rows.fetchall())
    return time.perf_counter() - started


async def _client(tmp: Path, pieces: int) -> str:
    """A new client with so many approved pieces, 25 a hub, written past the product."""
    id = ids.new_id()
    await Account.get_or_create(id="bench", defaults={"name": "Bench", "type": AccountType.AGENCY})
    await Client.create(
        id=id, account_id="bench", name="Bench", durable_object_id=id, vectorize_namespace=id, r2_prefix=id,
        status=ClientStatus.ACTIVE,
    )  # fmt: skip
    await tenancy.provision(id)
    with closing(sqlite3.connect(_file(tmp, id), timeout=10)) as raw, raw:
        hubs = [ids.new_id() for _ in range(max(1, pieces // A_HUB))]
        raw.executemany("INSERT INTO hubs (id, registry_id, title, source_type, source_content, status, created_at, "
                        "updated_at) VALUES (?, ?, 'Bread', 'text', ?, 'ready', 0, 0)",
                        [(hub, hub, WORDS * 100) for hub in hubs])  # fmt: skip
        raw.executemany("INSERT INTO spokes (id, hub_id, platform, content_type, content, content_json, "
                        "character_count, status, approved_at, created_at, updated_at) "
                        "VALUES (?, ?, ?, 'post', ?, ?, 0, 'approved', 0, 0, 0)", _spokes(pieces, hubs))  # fmt: skip
    return id


def _spokes(pieces: int, hubs: Sequence[str]) -> Iterator[tuple[Any, ...]]:
    for number in range(pieces):
        platform = PLATFORMS[number % len(PLATFORMS)]
        posts = json.dumps({"posts": [f"{n}/7 {WORDS}" for n in range(1, 8)]}) if platform == "thread" else None
        yield ids.new_id(), hubs[number % len(hubs)], platform, f"{number} {WORDS * 7}", posts


def _file(tmp: Path, client_id: str) -> Path:
    return tmp / "data" / "clients" / f"{client_id}.db"


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
