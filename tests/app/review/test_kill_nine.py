"""A server that is killed while five hundred pieces are approved and a hub of five hundred is killed: each is done as a
whole or not at all, and after the next start everything that tells of it agrees.

One kill by default; `FOUNDRY_KILLS=10` for more, `FOUNDRY_SEED` for other moments.
"""

import json
import os
import random
import signal
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx
import pytest

from app.kit import clock, ids
from tests.app.generation.ledger import client_file, rows
from tests.app.review.chain import KILL_HUB
from tests.app.review.sequences.state import assert_sound, reader
from tests.fixtures.live import CREATE_CLIENT, LiveServer

pytestmark = pytest.mark.slow

KILLS = int(os.environ.get("FOUNDRY_KILLS", "1"))
SEED = int(os.environ.get("FOUNDRY_SEED", "3"))
PIECES = 500
WITHIN_S = 0.15
"""About as long as both take together, to begin with; the moments close in on the two commits."""
BULK = "mutation($input: BulkInput!) { bulkApprove(input: $input) { changed } }"
WARM = "query($client: ID!) { client(id: $client) { hubs { nodes { id spokeCount } } } }"
LOG = "query($client: ID!) { account { auditLog(clientId: $client, first: 1) { totalCount } } }"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[LiveServer]:
    server = LiveServer(tmp_path, {"FOUNDRY_LOG_LEVEL": "WARNING"})
    server.start()
    server.prepare()
    yield server
    server.kill(signal.SIGKILL)


def test_bulk_approval_and_kill_chain_are_whole_or_not_at_all_when_the_server_is_killed(server: LiveServer) -> None:
    chance = random.Random(SEED)
    other = server.execute(CREATE_CLIENT, server.token, input={"name": "Other"})["createClient"]["id"]
    seen, within_s = [], WITHIN_S
    for _ in range(KILLS):
        approved, killed = hub_in(server, server.client_id), hub_in(server, other)
        pieces = [row["id"] for row in rows(client_file(server.data, server.client_id), OF_HUB, approved)]
        asked = [
            (BULK, {"clientId": server.client_id, "spokeIds": pieces}),
            (KILL_HUB, {"clientId": other, "hubId": killed, "reason": "Off message."}),
        ]
        chance.shuffle(asked)
        for client_id in (server.client_id, other):
            server.execute(WARM, server.token, client=client_id)
        threads = [threading.Thread(target=ask, args=(server, *each)) for each in asked]
        for thread in threads:
            thread.start()
            time.sleep(chance.uniform(0, within_s / 3))
        time.sleep(chance.uniform(within_s / 2, within_s))
        assert server.kill() == -signal.SIGKILL
        for thread in threads:
            thread.join()
        server.start()
        seen.append((assert_approved_or_not(server, pieces), assert_killed_or_not(server, other, killed)))
        within_s *= {0: 1.4, 1: 1.0, 2: 0.7}[sum(seen[-1])]
    assert "Traceback" not in (server.data / "server.log").read_text()
    print(f"approved and killed: {seen}")  # noqa: T201  # for whoever looks at how the moments fell


OF_HUB = "SELECT id FROM spokes WHERE hub_id = ? AND is_mutated = 0"


def ask(server: LiveServer, query: str, given: dict[str, Any]) -> None:
    """Whatever the answer, if there is one."""
    try:
        answer = httpx.post(
            f"{server.url}/graphql",
            json={"query": query, "variables": {"input": given}},
            headers={"authorization": f"Bearer {server.token}"},
            timeout=30,
        )
    except httpx.TransportError:
        return
    assert "errors" not in answer.json()


