"""How an object is shown that a resolver, or a function over rows, has made: one expression for all of its fields."""

from collections.abc import Iterator, Sequence

from graphql import (
    GraphQLField,
    GraphQLObjectType,
    get_named_type,
    get_nullable_type,
    is_list_type,
    is_non_null_type,
)
from graphql.execution.collect_fields import FieldDetails

from graphql_schema.planner import values
from graphql_schema.planner.collecting import Collector, Selection
from graphql_schema.planner.selecting import Select
from graphql_schema.planner.values import Unplanned
from graphql_schema.reading import ClientId, Column, One, Row, class_of, python_name


class Showing(Collector):
    def shown(self, select: Select, field: GraphQLField, details: Sequence[FieldDetails], value: str, name: str) -> str:
        """The expression that shows a value; `name` is one for the entries of a list that no other has."""
        if not isinstance(get_named_type(field.type), GraphQLObjectType):
            return _leaf(select, field, value)
        kind, selection = self.below(field, details)
        is_list = is_list_type(get_nullable_type(field.type))
        of_each = f"{name}_" if is_list else value
        parts = ",".join(f"{key!r}:{part}" for key, part in self._parts(select, kind, selection, of_each))
        shown = f"[{{{parts}}} for {of_each} in {value}]" if is_list else f"{{{parts}}}"
        return shown if is_non_null_type(field.type) else f"(None if {value} is None else {shown})"

    def _parts(
        self, select: Select, kind: GraphQLObjectType, selection: Selection, value: str
    ) -> Iterator[tuple[str, str]]:
        is_row = issubclass(class_of(kind) or object, Row)
        for key, field, spec, details in self.fields(kind, selection):
            if field is None:
                yield key, repr(kind.name)
                continue
            name = python_name(field)
            if not is_row:
                yield key, self.shown(select, field, details, f"{value}.{name}", f"{value.replace('.', '_')}_{name}")
            elif isinstance(spec, ClientId):
                yield key, f"{value}.access.client_id"
            elif isinstance(spec, Column) and not spec.only:
                yield key, _column(select, field, spec, f"{value}.row.{name}")
            elif isinstance(spec, One) and spec.carried:
                yield key, self.shown(select, field, details, f"{value}.{name}", f"{value.replace('.', '_')}_{name}")
            else:
                raise Unplanned("executor", name)


def _leaf(select: Select, field: GraphQLField, value: str) -> str:
    kind = get_nullable_type(field.type)
    if is_list_type(kind) and get_named_type(kind).name in ("String", "ID", "Int"):
        return value
    return values.parsed(field.type, value, named=select.named)


def _column(select: Select, field: GraphQLField, spec: Column, value: str) -> str:
    if is_list_type(get_nullable_type(field.type)):
        return f"({value} or [])" if spec.empty else value
    if get_named_type(field.type).name == "JSON":
        return value
    return values.parsed(field.type, value, named=select.named)
