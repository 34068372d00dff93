"""How a row is shown: one expression for each field, which what it reads decides."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Any, NamedTuple

from graphql import GraphQLField, GraphQLObjectType, is_non_null_type

from graphql_schema.planner import values
from graphql_schema.planner.collecting import Collector, Selection
from graphql_schema.planner.levels import Level
from graphql_schema.planner.selecting import Select, count_of, slot_among, slot_for
from graphql_schema.reading import ClientId, Column, Count, Derived, Items, Many, One, Relation, Same, python_name


class At(NamedTuple):
    """Where a row stands in a statement. `is_led_to` says that it is the one of a relation to one, not of a list."""

    select: Select
    alias: str
    model: Any
    is_led_to: bool = False

    def column(self, name: str) -> str:
        return self.select.column(self.alias, self.model, name)

    def joined(self, spec: One) -> "At":
        return At(self.select, self.select.join(spec, self.alias), spec.model, True)

    def below(self, level: Level) -> str:
        return self.select.below(level, "{}")


class Rows(Collector, ABC):
    def level(self, select: Select, field: GraphQLField, details: Any, emit: str, *, is_led_to: bool = False) -> Level:
        """Finishes the level whose rows show what is selected below the field; `emit` names what takes each."""
        kind, selection = self.below(field, details)
        return select.level(f"{emit}({self._row(At(select, 't', select.model, is_led_to), kind, selection)})")

    def object(self, kind: GraphQLObjectType, selection: Selection, value: Callable[[GraphQLField, str], str]) -> str:
        """The object of a type whose fields read nothing of their own: `value` shows one, by its Python name."""
        return _dict(
            (
                key,
                repr(kind.name) if field is None else value(field, python_name(field)),
            )
            for key, field, _, _ in self.fields(kind, selection)
        )

    @abstractmethod
    def alone(self, at: At, field: GraphQLField, spec: Any, details: Any) -> str:
        """What is read for each row by itself."""

    @abstractmethod
    def depends(self, spec: Relation) -> None:
        """The answer depends on what the relation reads."""

    @abstractmethod
    def comes_back(self) -> None:
        """Rows may be shown more often than they are read."""

    def _row(self, at: At, kind: GraphQLObjectType, selection: Selection) -> str:
        return _dict(
            (key, repr(kind.name) if field is None else self._value(at, field, spec, details))
            for key, field, spec, details in self.fields(kind, selection)
        )

    def _value(self, at: At, field: GraphQLField, spec: Any, details: Any) -> str:
        if isinstance(spec, Column):
            return self._column(at, field, spec)
        if isinstance(spec, ClientId):
            return "client_id"
        if isinstance(spec, Same):
            return self._row(at, *self.below(field, details))
        if isinstance(spec, Count):
            return at.select.expression(count_of(spec, at.alias))
        if isinstance(spec, Items):
            return self._items(at, field, spec, details)
        if isinstance(spec, One) and spec.joins(at.model) and not self._is_long(field, details):
            return self._joined(at, field, spec, details)
        if isinstance(spec, One):
            return self._led_to(at, field, spec, details)
        if isinstance(spec, Derived):
            return self._derived(at, field, spec, details)
        if isinstance(spec, Many):
            return self._many(at, field, spec, details)
        return self.alone(at, field, spec, details)

    def _is_long(self, field: GraphQLField, details: Any) -> bool:
        """Whether a long text is asked for just below: joined, it would be read once for each row."""
        below = self.fields(*self.below(field, details))
        return any(isinstance(spec, Column) and spec.long for _, inner, spec, _ in below if inner is not None)

    def _column(self, at: At, field: GraphQLField, spec: Column) -> str:
        name, named = python_name(field), at.select.named
        if spec.long and at.is_led_to:
            self.comes_back()
        nullable = at.model._meta.fields_map[name].null
        shown = values.stored(field.type, at.column(name), nullable=nullable, empty=spec.empty, named=named)
        return f"({shown} if {named(spec.only)} in rights else None)" if spec.only else shown

    def _items(self, at: At, field: GraphQLField, spec: Items, details: Any) -> str:
        column = (at.joined(spec.via) if spec.via else at).column(spec.column)
        found = f"L({column})" if spec.key is None else f"(L({column}).get({spec.key!r}) or ())"
        entry = self._entry(at.select, field, details) if spec.shown else "i"
        return f"([{entry} for i in {found}] if {column} else [])"

    def _entry(self, select: Select, field: GraphQLField, details: Any) -> str:
        """The object of `i`, an entry of parsed JSON."""
        return self.object(
            *self.below(field, details),
            lambda inner, name: values.parsed(inner.type, _entry_of(inner, name), named=select.named),
        )

    def _joined(self, at: At, field: GraphQLField, spec: One, details: Any) -> str:
        """A row of the same database, found by a unique column."""
        joined = at.joined(spec)
        return f"(None if {joined.column('id')} is None else {self._row(joined, *self.below(field, details))})"

    def _led_to(self, at: At, field: GraphQLField, spec: One, details: Any) -> str:
        """A row of the other database, or with a long text: read after this level, once for all who share it."""
        self.depends(spec)
        level = self.level(Select(spec.model, key=spec.there), field, details, "by[k].fill", is_led_to=True)
        level.relation = spec
        return f"{at.select.named(slot_for)}({at.below(level)},{at.column(spec.here)})"

    def _derived(self, at: At, field: GraphQLField, spec: Derived, details: Any) -> str:
        """Made of a column that is too long to be read again with each row."""
        below = Select(spec.via.model, key=spec.via.there)
        theirs = below.column("t", spec.via.model, spec.theirs)
        made = f"[{self._entry(below, field, details)} for i in {below.named(spec.make)}(L(s.own),{theirs})]"
        level = below.level(f"[s.fill({made}) for s in by[k]]")
        return f"{at.select.named(slot_among)}({at.below(level)},{at.column(spec.via.here)},{at.column(spec.column)})"

    def _many(self, at: At, field: GraphQLField, spec: Many, details: Any) -> str:
        self.depends(spec)
        if at.is_led_to:
            self.comes_back()
        level = self.level(Select(spec.model, key=spec.on, order=spec.order), field, details, "by[k].append")
        level.relation, level.arguments = spec, self.arguments(field, details)
        return f"{at.below(level)}.setdefault({at.column('id')},[])"


def _entry_of(field: GraphQLField, name: str) -> str:
    """What may be null need not be there: entries outlive the version that wrote them."""
    return f"i[{name!r}]" if is_non_null_type(field.type) else f"i.get({name!r})"


def _dict(fields: Any) -> str:
    return "{" + ",".join(f"{key!r}:{value}" for key, value in fields) + "}"
