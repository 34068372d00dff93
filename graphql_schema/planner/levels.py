"""The parts of a plan: a level is one statement and the loop that makes objects of its rows.

The rows of a level belong to many rows of the one above. Each of those has a list waiting for them, or a slot for the
one, found by key; the loop fills these and leaves lists and slots for the levels below.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from graphql_schema.planner.statements import Dialect
from graphql_schema.reading import Model, Relation
from tenancy import TenantModel

Build = Callable[[Sequence[Sequence[Any]], Any, str | None, Any], Sequence[Any]]
"""(rows, what waits for them, id of the client, rights of the viewer) -> what waits for each level below."""


class Slot:
    """A place in the tree whose object is read later; `own` is what the row above knows of it."""

    __slots__ = ("own", "value")

    def __init__(self, own: Any = None, value: Any = None) -> None:
        self.own = own
        self.value = value

    def fill(self, value: Any) -> None:
        self.value = value


class Variables:
    """Those of one request, coerced, and what the arguments that name them come to: kept for the same ones again."""

    __slots__ = ("arguments", "coerced")

    def __init__(self, coerced: Any) -> None:
        self.coerced = coerced
        self.arguments: dict[Arguments, dict[str, Any]] = {}


@dataclass(eq=False)
class Arguments:
    """Those of one field in one operation: worked out once, or from the variables."""

    constant: dict[str, Any] | None
    of: Callable[[Any], dict[str, Any]]

    def values(self, variables: Variables) -> dict[str, Any]:
        """A dictionary of the caller's own. Raises GraphQLError for what does not fit."""
        if self.constant is not None:
            return dict(self.constant)
        known = variables.arguments.get(self)
        if known is None:
            known = variables.arguments[self] = self.of(variables.coerced)
        return dict(known)


@dataclass(eq=False)
class Level:
    """`key` is the column that says which row above a row belongs to; None where there is but one."""

    model: type[Model]
    head: str
    key: str | None
    order: str
    build: Build
    kids: Sequence["Kid"]
    relation: Relation | None = None
    arguments: Arguments | None = None
    _known: dict[Any, str] = field(default_factory=dict)

    @cached_property
    def of_client(self) -> bool:
        return issubclass(self.model, TenantModel)

    def keyed(self, keys: Mapping[Any, Any], conditions: Sequence[str], dialect: Dialect) -> tuple[str, Any]:
        """The statement for the rows of all these keys, and its first parameter."""
        single = len(keys) == 1
        known = (single, conditions, dialect)
        sql = self._known.get(known)
        if sql is None:
            assert self.key is not None
            among = f"{self.key} = ?" if single else dialect.among(self.key)
            order = ", ".join(filter(None, (self.key, self.order)))
            sql = self._known[known] = self._statement((among, *conditions), order)
        return sql, next(iter(keys)) if single else dialect.keys(keys)

    def named(self, conditions: Sequence[str], tail: str = "") -> str:
        """The statement for the rows that the conditions name."""
        known = (conditions, tail)
        sql = self._known.get(known)
        if sql is None:
            sql = self._known[known] = self._statement(conditions, self.order) + tail
        return sql

    def _statement(self, conditions: Sequence[str], order: str) -> str:
        narrowed = f" WHERE {' AND '.join(conditions)}" if conditions else ""
        return f"{self.head}{narrowed}{f' ORDER BY {order}' if order else ''}"


@dataclass(eq=False)
class PagePart:
    """A field of a connection: `nodes` has a level, `pageInfo` the keys and names of its fields.

    `of_total` makes one of the number of rows in all pages.
    """

    key: str
    name: str
    level: Level | None = None
    fields: Sequence[tuple[str, str]] = ()
    of_total: Callable[[int], Any] | None = None


@dataclass(eq=False)
class Asked:
    """A field that is read for each row above by itself: with conditions, or a page, of its own.

    `needs` names the columns of that row, whose values come with each slot; `names` what is selected of what is made
    or worked out, at any depth, in Python.
    """

    spec: Any
    arguments: Arguments
    needs: Sequence[str]
    level: Level | None = None
    parts: Sequence[PagePart] = ()
    show: Callable[[Any], Any] | None = None
    names: frozenset[str] = frozenset()

    @cached_property
    def of_client(self) -> bool:
        return isinstance(self.spec, Relation) and self.spec.of_client


Kid = Level | Asked
"""What lies below a row: a level of the same plane is read with it, everything else when the snapshot is over."""
