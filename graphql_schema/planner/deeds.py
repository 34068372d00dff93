"""A mutation of one field without an executor: its own resolver, then an expression that shows what came of it.

The resolver, its arguments, rights and errors are those of the ordinary way; what is left out is walking through an
answer that has the same few fields each time. An answer with more than columns is left to the ordinary way.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from graphql import (
    ExecutionResult,
    GraphQLField,
    GraphQLObjectType,
    OperationDefinitionNode,
    get_named_type,
    get_nullable_type,
    is_list_type,
    is_non_null_type,
    located_error,
)
from graphql.execution.collect_fields import FieldDetails, collect_fields

from graphql_schema.documents import Document
from graphql_schema.planner import values
from graphql_schema.planner.collecting import Collector, Selection
from graphql_schema.planner.levels import Arguments, Variables
from graphql_schema.planner.selecting import Select
from graphql_schema.planner.values import Unplanned
from graphql_schema.reading import ClientId, Column, Row, class_of, definition_of, python_name


class Here:
    """What our resolvers know of Strawberry's Info."""

    __slots__ = ("context",)

    def __init__(self, context: Any) -> None:
        self.context = context


@dataclass(eq=False)
class Deed:
    """The one field of a mutation."""

    key: str
    nodes: Sequence[Any]
    arguments: Arguments
    resolver: Callable[..., Any]
    needs_person: bool
    is_required: bool
    show: Callable[[Any], Any]

    async def done(self, variables: Variables, context: Any) -> ExecutionResult:
        """The result, its errors not worded yet. Raises GraphQLError for arguments that do not fit, before anything."""
        given = self.arguments.values(variables)
        try:
            if self.needs_person:
                _ = context.viewer
            shown = self.show(await self.resolver(None, info=Here(context), **given))
        except Exception as error:
            located = located_error(error, self.nodes, [self.key])
            return ExecutionResult(None if self.is_required else {self.key: None}, [located])
        return ExecutionResult({self.key: shown}, None)


def deed(schema: Any, document: Document, operation: OperationDefinitionNode, variables: Any) -> Deed:
    """Raises Unplanned for what an executor is needed for."""
    return _Deeds(schema, document, operation, variables).deed()


class _Deeds(Collector):
    def deed(self) -> Deed:
        kind = self._schema.mutation_type
        assert kind is not None
        collected = collect_fields(self._schema, self._document.fragments, self._variables, kind, self._operation)
        if len(collected.grouped_field_set) != 1:
            raise Unplanned("executor", "several fields")
        [(key, details)] = collected.grouped_field_set.items()
        field = kind.fields.get(details[0].node.name.value)
        if field is None:
            raise Unplanned("executor", "__typename")
        definition = definition_of(field)
        self._require_open(definition, key)
        select = Select(None)
        return Deed(
            key=key,
            nodes=[each.node for each in details],
            arguments=self.arguments(field, details),
            resolver=definition.base_resolver.wrapped_func,
            needs_person=bool(definition.extensions),
            is_required=is_non_null_type(field.type),
            show=select.function("o", self._shown(select, field, details, "o", "o")),
        )

    def _shown(
        self, select: Select, field: GraphQLField, details: Sequence[FieldDetails], value: str, name: str
    ) -> str:
        """The expression that shows a value; `name` is one for the entries of a list that no other has."""
        if not isinstance(get_named_type(field.type), GraphQLObjectType):
            return values.parsed(field.type, value, named=select.named)
        kind, selection = self.below(field, details)
        is_list = is_list_type(get_nullable_type(field.type))
        if not is_list and not is_non_null_type(field.type):
            raise Unplanned("executor", "an object that may be null")
        of_each = f"{name}_" if is_list else value
        parts = ",".join(f"{key!r}:{part}" for key, part in self._parts(select, kind, selection, of_each))
        return f"[{{{parts}}} for {of_each} in {value}]" if is_list else f"{{{parts}}}"

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
                yield key, self._shown(select, field, details, f"{value}.{name}", f"{value.replace('.', '_')}_{name}")
            elif isinstance(spec, ClientId):
                yield key, f"{value}.access.client_id"
            elif isinstance(spec, Column) and not spec.only:
                yield key, _column(select, field, spec, f"{value}.row.{name}")
            else:
                raise Unplanned("executor", name)


def _column(select: Select, field: GraphQLField, spec: Column, value: str) -> str:
    if is_list_type(get_nullable_type(field.type)):
        return f"({value} or [])" if spec.empty else value
    if get_named_type(field.type).name == "JSON":
        return value
    return values.parsed(field.type, value, named=select.named)
