"""What one operation may ask for. Each refusal names its number; pages are bounded in `app.kit.paging`.

A document that is too much is not validated any further (graphql_schema/documents.py).
"""

from collections.abc import Iterator

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    SelectionNode,
    SelectionSetNode,
)

# Introspection nests deeper than any honest read: `__schema { types { fields { type { ofType ...`.
INTROSPECTION_DEPTH = 20


def refusals(document: DocumentNode, max_depth: int, max_aliases: int) -> list[str]:
    """What the document has too much of, in words."""
    try:
        return list(_excesses(document, max_depth, max_aliases))
    except RecursionError:
        return ["The document's fragments lie too deep in each other."]


def _excesses(document: DocumentNode, max_depth: int, max_aliases: int) -> Iterator[str]:
    fragments = {node.name.value: node for node in document.definitions if isinstance(node, FragmentDefinitionNode)}
    depths, aliases, repeats = _Depths(fragments), 0, 0
    for definition in document.definitions:
        selections = getattr(definition, "selection_set", None)
        if selections is None:
            continue
        for inner in _selection_sets(selections):
            aliases += sum(isinstance(node, FieldNode) and node.alias is not None for node in inner.selections)
            repeats += _repeats(inner)
        if isinstance(definition, FragmentDefinitionNode):
            continue
        found, introspects = depths.of(selections)
        allowed = max(max_depth, INTROSPECTION_DEPTH) if introspects else max_depth
        if found > allowed:
            yield f"The operation nests fields {found} levels deep; {allowed} are allowed."
    if aliases > max_aliases:
        yield f"The document has {aliases} aliases; {max_aliases} are allowed."
    if repeats > max_aliases:
        yield f"The document names fields again {repeats} times where they stand already; {max_aliases} are allowed."


def _selection_sets(selections: SelectionSetNode) -> Iterator[SelectionSetNode]:
    """This one and all inside it."""
    yield selections
    for node in selections.selections:
        nested = getattr(node, "selection_set", None)
        if nested is not None:
            yield from _selection_sets(nested)


def _repeats(selections: SelectionSetNode) -> int:
    """Fields of a selection set beyond the first of each name: each is compared with each by validation."""
    names = [(node.alias or node.name).value for node in selections.selections if isinstance(node, FieldNode)]
    return len(names) - len(set(names))


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
