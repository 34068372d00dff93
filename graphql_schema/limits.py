"""What one operation may ask for. Each refusal names its number; pages are bounded in `app.kit.paging`.

A document that is too much is not validated any further (graphql_schema/documents.py).
"""

from collections.abc import Iterator
from itertools import combinations
from typing import NamedTuple

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionNode,
    SelectionSetNode,
)

# Introspection nests deeper than any honest read: `__schema { types { fields { type { ofType ...`.
INTROSPECTION_DEPTH = 20
# Fragments that are spread in one place: validation compares each with each, the fields of both.
MAX_MEETING = 45
MAX_PAIRS = MAX_MEETING * (MAX_MEETING - 1) // 2

Fragments = dict[str, FragmentDefinitionNode]


def refusals(document: DocumentNode, max_depth: int, max_aliases: int) -> list[str]:
    """What the document has too much of, in words."""
    fragments = {node.name.value: node for node in document.definitions if isinstance(node, FragmentDefinitionNode)}
    try:
        deep = list(_too_deep(document, fragments, max_depth))
    except RecursionError:
        return ["The document's fragments lie too deep in each other."]
    return [*deep, *_too_many(document, fragments, max_aliases)]


def _too_deep(document: DocumentNode, fragments: Fragments, max_depth: int) -> Iterator[str]:
    depths = _Depths(fragments)
    for definition in document.definitions:
        if isinstance(definition, OperationDefinitionNode):
            found, introspects = depths.of(definition.selection_set)
            allowed = max(max_depth, INTROSPECTION_DEPTH) if introspects else max_depth
            if found > allowed:
                yield f"The operation nests fields {found} levels deep; {allowed} are allowed."


def _too_many(document: DocumentNode, fragments: Fragments, max_aliases: int) -> Iterator[str]:
    places = list(_places(document))
    aliases = sum(node.alias is not None for place in places for node in place.fields)
    if aliases > max_aliases:
        yield f"The document has {aliases} aliases; {max_aliases} are allowed."
    repeats = sum(place.repeats for place in places)
    if repeats > max_aliases:
        yield f"The document names fields again {repeats} times where they stand already; {max_aliases} are allowed."
    if _pairs_are_too_many(places, fragments):
        yield f"The document spreads more than {MAX_MEETING} fragments in one place, or as many pairs in several."


class _Place(NamedTuple):
    """What stands together in one pair of braces; those of inline fragments do not part it."""

    fields: list[FieldNode]
    spreads: list[str]

    @classmethod
    def of(cls, selections: SelectionSetNode) -> "_Place":
        place = cls([], [])
        waiting = list(selections.selections)
        while waiting:
            node = waiting.pop()
            if isinstance(node, FieldNode):
                place.fields.append(node)
            elif isinstance(node, FragmentSpreadNode):
                place.spreads.append(node.name.value)
            elif isinstance(node, InlineFragmentNode):
                waiting.extend(node.selection_set.selections)
        return place

    @property
    def repeats(self) -> int:
        """Fields beyond the first of each name: each is compared with each by validation."""
        return len(self.fields) - len({(node.alias or node.name).value for node in self.fields})


def _places(document: DocumentNode) -> Iterator[_Place]:
    waiting = [getattr(definition, "selection_set", None) for definition in document.definitions]
    while waiting:
        selections = waiting.pop()
        if selections is not None:
            place = _Place.of(selections)
            waiting.extend(node.selection_set for node in place.fields)
            yield place


def _pairs_are_too_many(places: list[_Place], fragments: Fragments) -> bool:
    beside = {name: _Place.of(node.selection_set).spreads for name, node in fragments.items()}
    meeting = {_meeting(place.spreads, beside) for place in places if place.spreads}
    pairs: set[tuple[str, str]] = set()
    for names in meeting:
        if len(names) > MAX_MEETING:
            return True
        pairs.update(combinations(sorted(names), 2))
    return len(pairs) > MAX_PAIRS


def _meeting(spreads: list[str], beside: dict[str, list[str]]) -> frozenset[str]:
    """The fragments that are spread in a place, by each other too; no more are looked for than are too many."""
    found: set[str] = set()
    waiting = list(spreads)
    while waiting and len(found) <= MAX_MEETING:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting.extend(beside.get(name, ()))
    return frozenset(found)


class _Depths:
    """Levels of fields, fragments measured once each; one that names itself ends there (validation refuses it)."""

    def __init__(self, fragments: Fragments) -> None:
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
