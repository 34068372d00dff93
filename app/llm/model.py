"""A model behind an endpoint: answers are validated, sent back a few times with what is wrong, and counted."""

import asyncio
import logging
import time
from typing import TypeVar

from prometheus_client import Counter, Histogram
from pydantic import ValidationError

from app.llm.endpoint import CallFailed, Endpoint, Reply
from app.llm.outage import Outage
from app.llm.port import ModelNonsense, ModelUnavailable, Price, Refused, Request, Usage, Written

REPAIRS = 2
"""How often a model is asked to mend an answer that cannot be used."""

CALLS = Counter("foundry_model_calls_total", "Calls of the writing model, by what came of them.", ["outcome"])
SECONDS = Histogram(
    "foundry_model_call_seconds", "Time until the model's whole answer.", buckets=(0.5, 1, 2, 5, 10, 20, 40, 80, 160)
)
TOKENS = Counter("foundry_model_tokens_total", "Tokens that the model's server counted.", ["kind"])

T = TypeVar("T")
log = logging.getLogger(__name__)


class EndpointModel:
    """`price` is None where it is not known: then costs are not known either. At most `at_once` calls run together."""

    def __init__(self, name: str, endpoint: Endpoint, price: Price | None, at_once: int, pause_s: float) -> None:
        self._name = name
        self._endpoint = endpoint
        self._price = price
        self._turns = asyncio.Semaphore(at_once)
        self._outage = Outage(pause_s)
        self._pause_s = pause_s

    @property
    def name(self) -> str:
        return self._name

    async def write(self, request: Request[T]) -> Written[T]:
        """Raises ModelUnavailable, ModelNonsense."""
        usage = Usage(self._name)
        refusal = ""
        for _ in range(1 + REPAIRS):
            reply = await self._call(request, refusal, usage)
            usage += self._used(reply)
            try:
                result = await asyncio.to_thread(_accepted, request, reply)
            except Refused as error:
                CALLS.labels("refused").inc()
                refusal = str(error)
                log.info("an answer of %s was refused: %s", self._name, refusal)
                continue
            CALLS.labels("used").inc()
            return Written(result, usage)
        raise ModelNonsense("gives answers that cannot be used", usage, self._pause_s, refusal)

    async def close(self) -> None:
        await self._endpoint.close()

    async def _call(self, request: Request[T], refusal: str, usage: Usage) -> Reply:
        """`usage` is what the calls before this one used, for the failure to carry on."""
        async with self._turns:
            if self._outage.remaining_s:
                raise ModelUnavailable(self._outage.reason, usage, self._outage.remaining_s)
            message = request.mended(refusal) if refusal else request.message
            started = time.monotonic()
            try:
                reply = await self._endpoint.call(
                    request.system, message, request.purpose, request.schema.model_json_schema()
                )
            except CallFailed as error:
                CALLS.labels("failed" if error.for_all else "refused").inc()
                log.warning("the model %s %s (%s)", self._name, error.reason, type(error.__cause__).__name__)
                if not error.for_all:
                    raise ModelNonsense(error.reason, usage, self._pause_s) from error
                pause = self._outage.failed(error.reason, error.retry_after_s)
                raise ModelUnavailable(error.reason, usage, pause) from error
            finally:
                SECONDS.observe(time.monotonic() - started)
            self._outage.ended()
            return reply

    def _used(self, reply: Reply) -> Usage:
        TOKENS.labels("prompt").inc(reply.prompt_tokens)
        TOKENS.labels("completion").inc(reply.completion_tokens)
        counted = reply.prompt_tokens or reply.completion_tokens
        cost = self._price.microusd(reply.prompt_tokens, reply.completion_tokens) if self._price and counted else None
        return Usage(self._name, 1, reply.prompt_tokens, reply.completion_tokens, cost)


def _accepted(request: Request[T], reply: Reply) -> T:
    """Raises Refused."""
    if reply.text is None:
        raise Refused("it was not one JSON object of the form asked for.")
    try:
        answer = request.schema.model_validate_json(reply.text)
    except ValidationError as error:
        raise Refused(_faults(error)) from error
    return request.accept(answer)


def _faults(error: ValidationError) -> str:
    """Where and what, without what was given: that may quote a client, as may the name of a field nobody asked for."""
    faults = [
        (fault["loc"][: -1 if fault["type"] == "extra_forbidden" else None], fault["type"]) for fault in error.errors()
    ]
    said = "; ".join(f"{'.'.join(map(str, place)) or 'answer'}: {kind}" for place, kind in faults[:3])
    return f"it has not the form asked for ({said})."
