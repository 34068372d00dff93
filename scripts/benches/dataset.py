"""A hub as large as a busy one, written straight into a client's files: pillars, spokes and their scores."""

import random
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from app.kit import clock, ids
from app.vocabulary import ContentType, Platform
from scripts.benches import topics
from scripts.benches.transcript import sentences

PENDING_OF_TEN = 6


@dataclass(frozen=True, slots=True)
class Size:
    pillars: int = 10
    spokes: int = 250


def write_hub(data: Path, client_id: str, size: Size) -> str:
    """Writes the hub beside a server that may be running; returns its id. Deterministic but for ids and times."""
    hub_id, now = ids.new_id(), clock.now_millis()
    with closing(sqlite3.connect(data / "global.db")) as db, db:
        account = db.execute("SELECT account_id FROM clients WHERE id = ?", (client_id,)).fetchone()[0]
        columns = {"id": hub_id, "account_id": account, "client_id": client_id, "source_type": "transcript"}
        _insert(db, "hub_registry", columns | {"status": "ready", "spoke_count": size.spokes, "created_at": now})
    with closing(sqlite3.connect(data / "clients" / f"{client_id}.db")) as db, db:
        _write_content(db, hub_id, size, now)
    return hub_id


def _write_content(db: sqlite3.Connection, hub_id: str, size: Size, now: int) -> None:
    chance = random.Random(11)
    themes = [topic.name for topic in topics.TOPICS[:8]]
    hub = {"id": hub_id, "registry_id": hub_id, "title": "How a repair shop grows", "source_type": "transcript"}
    written = {"created_at": now, "updated_at": now}
    content = {"source_content": " ".join(sentences(chance, 600)), "themes": _json(themes), "language": "en"}
    _insert(db, "hubs", hub | content | {"claims": _json(sentences(chance, 12)), "status": "ready"} | written)
    pillars = [ids.new_id() for _ in range(size.pillars)]
    for index, id in enumerate(pillars):
        title, angle, *points = sentences(chance, 6)
        row = {"id": id, "hub_id": hub_id, "title": title, "angle": angle, "key_points": _json(points)}
        _insert(db, "pillars", row | {"order_index": index, "status": "active", "created_at": now})
    for slot in range(size.spokes):
        _write_spoke(db, chance, hub_id, pillars[slot % len(pillars)], slot, now + slot)


def _write_spoke(
    db: sqlite3.Connection, chance: random.Random, hub_id: str, pillar_id: str, slot: int, now: int
) -> None:
    platform = list(Platform)[slot % len(Platform)]
    said = sentences(chance, 4)
    content = "\n\n".join([*said, "— café ✓"])
    in_parts = platform in (Platform.CAROUSEL, Platform.THREAD)
    id = ids.new_id()
    spoke = {
        "id": id,
        "hub_id": hub_id,
        "pillar_id": pillar_id,
        "slot": slot,
        "platform": platform,
        "content_type": ContentType(platform) if in_parts else ContentType.POST,
        "content": content,
        "content_json": _json({"parts": said}) if in_parts else None,
        "character_count": len(content),
        "status": "pending" if slot % 10 < PENDING_OF_TEN else "approved",
        "is_creative_conflict": int(slot % 50 == 49),
        "sources": _json([[0, 90]]),
        "created_at": now,
        "updated_at": now,
    }
    _insert(db, "spokes", spoke)
    score = {
        "id": ids.new_id(),
        "spoke_id": id,
        "g2_hook_strength": round(chance.uniform(40, 100), 1),
        "g4_voice_alignment": slot % 3 and 1,
        "g5_platform_compliance": 1,
        "g_compliance_status": "n/a",
        "overall_pass": 1,
        "rubric": _json([{"gate": "g2", "criterion": "opening", "points": 20, "max_points": 25, "note": said[0]}]),
        "violations": _json([]),
        "evaluated_at": now + 7,
    }
    _insert(db, "quality_scores", score)


def _insert(db: sqlite3.Connection, table: str, row: dict[str, Any]) -> None:
    db.execute(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({', '.join('?' * len(row))})", tuple(row.values()))


def _json(value: object) -> str:
    return orjson.dumps(value).decode()
