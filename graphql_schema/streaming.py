"""Subscriptions: each watcher has a source and rights of its own; what is told is made once for all who are equal."""

from collections.abc import AsyncGenerator
from typing import TYPE_CHECKING, Any

from graphql import ExecutionResult as CoreResult
from graphql import GraphQLError
from graphql.execution import create_source_event_stream
from strawberry.types import ExecutionResult
from strawberry.types.execution import PreExecutionError

from app.clients.access import ClientAccess
from graphql_schema.context import Context
from graphql_schema.documents import Question
from graphql_schema.errors import worded
from graphql_schema.rooms import Room, is_plain, key_of, rights
from graphql_schema.subscriptions import Happenings
from graphql_schema.telling import Telling, executor_of

if TYPE_CHECKING:
    from graphql_schema.schema import FoundrySchema

KNOWN_DOCUMENTS = 500


class Broadcast:
    """The rooms of one schema."""

    def __init__(self, schema: "FoundrySchema") -> None:
        self._schema = schema
        self._rooms: dict[Any, Room] = {}
        self._plain: dict[str, bool] = {}

    async def stream(self, question: Question, context: Context) -> AsyncGenerator[ExecutionResult, None]:
        """What Strawberry's own stream gives for a valid subscription, the results with their JSON."""
        await context.begin()
        source = await self._source(question, context)
        if isinstance(source, list):
            yield PreExecutionError(data=None, errors=worded(self._schema, question.document, question.name, source))
            return
        seat = _Seat(self, question, source)
        try:
            while True:
                event = await source.event()
                told = seat.room().recall(event) or await seat.room().told(event, source)
                if told is not None:
                    yield told
        except StopAsyncIteration:
            return
        except Exception as error:
            located = error if isinstance(error, GraphQLError) else GraphQLError(str(error), original_error=error)
            yield ExecutionResult(data=None, errors=worded(self._schema, question.document, question.name, [located]))
        finally:
            await seat.aclose()

    async def _source(self, question: Question, context: Context) -> Happenings[Any] | list[GraphQLError]:
        executor = executor_of(self._schema, question, context)
        if isinstance(executor, list):
            return executor
        made = create_source_event_stream(executor)
        source: Any = await made if executor.is_awaitable(made) else made
        if isinstance(source, CoreResult):
            return source.errors or []
        assert isinstance(source, Happenings), "a subscription whose events cannot be shared"
        return source

    def entered(self, question: Question, access: ClientAccess) -> Room:
        """Where all meet who are told the same; it wants to be left again."""
        key = (rights(access, plain=self._is_plain(question)), key_of(question))
        room = self._rooms.get(key)
        if room is None:
            room = self._rooms[key] = Room(key, Telling(self._schema, question).told)
        room.members += 1
        return room

    def left(self, room: Room) -> None:
        room.members -= 1
        if not room.members:
            del self._rooms[room.key]

    def _is_plain(self, question: Question) -> bool:
        text = question.document.text
        if text not in self._plain:
            if len(self._plain) >= KNOWN_DOCUMENTS:
                self._plain.clear()
            self._plain[text] = is_plain(self._schema._schema, question.document)
        return self._plain[text]


class _Seat:
    """One watcher's place, in the room that their rights of the moment open to them."""

    __slots__ = ("_access", "_broadcast", "_question", "_room", "_source")

    def __init__(self, broadcast: Broadcast, question: Question, source: Happenings[Any]) -> None:
        self._broadcast = broadcast
        self._question = question
        self._source = source
        self._access: ClientAccess | None = None
        self._room: Room | None = None

    def room(self) -> Room:
        """Another one when the rights have changed."""
        if self._room is None or self._source.access is not self._access:
            self._leave()
            self._access = self._source.access
            self._room = self._broadcast.entered(self._question, self._access)
        return self._room

    def _leave(self) -> None:
        if self._room is not None:
            self._broadcast.left(self._room)
            self._room = None

    async def aclose(self) -> None:
        self._leave()
        await self._source.aclose()
