"""What months of work leave in a client's database, drawn at random: hubs, pieces, verdicts, failures, kills, sessions.

Of one seed it is the same but for the ids of another moment. Many times lie on the very edges of days and periods.
"""

import random
import sqlite3
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from app.vocabulary import Gate, Platform

DAY_MS = 86_400_000
MODELS = (None, None, "small", "large")
FAULTS = {
    Gate.G2: (
        "The hook scores {0} of 100, below 80. Pattern interrupt, 3 of 30: nothing found. Curiosity gap, {1} of 30.",
        "The hook scores {0} of 100, below 80. Specific benefit, {1} of 40: it speaks to the reader.",
        "Too long.",
    ),
    Gate.G4: ("“synergy” is banned.", "“leverage” is banned.", "The tone is not the client's."),
    Gate.G5: ("Over the limit of 280.", "Three hashtags."),
    Gate.G6: ("The picture scores {0}.5 of 70. It could stand beside any other piece.", "No picture."),
    Gate.G7: ("The predicted engagement is {0} of 100, below {1}.", "Nobody would read it."),
    Gate.G_COMPLIANCE: ("It promises a return.", "The disclosure is missing."),
}
WHY_KILLED = (None, "Off brand", "Out of date", "The client has changed their mind", "Twice the same", "Dull", "Wrong")


