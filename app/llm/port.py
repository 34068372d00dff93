"""What a model is asked, what it answers, what that cost, and the two ways in which it fails."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import ROUND_CEILING, Decimal
from typing import Any, Generic, Protocol, TypeVar

from pydantic import BaseModel

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Price:
    """Dollars per million tokens, which are millionths of a dollar per token."""

    prompt: Decimal
    completion: Decimal

    def microusd(self, prompt_tokens: int, completion_tokens: int) -> int:
        """What so many tokens cost in millionths of a dollar, rounded up."""
        cost = self.prompt * prompt_tokens + self.completion * completion_tokens
        return int(cost.to_integral_value(rounding=ROUND_CEILING))


@dataclass(frozen=True, slots=True)
class Usage:
    """What calls of one model used. `cost_micro_usd` is None where the price, or what was used, is not known."""

    model: str
    calls: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0
    cost_micro_usd: int | None = 0

    def __add__(self, other: "Usage") -> "Usage":
        costs = (self.cost_micro_usd, other.cost_micro_usd)
        return replace(
            self,
            calls=self.calls + other.calls,
            prompt_tokens=self.prompt_tokens + other.prompt_tokens,
            completion_tokens=self.completion_tokens + other.completion_tokens,
            cost_micro_usd=sum(cost for cost in costs if cost is not None) if None not in costs else None,
        )


class Refused(Exception):
    """An answer that cannot be used. Its words tell the model what to mend: they quote no client."""


@dataclass(frozen=True, slots=True)
class Request(Generic[T]):
    """The answer has the form of `schema`; `accept` makes of it what is wanted, or raises Refused. Then `mended` words
    the message anew, with what was wrong. `purpose` says what handing an answer over means."""

    system: str
    message: str
    mended: Callable[[str], str]
    purpose: str
    schema: type[BaseModel]
    accept: Callable[[Any], T]


@dataclass(frozen=True, slots=True)
class Written(Generic[T]):
    result: T
    usage: Usage


class ModelFailed(Exception):
    """Nothing was written. `reason` goes on the words "the model ..." for people to read and holds no content;
    `usage` is what the attempt cost all the same; `retry_in_s` is when to ask again at the earliest."""

    def __init__(self, reason: str, usage: Usage, retry_in_s: float = 0.0) -> None:
        super().__init__(reason)
        self.reason = reason
        self.usage = usage
        self.retry_in_s = retry_in_s


class ModelUnavailable(ModelFailed):
    """It is down, out of reach, too slow, too busy, or refuses us: whoever asks now will fare the same."""


class ModelNonsense(ModelFailed):
    """It answered this request, also when asked again, with nothing that can be used. `fault` is what `accept` said of
    the last answer, "" where it was refused for another reason."""

    def __init__(self, reason: str, usage: Usage, retry_in_s: float = 0.0, fault: str = "") -> None:
        super().__init__(reason, usage, retry_in_s)
        self.fault = fault


class WritingModel(Protocol):
    """`name` is the kind of endpoint and the model: "openai:..." or "anthropic:..."."""

    @property
    def name(self) -> str: ...

    async def write(self, request: Request[T]) -> Written[T]:
        """Raises ModelUnavailable, ModelNonsense."""
        ...

    async def close(self) -> None: ...
