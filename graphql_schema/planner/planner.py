"""From a query to the bytes of its answer, if it can be planned: the plan, the cache around it, and the way out."""

import logging
from collections import OrderedDict
from collections.abc import Callable
from typing import Any

import orjson
from graphql import ExecutionResult, GraphQLError, OperationType, get_variable_values
from prometheus_client import Counter

import tenancy
from app.errors import AppError, TooLarge
from graphql_schema.answers import Answer, Answers
from graphql_schema.context import Context
from graphql_schema.documents import Question
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

    async def answer(self, question: Question, context: Context) -> Answer | None:
        """The body of the response; None when the query is to be executed the ordinary way. Raises TooLarge."""
        return await self._tried(self._answer(question, context))

    async def data(self, question: Question, context: Context) -> dict[str, Any] | None:
        """Likewise the tree of the answer, which only `encode` can write."""
        return await self._tried(self._data(question, context))

    async def done(self, question: Question, context: Context) -> ExecutionResult | None:
        """What came of a mutation, its errors not worded yet; None, and nothing done, when it wants an executor.

        Whatever the resolver raises is in the result: what is raised here was raised before it.
        """
        try:
            coerced = self._coerced(question)
            kept, _ = self._made(deed, question, coerced)
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

    async def _answer(self, question: Question, context: Context) -> Answer:
        text = orjson.dumps(question.variables or {}, option=orjson.OPT_SORT_KEYS)
        plan, shape, known = self._plan(question, text, context)
        version = key = None
        async with Run(plan, known, context, self._max_rows) as run:
            await run.prepare()
            label = await self._global_version(plan)
            await run.enter()
            if self.answers is not None and plan.is_kept and label is not None:
                version = (label, await _versions(run.clients))
                key = (question.document.text, shape, _rights(plan, context), text, run.passed)
                kept = self.answers.get(key, version)
                if kept is not None:
                    _KEPT.inc()
                    return kept
            body = encode({"data": await self._read(run)})  # at one go: copying it costs more than its statements
        _PLANNED.inc()
        return Answer(body) if self.answers is None or key is None else self.answers.put(key, version, body)

    async def _data(self, question: Question, context: Context) -> dict[str, Any]:
        plan, _, known = self._plan(question, None, context)
        async with Run(plan, known, context, self._max_rows) as run:
            await run.prepare()
            await run.enter()
            tree = await self._read(run)
        _PLANNED.inc()
        return tree

    async def _read(self, run: Run) -> dict[str, Any]:
        tree = await run.data()
        run.plan.is_slow = run.seconds > SLOW_S
        return tree

    def _plan(self, question: Question, text: bytes | None, context: Context) -> tuple[Plan, Any, Variables]:
        """The plan, what tells it from others of the document, and the variables. Raises Unplanned."""
        if question.operation.operation is not OperationType.QUERY:
            raise Unplanned("operation")
        if context.viewer_or_none is None:
            raise Unplanned("signed_out")
        known = self._variables(question, text)
        plan, shape = self._made(compiled, question, known.coerced)
        return plan, shape, known

    def _made(self, make: Callable[..., Any], question: Question, coerced: Any) -> tuple[Any, Any]:
        """What was made of the operation, and the shape that tells it from others of the document. Raises Unplanned."""
        document = question.document
        shape = (question.name, tuple(coerced.coerced.get(each) for each in document.switches))
        made = document.plans.get(shape)
        if made is None:
            try:
                made = make(self._schema, document, question.operation, coerced)
            except Unplanned as unplanned:
                made = unplanned
            document.plans[shape] = made
            _shorten(document.plans, SHAPES)
        document.plans.move_to_end(shape)
        if isinstance(made, Unplanned):
            raise Unplanned(made.reason, str(made))
        return made, shape

    def _variables(self, question: Question, text: bytes | None) -> Variables:
        """Coerced; remembered by their text. Raises Unplanned."""
        remembered, key = question.document.variables, (question.name, text)
        known: Variables | None = remembered.get(key)
        if known is None:
            known = Variables(self._coerced(question))
            if text is not None and len(text) <= REMEMBERED_BYTES:
                remembered[key] = known
                _shorten(remembered, REMEMBERED)
        return known

    def _coerced(self, question: Question) -> Any:
        """Raises Unplanned."""
        coerced = get_variable_values(
            self._schema._schema, question.operation.variable_definitions or (), question.variables or {}
        )
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
