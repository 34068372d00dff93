"""From a query to the bytes of its answer, if it can be planned: the plan, the cache around it, and the way out."""

import logging
from collections import OrderedDict
from collections.abc import Callable
from typing import Any

import orjson
from graphql import ExecutionResult, GraphQLError, OperationDefinitionNode, OperationType, get_variable_values
from prometheus_client import Counter

import tenancy
from app.errors import AppError, TooLarge
from graphql_schema.answers import Answer, Answers
from graphql_schema.context import Context
from graphql_schema.documents import Document
from graphql_schema.planner.compiling import Plan, compiled
from graphql_schema.planner.deeds import deed
from graphql_schema.planner.levels import Slot, Variables
from graphql_schema.planner.running import Run
from graphql_schema.planner.values import OPTIONS, Unplanned

log = logging.getLogger(__name__)
READS = Counter("foundry_reads_total", "Queries, by the way that they were read.", ["way", "reason"])
_PLANNED, _KEPT = READS.labels("planned", ""), READS.labels("cached", "")

SHAPES = 32
"""Plans of one document: @include and @skip ask variables, and each set of answers is a plan of its own."""
REMEMBERED = 64
"""Sets of variables of one document that are remembered coerced, if their text is no longer than this."""
REMEMBERED_BYTES = 1000
SLOW_S = 0.02
"""A plan that took longer is run beside the event loop the next time."""


def encode(tree: Any) -> bytes:
    """JSON of what `Planner.data` gives. Raises TypeError for what is none."""
    return orjson.dumps(tree, default=_filled, option=OPTIONS)


def _filled(value: Any) -> Any:
    if isinstance(value, Slot):
        return value.value
    raise TypeError(f"{type(value).__name__} is no JSON")


