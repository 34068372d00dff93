"""The figures counted by hand, row by row, from what docs/analytics.md says: to hold those of the product against.

It shares nothing with the product. A series is a list of (start of the step in milliseconds, value, count).
"""

import json
import re
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

DAY = 24 * 60 * 60 * 1000
Row = dict[str, Any]
GATES = {
    "g2": "g2_hook_strength",
    "g4": "g4_voice_alignment",
    "g5": "g5_platform_compliance",
    "g6": "g6_visual_metaphor",
    "g7": "g7_engagement_prediction",
    "g_compliance": "g_compliance_status",
}
PLATFORMS = ["twitter", "linkedin", "tiktok", "instagram", "carousel", "thread"]


def divided(part: float, whole: float) -> float | None:
    return None if whole == 0 else part / whole


def trend(value: float | None, previous: float | None, *, is_rate: bool) -> str:
    if value is None or previous is None or value == previous:
        return "stable"
    band = 0.02 if is_rate else 0.05 * max(abs(value), abs(previous))
    if abs(value - previous) < band:
        return "stable"
    return "up" if value > previous else "down"


def said(gate: str, reason: str) -> str:
    """A reason without the scores that tell it from others of its kind."""
    if gate == "g2" and re.match(r"The hook scores \d", reason):
        parts = ("Pattern interrupt", "Specific benefit", "Curiosity gap")
        weak = [part.lower() for part in parts if f"{part}, " in reason]
        return f"The hook is weak in: {', '.join(weak)}"
    if gate == "g6" and (found := re.match(r"The picture scores \d.*?\. (.*)", reason)):
        return found[1]
    if gate == "g7" and re.match(r"The predicted engagement is \d", reason):
        return "The predicted engagement is too low."
    return reason


def five(reasons: Iterable[str]) -> list[tuple[str, int]]:
    return sorted(Counter(reasons).items(), key=lambda each: (-each[1], each[0]))[:5]


