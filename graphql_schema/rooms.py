"""Who is told the same of an event, and what it was: executed and encoded once for a room.

A room holds those who asked for the same: same client, same rights, same document, operation and variables. Whoever of
it comes by an event first executes the selection; the others take the text.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import orjson
from graphql import FieldNode, GraphQLSchema, TypeInfo, TypeInfoVisitor, Visitor, visit
from strawberry.types import ExecutionResult

from app.accounts.policy import Permission
from app.clients.access import ClientAccess
from app.progress.events import CommentAdded, Event, JobChanged, SpokeDecided, SpokeEvaluated
from graphql_schema.documents import Document, Question
from graphql_schema.reading import definition_of
from graphql_schema.subscriptions import Happenings

# Of a room with several members. One that lags further behind the others than this has its events executed anew.
RECENT = 32


@dataclass
class Told(ExecutionResult):
    """A result and its JSON."""

    text: str = ""


Outcome = Told | None | asyncio.Task[Told | None]
Execute = Callable[[Event, Happenings[Any]], Awaitable[Told | None]]


def key_of(question: Question) -> tuple[str, str | None, bytes]:
    """Equal where the same is asked for."""
    declared = [node.variable.name.value for node in question.operation.variable_definitions or ()]
    given = question.variables or {}
    values = {name: given[name] for name in declared if name in given}
    return question.document.text, question.name, orjson.dumps(values, option=orjson.OPT_SORT_KEYS)


def rights(access: ClientAccess, *, plain: bool) -> tuple[Any, ...]:
    """Equal where the same may be seen. People who see a part of the clients share only what is plain."""
    viewer = access.viewer
    person = None if plain or viewer.may(Permission.ALL_CLIENTS) else viewer.user_id
    return access.client_id, viewer.account_id, viewer.role, person


def is_plain(schema: GraphQLSchema, document: Document) -> bool:
    """Whether all that is asked for is in the event or the piece it speaks of: no resolver could look at who asks."""
    info = TypeInfo(schema)
    visitor = _Resolvers(info, schema)
    visit(document.ast, TypeInfoVisitor(info, visitor))
    return not visitor.found


class _Resolvers(Visitor):
    def __init__(self, info: TypeInfo, schema: GraphQLSchema) -> None:
        super().__init__()
        self._info = info
        self._root = schema.subscription_type
        self.found = False

    def enter_field(self, node: FieldNode, *_: Any) -> None:
        field = self._info.get_field_def()
        ours = definition_of(field)
        if self._info.get_parent_type() is not self._root and ours is not None and ours.base_resolver is not None:
            self.found = True


class Room:
    """`key` is what its members have in common."""

    __slots__ = ("_execute", "_recent", "key", "members")

    def __init__(self, key: Any, execute: Execute) -> None:
        self.key = key
        self.members = 0
        self._execute = execute
        self._recent: dict[object, tuple[Event, Outcome]] = {}

    def recall(self, event: Event) -> Told | None:
        """What the room's members are told of it, if that is known by now."""
        known = self._recent.get(id(event))
        return known[1] if known is not None and isinstance(known[1], Told) else None

    async def told(self, event: Event, source: Happenings[Any]) -> Told | None:
        """What the room's members are told of it; None where there is nothing to tell."""
        known = self._recent.get(id(event)) or self._recent.get(event)
        outcome = known[1] if known else await self._first(event, source)
        if isinstance(outcome, asyncio.Task):
            return outcome.result() if outcome.done() else await asyncio.shield(outcome)
        return outcome

    async def _first(self, event: Event, source: Happenings[Any]) -> Outcome:
        outcome: Outcome
        if isinstance(event, SpokeEvaluated | SpokeDecided | CommentAdded):  # others will come by while it is read
            outcome = asyncio.create_task(self._shown(event, source))
        else:
            outcome = await self._execute(event, source)
        if self.members > 1:
            self._remember(event, outcome)
        return outcome

    async def _shown(self, event: Event, source: Happenings[Any]) -> Told | None:
        return await self._execute(event, source)

    def _remember(self, event: Event, outcome: Outcome) -> None:
        """By identity, for a piece can have changed between two like events; a job's report is all that is shown."""
        self._recent[id(event)] = event, outcome
        if isinstance(event, JobChanged):
            self._recent[event] = event, outcome
        while len(self._recent) > RECENT:
            del self._recent[next(iter(self._recent))]
