"""From a selection to a plan: graphql-core collects the fields, here they become statements and loops.

Fragments, aliases, merging, @skip and @include are graphql-core's own `collect_fields`; arguments its own coercion and
Strawberry's conversion. So nothing is left here but where each field lies.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
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
from graphql_schema.planner import values
from graphql_schema.planner.levels import Arguments, Asked, Below, Level, PagePart
from graphql_schema.planner.selecting import Select, count_of, slot_among, slot_for, slot_in
from graphql_schema.planner.values import Unplanned
from graphql_schema.reading import (
    ClientId,
    Column,
    Computed,
    Count,
    Derived,
    Each,
    Found,
    Items,
    Many,
    One,
    Page,
    Relation,
    reads_of,
)

Selection = Mapping[str, Sequence[FieldDetails]]


@dataclass(eq=False)
class Plan:
    """Fields of the query by their keys; None stands for `__typename`.

    `is_kept` says that the answer may be kept: all it depends on is known before it is read. `is_personal`: it shows
    what two people of one role may see differently. `reads_global`: rows of the global database beside the roots'.
    """

    roots: Sequence[tuple[str, Asked | None]]
    is_kept: bool = True
    is_personal: bool = False
    reads_global: bool = False
    is_slow: bool = False


def compiled(schema: Any, document: Document, operation: OperationDefinitionNode, variables: Any) -> Plan:
    """`variables` are coerced; only those that directives name matter. Raises Unplanned."""
    return _Compiler(schema, document, operation, variables).plan()


class _Compiler:
    def __init__(self, schema: Any, document: Document, operation: OperationDefinitionNode, variables: Any) -> None:
        self._strawberry = schema
        self._schema: GraphQLSchema = schema._schema
        self._document = document
        self._operation = operation
        self._variables = variables
        self._plan = Plan(())
        self._doors: list[Select] = []

    def plan(self) -> Plan:
        query = self._schema.query_type
        assert query is not None
        collected = collect_fields(self._schema, self._document.fragments, self._variables, query, self._operation)
        self._plan.roots = [
            (key, None if field is None else self._root(field, spec, details))
            for key, field, spec, details in self._fields(query, collected.grouped_field_set)
        ]
        return self._plan

    def _root(self, field: GraphQLField, spec: Any, details: Sequence[FieldDetails]) -> Asked:
        if not isinstance(spec, Found | Page):
            raise Unplanned("resolver", details[0].node.name.value)
        if isinstance(spec, Page):
            self._plan.reads_global = True
        return self._asked(field, spec, details, at_root=True)

    # -- what a field is

    def _fields(self, kind: GraphQLObjectType, selection: Selection) -> Iterator[tuple[str, Any, Any, Any]]:
        """(key, definition, what it reads, nodes); definition and reading are None for `__typename`."""
        for key, details in selection.items():
            name = details[0].node.name.value
            if name == "__typename":
                yield key, None, None, details
                continue
            field = kind.fields.get(name)
            definition = field.extensions.get("strawberry-definition") if field else None
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

    def _below(self, field: GraphQLField, details: Sequence[FieldDetails]) -> tuple[GraphQLObjectType, Selection]:
        kind = get_named_type(field.type)
        if not isinstance(kind, GraphQLObjectType):
            raise Unplanned("abstract", kind.name)
        collected = collect_subfields(
            self._schema, self._document.fragments, self._variables, self._operation, kind, list(details)
        )
        return kind, collected.grouped_field_set

    def _arguments(self, field: GraphQLField, details: Sequence[FieldDetails]) -> Arguments:
        node, definition = details[0].node, field.extensions["strawberry-definition"]
        registry, config = self._strawberry.schema_converter.scalar_registry, self._strawberry.config

        def of(variables: Any) -> dict[str, Any]:
            given = get_argument_values(field, node, variables)
            return convert_arguments(given, definition.arguments, scalar_registry=registry, config=config)

        varies = any(_names_a_variable(argument.value) for argument in node.arguments or ())
        return Arguments(None if varies else of(self._variables), of)

    # -- rows

    def _level(self, select: Select, field: GraphQLField, details: Sequence[FieldDetails], target: str) -> Level:
        """Finishes the level whose rows show what is selected below the field."""
        kind, selection = self._below(field, details)
        return select.level(f"{target}({self._row(select, kind, selection, 't', select.model)})")

    def _row(self, select: Select, kind: GraphQLObjectType, selection: Selection, alias: str, model: Any) -> str:
        shown = []
        for key, field, spec, details in self._fields(kind, selection):
            value = repr(kind.name) if field is None else self._value(select, field, spec, details, alias, model)
            shown.append(f"{key!r}:{value}")
        return "{" + ",".join(shown) + "}"

    def _value(self, select: Select, field: GraphQLField, spec: Any, details: Any, alias: str, model: Any) -> str:
        if isinstance(spec, Column):
            return self._column(select, field, spec, alias, model)
        if isinstance(spec, ClientId):
            return "client_id"
        if isinstance(spec, Count):
            return select.expression(count_of(spec, alias))
        if isinstance(spec, Items):
            return self._items(select, field, spec, details, alias, model)
        if isinstance(spec, One) and spec.joins(model):
            return self._joined(select, field, spec, details, alias, model)
        if isinstance(spec, One | Derived):
            return self._slotted(select, field, spec, details, alias, model)
        if isinstance(spec, Many):
            return self._listed(select, field, spec, details, alias, model)
        return self._alone(select, field, spec, details, alias, model)

    def _column(self, select: Select, field: GraphQLField, spec: Column, alias: str, model: Any) -> str:
        name = field.extensions["strawberry-definition"].python_name
        nullable = model._meta.fields_map[name].null
        value = select.column(alias, model, name)
        shown = values.stored(field.type, value, nullable=nullable, empty=spec.empty, named=select.named)
        return f"({shown} if {select.named(spec.only)} in rights else None)" if spec.only else shown

    def _items(self, select: Select, field: GraphQLField, spec: Items, details: Any, alias: str, model: Any) -> str:
        if spec.via is not None:
            alias, model = select.join(spec.via, alias), spec.via.model
        column = select.column(alias, model, spec.column)
        return f"([{self._entry(select, field, details)} for i in L({column})] if {column} else [])"

    def _entry(self, select: Select, field: GraphQLField, details: Any) -> str:
        """An object made of `i`, an entry of parsed JSON."""
        kind, selection = self._below(field, details)
        shown = []
        for key, inner, _, _ in self._fields(kind, selection):
            if inner is None:
                value = repr(kind.name)
            else:
                name = inner.extensions["strawberry-definition"].python_name
                value = values.parsed(inner.type, f"i[{name!r}]", named=select.named)
            shown.append(f"{key!r}:{value}")
        return "{" + ",".join(shown) + "}"

    def _joined(self, select: Select, field: GraphQLField, spec: One, details: Any, alias: str, model: Any) -> str:
        """A row of the same database, found by a unique column: joined."""
        joined = select.join(spec, alias)
        present = select.column(joined, spec.model, "id")
        kind, selection = self._below(field, details)
        return f"(None if {present} is None else {self._row(select, kind, selection, joined, spec.model)})"

    def _slotted(self, select: Select, field: GraphQLField, spec: Any, details: Any, alias: str, model: Any) -> str:
        """A row that is read after this level, by itself: of the other database, or too long to repeat."""
        via = spec.via if isinstance(spec, Derived) else spec
        self._depends_on(via, model)
        key = select.column(alias, model, via.here)
        below = Select(via.model, key=via.there)
        if isinstance(spec, Derived):
            own = select.column(alias, model, spec.column)
            made = f"{below.named(spec.make)}(L(s.own),{below.column('t', via.model, spec.theirs)})"
            entry = self._entry(below, field, details)
            level = below.level(f"[s.fill([{entry} for i in {made}]) for s in by[k]]")
            waiting = select.below(Below(level, level.of_client), "{}")
            return f"{select.named(slot_among)}({waiting},{key},{own})"
        level = self._level(below, field, details, "by[k].fill")
        level.relation, level.arguments = spec, None
        waiting = select.below(Below(level, level.of_client), "{}")
        return f"{select.named(slot_for)}({waiting},{key})"

    def _listed(self, select: Select, field: GraphQLField, spec: Many, details: Any, alias: str, model: Any) -> str:
        self._depends_on(spec, model)
        level = self._level(Select(spec.model, key=spec.on, order=spec.order), field, details, "by[k].append")
        level.relation, level.arguments = spec, self._arguments(field, details)
        waiting = select.below(Below(level, level.of_client), "{}")
        return f"{waiting}.setdefault({select.column(alias, model, 'id')},[])"

    # -- fields that are read for each row by itself

    def _alone(self, select: Select, field: GraphQLField, spec: Any, details: Any, alias: str, model: Any) -> str:
        asked = self._asked(field, spec, details)
        if asked.of_client and select not in self._doors:
            self._plan.is_kept = False  # which clients it reads is known only when it is read
        own = ",".join(select.column(alias, model, name) for name in asked.needs)
        waiting = select.below(asked, "[]")
        return f"{select.named(slot_in)}({waiting},({own}{',' if own else ''}))"

    def _asked(self, field: GraphQLField, spec: Any, details: Any, *, at_root: bool = False) -> Asked:
        arguments = self._arguments(field, details)
        if isinstance(spec, Computed):
            self._plan.is_kept, self._plan.reads_global = False, True
            return Asked(spec, arguments, (), show=self._computed(field, details))
        if not isinstance(spec, Found | Each | Page):
            raise Unplanned("resolver", details[0].node.name.value)
        needs: Sequence[str] = spec.needs if isinstance(spec, Each) else ()
        if not at_root:
            needs = self._needs_of(spec, needs)
        asked = Asked(spec, arguments, needs)
        if isinstance(spec, Page):
            asked.parts = self._page(field, spec, details)
        else:
            select = Select(spec.model, order=(spec.order,) if isinstance(spec, Each) else ())
            if at_root:
                self._doors.append(select)
            asked.level = self._level(select, field, details, "by.append")
        return asked

    def _needs_of(self, spec: Relation, needs: Sequence[str]) -> Sequence[str]:
        if spec.of_client:
            return ("id", "account_id", "status")  # what its client is opened with
        self._plan.reads_global = True
        self._plan.is_personal |= spec.is_personal
        return needs

    def _page(self, field: GraphQLField, spec: Page, details: Any) -> list[PagePart]:
        kind, selection = self._below(field, details)
        parts = []
        for key, inner, _, nodes in self._fields(kind, selection):
            part = PagePart(key, "__typename" if inner is None else nodes[0].node.name.value)
            if inner is None:
                part.fields = ((key, kind.name),)
            elif part.name == "nodes":
                select = Select(spec.model, key="id", order=(), paged=spec.order)
                part.level = self._level(select, inner, nodes, "by.append")
            elif part.name == "pageInfo":
                info, chosen = self._below(inner, nodes)
                part.fields = [
                    (name, info.name if each is None else each.extensions["strawberry-definition"].python_name)
                    for name, each, _, _ in self._fields(info, chosen)
                ]
            parts.append(part)
        return parts

    def _computed(self, field: GraphQLField, details: Any) -> Any:
        """A function that shows the object."""
        kind, selection = self._below(field, details)
        select, shown = Select(None), []
        for key, inner, _, _ in self._fields(kind, selection):
            name = None if inner is None else inner.extensions["strawberry-definition"].python_name
            value = repr(kind.name) if name is None else values.parsed(inner.type, f"o.{name}", named=select.named)
            shown.append(f"{key!r}:{value}")
        return select.function("o", "{" + ",".join(shown) + "}")

    def _depends_on(self, spec: Relation, model: Any) -> None:
        if not spec.of_client:
            self._plan.reads_global = True
        self._plan.is_personal |= spec.is_personal


def _names_a_variable(node: Any) -> bool:
    if isinstance(node, VariableNode):
        return True
    inner = [*(getattr(node, "values", None) or ()), *(each.value for each in getattr(node, "fields", None) or ())]
    return any(map(_names_a_variable, inner))
