"""A smaller request that still differs: parts of the document are left out one after another, as long as it does."""

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import replace
from typing import Any

from graphql import (
    REMOVE,
    DocumentNode,
    FragmentDefinitionNode,
    GraphQLError,
    Node,
    SelectionSetNode,
    Visitor,
    parse,
    print_ast,
    visit,
)

from tests.graphql_schema.fuzz.queries import Request

MOST_TRIES = 300


async def shrunk(request: Request, differs: Callable[[Request], Awaitable[bool]]) -> Request:
    """The request itself where nothing can be left out, or where the difference does not show again."""
    tries, at = 0, 0
    while tries < MOST_TRIES:
        candidate = _without(request, at)
        if candidate is None:
            return request
        tries += 1
        if candidate != request and await differs(candidate):
            request = candidate
        else:
            at += 1
    return request


def lessened(request: Request, at: int) -> Request:
    """A request that is like it but for one part; the same where there are not so many."""
    return _without(request, at) or request


def _without(request: Request, at: int) -> Request | None:
    """Leaves the part of that number out; None where there are not so many."""
    try:
        cutting = _Cutting(at)
        document = _tidied(visit(parse(request.query), cutting))
    except GraphQLError:
        return None
    return replace(request, query=print_ast(document)) if cutting.number > at else None


class _Cutting(Visitor):
    """Parts are selections that have others beside them, directives and arguments, from the outside to the inside."""

    def __init__(self, at: int) -> None:
        super().__init__()
        self.at = at
        self.number = 0

    def enter_selection_set(self, node: SelectionSetNode, *_: Any) -> SelectionSetNode | None:
        if len(node.selections) < 2:
            return None
        place = self.at - self.number
        self.number += len(node.selections)
        if not 0 <= place < len(node.selections):
            return None
        return SelectionSetNode(selections=(*node.selections[:place], *node.selections[place + 1 :]))

    def enter_directive(self, *_: Any) -> Any:
        return self._part()

    def enter_argument(self, node: Node, key: Any, parent: Any, path: list[Any], ancestors: list[Any]) -> Any:
        return None if any(of.kind == "directive" for of in ancestors if isinstance(of, Node)) else self._part()

    def _part(self) -> Any:
        self.number += 1
        return REMOVE if self.number - 1 == self.at else None


def _tidied(document: DocumentNode) -> DocumentNode:
    """Without fragments that nothing spreads any more and variables that nothing reads."""
    while True:
        spread = set(_names(document, "fragment_spread"))
        kept = [
            part
            for part in document.definitions
            if not isinstance(part, FragmentDefinitionNode) or part.name.value in spread
        ]
        if len(kept) == len(document.definitions):
            break
        document = DocumentNode(definitions=tuple(kept))
    return _declared(document)


def _declared(document: DocumentNode) -> DocumentNode:
    """Sound for one operation; with several, one that needs less is refused, and so does not differ."""
    read = list(_names(document, "variable"))

    class Undeclared(Visitor):
        def enter_variable_definition(self, node: Any, *_: Any) -> Any:
            return REMOVE if read.count(node.variable.name.value) < 2 else False

    cleaned: DocumentNode = visit(document, Undeclared())
    return cleaned


def _names(document: DocumentNode, kind: str) -> Iterator[str]:
    found: list[str] = []

    class Names(Visitor):
        def enter(self, node: Any, *_: Any) -> None:
            if node.kind == kind:
                found.append(node.name.value)

    visit(document, Names())
    return iter(found)
