"""The review desk: decisions one after the other, many at once, and the queue, with thousands of pieces waiting.

The floor of what is written is the transaction alone: the statements that Foundry has sent for the same decisions, in
plain sqlite3 on another copy of the same file.
"""

import asyncio
import random
import sqlite3
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, closing, contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from statistics import median
from typing import Any

import httpx
import orjson

import tenancy
from app.main import build_app, opened
from app.settings import Settings
from scripts.benches.dataset import Size, write_hub
from scripts.benches.measure import Row, cpu_ms, percentile, row, seconds_of, wait
from scripts.benches.servers import foundry, graphql
from scripts.benches.spokes import CREATE_CLIENT, SIGN_UP, execute
from scripts.benches.world import PERSON, World

SPOKE = "spoke { id status content platform revision }"
ITEM = f"{{ bucket flagReason {SPOKE} }}"
START = f"mutation($input: StartReviewInput!) {{ startReview(input: $input) {{ id first {ITEM} upcoming {ITEM} }} }}"
DECIDE = f"""mutation($input: DecideInput!) {{ decide(input: $input) {{
  spoke {{ id status }} next {ITEM} upcoming {ITEM} remaining }} }}"""
BULK = "mutation($input: BulkInput!) { bulkApprove(input: $input) { changed skipped { spokeId code } } }"
QUEUE = """query($id: ID!) { client(id: $id) { review { counts { bucket count } items(first: 50) {
  totalCount pageInfo { endCursor } nodes { bucket flagReason spoke {
    id content platform contentType status revision qualityScore { g2HookStrength g7EngagementPrediction overallPass }
  } } } } } }"""
NEAREST = 'query($id: ID!) { client(id: $id) { similar(text: "bread") { id } } }'
BY_HAND = """SELECT r.bucket, r.flag_reason, s.id, s.content, s.platform, s.content_type, s.status, s.revision,
q.g2_hook_strength, q.g7_engagement_prediction, q.overall_pass FROM review_queue r JOIN spokes s ON s.id = r.id
LEFT JOIN quality_scores q ON q.spoke_id = r.id ORDER BY r.place LIMIT 51"""
COUNTS = ("SELECT bucket, count(*) FROM review_queue GROUP BY bucket", "SELECT count(*) FROM review_queue")
ALONE = "the same statements in plain sqlite3"
Statement = tuple[str, Any]


@dataclass(frozen=True, slots=True)
class Pace:
    """Pieces that wait, decisions on them, pieces of one bulk, and rounds of bulks and pages."""

    waiting: int = 10_000
    decisions: int = 600
    bulk: int = 500
    rounds: int = 5
    pages: int = 60


FULL, QUICK = Pace(), Pace(waiting=1_000, decisions=60, bulk=100, rounds=2, pages=10)


async def run(tmp: Path, pace: Pace) -> list[Row]:
    """Raises RuntimeError when not everything was decided."""
    world = await _made(tmp / "world", pace.waiting)
    _make_waiting(world)
    pages, decided = await asyncio.to_thread(_over_http, world.copy(tmp / "served"), pace)
    taken_down, held = await _recorded(world.copy(tmp / "recorded"), pace)
    left = pace.waiting - pace.decisions - len(held) * pace.bulk
    alone = _alone(world.copy(tmp / "alone"), taken_down, pace.decisions, left)
    by_hand = await asyncio.to_thread(_by_hand, world, pace)
    waiting = f"{pace.waiting:,} waiting"
    return [
        _row("decide, p50", percentile(decided.one, 50), percentile(alone.one, 50), pace.decisions, waiting),
        _row("decide, p99", percentile(decided.one, 99), percentile(alone.one, 99), pace.decisions, waiting, goal=20),
        row(
            "review",
            "decide, processor time",
            decided.cpu_ms,
            "ms",
            floor=alone.cpu_ms,
            floor_name=ALONE,
            rounds=pace.decisions,
            note=waiting,
        ),
        _row(f"approve {pace.bulk} at once", median(decided.many), median(alone.many), pace.rounds, waiting, goal=60),
        row(
            "review", "the same: the longest turn of the event loop", max(held) * 1000, "ms", goal=20, rounds=len(held)
        ),
        row(
            "review",
            "a page of 50 of the queue, with counts",
            median(pages) * 1000,
            "ms",
            floor=median(by_hand) * 1000,
            floor_name="one SELECT with its counts in plain sqlite3, as JSON",
            rounds=pace.pages,
            note=f"{waiting}, none from memory",
        ),
    ]


