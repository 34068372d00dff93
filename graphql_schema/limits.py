"""What one operation may ask for. Each refusal names its number; pages are bounded in `app.kit.paging`."""

from collections.abc import Iterator
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    InlineFragmentNode,
    SelectionNode,
    SelectionSetNode,
    ValidationContext,
    ValidationRule,
)
from strawberry.extensions import AddValidationRules, MaxTokensLimiter

# Introspection nests deeper than any honest read: `__schema { types { fields { type { ofType ...`.
INTROSPECTION_DEPTH = 20


def limit_extensions(depth: int, aliases: int, tokens: int) -> list[Any]:
    """Extensions for the schema, made once a request by Strawberry."""

    class Limits(ValidationRule):
        def __init__(self, context: ValidationContext) -> None:
            super().__init__(context)
            for message in refusals(context.document, depth, aliases):
                context.report_error(GraphQLError(message))

    return [
        lambda: MaxTokensLimiter(max_token_count=tokens),
        lambda: AddValidationRules([Limits]),
    ]


def refusals(document: DocumentNode, max_depth: int, max_aliases: int) -> Iterator[str]:
    """What the document has too much of, in words."""
    fragments = {node.name.value: node for node in document.definitions if isinstance(node, FragmentDefinitionNode)}
    depths, aliases = _Depths(fragments), 0
    for definition in document.definitions:
        selections = getattr(definition, "selection_set", None)
        if selections is None:
            continue
        aliases += _aliases(selections)
        if isinstance(definition, FragmentDefinitionNode):
            continue
        found, introspects = depths.of(selections)
        allowed = max(max_depth, INTROSPECTION_DEPTH) if introspects else max_depth
        if found > allowed:
            yield f"The operation nests fields {found} levels deep; {allowed} are allowed."
    if aliases > max_aliases:
        yield f"The document has {aliases} aliases; {max_aliases} are allowed."


def _aliases(selections: SelectionSetNode) -> int:
    total = 0
    for node in selections.selections:
        total += isinstance(node, FieldNode) and node.alias is not None
        nested = getattr(node, "selection_set", None)
        if nested is not None:
            total += _aliases(nested)
    return total


class _Depths:
    """Levels of fields, fragments measured once each; one that names itself ends there (validation refuses it)."""

    def __init__(self, fragments: dict[str, FragmentDefinitionNode]) -> None:
        self._fragments = fragments
        self._known: dict[str, tuple[int, bool]] = {}

    def of(self, selections: SelectionSetNode) -> tuple[int, bool]:
        """How deep, and whether it is introspection."""
        deepest, introspects = 0, False
        for node in selections.selections:
            depth, inner = self._of_node(node)
            deepest, introspects = max(deepest, depth), introspects or inner
        return deepest, introspects

    def _of_node(self, node: SelectionNode) -> tuple[int, bool]:
        if isinstance(node, FieldNode):
            depth, inner = self.of(node.selection_set) if node.selection_set else (0, False)
            return depth + 1, inner or node.name.value in ("__schema", "__type")
        if isinstance(node, InlineFragmentNode):
            return self.of(node.selection_set)
        if isinstance(node, FragmentSpreadNode):
            return self._of_fragment(node.name.value)
        return 0, False

    def _of_fragment(self, name: str) -> tuple[int, bool]:
        if name not in self._known and name in self._fragments:
            self._known[name] = (0, False)
            self._known[name] = self.of(self._fragments[name].selection_set)
        return self._known.get(name, (0, False))
