"""Fragments and directives around selections: inline ones with and without a type, named ones that nest and recur."""

import random
from collections import Counter
from dataclasses import dataclass, field

from tests.graphql_schema.fuzz.arguments import Arguments
from tests.graphql_schema.fuzz.meanings import Place


@dataclass(frozen=True)
class Fragment:
    """`height` is in levels of fields, `cost` in fields for each object that it is spread in."""

    name: str
    type: str
    body: str
    height: int
    cost: float
    place: Place

    def definition(self) -> str:
        return f"fragment {self.name} on {self.type} {{ {self.body} }}"


@dataclass
class Fragments:
    rng: random.Random
    arguments: Arguments
    used: Counter[str]
    made: list[Fragment] = field(default_factory=list)

    def chance(self, of: float) -> bool:
        return self.rng.random() < of

    def directives(self, likely: float = 0.05) -> str:
        if not self.chance(likely):
            return ""
        names = self.rng.choice([["include"], ["skip"], ["include", "skip"]])
        self.used.update(f"@{name}" for name in names)
        return "".join(f" @{name}(if: {self.arguments.condition()})" for name in names)

    def grouped(self, type: str, parts: list[str], place: Place, height: int, cost: float) -> list[str]:
        """Some of the parts put into a fragment of any kind, in their place."""
        if not parts or not self.chance(0.3):
            return parts
        start = self.rng.randrange(len(parts))
        stop = self.rng.randint(start + 1, len(parts))
        body = " ".join(parts[start:stop])
        return [*parts[:start], self._around(type, body, place, height, cost), *parts[stop:]]

    def _around(self, type: str, body: str, place: Place, height: int, cost: float) -> str:
        way = self.rng.choice(["inline", "typed", "named", "named"])
        self.used[f"fragment {way}"] += 1
        if way == "named":
            names = ["F", "Fields", "on_", "type", "fragment_", "f"]
            fragment = Fragment(f"{self.rng.choice(names)}{len(self.made)}", type, body, height, cost, place)
            self.made.append(fragment)
            return f"...{fragment.name}{self.directives()}"
        return f"...{f' on {type}' if way == 'typed' else ''}{self.directives(0.25)} {{ {body} }}"

    def again(self, type: str, place: Place, most_height: int, most_cost: float) -> Fragment | None:
        """One that was made for such a place already and is small enough to be spread there too."""
        if not self.chance(0.3):
            return None
        fitting = [
            fragment
            for fragment in self.made
            if (fragment.type, fragment.place) == (type, place)
            and fragment.height <= most_height
            and fragment.cost <= most_cost
        ]
        return self.rng.choice(fitting) if fitting else None
