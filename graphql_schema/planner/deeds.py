"""A mutation of one field without an executor: its own resolver, then an expression that shows what came of it.

The resolver, its arguments, rights and errors are those of the ordinary way; what is left out is walking through an
answer that has the same few fields each time. An answer with more than columns is left to the ordinary way.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from graphql import (
    ExecutionResult,
    OperationDefinitionNode,
    is_non_null_type,
    located_error,
)
from graphql.execution.collect_fields import collect_fields

from graphql_schema.documents import Document
from graphql_schema.planner.levels import Arguments, Variables
from graphql_schema.planner.selecting import Select
from graphql_schema.planner.showing import Showing
from graphql_schema.planner.values import Unplanned
from graphql_schema.reading import definition_of


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


class _Deeds(Showing):
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
            show=select.function("o", self.shown(select, field, details, "o", "o")),
        )
