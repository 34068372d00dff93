"""A server that is killed in the middle of its work, again and again, ends every job as planned.

Two kills by default; `FOUNDRY_KILLS=20` for more, `FOUNDRY_SEED` for other moments.
"""

import json
import os
import random
import signal
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.app.calibration.scene import CALIBRATE
from tests.app.generation.ledger import assert_job_kept_its_promise, client_file, rows
from tests.app.generation.pieces import BAN, has, some_word
from tests.app.generation.test_regenerate import REGENERATE
from tests.fixtures.live import LiveServer

pytestmark = pytest.mark.slow

KILLS = int(os.environ.get("FOUNDRY_KILLS", "2"))
SEED = int(os.environ.get("FOUNDRY_SEED", "7"))
SPOKES = 25
WITHIN_S = 90
ALL = 10_000
"""More changes than there will be: until nothing is left to do."""
ACTIVE = "SELECT count(*) FROM generation_queue WHERE status IN ('queued', 'processing')"


class Watched:
    """The jobs of two clients. `look` checks that none of them has ever gone back."""

    def __init__(self, server: LiveServer, other_client: str) -> None:
        self.server = server
        self.clients = [server.client_id, other_client]
        self.jobs: list[tuple[str, str, str]] = []
        self.seen: dict[str, tuple[int, int]] = {}

    def start_job(self, client_id: str) -> None:
        self.server.client_id = client_id
        self.jobs.append((client_id, *self.server.start_hub()))

    def look(self) -> int:
        """The number of changes that there were in all."""
        for client_id in self.clients:
            sql = "SELECT id, version, progress_percent FROM generation_queue"
            for row in rows(client_file(self.server.data, client_id), sql):
                version, percent = self.seen.get(row["id"], (0, 0))
                assert row["version"] >= version
                assert row["progress_percent"] >= percent
                self.seen[row["id"]] = row["version"], row["progress_percent"]
        return sum(version for version, _ in self.seen.values())

    @property
    def active(self) -> int:
        return sum(int(rows(client_file(self.server.data, client), ACTIVE)[0][0]) for client in self.clients)

    def wait(self, changes: int) -> None:
        """Until so many changes have happened since, or there is nothing left to do."""
        deadline = time.monotonic() + WITHIN_S
        until = self.look() + changes
        pause = 0.002 if changes < ALL else 0.05  # no moment is waited for: then looking is work that the server lacks
        while self.look() < until and self.active:
            assert time.monotonic() < deadline, "the jobs stand still"
            time.sleep(pause)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[LiveServer]:
    server = LiveServer(tmp_path, {"FOUNDRY_LOG_LEVEL": "WARNING"})
    server.start()
    server.prepare()
    yield server
    server.kill(signal.SIGKILL)


def test_every_job_ends_as_planned_when_the_server_is_killed_at_random_moments(server: LiveServer) -> None:
    chance = random.Random(SEED)
    create = "mutation($input: CreateClientInput!) { createClient(input: $input) { id } }"
    other = server.execute(create, server.token, input={"name": "Strict"})["createClient"]["id"]
    set_threshold(client_file(server.data, other), "g2", 92)
    watched = Watched(server, other)
    watched.look()
    for _ in range(KILLS):
        if watched.active < 2:
            for client_id in watched.clients:
                watched.start_job(client_id)
        watched.wait(chance.randint(1, 40))
        time.sleep(chance.uniform(0, 0.03))  # between two changes, not always just after one
        assert server.kill() == -signal.SIGKILL
        watched.look()
        server.start()
    watched.wait(ALL)
    assert watched.active == 0
    for client_id, hub_id, job_id in watched.jobs:
        assert_job_kept_its_promise(server.data, client_id, hub_id, job_id, SPOKES)
    write_anew(server, watched, chance)
    assert "Traceback" not in (server.data / "server.log").read_text()


def write_anew(server: LiveServer, watched: Watched, chance: random.Random) -> None:
    """A word is banned, another one by a calibration, and a piece of another client regenerated; the server is killed
    in the middle of it all."""
    easy, strict = watched.clients
    database = client_file(server.data, easy)
    before = spokes_in(database)
    word = some_word(list(before.values()), [next(iter(before.values()))])
    [piece] = rows(client_file(server.data, strict), "SELECT id, content FROM spokes ORDER BY id LIMIT 1")
    watched.look()
    server.execute(BAN, server.token, input={"clientId": easy, "word": word})
    server.execute(CALIBRATE, server.token, input={"clientId": easy, "text": "Never say zanzibar."})
    server.execute(REGENERATE, server.token, input={"clientId": strict, "spokeId": piece["id"]})
    watched.wait(chance.randint(1, 8))
    server.kill()
    server.start()
    watched.wait(ALL)
    assert watched.active == 0
    for client_id in watched.clients:
        assert rows(client_file(server.data, client_id), "SELECT id FROM rewrites") == []
        for row in spokes_in(client_file(server.data, client_id)).values():
            assert row["is_settled"] == 1
            drafts = rows(
                client_file(server.data, client_id),
                "SELECT attempt_number, content FROM drafts WHERE spoke_id = ? ORDER BY attempt_number",
                row["id"],
            )
            assert [draft["attempt_number"] for draft in drafts] == list(range(len(drafts)))
            assert drafts[-1]["content"] == row["content"]
    after = spokes_in(database)
    assert [row["content"] for row in after.values() if has(row, word) and not row["is_creative_conflict"]] == []
    untouched = {id: row for id, row in before.items() if not has(row, word)}
    assert {id: after[id]["content"] for id in untouched} == {id: row["content"] for id, row in untouched.items()}
    [new] = rows(client_file(server.data, strict), "SELECT content FROM spokes WHERE id = ?", piece["id"])
    assert new["content"] != piece["content"]
    [event] = rows(database, "SELECT entities_extracted, completed_at FROM calibration_events")
    assert json.loads(event["entities_extracted"])["banned_words"] == ["zanzibar"]
    assert event["completed_at"] is not None
    assert len(rows(database, "SELECT id FROM banned_words")) == 2
    promised = "SELECT id FROM clients WHERE rescoring IS NOT NULL UNION SELECT id FROM job_promises"
    assert rows(server.data / "global.db", promised) == []


def test_server_ends_within_seconds_when_told_to_and_its_job_goes_on_at_the_next_start(server: LiveServer) -> None:
    watched = Watched(server, server.client_id)
    watched.start_job(server.client_id)
    watched.wait(10)
    before = time.monotonic()
    assert server.kill(signal.SIGTERM) in (0, -signal.SIGTERM)
    assert time.monotonic() - before < 6
    assert watched.active > 0
    server.start()
    watched.wait(ALL)
    for client_id, hub_id, job_id in watched.jobs:
        assert_job_kept_its_promise(server.data, client_id, hub_id, job_id, SPOKES)
    assert "Traceback" not in (server.data / "server.log").read_text()


def spokes_in(database: Path) -> dict[str, dict[str, Any]]:
    return {row["id"]: dict(row) for row in rows(database, "SELECT * FROM spokes")}


def set_threshold(database: Path, gate: str, threshold: float) -> None:
    """A client that is hard to please: many pieces need the healing loop."""
    connection = sqlite3.connect(database, timeout=10)
    with connection:
        connection.execute(
            "INSERT INTO rubric_overrides (id, gate, threshold, created_at) VALUES ('strict', ?, ?, 0)",
            (gate, threshold),
        )
    connection.close()
