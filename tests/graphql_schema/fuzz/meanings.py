"""What the arguments of a document ask for: mostly what is there and may be seen, at times what is not or cannot be."""

import random
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from graphql import GraphQLArgument, GraphQLEnumType, GraphQLInputField, GraphQLInputObjectType, get_named_type

from app.kit.paging import cursor_of
from tests.graphql_schema.fuzz.known import Client, Known
from tests.graphql_schema.fuzz.values import WORDS

ABSENT = "01900000-0000-7000-8000-000000000000"
RUBBISH_IDS: list[Any] = [ABSENT, "", "x", "0", 5, -1, 10**12, 2**70, ABSENT.upper(), "' OR 1=1 --", "\u2028", "🍞"]
RUBBISH_CURSORS = ["", "x", "===", "MTIz", "\u00e9", cursor_of(ABSENT) + "=", cursor_of(ABSENT.upper()), "🍞"]
SIZES = [0, 1, 2, 2, 3, 5, 10, 199, 200, None]
WRONG_SIZES = [201, -1, 2**31 - 1, -(2**31)]
DAYS, WRONG_DAYS = [1, 7, 30, 31, 32, 365, None], [0, -1, 366, 2**31 - 1]
SEARCHES = [*WORDS, "", " ", "%", "_", "\\", "'", "e", "É", "ß", "SS", "i", "\n", "\x00", None]
MOMENTS = [
    *("2024-06-01T00:00:00", "2024-06-01T00:00:00Z", "2024-12-31T23:59:59.999+02:00", "1969-12-31T23:59:59Z"),
    *("2024-03-01T12:00:00.001000+00:00", "2999-01-01T00:00:00.123456Z", "2025-01-01T00:00:00-11:30"),
]
BOUNDS = [0, 50, 72.5, 100, 100.0, 0.1 + 0.2, -1, 1e308, 33.333333333333336, None]


@dataclass(frozen=True)
class Place:
    """Where in the data a selection stands: in this client, or nobody knows in which."""

    client: Client | None = None


@dataclass
class Meanings:
    rng: random.Random
    known: Known
    account_id: str
    visible: list[Client]
    cursors: list[str]
    daring: bool
    used: Counter[str]
    everything: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.everything = self.known.every_id()

    def chance(self, of: float) -> bool:
        return self.rng.random() < of

    def dares(self) -> bool:
        return self.daring and self.chance(0.25)

    def any_id(self) -> Any:
        return self.rng.choice(self.everything if self.chance(0.6) else RUBBISH_IDS)

    def client(self, kind: str = "") -> Client | None:
        """One that the viewer sees and that has something of the kind."""
        fitting = [client for client in self.visible if not kind or getattr(client, kind)]
        return self.rng.choice(fitting) if fitting else None

    def value(self, owner: str, name: str, argument: GraphQLArgument | GraphQLInputField, place: Place) -> Any:
        """For the argument `name` of the field or input `owner`."""
        type = get_named_type(argument.type)
        if isinstance(type, GraphQLInputObjectType):
            return self._object(type, place)
        if isinstance(type, GraphQLEnumType):
            return self.rng.choice([*type.values, None]) if self.chance(0.9) else None
        if type.name == "ID":
            return self._id(owner, name, place)
        if name == "periodDays":
            return self.rng.choice(WRONG_DAYS if self.dares() else DAYS)
        plain = {"first": self._size, "after": self._cursor, "search": self._search, "Float": self._bound}
        named = plain.get(name) or plain.get(type.name)
        if named:
            return named()
        return self.rng.choice([True, False, None] if type.name == "Boolean" else [*MOMENTS, None])

    def _object(self, type: GraphQLInputObjectType, place: Place) -> Any:
        if self.chance(0.05):
            return None
        rare = sorted(type.fields, key=lambda name: self.rng.random() * self.used[f"{type.name}.{name}"])
        names = rare[: self.rng.choice([0, 1, 2, 3, 4, 5])]
        self.used.update(f"{type.name}.{name}" for name in names)
        return {name: self.value(type.name, name, type.fields[name], place) for name in names}

    def _id(self, owner: str, name: str, place: Place) -> Any:
        client = place.client
        if self.dares():
            return self.any_id()
        if name == "clientId" and owner != "Query.job":
            return self.rng.choice([None, self.any_id(), *self.known.made.clients[self.account_id]])
        if owner == "SpokeFilter":
            kind = client and getattr(client, "hubs" if name == "hubId" else "pillars")
            return self.rng.choice(kind) if kind and self.chance(0.8) else self.rng.choice([None, self.any_id()])
        if name == "clientId" or owner == "Query.client":
            return client.id if client else self.any_id()
        rows = {"Query.job": "jobs", "Client.spoke": "spokes"}.get(owner, "hubs")
        of_client = (client and getattr(client, rows)) or []
        found = [id for id in of_client if owner != "Query.hub" or self.known.registry.get(id) == place.client.id]  # type: ignore[union-attr]
        return self.rng.choice(found) if found else self.any_id()

    def _size(self) -> int | None:
        return self.rng.choice(WRONG_SIZES if self.dares() else SIZES)

    def _cursor(self) -> str | None:
        if self.dares():
            return self.rng.choice(RUBBISH_CURSORS)
        if self.chance(0.15):
            return None
        if self.cursors and self.chance(0.6):
            return self.rng.choice(self.cursors)
        return cursor_of(self.rng.choice(self.everything))

    def _search(self) -> str | None:
        return self.rng.choice(SEARCHES)

    def _bound(self) -> float | None:
        return self.rng.choice(BOUNDS)
