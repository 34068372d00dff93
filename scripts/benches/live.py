"""Live progress to thousands: how late an event reaches its watchers, and what a watcher costs the server.

One process serves, one process watches through real sockets, each with a session of its own; the floor is a plain
Starlette server that sends the same frames without GraphQL, rights or queues. A contestant's server is started anew
for each round.
"""

import asyncio
import hashlib
import sqlite3
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

import orjson

from app.kit import clock
from scripts.benches.live_server import allow_files
from scripts.benches.measure import Row, alternating, cpu_ms, row
from scripts.benches.servers import ROOT, Served, authorized, graphql, post, served

SIGN_UP = "mutation($input: SignUpInput!) { signUp(input: $input) { token user { id } } }"
CREATE_CLIENT = "mutation($input: CreateClientInput!) { createClient(input: $input) { id } }"
DAY_MS = 86_400_000
FLOOR = "plain Starlette, the same frames"
GOAL_MS = 100.0
HZ = 10
SETTLE_S = 1.0


@dataclass(frozen=True, slots=True)
class Audience:
    """So many sockets, spread evenly over so many clients with one job each."""

    sockets: int
    clients: int

    @property
    def name(self) -> str:
        jobs = "one job" if self.clients == 1 else f"the jobs of {self.clients} clients"
        return f"{self.sockets:,} sockets on {jobs}"


@dataclass(frozen=True, slots=True)
class Pace:
    """Rounds, seconds of events in each, and who listens."""

    rounds: int = 3
    seconds: float = 6.0
    audiences: tuple[Audience, ...] = (Audience(2000, 1), Audience(1000, 100))


FULL, QUICK = Pace(), Pace(1, 2.0, (Audience(300, 1), Audience(200, 20)))

Measured = dict[str, float]


async def run(tmp: Path, pace: Pace) -> list[Row]:
    """Raises RuntimeError when a watcher cannot be placed."""
    allow_files()
    rows: list[Row] = []
    for audience in pace.audiences:
        rows += await _listened(tmp, pace, audience)
    return rows


async def _listened(tmp: Path, pace: Pace, audience: Audience) -> list[Row]:
    rounds: dict[str, list[Measured]] = {"ours": [], "floor": []}

    async def ours(number: int) -> float:
        data = tmp / f"data-{audience.sockets}-{audience.clients}-{number}"
        data.mkdir()
        with served("scripts.benches.live_server", "--data", str(data), folder=data) as server:
            people = await asyncio.to_thread(invite, server, data, audience)
            rounds["ours"].append(await asyncio.to_thread(heard, server, people, pace))
        return rounds["ours"][-1]["p99"]

    async def floor(number: int) -> float:
        with served("scripts.benches.live_server", "--floor", folder=tmp) as server:
            people = [
                ["", f"client{index % audience.clients}", f"job{index % audience.clients}"]
                for index in range(audience.sockets)
            ]
            rounds["floor"].append(await asyncio.to_thread(heard, server, people, pace))
        return rounds["floor"][-1]["p99"]

    await alternating({"ours": ours, "floor": floor}, pace.rounds)
    medians = {who: {key: median(each[key] for each in told) for key in told[0]} for who, told in rounds.items()}
    return _rows(audience, medians["ours"], medians["floor"], pace.rounds)


def _rows(audience: Audience, ours: Measured, floor: Measured, rounds: int) -> list[Row]:
    wanted = (
        ("event to watcher, median", "p50", "ms", None),
        ("event to watcher, 99th percentile", "p99", "ms", GOAL_MS),
        ("events lost, or later than a second", "missing", "%", None),
        ("share of one processor", "cpu", "%", None),
        ("memory a socket", "memory", "kB", None),
        ("sockets that join in a second", "joined", "/s", None),
    )
    note = f"{HZ} events a second"
    return [
        row("live", f"{audience.name}: {what}", ours[key], unit, floor=floor[key], floor_name=FLOOR, goal=goal,
            rounds=rounds, note=note)
        for what, key, unit, goal in wanted
    ]  # fmt: skip