class Planner:
    """Bound to one schema. With `strict` a fault is raised, otherwise it is logged and the query read anew."""

    def __init__(self, schema: Any, *, strict: bool, cache_bytes: int, max_rows: int) -> None:
        self._schema = schema
        self._max_rows = max_rows
        self._strict = strict
        self.answers = Answers(cache_bytes) if cache_bytes else None

    async def answer(
        self, document: Document, operation: OperationDefinitionNode, variables: dict[str, Any] | None, context: Context
    ) -> Answer | None:
        """The body of the response; None when the query is to be executed the ordinary way. Raises TooLarge."""
        return await self._tried(self._answer(document, operation, variables, context))

    async def data(
        self, document: Document, operation: OperationDefinitionNode, variables: dict[str, Any] | None, context: Context
    ) -> dict[str, Any] | None:
        """Likewise the tree of the answer, which only `encode` can write."""
        return await self._tried(self._data(document, operation, variables, context))

    async def done(
        self, document: Document, operation: OperationDefinitionNode, variables: dict[str, Any] | None, context: Context
    ) -> ExecutionResult | None:
        """What came of a mutation, its errors not worded yet; None, and nothing done, when it wants an executor.

        Whatever the resolver raises is in the result: what is raised here was raised before it.
        """
        try:
            coerced = self._coerced(operation, variables)
            kept, _ = self._made(deed, document, operation, coerced)
            return await kept.done(Variables(coerced), context)
        except Unplanned:
            pass
        except GraphQLError:
            pass  # of an argument that does not fit: the executor words it
        except Exception:
            if self._strict:
                raise
            log.exception("a mutation could not be done the short way and is executed")
        return None

    async def _tried(self, reading: Any) -> Any:
        try:
            return await reading
        except Unplanned as unplanned:
            READS.labels("ordinary", unplanned.reason).inc()
        except TooLarge:
            raise  # the ordinary way would find it out far later
        except (AppError, GraphQLError, tenancy.TenancyError):
            READS.labels("ordinary", "refused").inc()
        except Exception:
            READS.labels("ordinary", "fault").inc()
            if self._strict:
                raise
            log.exception("a planned read failed and is made the ordinary way")
        return None

    async def _answer(
        self, document: Document, operation: OperationDefinitionNode, variables: dict[str, Any] | None, context: Context
    ) -> Answer:
        text = orjson.dumps(variables or {}, option=orjson.OPT_SORT_KEYS)
        plan, shape, known = self._plan(document, operation, variables, text, context)
        version = key = None
        async with Run(plan, known, context, self._max_rows) as run:
            label = await self._global_version(plan)
            await run.enter()
            if self.answers is not None and plan.is_kept and label is not None:
                version = (label, await _versions(run.clients))
                key = (document.text, shape, _rights(plan, context), text, run.passed)
                kept = self.answers.get(key, version)
                if kept is not None:
                    _KEPT.inc()
                    return kept
            body = encode({"data": await self._read(run)})  # at one go: copying it costs more than its statements
        _PLANNED.inc()
        return Answer(body) if self.answers is None or key is None else self.answers.put(key, version, body)

    async def _data(
        self, document: Document, operation: OperationDefinitionNode, variables: dict[str, Any] | None, context: Context
    ) -> dict[str, Any]:
        plan, _, known = self._plan(document, operation, variables, None, context)
        async with Run(plan, known, context, self._max_rows) as run:
            await run.enter()
            tree = await self._read(run)
        _PLANNED.inc()
        return tree

    async def _read(self, run: Run) -> dict[str, Any]:
        tree = await run.data()
        run.plan.is_slow = run.seconds > SLOW_S
        return tree

    def _plan(
        self,
        document: Document,
        operation: OperationDefinitionNode,
        variables: dict[str, Any] | None,
        text: bytes | None,
        context: Context,
    ) -> tuple[Plan, Any, Variables]:
        """The plan, what tells it from others of the document, and the variables. Raises Unplanned."""
        if operation.operation is not OperationType.QUERY:
            raise Unplanned("operation")
        if context.viewer_or_none is None:
            raise Unplanned("signed_out")
        name = operation.name.value if operation.name else None
        known = self._variables(document, operation, variables, (name, text))
        plan, shape = self._made(compiled, document, operation, known.coerced)
        return plan, shape, known

    def _made(
        self, make: Callable[..., Any], document: Document, operation: OperationDefinitionNode, coerced: Any
    ) -> tuple[Any, Any]:
        """What was made of the operation, and the shape that tells it from others of the document. Raises Unplanned."""
        name = operation.name.value if operation.name else None
        shape = (name, tuple(coerced.coerced.get(each) for each in document.switches))
        made = document.plans.get(shape)
        if made is None:
            try:
                made = make(self._schema, document, operation, coerced)
            except Unplanned as unplanned:
                made = unplanned
            document.plans[shape] = made
            _shorten(document.plans, SHAPES)
        document.plans.move_to_end(shape)
        if isinstance(made, Unplanned):
            raise Unplanned(made.reason, str(made))
        return made, shape

    def _variables(
        self, document: Document, operation: OperationDefinitionNode, variables: dict[str, Any] | None, key: Any
    ) -> Variables:
        """Coerced; remembered by their text. Raises Unplanned."""
        known: Variables | None = document.variables.get(key)
        if known is None:
            known = Variables(self._coerced(operation, variables))
            if key[1] is not None and len(key[1]) <= REMEMBERED_BYTES:
                document.variables[key] = known
                _shorten(document.variables, REMEMBERED)
        return known

    def _coerced(self, operation: OperationDefinitionNode, variables: dict[str, Any] | None) -> Any:
        """Raises Unplanned."""
        coerced = get_variable_values(self._schema._schema, operation.variable_definitions or (), variables or {})
        if isinstance(coerced, list):
            raise Unplanned("variables")
        return coerced

    async def _global_version(self, plan: Plan) -> Any:
        """Read before everything else, as what it labels must not be older. None where there is none to be had."""
        return await tenancy.global_reader().version() if plan.reads_global else ()


async def _versions(clients: list[str]) -> tuple[Any, ...]:
    found = []
    for client_id in clients:
        async with tenancy.look(client_id) as reads:
            found.append((client_id, await reads.version()))
    return tuple(found)


def _rights(plan: Plan, context: Context) -> tuple[str, ...]:
    viewer = context.viewer
    return (viewer.account_id, viewer.role, viewer.user_id if plan.is_personal else "")


def _shorten(kept: OrderedDict[Any, Any], most: int) -> None:
    if len(kept) > most:
        kept.popitem(last=False)