@dataclass(frozen=True, slots=True)
class Took:
    """Seconds of each decision and of each bulk, and milliseconds of processor time a decision."""

    one: list[float]
    many: list[float]
    cpu_ms: float


def _row(name: str, value: float, floor: float, rounds: int, note: str, goal: float | None = None) -> Row:
    return wait("review", name, value, floor, ALONE, rounds=rounds, note=note, goal=goal)


async def _made(folder: Path, waiting: int) -> World:
    async with _application(folder) as http:
        token = (await execute(http, SIGN_UP, None, PERSON))["signUp"]["token"]
        client_id = (await execute(http, CREATE_CLIENT, token, {"name": "Bench"}))["createClient"]["id"]
    return World(folder, token, (client_id,), (write_hub(folder, client_id, Size(spokes=waiting)),))


def _make_waiting(world: World) -> None:
    """Every piece waits, each with a G7 of its own; nothing is approved, so the indexes of texts have nothing to do."""
    world.make_pending()
    chance = random.Random(5)
    with closing(sqlite3.connect(world.folder / "clients" / f"{world.client_ids[0]}.db")) as db, db:
        db.execute("DELETE FROM text_changes")
        ids = [id for (id,) in db.execute("SELECT id FROM spokes ORDER BY id")]
        scores = [(round(chance.uniform(20, 100), 1), id) for id in ids]
        db.executemany("UPDATE quality_scores SET g7_engagement_prediction = ? WHERE spoke_id = ?", scores)


# -- the whole way, over HTTP


def _over_http(world: World, pace: Pace) -> tuple[list[float], Took]:
    """Seconds of each page of the queue, and of what is decided then."""
    client_id, one, many = world.client_ids[0], [], []
    with foundry(world.folder, answer_cache_bytes=0) as server, closing(server.connect()) as door:
        graphql(door, NEAREST, world.token, id=client_id)  # the indexes are open before anything is approved
        pages = _pages(world, door, pace)
        session = _asked(door, world.token, START, clientId=client_id)["startReview"]
        before = cpu_ms(server.pid)
        for decision in _way(session, pace):
            started = time.perf_counter()
            decided = _asked(door, world.token, DECIDE, clientId=client_id, **decision)
            one.append(time.perf_counter() - started)
            decision["next"] = decided["decide"]["next"]
        used = (cpu_ms(server.pid) - before) / pace.decisions
        for ids in _bulks(world, pace):
            started = time.perf_counter()
            done = _asked(door, world.token, BULK, clientId=client_id, spokeIds=ids)["bulkApprove"]
            many.append(time.perf_counter() - started)
            _require(done["changed"] == pace.bulk)
    return pages, Took(one, many, used)


def _way(session: dict[str, Any], pace: Pace) -> Iterator[dict[str, Any]]:
    """The input of each decision; whoever sends it leaves what comes `next` in it."""
    item = session["first"]
    for number in range(pace.decisions):
        decision = "REJECT" if number % 4 == 3 else "APPROVE"
        given = {"sessionId": session["id"], "spokeId": item["spoke"]["id"], "decision": decision, "elapsedMs": 900}
        yield given
        item = given["next"]
        del given["next"]


