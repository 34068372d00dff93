"""What a finished job must have left in the databases, read from the files themselves."""

import json
import sqlite3
from contextlib import closing
from itertools import combinations
from pathlib import Path
from typing import Any

from app.generation.writer import is_near_duplicate

MAX_DRAFTS = 4


def rows(database: Path, sql: str, *values: Any) -> list[sqlite3.Row]:
    """Read-only, so that a server at work is not disturbed."""
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True, timeout=10)) as connection:
        connection.row_factory = sqlite3.Row
        return connection.execute(sql, values).fetchall()


def client_file(data: Path, client_id: str) -> Path:
    return data / "clients" / f"{client_id}.db"


def assert_job_kept_its_promise(data: Path, client_id: str, hub_id: str, job_id: str, spokes: int) -> None:
    """Complete; the pieces of the plan, each once and unlike the others; counted once in the global plane."""
    database = client_file(data, client_id)
    [job] = rows(database, "SELECT * FROM generation_queue WHERE id = ?", job_id)
    assert (job["status"], job["progress_percent"], job["error_message"]) == ("complete", 100, None)
    plan = json.loads(job["plan"])
    pieces = rows(database, "SELECT * FROM spokes WHERE job_id = ? ORDER BY id", job_id)
    assert [slot["given_up"] for slot in plan] == [False] * spokes
    assert sorted(piece["id"] for piece in pieces) == sorted(slot["spoke_id"] for slot in plan)
    assert len({piece["id"] for piece in pieces}) == spokes
    assert [piece["id"] for piece in pieces if not piece["is_settled"]] == []
    conflicts = sum(piece["is_creative_conflict"] for piece in pieces)
    assert (job["spokes_done"], job["spokes_total"], job["spokes_failed"]) == (spokes, spokes, conflicts)
    assert_no_two_alike([piece["content"] for piece in rows(database, "SELECT * FROM spokes WHERE hub_id = ?", hub_id)])
    for piece in pieces:
        assert_drafts_are_whole(database, piece)
    assert_counted_once(data, client_id, hub_id, job_id, spokes)


def assert_no_two_alike(contents: list[str]) -> None:
    assert [pair for pair in combinations(contents, 2) if is_near_duplicate(*pair)] == []


def assert_drafts_are_whole(database: Path, piece: sqlite3.Row) -> None:
    """Attempts 0, 1, 2 ... without a gap; the last is the piece; each failure has its feedback; one score."""
    drafts = rows(database, "SELECT * FROM drafts WHERE spoke_id = ? ORDER BY attempt_number", piece["id"])
    assert [draft["attempt_number"] for draft in drafts] == list(range(len(drafts)))
    assert 1 <= len(drafts) <= MAX_DRAFTS
    assert drafts[-1]["content"] == piece["content"]
    [score] = rows(database, "SELECT * FROM quality_scores WHERE spoke_id = ?", piece["id"])
    feedback = rows(database, "SELECT * FROM feedback_log WHERE spoke_id = ? ORDER BY id", piece["id"])
    failed_attempts = {row["attempt_number"] for row in feedback}
    if piece["is_creative_conflict"]:
        assert (len(drafts), piece["status"], score["overall_pass"]) == (MAX_DRAFTS, "pending", 0)
        assert failed_attempts == set(range(MAX_DRAFTS))
        assert {row["resolved"] for row in feedback} == {0}
    else:
        assert score["overall_pass"] == 1
        assert failed_attempts == set(range(len(drafts) - 1))
        assert {row["resolved"] for row in feedback} <= {1}


def assert_counted_once(data: Path, client_id: str, hub_id: str, job_id: str, spokes: int) -> None:
    database = data / "global.db"
    [row] = rows(database, "SELECT status, spoke_count FROM hub_registry WHERE id = ?", hub_id)
    total = len(rows(client_file(data, client_id), "SELECT id FROM spokes WHERE hub_id = ?", hub_id))
    assert tuple(row) == ("ready", total)
    usage = rows(database, "SELECT event_type, quantity FROM usage_events WHERE id IN (?, ?)", hub_id, job_id)
    assert sorted(map(tuple, usage)) == [("hub_created", 1), ("spoke_generated", spokes)]
