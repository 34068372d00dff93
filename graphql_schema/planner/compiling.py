"""From a selection to a plan: where each field lies becomes statements, and how it is shown becomes loops."""

from collections.abc import Sequence
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from graphql import GraphQLField, OperationDefinitionNode
from graphql.execution.collect_fields import FieldDetails

from graphql_schema.documents import Document
from graphql_schema.planner.levels import Asked, Level, PagePart
from graphql_schema.planner.rows import At, Rows
from graphql_schema.planner.selecting import Select, slot_in
from graphql_schema.planner.showing import Showing
from graphql_schema.planner.values import Unplanned
from graphql_schema.reading import (
    Asking,
    Before,
    Computed,
    Each,
    Found,
    Made,
    Model,
    Page,
    Relation,
    Studied,
    python_name,
)


@dataclass(eq=False)
class Plan:
    """Fields of the query by their keys; None stands for `__typename`.

    `is_kept` says that the answer may be kept: all it depends on is known before it is read. `is_personal`: it shows
    what two people of one role may see differently. `reads_global`: rows of the global database beside the roots'.
    `repeats`: lists or long texts lie below a row that many lead to, so that more is shown than is read. `before` is
    seen to first.
    """

    roots: Sequence[tuple[str, Asked | None]]
    before: Sequence[Before] = ()
    is_kept: bool = True
    is_personal: bool = False
    reads_global: bool = False
    repeats: bool = False
    is_slow: bool = False


def compiled(schema: Any, document: Document, operation: OperationDefinitionNode, variables: Any) -> Plan:
    """`variables` are coerced; only those that directives name matter. Raises Unplanned."""
    return _Compiler(schema, document, operation, variables).plan()


class _Compiler(Rows, Showing):
    def __init__(self, schema: Any, document: Document, operation: OperationDefinitionNode, variables: Any) -> None:
        super().__init__(schema, document, operation, variables)
        self._plan = Plan(())
        self._doors: list[Select] = []

    def plan(self) -> Plan:
        self._plan.roots = [
            (key, None if field is None else self._root(field, spec, details))
            for key, field, spec, details in self.top()
        ]
        return self._plan

    def _root(self, field: GraphQLField, spec: Any, details: Sequence[FieldDetails]) -> Asked:
        if not isinstance(spec, Found | Page):
            raise Unplanned("resolver", details[0].node.name.value)
        if isinstance(spec, Page):
            self._plan.reads_global = True
        return self._asked(field, spec, details, at_root=True)

    def alone(self, at: At, field: GraphQLField, spec: Any, details: Any) -> str:
        asked = self._asked(field, spec, details)
        if asked.of_client and at.select not in self._doors:
            self._plan.is_kept = False  # which clients it reads is known only when it is read
        own = "".join(f"{at.column(name)}," for name in asked.needs)
        return f"{at.select.named(slot_in)}({at.select.below(asked, '[]')},({own}))"

    def depends(self, spec: Relation) -> None:
        self._plan.reads_global |= not spec.of_client
        self._plan.is_personal |= spec.is_personal

    def comes_back(self) -> None:
        self._plan.repeats = True

    def _asked(self, field: GraphQLField, spec: Any, details: Any, *, at_root: bool = False) -> Asked:
        arguments = self.arguments(field, details)
        if isinstance(spec, Computed):
            self._plan.is_kept, self._plan.reads_global = False, True
            names = frozenset(self.names(field, details))
            return Asked(spec, arguments, (), show=self._made(field, details), names=names)
        if not isinstance(spec, Found | Each | Made | Page | Asking | Studied):
            raise Unplanned("resolver", details[0].node.name.value)
        if spec.before is not None and spec.before not in self._plan.before:
            self._plan.before = (*self._plan.before, spec.before)
        asked = Asked(spec, arguments, () if at_root else self._needs(spec))
        if isinstance(spec, Page):
            asked.parts = self._page(field, spec, details)
            return asked
        if isinstance(spec, Asking | Made | Studied):
            asked.level = _whole_rows(spec.model) if isinstance(spec, Made) else None
            asked.show, asked.names = self._made(field, details), frozenset(self.names(field, details))
            self._plan.is_kept &= not getattr(spec, "moves", False)
            return asked
        select = Select(spec.model, order=(spec.order,) if isinstance(spec, Each) else ())
        if at_root:
            self._doors.append(select)
        asked.level = self.level(select, field, details, "by.append")
        return asked

    def _needs(self, spec: Relation) -> Sequence[str]:
        if spec.of_client:
            return ("id", "account_id", "status")  # what its client is opened with
        self.depends(spec)
        return spec.needs if isinstance(spec, Each) else ()

    def _page(self, field: GraphQLField, spec: Page, details: Any) -> list[PagePart]:
        kind, selection = self.below(field, details)
        parts = []
        for key, inner, _, nodes in self.fields(kind, selection):
            part = PagePart(key, "__typename" if inner is None else nodes[0].node.name.value)
            if inner is None:
                part.fields = ((key, kind.name),)
            elif part.name == "nodes":
                part.level = self.level(Select(spec.model, key=spec.key, paged=spec.order), inner, nodes, "by.append")
            elif part.name == "pageInfo":
                info, chosen = self.below(inner, nodes)
                part.fields = [
                    (name, info.name if each is None else python_name(each))
                    for name, each, _, _ in self.fields(info, chosen)
                ]
            else:
                part.of_total = spec.connection.of_total.get(python_name(inner), int)
            parts.append(part)
        return parts

    def _made(self, field: GraphQLField, details: Any) -> Any:
        """A function that shows what was made of rows, or worked out."""
        select = Select(None)
        return select.function("o", self.shown(select, field, details, "o", "o"))


def _whole_rows(model: type[Model]) -> Level:
    """Each row as an object with the model's own values, of no client: what is made of it is only shown."""
    select = Select(model, order=("id",))
    fields = [model._meta.fields_map[name] for name in model._meta.fields_db_projection]
    stored = ",".join(select.column("t", model, field.model_field_name) for field in fields)

    def whole(*row: Any) -> SimpleNamespace:
        pairs = zip(fields, row, strict=True)
        return SimpleNamespace(**{field.model_field_name: field.to_python_value(value) for field, value in pairs})

    return select.level(f"by.append({select.named(whole)}({stored}))")
