"""Conditions as Tortoise's `filter` takes them, as SQL: `status`, `g2__gte`, `score__g2__gte`, `id__in`, ...

What each means is what Tortoise makes of it, so that a read gives the same rows either way. Placeholders are `?`.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

import orjson

from graphql_schema.reading import Model

Engine = Literal["sqlite", "postgres"]
REMEMBERED_LENGTH = 64
"""Longer texts and lists of ids are not kept with the conditions that they stand in."""


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a list of keys is said: one parameter, however many there are, so that the statement stays the same."""

    engine: Engine

    def among(self, column: str) -> str:
        return f"{column} IN (SELECT value FROM json_each(?))" if self.engine == "sqlite" else f"{column} = ANY(?)"

    def keys(self, values: Iterable[Any]) -> Any:
        return orjson.dumps(list(values)).decode() if self.engine == "sqlite" else list(values)


SQLITE = Dialect("sqlite")
POSTGRES = Dialect("postgres")


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition on rows of the alias `t`, and what its value becomes; without a value there is no parameter."""

    sql: str
    value: Callable[[Any], Any] | None


def column_of(model: type[Model], name: str) -> str:
    """The column of a model's attribute. Raises KeyError."""
    return model._meta.fields_map[name].source_field or name


def where(model: type[Model], given: Mapping[str, Any], dialect: Dialect) -> tuple[tuple[str, ...], tuple[Any, ...]]:
    """The conditions, and the parameters in their order. Values are plain, lists of them are tuples."""
    found = _known_where if all(map(_is_short, given.values())) else _where
    return found(model, tuple(given.items()), dialect)


def _is_short(value: Any) -> bool:
    """Whether it is little to remember."""
    return not isinstance(value, str | tuple) or len(value) <= REMEMBERED_LENGTH


def _where(
    model: type[Model], given: tuple[tuple[str, Any], ...], dialect: Dialect
) -> tuple[tuple[str, ...], tuple[Any, ...]]:
    parts, values = [], []
    for name, value in given:
        condition = _condition(model, name, value is False and name.endswith("__isnull"), dialect)
        parts.append(condition.sql)
        if condition.value is not None:
            values.append(condition.value(value))
    return tuple(parts), tuple(values)


# Most of what is asked has been asked before; by then a look-up is all there is to do.
_known_where = lru_cache(maxsize=4096, typed=True)(_where)


@lru_cache(maxsize=1024)
def _condition(model: type[Model], name: str, negated: bool, dialect: Dialect) -> Condition:
    head, _, rest = name.partition("__")
    if head in model._meta.backward_o2o_fields:
        relation: Any = model._meta.fields_map[head]
        inner = _on(relation.related_model, "x", rest, negated, dialect)
        key = relation.relation_source_field or relation.relation_field
        table = relation.related_model._meta.db_table
        return Condition(f"t.id IN (SELECT x.{key} FROM {table} x WHERE {inner.sql})", inner.value)
    return _on(model, "t", name, negated, dialect)


def _on(model: type[Model], alias: str, name: str, negated: bool, dialect: Dialect) -> Condition:
    field, _, operator = name.partition("__")
    column = f"{alias}.{column_of(model, field)}"
    kind = model._meta.fields_map[field]
    if operator == "isnull":
        return Condition(f"{column} IS {'NOT ' if negated else ''}NULL", None)
    if operator == "in":
        return Condition(dialect.among(column), dialect.keys)
    if operator == "icontains":
        return Condition(f"UPPER(CAST({column} AS VARCHAR)) LIKE UPPER(?) ESCAPE '\\'", _part)
    return Condition(_COMPARED[operator].format(column), lambda value: kind.to_db_value(value, None))  # type: ignore[arg-type]  # no field of ours looks at a row


# `not` holds for NULL as well.
_COMPARED = {
    "": "{0} = ?",
    "not": "({0} <> ? OR {0} IS NULL)",
    "gt": "{0} > ?",
    "gte": "{0} >= ?",
    "lt": "{0} < ?",
    "lte": "{0} <= ?",
}


def _part(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"


def literal(text: str) -> str:
    """A string of ours as it stands in a statement."""
    return "'" + text.replace("'", "''") + "'"
