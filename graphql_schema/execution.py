"""The ordinary execution of a document that is known, without the machinery that Strawberry puts around it.

The same resolvers, permissions and errors. What is left out: extensions (none of ours does anything in execution),
parsing and validating again, and the contexts made for both.
"""

from collections.abc import Awaitable, Callable
from typing import Any, TypeGuard, cast

from graphql import ExecutionResult, GraphQLError
from graphql.execution import execute
from strawberry.execution import optimized_is_awaitable
from strawberry.utils.await_maybe import await_maybe

from graphql_schema.context import Context
from graphql_schema.documents import Question
from graphql_schema.errors import worded
from graphql_schema.schema import FoundrySchema

# It says what graphql-core wants to hear, but is not typed so.
_is_awaitable = cast(Callable[[Any], TypeGuard[Awaitable[Any]]], optimized_is_awaitable)


async def executed(schema: FoundrySchema, question: Question, context: Context) -> ExecutionResult:
    """The result, its errors as clients are told them. What execution itself raises is one, and masked."""
    try:
        result = await await_maybe(
            execute(
                schema._schema,
                question.document.ast,
                context_value=context,
                variable_values=question.variables,
                operation_name=question.name,
                is_awaitable=_is_awaitable,
                executor_class=schema.execution_context_class,
                operation_extensions=None,
            )
        )
    except Exception as error:
        return failed(schema, question, error)
    return told(schema, question, result)


def told(schema: FoundrySchema, question: Question, result: ExecutionResult) -> ExecutionResult:
    """The result, its errors as clients are told them."""
    if result.errors:
        worded(schema, question.document, question.name, result.errors)
    return result


def failed(schema: FoundrySchema, question: Question, error: Exception) -> ExecutionResult:
    """What is told of an operation that broke down as a whole."""
    errors = [GraphQLError(str(error), original_error=error)]
    worded(schema, question.document, question.name, errors)
    return ExecutionResult(None, errors)


def is_request_error(data: object, errors: list[GraphQLError] | None) -> bool:
    """Parsing, validation or variables failed. Null data under errors without a path can be nothing else."""
    return data is None and bool(errors) and not any(error.path for error in errors or ())
