"""GraphQL over WebSockets: what Strawberry's handler of graphql-transport-ws does otherwise than we want."""

from collections.abc import Mapping
from typing import Any

import orjson
from graphql import GraphQLError
from starlette.websockets import WebSocketDisconnect
from strawberry.asgi import ASGIWebSocketAdapter
from strawberry.http.exceptions import WebSocketDisconnected
from strawberry.subscriptions.protocols.graphql_transport_ws.handlers import BaseGraphQLTransportWSHandler, Operation
from strawberry.subscriptions.protocols.graphql_transport_ws.types import ConnectionInitMessage, SubscribeMessage
from strawberry.types import ExecutionResult
from strawberry.types.execution import PreExecutionError

from app.errors import Conflict
from graphql_schema.context import Context
from graphql_schema.planner import encode
from graphql_schema.rooms import Told


class TextFrames(ASGIWebSocketAdapter):
    """The protocol wants text frames; Strawberry sends what an encoder gives as bytes in binary ones."""

    async def send_json(self, message: Mapping[str, object]) -> None:
        await self.send_text(encode(message).decode())

    async def send_text(self, text: str) -> None:
        """Waits while the other end reads too slowly. Raises WebSocketDisconnected."""
        try:
            await self.ws.send({"type": "websocket.send", "text": text})
        except WebSocketDisconnect as error:
            raise WebSocketDisconnected from error


class CodedErrors(BaseGraphQLTransportWSHandler[Context, None]):
    """Results that were encoded for many are sent as they are.

    The handler's own refusal, of one operation too many, carries no code; here it gets one, and says the number.
    """

    websocket: TextFrames

    async def handle_connection_init(self, message: ConnectionInitMessage) -> None:
        await super().handle_connection_init(message)
        if self.connection_acknowledged:
            self.connection_init_timeout_task = None  # it is over, and would be kept as long as the socket

    async def handle_subscribe(self, message: SubscribeMessage) -> None:
        limit = self.max_subscriptions_per_connection
        has_room = limit is None or len(self.operations) < limit
        if has_room or not self.connection_acknowledged or message["id"] in self.operations:
            await super().handle_subscribe(message)
            return
        words = f"At most {limit} operations run on one connection; complete one first."
        refusal = Conflict(words, state="too_many_operations")
        error = GraphQLError(refusal.message, extensions=refusal.extensions)
        await self.send_message({"id": message["id"], "type": "error", "payload": [error.formatted]})

    async def _send_result_stream(self, operation: Operation[Context, None], result_source: Any) -> None:
        head = f'{{"id":{orjson.dumps(operation.id).decode()},"type":"next","payload":'
        try:
            async for result in result_source:
                if isinstance(result, Told):
                    await self.websocket.send_text(f"{head}{result.text}}}")
                elif isinstance(result, PreExecutionError):
                    await self._handle_pre_execution_error(operation, result)
                    return
                elif isinstance(result, ExecutionResult):
                    await operation.send_next(result)
                else:
                    await self._reject_incremental_delivery(operation)
                    return
        except WebSocketDisconnected:
            operation.completed = True  # nobody is there to be told; the handler learns it from reading