@dataclass
class History:
    """Writes into an open client's database. `now` and `days` say which edges matter; all lies within `ago` days."""

    db: sqlite3.Connection
    rng: random.Random
    now: int
    days: int = 30
    ago: int = 80

    def write(self, spokes: int) -> None:
        hubs = [self._hub() for _ in range(max(1, spokes // 20))]
        for _ in range(spokes):
            self._spoke(self.rng.choice([None, *hubs]))
        for _ in range(max(1, spokes // 15)):
            self._kill(hubs)
            self._session()
            self._job()
        for gate, threshold in ((Gate.G2, 70.0), (Gate.G7, 55.0)):
            if self.rng.random() < 0.5:
                values = {"id": self._id(), "gate": gate, "threshold": threshold, "created_at": self.now}
                self._insert("rubric_overrides", values)

    def _id(self) -> str:
        return str(uuid.UUID(int=self.rng.getrandbits(128), version=4))

    def _moment(self) -> int:
        """Some of them the first or last of a day, or of the period or the one before."""
        if self.rng.random() < 0.15:
            length = self.days * DAY_MS
            edge = self.rng.choice([self.now, self.now + 1 - length, self.now + 1 - 2 * length])
            return edge + self.rng.choice([-1, 0, 1])
        moment = self.now - self.rng.randrange(self.ago * DAY_MS)
        return moment - moment % DAY_MS - self.rng.choice([0, 1]) if self.rng.random() < 0.1 else moment

    def _hub(self) -> str:
        id, at = self._id(), self._moment()
        values = {"id": id, "registry_id": id, "source_type": "text", "source_content": "A source.", "status": "ready"}
        self._insert("hubs", values | {"created_at": at, "updated_at": at})
        return id

    def _spoke(self, hub_id: str | None) -> None:
        id, status = self._id(), self.rng.choice(["pending", "pending", "approved", "approved", "rejected", "killed"])
        is_settled = int(status != "pending" or self.rng.random() < 0.95)
        values = {
            "id": id,
            "hub_id": hub_id,
            "is_settled": is_settled,
            "platform": self.rng.choice(list(Platform)),
            "content_type": "post",
            "content": "Bake less. Nobody ever thanked you for the fourth tray. " * self.rng.randrange(1, 12),
            "character_count": 55,
            "status": status,
            "is_mutated": int(self.rng.random() < 0.4),
            "is_creative_conflict": int(status == "pending" and self.rng.random() < 0.1),
            "approved_at": self._moment() if status == "approved" and self.rng.random() < 0.95 else None,
            "created_at": self._moment(),
            "updated_at": self._moment(),
        }
        self._insert("spokes", values)
        if self.rng.random() < 0.9:
            self._score(id)
        if self.rng.random() < 0.4:
            self._failures(id)

    def _score(self, spoke_id: str) -> None:
        def some(values: Sequence[Any]) -> Any:
            return self.rng.choice([None, *values])

        scores = [0.0, 55.0, 69.9, 70.0, 79.99, 80.0, 100.0]
        values = {
            "id": self._id(),
            "spoke_id": spoke_id,
            "g2_hook_strength": some(scores),
            "g4_voice_alignment": some([0, 1]),
            "g5_platform_compliance": some([0, 1]),
            "g6_visual_metaphor": some(scores),
            "g7_engagement_prediction": some(scores),
            "g_compliance_status": self.rng.choice(["pass", "fail", "flagged", "n/a"]),
            "overall_pass": self.rng.choice([0, 1]),
            "rubric": orjson.dumps([{"gate": "g2", "note": "It says nothing new."}] * 8).decode(),
            "evaluated_at": self._moment(),
        }
        self._insert("quality_scores", values)

    def _failures(self, spoke_id: str) -> None:
        """Of the first so many attempts; at times the first is missing, and at times the last waits for a person."""
        attempts, is_open = self.rng.choice([1, 1, 2, 2, 3, 4, 5]), self.rng.random() < 0.3
        for attempt in range(self.rng.choice([0, 0, 0, 1]), attempts):
            for gate in self.rng.sample(list(FAULTS), self.rng.choice([1, 1, 2])):
                numbers = self.rng.randrange(80), self.rng.randrange(30)
                values = {
                    "id": self._id(),
                    "spoke_id": spoke_id,
                    "gate": gate,
                    "reason": self.rng.choice(FAULTS[gate]).format(*numbers),
                    "attempt_number": attempt,
                    "resolved": int(not is_open or attempt < attempts - 1),
                    "created_at": self._moment(),
                }
                self._insert("feedback_log", values)

    def _kill(self, hubs: Sequence[str]) -> None:
        kind = self.rng.choice(["hub", "pillar", "spoke"])
        took = self.rng.randrange(6) if kind != "spoke" else 1
        changed = {self._id(): {"status": "pending"} for _ in range(took)}
        if kind != "spoke":
            changed |= {self._id(): {"hub_id": self.rng.choice(hubs)} for _ in range(self.rng.randrange(3))}
        values = {
            "id": self._id(),
            "subject_kind": kind,
            "subject_id": self.rng.choice(hubs),
            "reason": self.rng.choice(WHY_KILLED),
            "changed": orjson.dumps({"hubs": {}, "pillars": {}, "spokes": changed}).decode(),
            "created_at": self._moment(),
            "restored_at": self.rng.choice([None, None, self.now]),
        }
        self._insert("kill_log", values)

    def _session(self) -> None:
        decisions, took = self.rng.randrange(40), self.rng.randrange(200_000)
        values = {
            "id": self._id(),
            "session_id": self._id(),
            "decisions_count": decisions,
            "total_time_ms": took if decisions else 0,
            "avg_time_per_decision_ms": round(took / decisions) if decisions else None,
            "bulk_approve_count": self.rng.choice([0, 0, 1, 3]),
            "kill_chain_count": self.rng.choice([0, 0, 0, 2]),
            "created_at": self._moment(),
        }
        self._insert("review_velocity", values)

    def _job(self) -> None:
        model, at = self.rng.choice(MODELS), self._moment()
        cost = self.rng.randrange(1, 10**7) if model == "large" or self.rng.random() < 0.9 else None
        values = {
            "id": self._id(),
            "kind": "hub.create",
            "status": "complete",
            "model_name": model,
            "prompt_tokens": self.rng.randrange(10**5) if model else 0,
            "completion_tokens": self.rng.randrange(10**4) if model else 0,
            "cost_micro_usd": cost if model else None,
            "created_at": at,
            "updated_at": at,
        }
        self._insert("generation_queue", values)

    def _insert(self, table: str, values: dict[str, Any]) -> None:
        marks = ", ".join("?" * len(values))
        given = [str(value) if isinstance(value, Gate | Platform) else value for value in values.values()]
        self.db.execute(f"INSERT INTO {table} ({', '.join(values)}) VALUES ({marks})", given)


def seeds(seed: int) -> Iterator[random.Random]:
    """A source of chance for each client."""
    while True:
        yield random.Random(seed)
        seed += 1
