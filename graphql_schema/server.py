"""The view at /graphql: POST and GET by the GraphQL-over-HTTP specification, uploads, event streams, WebSockets.

Most of what comes by HTTP goes a shorter way, see graphql_schema/lean.py; it answers the same.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, cast

import orjson
from cross_web import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocket
from strawberry.asgi import GraphQL
from strawberry.exceptions import ConnectionRejectionError
from strawberry.http import GraphQLHTTPResponse
from strawberry.subscriptions import GRAPHQL_SSE_PROTOCOL, GRAPHQL_TRANSPORT_WS_PROTOCOL
from strawberry.types import ExecutionResult

from app.http.graphiql import page_redirect, wants_page
from app.settings import Settings
from graphql_schema.context import Context
from graphql_schema.execution import is_request_error
from graphql_schema.planner import encode
from graphql_schema.replies import GRAPHQL_JSON
from graphql_schema.rooms import Told
from graphql_schema.schema import FoundrySchema
from graphql_schema.sockets import CodedErrors, TextFrames

PREFLIGHT_HEADERS = ("graphql-require-preflight", "apollo-require-preflight", "x-requested-with")


class FoundryGraphQL(GraphQL[Context, None]):
    websocket_adapter_class = TextFrames
    graphql_transport_ws_handler_class = CodedErrors

    def __init__(self, schema: FoundrySchema, settings: Settings) -> None:
        super().__init__(
            schema,
            graphql_ide=None,
            subscription_protocols=(GRAPHQL_TRANSPORT_WS_PROTOCOL, GRAPHQL_SSE_PROTOCOL),
            connection_init_wait_timeout=timedelta(seconds=10),
            multipart_uploads_enabled=True,
            max_subscriptions_per_connection=settings.max_subscriptions,
            allowed_origins=settings.websocket_origins or settings.cors_origins,
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await super().__call__(scope, receive, send)
            return
        request = Request(scope, receive)
        try:
            await (await self._answer(request))(scope, receive, send)
        except ClientDisconnect:
            pass  # nobody is there to be answered
        finally:
            await request.close()  # files of a form live until here

    async def _answer(self, request: Request) -> Response:
        if wants_page(request):
            return page_redirect(request)
        try:
            return await self.run(request)
        except HTTPException as error:
            return _refused(*_EXACTLY.get(error.reason, (error.reason, error.status_code)))

    async def get_context(self, request: Request | WebSocket, response: Response | WebSocket) -> Context:
        context = Context(request)
        if isinstance(request, Request):
            context.wants_new_type = GRAPHQL_JSON.decode() in request.headers.get("accept", "")
            await context.authenticate(request.headers)
        return context

    async def on_ws_connect(self, context: Context) -> Any:
        """Credentials come in connection_init; clients that are no browsers may send the header instead."""
        given = {**_authorization(context.request.headers), **_authorization(context.connection_params or {})}
        await context.authenticate(given)
        if context.viewer_or_none is None:
            raise ConnectionRejectionError
        return await super().on_ws_connect(context)

    async def parse_multipart(self, request: Any) -> dict[str, str]:
        """A form can be posted by any page without asking; a header of one's own cannot."""
        if not any(name in request.headers for name in PREFLIGHT_HEADERS):
            raise HTTPException(403, "An upload needs the header `GraphQL-Require-Preflight: 1`.")
        return await super().parse_multipart(request)

    async def execute_single(
        self,
        request: Request,
        request_adapter: Any,
        sub_response: Response,
        context: Context,
        root_value: None,
        request_data: Any,
    ) -> ExecutionResult:
        result = await super().execute_single(request, request_adapter, sub_response, context, root_value, request_data)
        if is_request_error(result.data, result.errors):
            if context.wants_new_type:
                sub_response.status_code = 400
            result.data = REQUEST_ERROR
        if context.wants_new_type:
            sub_response.headers["content-type"] = f"{GRAPHQL_JSON.decode()}; charset=utf-8"
        return result

    async def process_result(self, request: Request, result: ExecutionResult) -> GraphQLHTTPResponse:
        """An operation that never ran has no `data`, not even null. What was encoded for many is used as it is."""
        if isinstance(result, Told):
            return cast("GraphQLHTTPResponse", orjson.Fragment(result.text))
        answer = await super().process_result(request, result)
        if answer.get("data") is REQUEST_ERROR:
            del answer["data"]
        return answer

    def create_response(self, response_data: Any, sub_response: Response) -> Response:
        content_type = sub_response.headers.get("content-type")
        if content_type is not None:
            del sub_response.headers["content-type"]
        response = super().create_response(response_data, sub_response)
        if content_type is not None:
            response.headers["content-type"] = content_type
        return response

    def encode_json(self, data: object) -> bytes:
        return encode(data)

    def decode_json(self, data: str | bytes) -> object:
        """Stricter than the standard library: text that is no Unicode could not be stored."""
        return orjson.loads(data)

    def parse_json(self, data: str | bytes) -> Any:
        parsed = super().parse_json(data)
        if not isinstance(parsed, dict | list):
            raise HTTPException(400, "The JSON of a request must be an object.")
        return parsed


REQUEST_ERROR: Any = object()


def _authorization(headers: Mapping[str, object]) -> dict[str, object]:
    found = [value for name, value in headers.items() if name.lower() == "authorization"]
    return {"authorization": found[-1]} if found else {}


# Where Strawberry's word for it is not what GraphQL over HTTP asks for.
_EXACTLY = {
    "Not Found": ("A GET request needs a `query`.", 400),
    "mutations are not allowed when using GET": ("Mutations are sent by POST.", 405),
}


def _refused(reason: str, status_code: int) -> Response:
    body = {"errors": [{"message": reason, "extensions": {"code": "VALIDATION_ERROR"}}]}
    headers = {"allow": "GET, POST"} if status_code == 405 else None
    return Response(orjson.dumps(body), status_code=status_code, media_type="application/json", headers=headers)