@dataclass
class Recount:
    db: sqlite3.Connection
    now: int
    days: int

    def __post_init__(self) -> None:
        self.db.row_factory = sqlite3.Row
        self.start = self.now + 1 - self.days * DAY
        self.tables: dict[str, list[Row]] = {}
        self.failures: defaultdict[str, list[Row]] = defaultdict(list)
        for row in self.rows("feedback_log"):
            self.failures[row["spoke_id"]].append(row)

    def rows(self, table: str) -> list[Row]:
        if table not in self.tables:
            self.tables[table] = [dict(row) for row in self.db.execute(f"SELECT * FROM {table}")]
        return self.tables[table]

    # -- periods

    def steps(self) -> list[int]:
        """Where each begins."""
        today = self.now // DAY * DAY
        if self.days <= 31:
            return list(range(self.start // DAY * DAY, today + DAY, DAY))
        starts = [today - 6 * DAY]
        while starts[0] > self.start:
            starts.insert(0, starts[0] - 7 * DAY)
        return starts

    def within(self, rows: Iterable[Row], time: str) -> list[Row]:
        return [row for row in rows if row[time] is not None and self.start <= row[time] <= self.now]

    def earlier(self, rows: Iterable[Row], time: str) -> list[Row]:
        first = self.start - self.days * DAY
        return [row for row in rows if row[time] is not None and first <= row[time] < self.start]

    def followed(
        self,
        rows: list[Row],
        time: str,
        value: Callable[[list[Row]], float | None],
        count: Callable[[list[Row]], int] = len,
        *,
        is_rate: bool = True,
    ) -> Row:
        now, before = value(self.within(rows, time)), value(self.earlier(rows, time))
        length = DAY if self.days <= 31 else 7 * DAY
        by_step: defaultdict[int, list[Row]] = defaultdict(list)
        first = self.steps()[0]
        for row in self.within(rows, time):
            by_step[first + (row[time] - first) // length * length].append(row)
        series = [(at, value(by_step[at]), count(by_step[at])) for at in self.steps()]
        return {"previous": before, "trend": trend(now, before, is_rate=is_rate), "series": series}

    # -- figures

    def everything(self) -> Row:
        return {
            "zero_edit": self.zero_edit(),
            "gates": [self.gate(gate) for gate in GATES],
            "self_healing": self.self_healing(),
            "velocity": self.velocity(),
            "volume": self.volume(),
            "kill_chain": self.kill_chain(),
            "time_to_dna": self.time_to_dna(),
            "cost": self.cost(),
        }

    def zero_edit(self) -> Row:
        approved = [row for row in self.rows("spokes") if row["status"] == "approved"]
        now = self.within(approved, "approved_at")
        unedited = sum(not row["is_mutated"] for row in now)

        def value(rows: list[Row]) -> float | None:
            return divided(sum(not row["is_mutated"] for row in rows), len(rows))

        rest = self.followed(approved, "approved_at", value)
        return {"rate": value(now), "total": len(now), "without_edit": unedited, **rest}

    def gate(self, gate: str) -> Row:
        column = GATES[gate]
        unknown = "n/a" if gate == "g_compliance" else None
        judged = [row for row in self.rows("quality_scores") if row[column] != unknown]
        own = {row["gate"]: row["threshold"] for row in self.rows("rubric_overrides")}

        def passes(row: Row) -> bool:
            if gate in ("g4", "g5"):
                return bool(row[column])
            if gate == "g_compliance":
                return bool(row[column] == "pass")
            return bool(row[column] >= own.get(gate, {"g2": 80, "g6": 70, "g7": 0}[gate]))

        def first_failed(row: Row) -> bool:
            return any(each["gate"] == gate and each["attempt_number"] == 0 for each in self.failures[row["spoke_id"]])

        now = self.within(judged, "evaluated_at")
        first = sum(not first_failed(row) for row in now)
        reasons = [row for row in self.within(self.rows("feedback_log"), "created_at") if row["gate"] == gate]
        return {
            "gate": gate,
            "evaluated": len(now),
            "passed": sum(map(passes, now)),
            "pass_rate": divided(sum(map(passes, now)), len(now)),
            "first_passed": first,
            "first_pass_rate": divided(first, len(now)),
            "top_reasons": five(said(gate, row["reason"]) for row in reasons),
            **self.followed(judged, "evaluated_at", lambda rows: divided(sum(map(passes, rows)), len(rows))),
        }

    def fate(self, spoke: Row) -> tuple[int, str]:
        """In how many attempts it failed, and what became of it."""
        failures = self.failures[spoke["id"]]
        attempts = len({row["attempt_number"] for row in failures})
        if spoke["is_creative_conflict"] or attempts >= 4:
            return attempts, "conflict"
        if not attempts:
            return 0, "passed at once"
        return attempts, "healed" if all(row["resolved"] for row in failures) else "open"

    def self_healing(self) -> Row:
        written = [row for row in self.rows("spokes") if row["is_settled"]]
        now = [self.fate(row) for row in self.within(written, "created_at")]
        failed = [fate for _, fate in now if fate != "passed at once"]
        loops = sum(
            attempts if fate in ("healed", "passed at once") else max(0, attempts - 1) for attempts, fate in now
        )
        after = Counter(attempts for attempts, fate in now if fate == "healed")
        reasons = self.within(self.rows("feedback_log"), "created_at")

        def failing(rows: list[Row]) -> list[str]:
            fates = [self.fate(row)[1] for row in rows]
            return [fate for fate in fates if fate != "passed at once"]

        return {
            "written": len(now),
            "failed_first": len(failed),
            "healed": failed.count("healed"),
            "conflicts": failed.count("conflict"),
            "loops": loops,
            "average_loops": divided(loops, len(now)),
            "success_rate": divided(failed.count("healed"), len(failed)),
            "first_pass_rate": divided(len(now) - len(failed), len(now)),
            "creative_conflict_rate": divided(failed.count("conflict"), len(now)),
            "healed_after": [(str(attempts), after[attempts]) for attempts in sorted(after)],
            "top_failure_reasons": five(said(row["gate"], row["reason"]) for row in reasons),
            **self.followed(
                written,
                "created_at",
                lambda rows: divided(failing(rows).count("healed"), len(failing(rows))),
                lambda rows: len(failing(rows)),
            ),
        }

    def velocity(self) -> Row:
        sessions = self.rows("review_velocity")
        now = self.within(sessions, "created_at")

        def decisions(rows: list[Row]) -> int:
            return sum(row["decisions_count"] for row in rows)

        def pace(rows: list[Row]) -> float | None:
            return divided(sum(row["total_time_ms"] for row in rows), decisions(rows))

        return {
            "average_decision_ms": pace(now),
            "decisions": decisions(now),
            "sessions": len(now),
            "total_time_ms": sum(row["total_time_ms"] for row in now),
            "bulk_approve_rate": divided(sum(row["bulk_approve_count"] > 0 for row in now), len(now)),
            "kill_chain_usage": divided(sum(row["kill_chain_count"] > 0 for row in now), len(now)),
            **self.followed(sessions, "created_at", pace, decisions, is_rate=False),
        }

    def volume(self) -> Row:
        spokes = self.rows("spokes")
        written = [row for row in spokes if row["is_settled"]]
        now = self.within(written, "created_at")
        platforms = Counter(row["platform"] for row in now)

        def became(status: str, time: str) -> int:
            return sum(row["status"] == status for row in self.within(spokes, time))

        return {
            "hubs_created": len(self.within(self.rows("hubs"), "created_at")),
            "spokes_generated": len(now),
            "approved": became("approved", "approved_at"),
            "rejected": became("rejected", "updated_at"),
            "killed": became("killed", "updated_at"),
            "pending": sum(row["status"] == "pending" for row in now),
            "by_platform": [(name.upper(), platforms[name]) for name in PLATFORMS if platforms[name]],
            **self.followed(written, "created_at", len, is_rate=False),
        }

    def kill_chain(self) -> Row:
        kills = self.rows("kill_log")
        now = self.within(kills, "created_at")
        kinds = Counter(row["subject_kind"] for row in now)
        left = [was for row in now for was in json.loads(row["changed"])["spokes"].values() if "status" not in was]
        return {
            "hub_kills": kinds["hub"],
            "pillar_kills": kinds["pillar"],
            "spoke_kills": kinds["spoke"],
            "survivors": len(left),
            "restored": sum(row["restored_at"] is not None for row in now),
            "top_reasons": five(row["reason"] for row in now if row["reason"] is not None),
            **self.followed(kills, "created_at", len, is_rate=False),
        }

    def time_to_dna(self) -> Row:
        hubs = sorted(self.rows("hubs"), key=lambda row: (row["created_at"], row["id"]))
        approved: Counter[str | None] = Counter()
        unedited: Counter[str | None] = Counter()
        for row in self.rows("spokes"):
            if row["status"] == "approved":
                approved[row["hub_id"]] += 1
                unedited[row["hub_id"]] += not row["is_mutated"]
        rates: list[float | None] = []
        all_approved = all_unedited = 0
        for hub in hubs:
            all_approved += approved[hub["id"]]
            all_unedited += unedited[hub["id"]]
            rates.append(divided(all_unedited, all_approved))
        reached = next((place for place, value in enumerate(rates) if value is not None and value >= 0.6), None)

        def stood(until: int) -> tuple[float | None, int]:
            known = sum(hub["created_at"] < until for hub in hubs)
            return (rates[known - 1] if known else None), known

        now, before = rates[-1] if rates else None, stood(self.start)[0]
        length = DAY if self.days <= 31 else 7 * DAY
        return {
            "reached": reached is not None,
            "hubs": len(hubs) if reached is None else reached + 1,
            "zero_edit_rate": now if reached is None else rates[reached],
            "target": 0.6,
            "previous": before,
            "trend": trend(now, before, is_rate=True),
            "series": [(at, *stood(min(at + length, self.now + 1))) for at in self.steps()],
        }

    def cost(self) -> Row:
        jobs = [row for row in self.rows("generation_queue") if row["model_name"] is not None]
        now = self.within(jobs, "created_at")

        def spent(rows: list[Row]) -> int | None:
            costs = [row["cost_micro_usd"] for row in rows]
            return None if None in costs else sum(costs)

        def of(rows: list[Row]) -> tuple[int, int, int, int | None]:
            sent = sum(row["prompt_tokens"] for row in rows)
            return len(rows), sent, sum(row["completion_tokens"] for row in rows), spent(rows)

        number, sent, answered, cost = of(now)
        models = sorted({row["model_name"] for row in now})
        return {
            "jobs": number,
            "prompt_tokens": sent,
            "completion_tokens": answered,
            "cost_micro_usd": cost,
            "by_model": [(name, *of([row for row in now if row["model_name"] == name])) for name in models],
            **self.followed(jobs, "created_at", spent, is_rate=False),
        }