def _bulks(world: World, pace: Pace) -> Iterator[list[str]]:
    """Pieces that wait, for one bulk after the other: the least ones, which no session has come to."""
    with closing(sqlite3.connect(world.folder / "clients" / f"{world.client_ids[0]}.db")) as db:
        number = min(pace.rounds, max(1, (pace.waiting - pace.decisions - 10) // pace.bulk))
        last = "SELECT id FROM review_queue ORDER BY place DESC LIMIT ?"
        ids = [id for (id,) in db.execute(last, (number * pace.bulk,))]
    for start in range(0, len(ids), pace.bulk):
        yield ids[start : start + pace.bulk]


def _asked(door: HTTPConnection, token: str, query: str, **given: Any) -> dict[str, Any]:
    given.pop("next", None)
    return graphql(door, query, token, input=given)


def _require(holds: bool) -> None:
    if not holds:
        raise RuntimeError("review: not every piece was decided")


# -- the transactions alone


async def _recorded(world: World, pace: Pace) -> tuple[list[list[Statement]], list[float]]:
    """The statements of each transaction of the same way, and for each bulk how long the event loop was held up."""
    held, client_id = [], world.client_ids[0]
    async with _application(world.folder) as http:
        with _recording() as taken_down:
            session = (await execute(http, START, world.token, {"clientId": client_id}))["startReview"]
            for decision in _way(session, pace):
                given = {"clientId": client_id, **decision}
                decision["next"] = (await execute(http, DECIDE, world.token, given))["decide"]["next"]
            for ids in _bulks(world, pace):
                given = {"clientId": client_id, "spokeIds": ids}
                held.append(await _longest_turn(seconds_of(execute(http, BULK, world.token, given))))
    _require(len(taken_down) == 1 + pace.decisions + len(held))
    return taken_down, held


@contextmanager
def _recording() -> Iterator[list[list[Statement]]]:
    """Takes down what each transaction sends."""
    taken_down: list[list[Statement]] = []
    made, fetch, run = tenancy.Writing.__init__, tenancy.Writing.fetch, tenancy.Writing.run

    def begin(self: tenancy.Writing, raw: sqlite3.Connection) -> None:
        made(self, raw)
        taken_down.append([])

    def fetched(self: tenancy.Writing, sql: str, params: Sequence[Any] = ()) -> Any:
        taken_down[-1].append((sql, params))
        return fetch(self, sql, params)

    def ran(self: tenancy.Writing, sql: str, params: Sequence[Any] = ()) -> int:
        taken_down[-1].append((sql, params))
        return run(self, sql, params)

    kind: Any = tenancy.Writing
    kind.__init__, kind.fetch, kind.run = begin, fetched, ran
    try:
        yield taken_down
    finally:
        kind.__init__, kind.fetch, kind.run = made, fetch, run


async def _longest_turn(work: Any) -> float:
    """The most work, in seconds of the processor, that the event loop's thread has done without letting others have a
    turn: what other processes take of the machine does not count."""
    longest, task = 0.0, asyncio.ensure_future(work)
    while not task.done():
        started = time.thread_time()
        await asyncio.sleep(0)
        longest = max(longest, time.thread_time() - started)
    task.result()
    return longest


def _alone(world: World, taken_down: list[list[Statement]], decisions: int, left: int) -> Took:
    """The first of the transactions is the start of the session, the last are the bulks.

    Raises RuntimeError if other than `left` pieces wait in the end.
    """
    took, used = [], []
    with closing(_open(world)) as db:
        for statements in taken_down:
            began, started = time.process_time(), time.perf_counter()
            db.execute("BEGIN IMMEDIATE")
            for sql, params in statements:
                db.execute(sql, params).fetchall()
            db.execute("COMMIT")
            took.append(time.perf_counter() - started)
            used.append(time.process_time() - began)
        waiting = db.execute("SELECT count(*) FROM review_queue").fetchone()[0]
    _require(waiting == left)
    return Took(took[1 : 1 + decisions], took[1 + decisions :], 1000 * sum(used[1 : 1 + decisions]) / decisions)


def _open(world: World) -> sqlite3.Connection:
    db = sqlite3.connect(world.folder / "clients" / f"{world.client_ids[0]}.db", isolation_level=None)
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", "temp_store=MEMORY"):
        db.execute(f"PRAGMA {pragma}")
    return db


@asynccontextmanager
async def _application(folder: Path) -> AsyncIterator[httpx.AsyncClient]:
    settings = Settings(data_dir=folder)
    async with opened(settings):
        transport = httpx.ASGITransport(build_app(settings))
        async with httpx.AsyncClient(transport=transport, base_url="http://bench") as http:
            yield http


# -- the queue


def _pages(world: World, door: HTTPConnection, pace: Pace) -> list[float]:
    """Seconds of each; raises RuntimeError for other pieces than `BY_HAND` finds."""
    pages = []
    for _ in range(pace.pages):
        started = time.perf_counter()
        review = graphql(door, QUEUE, world.token, id=world.client_ids[0])["client"]["review"]
        pages.append(time.perf_counter() - started)
    with closing(_open(world)) as db:
        ids = [row[2] for row in db.execute(BY_HAND)][:50]
    _require([node["spoke"]["id"] for node in review["items"]["nodes"]] == ids)
    return pages


def _by_hand(world: World, pace: Pace) -> list[float]:
    """Seconds of the same rows, each time."""
    took = []
    with closing(_open(world)) as db:
        for _ in range(pace.pages):
            started = time.perf_counter()
            rows = db.execute(BY_HAND).fetchall()
            orjson.dumps([rows[:50], *(db.execute(count).fetchall() for count in COUNTS)])
            took.append(time.perf_counter() - started)
    return took
