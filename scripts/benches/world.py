"""What the contestants serve: an account with clients, each with a hub of its own, in folders that can be copied.

Every contestant gets a copy, so that what one writes is not read by another.
"""

import shutil
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from scripts.benches.dataset import Size, write_hub
from scripts.benches.questions import Spoke
from scripts.benches.servers import foundry, graphql

SIGN_UP = "mutation($input: SignUpInput!) { signUp(input: $input) { token } }"
CREATE_CLIENT = "mutation($input: CreateClientInput!) { createClient(input: $input) { id } }"
SUBSCRIPTION = "{ account { subscription { tier } } }"
PERSON = {"email": "owner@example.com", "password": "correct horse battery", "accountName": "Bench"}
NO_LIMITS = "UPDATE subscriptions SET tier = 'enterprise', clients_limit = NULL, hubs_limit = NULL"
PENDING = "UPDATE spokes SET status = 'pending', approved_at = NULL, approved_by = NULL"


@dataclass(frozen=True, slots=True)
class World:
    """Files in `folder`; the n-th hub is the n-th client's."""

    folder: Path
    token: str
    client_ids: tuple[str, ...]
    hub_ids: tuple[str, ...]

    def copy(self, folder: Path) -> "World":
        shutil.copytree(self.folder, folder, ignore=shutil.ignore_patterns("*.log", "server.lock"))
        return replace(self, folder=folder)

    def spokes(self) -> list[Spoke]:
        """Of all clients in turns, as many of each as the smallest hub has."""
        by_client = [[Spoke(id, row[0]) for row in self._rows(id, "SELECT id FROM spokes")] for id in self.client_ids]
        return [spoke for turn in zip(*by_client, strict=False) for spoke in turn]

    def make_pending(self) -> None:
        for id in self.client_ids:
            with closing(self._open(id)) as db, db:
                db.execute(PENDING)

    def approved(self) -> int:
        count = "SELECT count(*) FROM spokes WHERE status = 'approved' AND approved_by IS NOT NULL"
        return sum(number for id in self.client_ids for (number,) in self._rows(id, count))

    def _rows(self, client_id: str, statement: str) -> list[tuple[Any, ...]]:
        with closing(self._open(client_id)) as db:
            return db.execute(statement).fetchall()

    def _open(self, client_id: str) -> sqlite3.Connection:
        return sqlite3.connect(self.folder / "clients" / f"{client_id}.db", timeout=30)


def made(folder: Path, sizes: Sequence[Size]) -> World:
    """A client for each size of hub, made through the API; the hubs are written into the files, the server ended."""
    folder.mkdir(parents=True)
    with foundry(folder) as server, closing(server.connect()) as door:
        token = graphql(door, SIGN_UP, input=PERSON)["signUp"]["token"]
        graphql(door, SUBSCRIPTION, token)  # it is made when it is first asked for
        with closing(sqlite3.connect(folder / "global.db", timeout=30)) as db, db:
            db.execute(NO_LIMITS)
        ids = tuple(
            graphql(door, CREATE_CLIENT, token, input={"name": f"Client {number}"})["createClient"]["id"]
            for number in range(len(sizes))
        )
    hubs = (write_hub(folder, id, size) for id, size in zip(ids, sizes, strict=True))
    return World(folder, token, ids, tuple(hubs))
