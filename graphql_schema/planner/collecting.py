"""What a selection holds: graphql-core collects its fields, Strawberry converts their arguments.

Fragments, aliases, merging, @skip and @include are graphql-core's own, so that they mean here what they mean there.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from graphql import (
    GraphQLField,
    GraphQLObjectType,
    GraphQLSchema,
    OperationDefinitionNode,
    VariableNode,
    get_named_type,
)
from graphql.execution.collect_fields import FieldDetails, collect_fields, collect_subfields
from graphql.execution.values import get_argument_values
from strawberry.permission import PermissionExtension
from strawberry.types.arguments import convert_arguments

from graphql_schema.documents import Document
from graphql_schema.permissions import SignedIn
from graphql_schema.planner.levels import Arguments
from graphql_schema.planner.values import Unplanned
from graphql_schema.reading import Column, definition_of, python_name, reads_of

Selection = Mapping[str, Sequence[FieldDetails]]


class Collector:
    """Walks one operation of a document; of `variables`, which are coerced, only those that directives ask matter."""

    def __init__(self, schema: Any, document: Document, operation: OperationDefinitionNode, variables: Any) -> None:
        self._strawberry = schema
        self._schema: GraphQLSchema = schema._schema
        self._document = document
        self._operation = operation
        self._variables = variables

    def top(self) -> Iterator[tuple[str, Any, Any, Any]]:
        """The fields of the operation itself."""
        query = self._schema.query_type
        assert query is not None
        collected = collect_fields(self._schema, self._document.fragments, self._variables, query, self._operation)
        return self.fields(query, collected.grouped_field_set)

    def fields(self, kind: GraphQLObjectType, selection: Selection) -> Iterator[tuple[str, Any, Any, Any]]:
        """(key, definition, what it reads, nodes); definition and reading are None for `__typename`."""
        for key, details in selection.items():
            name = details[0].node.name.value
            if name == "__typename":
                yield key, None, None, details
                continue
            field = kind.fields.get(name)
            definition = definition_of(field)
            if field is None or definition is None:
                raise Unplanned("introspection", name)
            self._require_open(definition, name)
            spec = reads_of(definition)
            if spec is None and definition.base_resolver is not None:
                raise Unplanned("resolver", f"{kind.name}.{name}")
            yield key, field, spec or Column(), details

    @staticmethod
    def _require_open(definition: Any, name: str) -> None:
        """The planner knows one permission: that somebody is signed in."""
        for extension in definition.extensions:
            known = isinstance(extension, PermissionExtension) and all(
                type(permission) is SignedIn for permission in extension.permissions
            )
            if not known:
                raise Unplanned("extension", name)

    def below(self, field: GraphQLField, details: Sequence[FieldDetails]) -> tuple[GraphQLObjectType, Selection]:
        kind = get_named_type(field.type)
        if not isinstance(kind, GraphQLObjectType):
            raise Unplanned("abstract", kind.name)
        collected = collect_subfields(
            self._schema, self._document.fragments, self._variables, self._operation, kind, list(details)
        )
        return kind, collected.grouped_field_set

    def names(self, field: GraphQLField, details: Sequence[FieldDetails]) -> Iterator[str]:
        """What is selected of the field's objects, at any depth, as it is called in Python."""
        if isinstance(get_named_type(field.type), GraphQLObjectType):
            for _, inner, _, nodes in self.fields(*self.below(field, details)):
                if inner is not None:
                    yield python_name(inner)
                    yield from self.names(inner, nodes)

    def arguments(self, field: GraphQLField, details: Sequence[FieldDetails]) -> Arguments:
        node, definition = details[0].node, definition_of(field)
        registry, config = self._strawberry.schema_converter.scalar_registry, self._strawberry.config

        def of(variables: Any) -> dict[str, Any]:
            given = get_argument_values(field, node, variables)
            return convert_arguments(given, definition.arguments, scalar_registry=registry, config=config)

        varies = any(_names_a_variable(argument.value) for argument in node.arguments or ())
        return Arguments(None if varies else of(self._variables), of)


def _names_a_variable(node: Any) -> bool:
    if isinstance(node, VariableNode):
        return True
    inner = [*(getattr(node, "values", None) or ()), *(each.value for each in getattr(node, "fields", None) or ())]
    return any(map(_names_a_variable, inner))
