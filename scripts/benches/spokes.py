"""25 spokes through the real workflow, from the mutation to COMPLETE; the floor writes the same rows by hand."""

import asyncio
import sqlite3
import time
from collections.abc import AsyncIterable, AsyncIterator
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

import httpx
import orjson

from app.main import build_app, opened
from app.progress.events import Event, JobChanged
from app.resources import Resources
from app.settings import Settings
from app.vocabulary import JobStatus
from scripts.benches.measure import Row, row
from scripts.benches.servers import authorized, request_body
from scripts.benches.transcript import transcript

SIGN_UP = "mutation($input: SignUpInput!) { signUp(input: $input) { token } }"
CREATE_CLIENT = "mutation($input: CreateClientInput!) { createClient(input: $input) { id } }"
CREATE_HUB = "mutation($input: CreateHubInput!) { createHub(input: $input) { hub { id } job { id } } }"
GENERATE = "mutation($input: GenerateSpokesInput!) { generateSpokes(input: $input) { hub { id } job { id } } }"
# Parents first, each with how its rows are found from the spokes of a job.
TABLES = {
    "spokes": "job_id = :job",
    "quality_scores": "spoke_id IN (SELECT id FROM spokes WHERE job_id = :job)",
    "drafts": "spoke_id IN (SELECT id FROM spokes WHERE job_id = :job)",
    "feedback_log": "spoke_id IN (SELECT id FROM spokes WHERE job_id = :job)",
}
WAIT_S = 300.0


@dataclass(frozen=True, slots=True)
class Api:
    """The application in this process, through its ASGI door, for one person and one client."""

    resources: Resources
    http: httpx.AsyncClient
    token: str
    client_id: str

    async def finished(self, mutation: str, given: dict[str, Any]) -> tuple[str, str]:
        """Sends a mutation that starts a job and waits for its end; the ids of hub and job. Raises RuntimeError."""
        async with asyncio.timeout(WAIT_S):
            with self.resources.bus.watch(self.client_id) as events:
                made = next(iter((await execute(self.http, mutation, self.token, given)).values()))
                end = await _end_of(events, made["job"]["id"])
        if end.status is not JobStatus.COMPLETE:
            raise RuntimeError(f"the job ended as {end.status}: {end.message}")
        return made["hub"]["id"], made["job"]["id"]


async def _end_of(events: AsyncIterable[Event], job_id: str) -> JobChanged:
    async for event in events:
        if isinstance(event, JobChanged) and event.job_id == job_id and event.is_final:
            return event
    raise RuntimeError(f"nothing was told of the end of job {job_id}")


async def spokes_rows(tmp: Path, rounds: int, words: int, number: int, goal_s: float) -> list[Row]:
    """Raises RuntimeError when a round gives another number of spokes, or the floor other rows."""
    reading, writing, by_hand, stored = [], [], [], {}
    async with _application(tmp / "data") as api:
        client_file = tmp / "data" / "clients" / f"{api.client_id}.db"
        for index in range(rounds):
            started = time.perf_counter()
            source = {
                "sourceType": "TRANSCRIPT",
                "text": transcript(words, seed=100 + index).decode(),
                "generate": False,
            }
            hub_id, _ = await api.finished(CREATE_HUB, {"clientId": api.client_id, **source})
            ready = time.perf_counter()
            wanted = {"clientId": api.client_id, "hubId": hub_id, "spokesPerHub": number}
            _, job_id = await api.finished(GENERATE, wanted)
            reading.append(ready - started)
            writing.append(time.perf_counter() - ready)
            stored = rows_of(client_file, job_id)
            if len(stored["spokes"]) != number:
                raise RuntimeError(f"{len(stored['spokes'])} spokes were written, not {number}")
            by_hand.append(_write_by_hand(client_file, tmp / f"floor{index}.db", stored, job_id))
    return [
        row("pipeline", "createHub to a ready hub", median(reading), "s", rounds=rounds, note="the real workflow"),
        row(
            "pipeline",
            f"{number} spokes, generateSpokes to COMPLETE",
            median(writing),
            "s",
            floor=median(by_hand),
            floor_name="the same rows into plain sqlite3, a transaction a spoke",
            goal=goal_s,
            rounds=rounds,
            note=f"{len(stored['drafts'])} drafts in the last round",
        ),
    ]


def rows_of(file: Path, job_id: str) -> dict[str, list[sqlite3.Row]]:
    """What a job has written, by table, in the order of the ids."""
    with closing(sqlite3.connect(file)) as db:
        db.row_factory = sqlite3.Row
        return {
            table: db.execute(f"SELECT * FROM {table} WHERE {condition} ORDER BY id", {"job": job_id}).fetchall()
            for table, condition in TABLES.items()
        }


def _write_by_hand(client_file: Path, file: Path, stored: dict[str, list[sqlite3.Row]], job_id: str) -> float:
    """Seconds that plain sqlite3 takes for the rows. Raises RuntimeError when it has not stored the same."""
    with closing(sqlite3.connect(file, isolation_level=None)) as db:
        db.execute("PRAGMA journal_mode=WAL")
        db.execute("PRAGMA synchronous=NORMAL")
        with closing(sqlite3.connect(client_file)) as given:
            for (sql,) in given.execute(
                "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite%'"
            ):
                db.execute(sql)
        started = time.perf_counter()
        for spoke in stored["spokes"]:
            db.execute("BEGIN IMMEDIATE")
            _insert(db, "spokes", [spoke])
            for table in list(TABLES)[1:]:
                _insert(db, table, [one for one in stored[table] if one["spoke_id"] == spoke["id"]])
            db.execute("COMMIT")
        took = time.perf_counter() - started
    if rows_of(file, job_id) != stored:
        raise RuntimeError("spokes: Foundry and the floor have not stored the same rows")
    return took


def _insert(db: sqlite3.Connection, table: str, rows: list[sqlite3.Row]) -> None:
    for one in rows:
        db.execute(f"INSERT INTO {table} VALUES ({', '.join('?' * len(one))})", tuple(one))


@asynccontextmanager
async def _application(data: Path) -> AsyncIterator[Api]:
    settings = Settings(data_dir=data)
    async with opened(settings) as resources:
        transport = httpx.ASGITransport(build_app(settings))
        async with httpx.AsyncClient(transport=transport, base_url="http://bench") as http:
            person = {"email": "owner@example.com", "password": "correct horse battery", "accountName": "Bench"}
            token = (await execute(http, SIGN_UP, None, person))["signUp"]["token"]
            client = (await execute(http, CREATE_CLIENT, token, {"name": "Bench"}))["createClient"]["id"]
            yield Api(resources, http, token, client)


async def execute(http: httpx.AsyncClient, query: str, token: str | None, given: dict[str, Any]) -> dict[str, Any]:
    """The data of an answer. Raises RuntimeError when there are errors."""
    response = await http.post("/graphql", content=request_body(query, input=given), headers=authorized(token))
    answer = orjson.loads(response.content)
    if "errors" in answer:
        raise RuntimeError(str(answer["errors"]))
    data: dict[str, Any] = answer["data"]
    return data
