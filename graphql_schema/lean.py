"""The short way of an operation over HTTP: a known document, executed or planned, and the bytes of its answer.

It gives what Strawberry's view gives, without its adapters, extensions and second parsing. What it does not take, it
leaves to the view untouched: refusals keep their words there.
"""

import time

import orjson
from graphql import ExecutionResult, OperationType
from starlette.requests import ClientDisconnect, Request
from starlette.types import ASGIApp, Receive, Scope, Send

from app.http.middleware import count, says_its_size
from graphql_schema.answers import Answer
from graphql_schema.context import Context
from graphql_schema.documents import Question
from graphql_schema.execution import executed, failed, is_request_error, told
from graphql_schema.replies import GRAPHQL_JSON, Reply, reply_to_get, reply_to_mutation, reply_to_query, send_reply
from graphql_schema.requests import (
    Asked,
    Headers,
    asked_in_body,
    asked_in_query,
    body_of,
    given_again,
    has_json,
    headers_of,
    wants_stream,
)
from graphql_schema.schema import FoundrySchema
from graphql_schema.turns import Turns

# Looked up once: an enumeration's members are slow to name.
MUTATION, SUBSCRIPTION = OperationType.MUTATION, OperationType.SUBSCRIPTION


class ShortWay:
    """Stands before what every request passes, and does of it what an operation needs; `app` answers what it does not.

    It takes no body but one that says its size, and at most `max_bytes` of it.
    """

    def __init__(self, app: ASGIApp, schema: FoundrySchema, path: str, max_bytes: int) -> None:
        self._app = app
        self._schema = schema
        self._path = path
        self._max_bytes = max_bytes
        self._turns = Turns()
        self._planner = schema.planner

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] != self._path:
            await self._app(scope, receive, send)
            return
        started = time.perf_counter()
        headers, method, body, chosen = headers_of(scope), scope["method"], None, None
        if wants_stream(headers):
            pass
        elif method == "POST" and has_json(headers) and says_its_size(headers, self._max_bytes):
            try:
                body = await body_of(receive)
            except ClientDisconnect:
                return  # nobody is there to be answered
            chosen = self._chosen(asked_in_body(body), by_post=True)
        elif method == "GET":
            chosen = self._chosen(asked_in_query(scope["query_string"]), by_post=False)
        if chosen is not None:
            turn = await self._turns.mine()
            began = time.perf_counter()
            reply = await self._reply(chosen, Request(scope), headers)
            ended = time.perf_counter()
            self._turns.took(turn, ended - began)
            count(method, reply.status, ended - started)
            await send_reply(reply, send)
        else:
            await self._app(scope, receive if body is None else given_again(body, receive), send)

    def _chosen(self, asked: Asked | None, by_post: bool) -> Question | None:
        if asked is None:
            return None
        document = self._schema.documents.find(asked.query)
        operation = document.operation(asked.operation_name) if document else None
        if document is None or operation is None or operation.operation is SUBSCRIPTION:
            return None
        if operation.operation is MUTATION and not by_post:
            return None
        return Question(document, operation, asked.variables)

    async def _reply(self, chosen: Question, request: Request, headers: Headers) -> Reply:
        new_type = GRAPHQL_JSON in headers.get(b"accept", b"")
        context = Context(request, wants_new_type=new_type)
        credentials = headers.get(b"authorization")
        if credentials is not None:
            await context.authenticate({"authorization": credentials.decode("latin-1")})
        answer, failed = await self._answered(chosen, context)
        status = 400 if failed and new_type else 200
        if _is_mutation(chosen):
            return reply_to_mutation(answer, status, new_type)
        to = reply_to_get if request.method == "GET" else reply_to_query
        return to(headers, answer, status, new_type)

    async def _answered(self, chosen: Question, context: Context) -> tuple[Answer, bool]:
        """The answer, and whether the request was at fault, so that nothing was executed."""
        if self._planner is not None:
            try:
                if not _is_mutation(chosen):
                    if (planned := await self._planner.answer(chosen, context)) is not None:
                        return planned, False
                elif (done := await self._planner.done(chosen, context)) is not None:
                    return _told(told(self._schema, chosen, done))
            except Exception as error:
                return _told(failed(self._schema, chosen, error))
        return _told(await executed(self._schema, chosen, context))


def _is_mutation(question: Question) -> bool:
    return question.operation.operation is MUTATION


def _told(result: ExecutionResult) -> tuple[Answer, bool]:
    """An operation that never ran has no `data`, not even null."""
    data, errors = result.data, result.errors
    if not errors:
        return Answer(orjson.dumps({"data": data})), False
    formatted = [error.formatted for error in errors]
    if is_request_error(data, errors):
        return Answer(orjson.dumps({"errors": formatted})), True
    return Answer(orjson.dumps({"data": data, "errors": formatted})), False
