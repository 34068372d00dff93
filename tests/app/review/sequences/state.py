"""What a client's database holds at a moment, read beside the application, and what must be true of it at any time."""

import json
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.app.generation.ledger import client_file

Row = dict[str, Any]
Rows = dict[str, Row]
UNCOUNTED = {"updated_at"}
"""Columns that say when a row was touched; everything else is what it says."""
AT_WORK = ("queued", "processing")
DAY_MS = 86_400_000


@dataclass(frozen=True)
class State:
    """Rows by id. `edits` counts the registered edits of each piece; `trail` holds actions with their subjects."""

    hubs: Rows
    pillars: Rows
    spokes: Rows
    scores: Rows
    jobs: Rows
    rewrites: Rows
    edits: Counter[str]
    kills: Rows
    trail: list[tuple[str, str | None]]
    queue: Rows
    days: dict[int, tuple[int, int]]

    def living(self, **where: Any) -> list[Row]:
        return [row for row in self.spokes.values() if row["status"] != "killed" and has(row, where)]

    def at_work(self, hub_id: str | None) -> list[str]:
        """The ids of the jobs at work on the hub."""
        return [id for id, job in self.jobs.items() if job["hub_id"] == hub_id and job["status"] in AT_WORK]


def has(row: Row, where: Row) -> bool:
    return all(row[name] == value for name, value in where.items())


@dataclass
class Reader:
    """`look` is one read of everything."""

    connection: sqlite3.Connection

    def look(self) -> State:
        self.connection.execute("BEGIN")
        try:
            return State(
                hubs=self._rows("hubs", without=("source_content",)),
                pillars=self._rows("pillars"),
                spokes=self._rows("spokes"),
                scores=self._rows("quality_scores", key="spoke_id"),
                jobs=self._rows("generation_queue"),
                rewrites=self._rows("rewrites"),
                edits=Counter(row["spoke_id"] for row in self._all("SELECT spoke_id FROM mutation_registry")),
                kills=self._rows("kill_log"),
                trail=[tuple(row) for row in self._all("SELECT action, subject_id FROM audit_trail ORDER BY number")],
                queue=self._rows("review_queue"),
                days={
                    row["period_start"]: (row["total_approved"], row["approved_without_edit"])
                    for row in self._all("SELECT * FROM zero_edit_tracking WHERE total_approved > 0")
                },
            )
        finally:
            self.connection.execute("COMMIT")

    def _rows(self, table: str, *, key: str = "id", without: tuple[str, ...] = ()) -> Rows:
        gone = UNCOUNTED | set(without)
        return {
            row[key]: {name: row[name] for name in row.keys() if name not in gone}  # noqa: SIM118  # a Row's values otherwise
            for row in self._all(f"SELECT * FROM {table}")
        }

    def _all(self, sql: str) -> list[sqlite3.Row]:
        return self.connection.execute(sql).fetchall()


@contextmanager
def reader(data: Path, client_id: str) -> Iterator[Reader]:
    with closing(sqlite3.connect(f"file:{client_file(data, client_id)}?mode=ro", uri=True, timeout=10)) as connection:
        connection.isolation_level = None
        connection.row_factory = sqlite3.Row
        yield Reader(connection)


def assert_sound(state: State) -> None:
    """What holds between any two deeds."""
    for hub_id, hub in state.hubs.items():
        if hub["status"] == "killed":
            assert state.living(hub_id=hub_id) == []
            assert {row["status"] for row in state.pillars.values() if row["hub_id"] == hub_id} <= {"killed"}
            assert state.at_work(hub_id) == []
    for pillar_id, pillar in state.pillars.items():
        if pillar["status"] == "killed":
            assert [row for row in state.living(pillar_id=pillar_id) if row["hub_id"] is not None] == []
    for id, spoke in state.spokes.items():
        assert spoke["hub_id"] is not None or spoke["is_mutated"], "only what a person worded outlives its hub"
        assert state.edits[id] > 0 or not spoke["is_mutated"]
        if not spoke["is_settled"]:
            assert state.jobs[spoke["job_id"]]["status"] in AT_WORK
            assert spoke["status"] == "pending"
    assert_accounted_for(state)
    assert set(state.rewrites) <= {id for id, spoke in state.spokes.items() if not spoke["is_settled"]}
    assert_recounted(state)


def assert_accounted_for(state: State) -> None:
    """Whatever is killed was killed by one kill that is not undone, and such a kill names nothing else."""
    named: Counter[str] = Counter()
    for kill in state.kills.values():
        if kill["restored_at"] is None:
            changed = json.loads(kill["changed"])
            for table in ("hubs", "pillars", "spokes"):
                named.update(id for id, was in changed[table].items() if "status" in was)
    rows = [*state.hubs.items(), *state.pillars.items(), *state.spokes.items()]
    assert named == Counter(id for id, row in rows if row["status"] == "killed")
    noted = Counter(action.partition(".")[2] for action, _ in state.trail)
    undone = sum(kill["restored_at"] is not None for kill in state.kills.values())
    assert (noted["killed"], noted["restored"]) == (len(state.kills), undone)


def assert_recounted(state: State) -> None:
    """Whatever the database counts or sorts by itself is what one finds by counting."""
    days: defaultdict[int, list[int]] = defaultdict(lambda: [0, 0])
    for spoke in state.spokes.values():
        if spoke["status"] == "approved":
            day = days[spoke["approved_at"] - spoke["approved_at"] % DAY_MS]
            day[0] += 1
            day[1] += not spoke["is_mutated"]
    assert state.days == {day: (total, unedited) for day, (total, unedited) in days.items()}
    waiting = {id: spoke for id, spoke in state.spokes.items() if spoke["status"] == "pending" and spoke["is_settled"]}
    assert set(state.queue) == set(waiting)
    for id, item in state.queue.items():
        assert (item["bucket"], item["hub_id"], item["platform"]) == (
            bucket_of(waiting[id], state.scores.get(id)),
            waiting[id]["hub_id"],
            waiting[id]["platform"],
        )


def bucket_of(spoke: Row, score: Row | None) -> str:
    if spoke["is_creative_conflict"]:
        return "creative_conflict"
    if score is None:
        return "all"
    violations = json.loads(score["violations"] or "[]")
    soft = [each for each in violations if each["severity"] == "soft" and each["gate"] in ("g4", "g_compliance")]
    if soft or score["g_compliance_status"] == "flagged":
        return "flagged"
    g7 = score["g7_engagement_prediction"]
    if g7 is None or g7 < 50:
        return "all"
    return "high_confidence" if g7 > 90 else "needs_review"
