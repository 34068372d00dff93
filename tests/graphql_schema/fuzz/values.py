"""Values to fill rows with: the same seed gives the same ones. They are of the kinds that the product writes, at their
edges: every plane of Unicode, quotes and line ends, numbers as large as GraphQL's, moments with and without parts."""

import random
import uuid
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any, TypeVar

from app.vocabulary import Gate, Platform, Severity

T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)

START = datetime(2024, 1, 1, tzinfo=UTC)
MOST_INT, LEAST_INT = 2**31 - 1, -(2**31)
WORDS = [
    *("bread", "night", "Ofen", "šift", "ÉTÉ", "été", "straße", "STRASSE", "Bread", "BREAD", "İstanbul", "ıssız"),
    *(
        "日本語",
        "パン",
        "한국",
        "ไทย",
        "שלום",
        "مرحبا",
        "🍞",
        "👩‍🍳",
        "👍🏽",
        "𝒇𝒐𝒖𝒓",
        "e\u0301",
        "100%",
        "a_b",
        "C:\\oven",
    ),
    *('"quoted"', "it's", "<b>&amp;</b>", "null", "true", "{}", "[1]", "$1", "?", ":p", "-- x", "1/3", "  two  "),
]
ODD = [
    "\n",
    "\r\n",
    "\t",
    "\u2028",
    "\u2029",
    "\x00",
    "\x1f",
    "\x7f",
    "\u00a0",
    "\ufeff",
    "\\",
    '"',
    "'",
    "\\n",
    "\\u0041",
]
FLOATS = [0.1 + 0.2, 1 / 3, 0.0, 1.0, 50.0, 100.0, 99.99999999999999, 1e-7, 5e-324, 72.5, 33.333333333333336]
LARGE_FLOATS = [*FLOATS, -0.0, -1.5, 1e21, 1.7976931348623157e308, 123456789012345680.0]


class Values:
    """`made` parts the ids of one source from those of another."""

    def __init__(self, seed: int, made: int = 0) -> None:
        self.rng = random.Random(seed)
        self._made = made

    def id(self) -> str:
        """A UUIDv7 that sorts after those before it, as ids that are made one after another do."""
        self._made += self.rng.randint(1, 1000)
        millis = int(START.timestamp() * 1000) + self._made
        bits = millis << 80 | 7 << 76 | self.rng.getrandbits(12) << 64 | 2 << 62 | self.rng.getrandbits(62)
        return str(uuid.UUID(int=bits))

    def chance(self, of: float) -> bool:
        return self.rng.random() < of

    def one(self, options: Sequence[T]) -> T:
        return self.rng.choice(options)

    def member(self, enumeration: type[E]) -> E:
        return self.rng.choice(list(enumeration))

    def maybe(self, make: Callable[[], T], chance: float = 0.6) -> T | None:
        return make() if self.chance(chance) else None

    def some(self, make: Callable[[], T], most: int = 3) -> list[T]:
        return [make() for _ in range(self.rng.randint(0, most))]

    def text(self, most: int = 6) -> str:
        words = [self.one(WORDS) for _ in range(self.rng.randint(1, most))]
        if self.chance(0.4):
            words.insert(self.rng.randrange(len(words) + 1), self.one(ODD))
        return self.one([" ", " ", " ", "", "\n"]).join(words)

    def long_text(self) -> str:
        return "".join(self.text(12) + self.one(["\n\n", ". ", " "]) for _ in range(self.rng.choice([1, 5, 40])))

    def whole(self) -> int:
        return self.one([0, 1, 2, 3, 7, 280, -1, MOST_INT, LEAST_INT])

    def moment(self) -> datetime:
        """To the second, or with milliseconds; some lie long ago or far ahead."""
        if self.chance(0.05):
            return self.one([datetime(1970, 1, 1, tzinfo=UTC), datetime(2999, 12, 31, 23, 59, 59, 999_000, UTC)])
        millis = self.one([0, 0, 1, 10, 100, 120, 123, 999])
        return START + timedelta(seconds=self.rng.randrange(60_000_000), milliseconds=millis)

    def lines(self) -> list[str] | None:
        return self.one([None, [], [self.text()], self.some(self.text, 5)])

    def content_json(self, platform: Platform) -> Any:
        if platform is Platform.THREAD:
            return {"posts": [f"{n}/3 {self.text()}" for n in range(1, 4)]}
        if platform is Platform.CAROUSEL:
            slides = [{"index": n, "title": self.text(), "body": self.text()} for n in range(1, 4)]
            return {"slides": slides, "caption": self.one(["", self.text()])}
        return self.one([None, None, None, [], {}, "", 0, False, 0.1 + 0.2, [None, {"a": [1, "b"]}], self.text(2)])

    def violations(self) -> list[dict[str, Any]]:
        return self.some(self._violation)

    def _violation(self) -> dict[str, Any]:
        start = self.rng.randrange(30)
        return {
            "gate": self.member(Gate),
            "start": start,
            "end": start + self.rng.randrange(20),
            "severity": self.member(Severity),
            "reason": self.text(),
        }

    def overrides(self) -> list[dict[str, Any]]:
        return self.some(lambda: {"gate": self.member(Gate), **self._override()}, 2)

    def _override(self) -> dict[str, Any]:
        return {"reason": self.text(), "user_id": self.id(), "at": self.moment().isoformat()}

    def rubric(self) -> list[dict[str, Any]]:
        return self.some(self._note)

    def _note(self) -> dict[str, Any]:
        points = self.one([None, 0, 7, 10, 2.5, 0.1 + 0.2])
        return {
            "gate": self.member(Gate),
            "criterion": self.text(2),
            "note": self.text(),
            "points": points,
            "max_points": None if points is None else self.one([10, 20.0, 12.5]),
        }

    def spans(self) -> list[list[int]]:
        """Passages of a source text; some end beyond what there is."""
        starts = self.some(lambda: self.rng.choice([0, 1, 5, 40, 100_000]))
        return [[start, start + self.rng.randint(0, 60)] for start in starts]
