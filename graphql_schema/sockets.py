"""GraphQL over WebSockets: what Strawberry's handler of graphql-transport-ws does otherwise than we want."""

from collections.abc import Mapping

import orjson
from graphql import GraphQLError
from strawberry.asgi import ASGIWebSocketAdapter
from strawberry.subscriptions.protocols.graphql_transport_ws.handlers import BaseGraphQLTransportWSHandler
from strawberry.subscriptions.protocols.graphql_transport_ws.types import SubscribeMessage

from app.errors import Conflict
from graphql_schema.context import Context


class TextFrames(ASGIWebSocketAdapter):
    """The protocol wants text frames; Strawberry sends what an encoder gives as bytes in binary ones."""

    async def send_json(self, message: Mapping[str, object]) -> None:
        await self.ws.send_text(orjson.dumps(message).decode())


class CodedErrors(BaseGraphQLTransportWSHandler[Context, None]):
    """The handler's own refusal, of one operation too many, carries no code; here it gets one, and says the number."""

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
