"""What a client is told of an error. Ours say their code; anything else is masked, and logged under a trace id.

Strawberry hands every list of errors to `Schema.process_errors` before it is sent: queries, mutations, subscription
frames and refused operations alike. That is the one place where they are replaced.
"""

import logging
import secrets
from typing import TYPE_CHECKING, Any

from graphql import GraphQLError
from graphql.validation.validate import ValidationAbortedError
from strawberry.schema.exceptions import CannotGetOperationTypeError
from strawberry.types import ExecutionContext

from app.errors import AppError

if TYPE_CHECKING:
    from graphql_schema.documents import Document
    from graphql_schema.schema import FoundrySchema

log = logging.getLogger(__name__)
INTERNAL = "INTERNAL_ERROR"
INVALID = "VALIDATION_ERROR"
TOO_COSTLY = "Validation of the document was given up: it repeats itself too much, or has too many errors."


def told(error: GraphQLError, operation: str | None) -> GraphQLError:
    """The error as the client may see it."""
    cause = error.original_error
    if isinstance(error, ValidationAbortedError):
        return _with(error, TOO_COSTLY, {"code": INVALID})
    if isinstance(cause, AppError):
        return _with(error, cause.message, cause.extensions)
    if cause is None or isinstance(cause, GraphQLError | CannotGetOperationTypeError):
        # Syntax, validation, limits, variables and names: written for the client, by graphql-core or by us.
        return _with(error, error.message, {"code": INVALID, **(error.extensions or {})})
    return _masked(error, cause, operation)


def _masked(error: GraphQLError, cause: BaseException, operation: str | None) -> GraphQLError:
    trace_id = secrets.token_hex(8)
    log.error(
        "unexpected error, trace %s, operation %s, path %s",
        trace_id,
        operation,
        ".".join(map(str, error.path or ())),
        exc_info=cause,
    )
    words = "Something went wrong on our side. Name the trace id when you ask about it."
    return _with(error, words, {"code": INTERNAL, "traceId": trace_id})


def _with(error: GraphQLError, message: str, extensions: dict[str, Any]) -> GraphQLError:
    return GraphQLError(
        message,
        nodes=error.nodes,
        source=error.source,
        positions=error.positions,
        path=error.path,
        extensions=extensions,
    )


def tell(errors: list[GraphQLError], execution_context: ExecutionContext | None) -> None:
    """Replaces the errors in place, each once."""
    operation = execution_context.operation_name if execution_context is not None else None
    errors[:] = [
        error if "code" in (error.extensions or {}) and error.original_error is None else told(error, operation)
        for error in errors
    ]


def worded(
    schema: "FoundrySchema", document: "Document", operation: str | None, errors: list[GraphQLError]
) -> list[GraphQLError]:
    """The same list, its errors as clients are told them, where Strawberry does not execute."""
    named = ExecutionContext(
        query=document.text,
        schema=schema,
        allowed_operations=(),
        graphql_document=document.ast,
        provided_operation_name=operation,
    )
    schema._process_errors(errors, named)
    return errors
