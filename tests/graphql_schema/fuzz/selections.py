"""Random selections over the schema: valid by how they are made, and no larger than their budget.

A key of an answer means the same field with the same arguments wherever it stands on a type in one document; so
whatever selections come to be merged, they can be.
"""

import random
from collections import Counter
from dataclasses import dataclass, field

from graphql import (
    GraphQLField,
    GraphQLObjectType,
    get_named_type,
    is_list_type,
    is_object_type,
    is_required_argument,
    is_wrapping_type,
)

from tests.graphql_schema.fuzz.arguments import Arguments
from tests.graphql_schema.fuzz.coverage import APART
from tests.graphql_schema.fuzz.fragments import Fragments
from tests.graphql_schema.fuzz.meanings import Meanings, Place

MOST_DEPTH, MOST_ALIASES, MOST_FIELDS = 15, 55, 900
PAGE, SELDOM, MOST_ROOTS = 6, 4, 2
DEFAULT_PAGE, MOST_ELSE = 50, 20
MANY = {"pillars": 3, "spokes": 12, "users": 8, "clients": 4, "members": 4, "variations": 1}
ODD_KEYS = [
    "a",
    "b",
    "_",
    "__x",
    "k",
    "c0",
    "n0",
    "rows",
    "by",
    "self",
    "None",
    "class",
    "data",
    "errors",
    "id",
    "title",
]


