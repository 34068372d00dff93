"""What the two heaviest reads cost a server: the whole of a hub, and a page of the review queue.

Foundry and the floor run as servers of their own over the same files and give the same data. The time a process was on
the processor is what counts; the time on the wall is told beside it.
"""

import time
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from statistics import median

import orjson

from scripts.benches.dataset import Size, write_hub
from scripts.benches.measure import Row, alternating, cpu_ms, row
from scripts.benches.servers import Served, authorized, foundry, graphql, post, request_body, served

SPOKE = """
    id platform contentType content contentJson characterCount status isMutated isCreativeConflict createdAt
    qualityScore {
        g2HookStrength g4VoiceAlignment g5PlatformCompliance g6VisualMetaphor g7EngagementPrediction
        gComplianceStatus overallPass evaluatedAt
    }"""
HUB = f"""query($id: ID!) {{ hub(id: $id) {{
    id title sourceType status themes claims createdAt
    pillars {{ id title angle keyPoints orderIndex status spokes {{ {SPOKE} }} }}
}} }}"""
QUEUE = f"""query($id: ID!, $first: Int!) {{ client(id: $id) {{
    spokes(filter: {{status: PENDING}}, first: $first) {{ nodes {{ {SPOKE} }} totalCount pageInfo {{ hasNextPage }} }}
}} }}"""
SIGN_UP = "mutation($input: SignUpInput!) { signUp(input: $input) { token } }"
CREATE_CLIENT = "mutation($input: CreateClientInput!) { createClient(input: $input) { id } }"
FLOOR = "plain Starlette, sqlite3 and orjson"
PAGE = 50
FULL_HUB = Size()


@dataclass(frozen=True, slots=True)
class Pace:
    """Rounds, and how many seconds of requests one contestant sends in each."""

    rounds: int = 5
    seconds: float = 1.0


FULL, QUICK = Pace(), Pace(rounds=2, seconds=0.3)


@dataclass(frozen=True, slots=True, eq=False)
class Asker:
    """Sends one server one request, again and again."""

    server: Served
    connection: HTTPConnection
    path: str
    body: bytes
    headers: Mapping[str, str]

    def ask(self) -> bytes:
        return post(self.connection, self.path, self.body, dict(self.headers))

    def ask_for(self, seconds: float) -> tuple[float, float]:
        """Milliseconds of processor time a request, and the median of their milliseconds on the wall."""
        walls: list[float] = []
        before, end = cpu_ms(self.server.pid), time.perf_counter() + seconds
        while not walls or time.perf_counter() < end:
            started = time.perf_counter()
            self.ask()
            walls.append((time.perf_counter() - started) * 1000)
        return (cpu_ms(self.server.pid) - before) / len(walls), median(walls)


async def run(tmp: Path, pace: Pace, size: Size = FULL_HUB) -> list[Row]:
    """Raises RuntimeError when the two do not give the same data."""
    with foundry(tmp) as ours, closing(ours.connect()) as door:
        person = {"email": "owner@example.com", "password": "correct horse battery", "accountName": "Bench"}
        token = graphql(door, SIGN_UP, input=person)["signUp"]["token"]
        client_id = graphql(door, CREATE_CLIENT, token, input={"name": "Bench"})["createClient"]["id"]
        hub_id = write_hub(tmp, client_id, size)
        files = (str(tmp / "global.db"), str(tmp / "clients" / f"{client_id}.db"))
        with served("scripts.benches.floor", "--files", *files, folder=tmp) as floor, closing(floor.connect()) as hand:
            asked = {
                "full hub": (request_body(HUB, id=hub_id), "/hub", {"id": hub_id}),
                "review queue": (request_body(QUEUE, id=client_id, first=PAGE), "/queue", {"first": PAGE}),
            }
            rows: list[Row] = []
            for name, (body, path, plain) in asked.items():
                contestant = Asker(ours, door, "/graphql", body, authorized(token))
                rows += await _compared(
                    name, contestant, Asker(floor, hand, path, orjson.dumps(plain), authorized(token)), pace
                )
            return rows


async def _compared(name: str, ours: Asker, floor: Asker, pace: Pace) -> list[Row]:
    answer = checked(name, ours.ask(), floor.ask())
    walls: dict[Asker, list[float]] = {ours: [], floor: []}

    async def ask(asker: Asker) -> float:
        cpu, wall = asker.ask_for(pace.seconds)
        walls[asker].append(wall)
        return cpu

    cpu = await alternating({"ours": lambda _: ask(ours), "floor": lambda _: ask(floor)}, pace.rounds)
    note = f"{len(answer):,} bytes"
    return [
        row("reads", f"{name}: {what}", value, "ms", floor=base, floor_name=FLOOR, rounds=pace.rounds, note=note)
        for what, value, base in (
            ("processor time a request", cpu["ours"], cpu["floor"]),
            ("wall time, median", median(walls[ours]), median(walls[floor])),
        )
    ]


def checked(name: str, answer: bytes, expected: bytes) -> bytes:
    if orjson.loads(answer) != orjson.loads(expected):
        raise RuntimeError(f"{name}: Foundry and the floor do not give the same data")
    return answer
