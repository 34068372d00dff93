"""A server that is killed while it calibrates has learned everything once after the next start.

`FOUNDRY_KILLS=40` for ten kills, `FOUNDRY_SEED` for other moments. Without it a calibration is among what
`tests/app/generation/test_kill.py` kills a server in.
"""

import json
import os
import random
import signal
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx
import pytest

from app.kit import ids
from tests.app.calibration.scene import CALIBRATE
from tests.app.generation.ledger import client_file, rows
from tests.app.speech.recordings import tone
from tests.fixtures.live import LiveServer
from tests.speech_server import speech_server

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif("FOUNDRY_KILLS" not in os.environ, reason="each kill starts a server: FOUNDRY_KILLS=40 has ten"),
]

KILLS = max(1, int(os.environ.get("FOUNDRY_KILLS", "4")) // 4)
SEED = int(os.environ.get("FOUNDRY_SEED", "7"))
WITHIN_S = 60
OPEN = "SELECT id FROM generation_queue WHERE status IN ('queued', 'processing')"
SAMPLES, PIECES = 30, 40
SPOKEN = ["synergy", "leverage"]
NOTES = min(KILLS, 9)
"""How many of the calibrations have a voice note as well: a client has ten an hour."""


@pytest.fixture
def server(tmp_path: Path) -> Iterator[LiveServer]:
    with speech_server() as speech:
        recogniser = {"FOUNDRY_TRANSCRIPTION": "openai:scribe", "FOUNDRY_TRANSCRIPTION_URL": speech.url}
        server = LiveServer(tmp_path, {"FOUNDRY_LOG_LEVEL": "WARNING", "FOUNDRY_INDEX_TEXTS": "0", **recogniser})
        server.start()
        server.prepare()
        yield server
        server.kill(signal.SIGKILL)


def test_what_was_to_be_learned_is_learned_once_however_often_the_server_is_killed(server: LiveServer) -> None:
    chance, database = random.Random(SEED), client_file(server.data, server.client_id)
    write_pieces(database)
    for number in range(KILLS):
        samples = [f"Count it twice, they say, and number {number}.{each} agrees with them." for each in range(SAMPLES)]
        calibrate(server, number, text=f"Never say {word(number)}.", samples=samples)
        time.sleep(chance.uniform(0, 0.4))  # the moment is the point: there is nothing to wait for
        assert server.kill() == -signal.SIGKILL
        server.start()
        until(lambda: rows(database, OPEN) == [])
    assert {row["status"] for row in rows(database, "SELECT status FROM generation_queue")} == {"complete"}
    events = rows(database, "SELECT * FROM calibration_events ORDER BY id")
    assert [json.loads(row["entities_extracted"])["banned_words"] for row in events] == [
        [word(number), *(SPOKEN if number < NOTES else [])] for number in range(KILLS)
    ]
    assert [row["completed_at"] is not None for row in events] == [True] * KILLS
    banned = sorted(row["word"] for row in rows(database, "SELECT word FROM banned_words"))
    assert banned == sorted([*SPOKEN, *map(word, range(KILLS))])
    samples_of = "SELECT count(*) AS n, count(DISTINCT text) AS d FROM training_samples GROUP BY calibration_id"
    assert [(row["n"], row["d"]) for row in rows(database, samples_of)] == [(SAMPLES, SAMPLES)] * KILLS
    learned = rows(database, "SELECT subject_id FROM audit_trail WHERE action = 'brand.calibrated' ORDER BY number")
    assert [row["subject_id"] for row in learned] == [row["id"] for row in events]
    judged = "SELECT count(*) AS n FROM quality_scores WHERE rubric LIKE '%Banned words used%'"
    assert rows(database, judged)[0]["n"] == PIECES
    assert_both_planes_agree(server, [row["id"] for row in events])


def assert_both_planes_agree(server: LiveServer, calibrations: list[str]) -> None:
    """Each voice note is counted once and lies there with its transcript; nothing is promised any more."""
    everywhere = server.data / "global.db"
    used = "SELECT id FROM usage_events WHERE event_type = 'voice_calibration' ORDER BY id"
    assert [row["id"] for row in rows(everywhere, used)] == calibrations[:NOTES]
    notes = (server.data / "objects" / "assets" / server.client_id / "voice").iterdir()
    assert {path.name for path in notes} == {f"{id}.{kind}" for id in calibrations[:NOTES] for kind in ("wav", "json")}
    promised = "SELECT id FROM job_promises UNION SELECT id FROM clients WHERE rescoring IS NOT NULL"
    until(lambda: rows(everywhere, promised) == [])
    assert "Traceback" not in (server.data / "server.log").read_text()


def calibrate(server: LiveServer, number: int, **given: Any) -> None:
    variables = {"input": {"clientId": server.client_id, "audio": None, **given}}
    if number >= NOTES:
        server.execute(CALIBRATE, server.token, **variables)
        return
    answer = httpx.post(
        f"{server.url}/graphql",
        data={
            "operations": json.dumps({"query": CALIBRATE, "variables": variables}),
            "map": '{"0": ["variables.input.audio"]}',
        },
        files={"0": ("note.wav", tone("wav"), "audio/wav")},
        headers={"authorization": f"Bearer {server.token}", "GraphQL-Require-Preflight": "1"},
        timeout=30,
    )
    assert "errors" not in answer.json()


def write_pieces(database: Path) -> None:
    """They wait for a person who has edited them, so none is rewritten, and have the first word that is banned."""
    with closing(sqlite3.connect(database, timeout=10)) as connection, connection:
        connection.executemany(
            """INSERT INTO spokes (id, platform, content_type, content, character_count, status, is_mutated,
            created_at, updated_at) VALUES (?, 'twitter', 'post', ?, 20, 'pending', 1, 0, 0)""",
            [(ids.new_id(), f"Piece {number} has {word(0)} in it") for number in range(PIECES)],
        )


def word(number: int) -> str:
    return "zanzibar" + "abcdefghijklmnopqrstuvwxyz"[number % 26] * (1 + number // 26)


def until(reached: Callable[[], bool]) -> None:
    deadline = time.monotonic() + WITHIN_S
    while not reached():
        assert time.monotonic() < deadline
        time.sleep(0.02)