@dataclass
class Selections:
    """Writes the selections of one document. `used` counts what has been asked for in all documents so far."""

    rng: random.Random
    meanings: Meanings
    arguments: Arguments
    fragments: Fragments
    used: Counter[str]
    avoided: frozenset[str]
    breadth: int = 4
    descends: float = 0.5
    keys: dict[tuple[str, str], str] = field(default_factory=dict)
    left: float = MOST_FIELDS
    named_again: int = 0
    pages: dict[int, float] = field(default_factory=dict)
    height: int = 0

    def chance(self, of: float) -> bool:
        return self.rng.random() < of

    def of(self, type: GraphQLObjectType, place: Place, depth: int, times: float) -> str:
        """Between braces. `times` is how many objects of the type are expected; `height` tells how deep it went."""
        before, tallest, parts = self.left, 0, []
        for name in self._chosen(type, place, depth, times):
            self.height = 0
            parts.append(self._field(type, name, place, depth, times))
            tallest = max(tallest, self.height + 1)
        parts = self.fragments.grouped(type.name, parts, place, tallest, (before - self.left) / times)
        again = self.fragments.again(type.name, place, MOST_DEPTH - depth, self.left / times)
        if again:
            self.used["fragment again"] += 1
            self.left -= again.cost * times
            tallest = max(tallest, again.height)
            parts.append(f"...{again.name}{self.fragments.directives()}")
        if self.chance(0.15) or not parts:
            parts.insert(self.rng.randrange(len(parts) + 1), self._typename())
        self.height = max(tallest, 1)
        return self.rng.choice([" ", " ", ", ", "\n  "]).join(parts)

    def _typename(self) -> str:
        self.used["__typename"] += 1
        if self.chance(0.2) and self.named_again < MOST_ALIASES:
            self.named_again += 1
            return "t: __typename"
        return "__typename"

    def _chosen(self, type: GraphQLObjectType, place: Place, depth: int, times: float) -> list[str]:
        """Fields, those that were rarely asked for sooner; at times one of them twice."""
        open_ = [name for name, field in type.fields.items() if self._fits(type, name, field, place, depth, times)]
        count = min(len(open_), self.rng.randint(1, self.breadth if depth else MOST_ROOTS))
        keyed = sorted(open_, key=lambda name: self.rng.random() * self._asked(type, name) ** 0.5)
        chosen = keyed[:count]
        if chosen and self.chance(0.25) and self.named_again < MOST_ALIASES:
            self.named_again += 1
            chosen.append(self.rng.choice(chosen))
        self.rng.shuffle(chosen)
        return chosen

    def _asked(self, type: GraphQLObjectType, name: str) -> int:
        """How often the field was asked for so far, or what is rarest of the object behind it; behind a page, of its
        nodes."""
        kinds, named = [], get_named_type(type.fields[name].type)
        while isinstance(named, GraphQLObjectType):
            kinds.append(named)
            named = get_named_type(named.fields["nodes"].type) if "nodes" in named.fields else None
        below = [f"{kind.name}.{inner}" for kind in kinds for inner in kind.fields]
        return min(self.used[owner] for owner in (f"{type.name}.{name}", *below))

    def _fits(
        self, type: GraphQLObjectType, name: str, field: GraphQLField, place: Place, depth: int, times: float
    ) -> bool:
        owner = f"{type.name}.{name}"
        if owner in APART or (owner in self.avoided and not self.meanings.dares()):
            return False
        if owner in ("Client.hub", "Client.spoke") and not self.meanings.daring:
            rows = place.client and (place.client.hubs if name == "hub" else place.client.spokes)
            if not rows:
                return False
        if not is_object_type(get_named_type(field.type)):
            return self.left > times
        return (
            depth < MOST_DEPTH - 1
            and self.left > 3 * times * self._many(name, field, depth)
            and (self._asked(type, name) < SELDOM or self.chance(self.descends))
        )

    def _field(self, type: GraphQLObjectType, name: str, place: Place, depth: int, times: float) -> str:
        field = type.fields[name]
        self.used[f"{type.name}.{name}"] += 1
        place = self._place(f"{type.name}.{name}", place)
        call = name + self._called(type, name, field, place, depth)
        text = self._keyed(type, name, call) + self.fragments.directives()
        self.left -= times * (PAGE if "first" in field.args else 1)
        named = get_named_type(field.type)
        if not is_object_type(named):
            return text
        assert isinstance(named, GraphQLObjectType)
        return f"{text} {{ {self.of(named, place, depth + 1, times * self._many(name, field, depth))} }}"

    def _place(self, owner: str, place: Place) -> Place:
        kinds = {"Query.client": "", "Query.hub": "hubs", "Query.job": "jobs"}
        if owner in kinds:
            return Place(self.meanings.client(kinds[owner]))
        return Place() if owner in ("Query.clients", "User.clients") else place

    def _called(self, type: GraphQLObjectType, name: str, field: GraphQLField, place: Place, depth: int) -> str:
        parts = []
        first: float = DEFAULT_PAGE
        for argument, definition in field.args.items():
            owner = f"{type.name}.{name}"
            likely = 0.4 if argument != "filter" and self.used[f"{owner}({argument})"] > SELDOM else 0.8
            if not is_required_argument(definition) and not self.chance(likely):
                continue
            self.used[f"{owner}({argument})"] += 1
            value = self.meanings.value(owner, argument, definition, place)
            if argument == "first" and isinstance(value, int):
                first = value
            kind = f"{owner}({argument}) {place.client and place.client.id}"
            parts.append(f"{argument}: {self.arguments.write(kind, definition.type, value)}")
        there = len(place.client.spokes) if place.client and name == "spokes" else MOST_ELSE
        self.pages[depth] = max(0.5, min(first, there))
        self.rng.shuffle(parts)
        return f"({', '.join(parts)})" if parts else ""

    def _keyed(self, type: GraphQLObjectType, name: str, call: str) -> str:
        """The call under its own name where that is free, or under another that means nothing else yet."""
        if self.chance(0.85) and self.keys.setdefault((type.name, name), call) == call:
            return call
        known = [key for (of, key), meant in self.keys.items() if of == type.name and meant == call]
        if known and self.chance(0.5):
            key = self.rng.choice(known)
        else:
            free = [key for key in ODD_KEYS if self.keys.get((type.name, key), call) == call]
            key = self.rng.choice(free) if free and self.chance(0.4) else f"a{len(self.keys)}"
        self.keys[type.name, key] = call
        if key == name:
            return call
        self.named_again += 1
        return f"{key}: {call}"

    def _many(self, name: str, field: GraphQLField, depth: int) -> float:
        """How many objects a field is likely to give."""
        if name == "nodes":
            return self.pages[depth - 1]
        type = field.type
        while is_wrapping_type(type):
            if is_list_type(type):
                return MANY.get(name, 2)
            type = type.of_type
        return 1