def hub_in(server: LiveServer, client_id: str) -> str:
    """A hub of five hundred pieces that pass, and fifty more that a person has edited; as rows, beside the server."""
    hub_id, pillar_id, now = ids.new_id(), ids.new_id(), clock.now_millis()
    with closing(sqlite3.connect(server.data / "global.db", timeout=10)) as connection, connection:
        [account] = connection.execute("SELECT account_id FROM clients WHERE id = ?", (client_id,)).fetchone()
        known = (hub_id, account, client_id, PIECES + 50, now)
        registry = "INSERT INTO hub_registry (id, account_id, client_id, source_type, status, spoke_count, created_at)"
        connection.execute(f"{registry} VALUES (?, ?, ?, 'text', 'ready', ?, ?)", known)
    with closing(sqlite3.connect(client_file(server.data, client_id), timeout=10)) as connection, connection:
        connection.execute(
            "INSERT INTO hubs (id, registry_id, source_type, status, created_at, updated_at) "
            "VALUES (?, ?, 'text', 'ready', ?, ?)",
            (hub_id, hub_id, now, now),
        )
        connection.execute(
            "INSERT INTO pillars (id, hub_id, title, angle, order_index, status, created_at) "
            "VALUES (?, ?, 'Less', 'Bake less', 0, 'active', ?)",
            (pillar_id, hub_id, now),
        )
        for number in range(PIECES + 50):
            id = ids.new_id()
            connection.execute(
                "INSERT INTO spokes (id, hub_id, pillar_id, platform, content_type, content, character_count, status, "
                "is_mutated, created_at, updated_at) VALUES (?, ?, ?, 'twitter', 'post', 'Bake less.', 10, 'pending', "
                "?, ?, ?)",
                (id, hub_id, pillar_id, number >= PIECES, now, now),
            )
            connection.execute(
                "INSERT INTO quality_scores (id, spoke_id, g_compliance_status, overall_pass, evaluated_at) "
                "VALUES (?, ?, 'n/a', 1, ?)",
                (ids.new_id(), id, now),
            )
            if number >= PIECES:
                connection.execute(
                    "INSERT INTO mutation_registry (id, spoke_id, original_content, edited_content, edit_distance, "
                    "created_at) VALUES (?, ?, 'Bake.', 'Bake less.', 0.5, ?)",
                    (ids.new_id(), id, now),
                )
    return hub_id


def assert_approved_or_not(server: LiveServer, pieces: list[str]) -> bool:
    with reader(server.data, server.client_id) as reads:
        state = reads.look()
    assert_sound(state)
    statuses = {state.spokes[id]["status"] for id in pieces}
    assert statuses in ({"pending"}, {"approved"})
    is_done = statuses == {"approved"}
    noted = [subject for action, subject in state.trail if action == "spoke.approved" and subject in set(pieces)]
    assert sorted(str(subject) for subject in noted) == (sorted(pieces) if is_done else [])
    assert_logged(server, server.client_id, len(state.trail))
    return is_done


def assert_killed_or_not(server: LiveServer, client_id: str, hub_id: str) -> bool:
    with reader(server.data, client_id) as reads:
        state = reads.look()
    assert_sound(state)
    is_done = bool(state.hubs[hub_id]["status"] == "killed")
    kills = [json.loads(kill["changed"]) for kill in state.kills.values() if kill["subject_id"] == hub_id]
    [row] = rows(server.data / "global.db", "SELECT status, spoke_count FROM hub_registry WHERE id = ?", hub_id)
    here = [spoke["status"] for spoke in state.spokes.values() if spoke["hub_id"] == hub_id]
    assert [len(changed["spokes"]) for changed in kills] == ([PIECES + 50] if is_done else [])
    assert here == (["killed"] * PIECES if is_done else ["pending"] * (PIECES + 50))
    assert tuple(row) == (("archived", PIECES) if is_done else ("ready", PIECES + 50))
    assert [subject for action, subject in state.trail if subject == hub_id] == ([hub_id] if is_done else [])
    assert_logged(server, client_id, len(state.trail))
    return is_done


def assert_logged(server: LiveServer, client_id: str, entries: int) -> None:
    """The account's log has come to know of all of it; of the client itself it says that it was made."""
    told = server.execute(LOG, server.token, client=client_id)["account"]["auditLog"]["totalCount"]
    assert told == entries + 1
