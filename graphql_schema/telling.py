"""From an event to what is told of it: the selection executed, errors worded, the result encoded.

Reports of jobs come in thousands and show nothing but what they carry: for them the selection is made a list once.
"""

from typing import TYPE_CHECKING, Any, NamedTuple

import orjson
from graphql import ExecutionResult as CoreResult
from graphql import GraphQLError, GraphQLNonNull, GraphQLObjectType, get_named_type
from graphql.execution import Executor, execute_subscription_event
from graphql.execution.collect_fields import collect_fields, collect_subfields
from prometheus_client import Counter

from app.progress.events import Event, JobChanged
from graphql_schema.context import Context
from graphql_schema.documents import Question
from graphql_schema.errors import worded
from graphql_schema.reading import python_name
from graphql_schema.rooms import Told
from graphql_schema.subscriptions import Happenings, JobProgress

if TYPE_CHECKING:
    from graphql_schema.schema import FoundrySchema

EXECUTIONS = Counter("foundry_subscription_executions", "Events executed and encoded, each for all equal watchers.")
REPORT = "JobProgress"


class Leaf(NamedTuple):
    """A field of a report; without a type it is `__typename`."""

    key: str
    name: str
    type: Any
    is_required: bool


class Telling:
    """Tells one question's events; shared by all who asked it alike."""

    __slots__ = ("_question", "_report", "_schema")

    def __init__(self, schema: "FoundrySchema", question: Question) -> None:
        self._schema = schema
        self._question = question
        self._report = _report_of(self._executor())

    async def told(self, event: Event, source: Happenings[Any]) -> Told | None:
        """None where there is nothing to tell."""
        shown = await source.shown(event)
        if shown is None:
            return None
        EXECUTIONS.inc()
        data = self._reported(shown) if isinstance(event, JobChanged) else None
        result = CoreResult(data, None) if data is not None else await self._executed(shown, source)
        payload: dict[str, Any] = {"data": result.data}
        if result.errors:
            worded(self._schema, self._question.document, self._question.name, result.errors)
            payload["errors"] = [error.formatted for error in result.errors]
        return Told(result.data, result.errors, text=orjson.dumps(payload).decode())

    def _reported(self, shown: JobProgress) -> dict[str, Any] | None:
        """The data; None where null stands for what must not be null, which execution knows how to tell."""
        root, leaves = self._report
        told: dict[str, Any] = {}
        for key, name, type, is_required in leaves:
            value = getattr(shown, name) if type is not None else REPORT
            if value is None and is_required:
                return None
            told[key] = type.coerce_output_value(value) if type is not None and value is not None else value
        return {root: told}

    async def _executed(self, shown: Any, source: Happenings[Any]) -> CoreResult:
        """With loaders of its own, and the rights that the watcher has now."""
        context = Context(source.context.request, viewer_or_none=source.access.viewer)
        executor = self._executor(context, shown)
        made = execute_subscription_event(executor)
        result: CoreResult = await made if executor.is_awaitable(made) else made  # type: ignore[assignment]  # what is not awaited is a result
        return result

    def _executor(self, context: Context | None = None, shown: Any = None) -> Executor[Any]:
        executor = executor_of(self._schema, self._question, context, shown)
        assert not isinstance(executor, list), "the variables were good when the source was made"
        return executor


def executor_of(
    schema: "FoundrySchema", question: Question, context: Context | None, root: Any = None
) -> Executor[Any] | list[GraphQLError]:
    """Or what is wrong with the variables."""
    document, variables, name = question.document.ast, question.variables, question.name
    built: Executor[Any] | list[GraphQLError] = schema.execution_context_class.build(
        schema._schema, document, root, context, variables, name
    )
    return built


def _report_of(executor: Executor[Any]) -> tuple[str, list[Leaf]]:
    """Where the report stands in the data, and its fields in the order in which they are shown."""
    schema, operation = executor.schema, executor.operation
    fragments, variables = executor.fragments, executor.variable_values
    kind, subscriptions = schema.type_map[REPORT], schema.subscription_type
    assert isinstance(kind, GraphQLObjectType)
    assert subscriptions is not None
    roots = collect_fields(schema, fragments, variables, subscriptions, operation).grouped_field_set
    [(root, details)] = roots.items()
    leaves = []
    selected = collect_subfields(schema, fragments, variables, operation, kind, details).grouped_field_set
    for key, nodes in selected.items():
        field = kind.fields.get(nodes[0].node.name.value)
        if field is None:
            leaves.append(Leaf(key, "", None, True))
        else:
            name = python_name(field)
            leaves.append(Leaf(key, name, get_named_type(field.type), isinstance(field.type, GraphQLNonNull)))
    return root, leaves