def invite(server: Served, data: Path, audience: Audience) -> list[list[str]]:
    """For each socket the token of a session of its own, a client and a job in it that waits for ever."""
    with closing(server.connect()) as door:
        person = {"email": "owner@example.com", "password": "correct horse battery", "accountName": "Bench"}
        signed_up = graphql(door, SIGN_UP, input=person)["signUp"]
        clients: list[str] = []
        while len(clients) < audience.clients:
            name = {"name": f"Client {len(clients)}"}
            clients.append(graphql(door, CREATE_CLIENT, signed_up["token"], input=name)["createClient"]["id"])
            _lift_limits(data)  # they are there from the first client on
    jobs = [_write_job(data, client_id) for client_id in clients]
    tokens = _write_sessions(data, signed_up["user"]["id"], audience.sockets)
    return [
        [token, clients[index % audience.clients], jobs[index % audience.clients]] for index, token in enumerate(tokens)
    ]


def _lift_limits(data: Path) -> None:
    with closing(sqlite3.connect(data / "global.db", timeout=10)) as db, db:
        db.execute("UPDATE subscriptions SET tier = 'enterprise', clients_limit = NULL, hubs_limit = NULL")


def _write_job(data: Path, client_id: str) -> str:
    job_id, now = str(uuid.uuid4()), clock.now_millis()
    with closing(sqlite3.connect(data / "clients" / f"{client_id}.db")) as db, db:
        db.execute(
            "INSERT INTO generation_queue (id, kind, status, progress_percent, spokes_done, spokes_failed,"
            " spokes_total, run, version, created_at, updated_at)"
            " VALUES (?, 'hub.create', 'processing', 0, 0, 0, 25, 1, 0, ?, ?)",
            (job_id, now, now),
        )
    return job_id


def _write_sessions(data: Path, user_id: str, number: int) -> list[str]:
    tokens, now = [f"fst_{uuid.uuid4().hex}" for _ in range(number)], clock.now_millis()
    rows = [
        (str(uuid.uuid4()), user_id, hashlib.sha256(token.encode()).hexdigest(), now, now + DAY_MS) for token in tokens
    ]
    with closing(sqlite3.connect(data / "global.db", timeout=10)) as db, db:
        db.executemany(
            "INSERT INTO sessions (id, user_id, token_hash, created_at, expires_at) VALUES (?, ?, ?, ?, ?)", rows
        )
    return tokens


def heard(server: Served, people: Sequence[Sequence[str]], pace: Pace) -> Measured:
    """All join, a second of events is let pass, and then it counts."""
    empty = resident_kb(server.pid)
    with watching(server, people) as ask, closing(server.connect()) as door:
        seconds = ask.joined_s
        full = resident_kb(server.pid)
        targets = sorted({(client_id, job_id) for _, client_id, job_id in people})

        def publish(for_s: float) -> int:
            body = orjson.dumps({"targets": targets, "hz": HZ, "seconds": for_s})
            published: int = orjson.loads(post(door, "/publish", body, authorized(None)))["published"]
            return published

        publish(1.0)
        ask.report()
        before = cpu_ms(server.pid)
        expected = publish(pace.seconds) * len(people)
        spent = cpu_ms(server.pid) - before
        told = ask.report()
    return {
        "p50": told["p50"],
        "p99": told["p99"],
        "missing": 100 * (expected - told["heard"] + told["late"]) / expected,
        "cpu": spent / (10 * pace.seconds),
        "memory": (full - empty) / len(people),
        "joined": len(people) / seconds,
    }


class Listeners:
    """The process that watches, and how many seconds it took to place everybody."""

    def __init__(self, process: "subprocess.Popen[bytes]", greeting: object) -> None:
        self._process = process
        self.joined_s: float = self._ask(orjson.dumps(greeting))["seconds"]

    def report(self) -> dict[str, Any]:
        """What was heard since the last time; asked after a pause, so that what is on its way counts as well."""
        time.sleep(SETTLE_S)
        return self._ask(b"")

    def _ask(self, line: bytes) -> dict[str, Any]:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(line + b"\n")
        self._process.stdin.flush()
        answer = self._process.stdout.readline()
        if not answer:
            raise RuntimeError("the watchers ended before they were asked to")
        told: dict[str, Any] = orjson.loads(answer)
        return told


@contextmanager
def watching(server: Served, people: Sequence[Sequence[str]]) -> Iterator[Listeners]:
    process = subprocess.Popen(
        [sys.executable, "-m", "scripts.benches.live_client"], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    try:
        yield Listeners(process, {"port": server.port, "watchers": people})
    finally:
        process.communicate()


def resident_kb(pid: int) -> int:
    """Memory of a process that is not swapped out."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.partition("VmRSS:")[2].split()[0])
