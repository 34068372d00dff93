"""A server that is killed while it writes exports has whole ones after the next start, and nothing beside them.

One kill by default; `FOUNDRY_KILLS=20` for as many, `FOUNDRY_SEED` for other moments.
"""

import hashlib
import os
import random
import signal
import sqlite3
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from app.kit import ids
from tests.app.exports.scene import CREATE
from tests.app.generation.ledger import client_file, rows
from tests.fixtures.live import LiveServer

pytestmark = pytest.mark.slow

KILLS = max(1, int(os.environ.get("FOUNDRY_KILLS", "4")) // 4)
SEED = int(os.environ.get("FOUNDRY_SEED", "7"))
PIECES = 1_500
WITHIN_S = 60
OPEN = "SELECT id FROM exports WHERE status NOT IN ('complete', 'failed')"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[LiveServer]:
    server = LiveServer(tmp_path, {"FOUNDRY_LOG_LEVEL": "WARNING", "FOUNDRY_INDEX_TEXTS": "0"})
    server.start()
    server.prepare()
    yield server
    server.kill(signal.SIGKILL)


def test_exports_are_whole_after_a_kill_while_they_were_written(server: LiveServer) -> None:
    chance, database = random.Random(SEED), client_file(server.data, server.client_id)
    write_pieces(database)
    aside = server.data / "exporting" / server.client_id
    exports = server.data / "objects" / "assets" / server.client_id / "exports"
    for _ in range(KILLS):
        for format in ("ZIP", "JSON"):
            asked = {"clientId": server.client_id, "format": format}
            server.execute(CREATE, server.token, input=asked)
        size = chance.randint(1, 150_000)
        until(lambda size=size: sum(file.stat().st_size for file in aside.glob("*")) >= size)  # type: ignore[misc]
        assert server.kill() == -signal.SIGKILL
        assert rows(database, OPEN) != []
        server.start()
        until(lambda: rows(database, OPEN) == [])
    found = rows(database, "SELECT * FROM exports ORDER BY id")
    assert [(row["status"], row["item_count"]) for row in found] == [("complete", PIECES)] * 2 * KILLS
    for row in found:
        path = exports / f"{row['id']}.{row['format']}"
        assert (path.stat().st_size, digest(path)) == (row["size_bytes"], row["sha256"])
        if row["format"] == "zip":
            with zipfile.ZipFile(path) as archive:
                assert archive.testzip() is None
                assert len(archive.namelist()) == PIECES + 1
    done = rows(database, "SELECT subject_id FROM audit_trail WHERE action = 'export.completed' ORDER BY subject_id")
    assert [row["subject_id"] for row in done] == [row["id"] for row in found]
    until(lambda: rows(server.data / "global.db", "SELECT id FROM export_promises") == [])
    assert list(aside.iterdir()) == []
    assert len(list(exports.iterdir())) == len(found)
    assert "Traceback" not in (server.data / "server.log").read_text()


def write_pieces(database: Path) -> None:
    """Approved ones, past the API: they need no hub."""
    with closing(sqlite3.connect(database, timeout=10)) as connection, connection:
        connection.executemany(
            """INSERT INTO spokes (id, platform, content_type, content, character_count, status, is_mutated,
            approved_at, created_at, updated_at) VALUES (?, 'twitter', 'post', ?, 20, 'approved', 1, 0, 0, 0)""",
            [(ids.new_id(), f"Piece {number} of what is approved") for number in range(PIECES)],
        )


def until(reached: Callable[[], bool]) -> None:
    deadline = time.monotonic() + WITHIN_S
    while not reached():
        assert time.monotonic() < deadline
        time.sleep(0.002)


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
