"""One call of an endpoint that speaks OpenAI's or Anthropic's protocol. The only file that knows their libraries.

They retry nothing: that is done in one place, by the job that waits. They read nothing from the environment that the
settings do not say, neither keys nor proxies.
"""

import asyncio
import json
import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import httpx2
    from pydantic_ai.exceptions import ModelAPIError
    from pydantic_ai.messages import ModelResponse
    from pydantic_ai.models import Model

OPENAI_URL = "https://api.openai.com/v1"
ANTHROPIC_URL = "https://api.anthropic.com"
NO_KEY = "none"
DELIVER = "deliver"


@dataclass(frozen=True, slots=True)
class Reply:
    """`text` is the JSON that the model gave, None where it gave none."""

    text: str | None
    prompt_tokens: int
    completion_tokens: int


class CallFailed(Exception):
    """`reason` goes on "the model ...". With `for_all` the next one who asks will fare the same."""

    def __init__(self, reason: str, *, for_all: bool, retry_after_s: float | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.for_all = for_all
        self.retry_after_s = retry_after_s


class Endpoint:
    def __init__(self, kind: str, name: str, *, url: str, key: str, timeout_s: float, max_tokens: int) -> None:
        self._kind = kind
        self._name = name
        self._url = url
        self._key = key or NO_KEY
        self._timeout_s = timeout_s
        self._max_tokens = max_tokens
        self._model: Model[Any] | None = None
        self._client: Any = None

    async def call(self, system: str, message: str, purpose: str, schema: dict[str, Any]) -> Reply:
        """Raises CallFailed."""
        model = await self._opened()
        # Imported by now: loading these takes a second or two, which is done once, in a thread.
        from pydantic_ai.direct import model_request
        from pydantic_ai.exceptions import ContentFilterError, ModelAPIError, UnexpectedModelBehavior
        from pydantic_ai.messages import ModelRequest, SystemPromptPart, UserPromptPart
        from pydantic_ai.models import ModelRequestParameters
        from pydantic_ai.tools import ToolDefinition

        tool = ToolDefinition(name=DELIVER, parameters_json_schema=schema, description=purpose)
        try:
            async with asyncio.timeout(self._timeout_s):
                response = await model_request(
                    model,
                    [ModelRequest(parts=[SystemPromptPart(system), UserPromptPart(message)])],
                    model_settings={"max_tokens": self._max_tokens, "timeout": self._timeout_s},
                    model_request_parameters=ModelRequestParameters(
                        output_mode="tool", output_tools=[tool], allow_text_output=False
                    ),
                )
        except TimeoutError as error:
            raise _too_slow(self._timeout_s) from error
        except ModelAPIError as error:
            raise _failure(error, self._timeout_s) from error
        except ContentFilterError as error:
            raise CallFailed("refuses the request (content filter)", for_all=False) from error
        except (UnexpectedModelBehavior, ValueError, TypeError, AttributeError, LookupError) as error:
            # An answer that is not the protocol's; the libraries have no one error for all of its kinds. Whatever sent
            # it is no model, and would send others the same.
            raise CallFailed("gives answers that cannot be read", for_all=True) from error
        return _reply(response)

    async def close(self) -> None:
        if self._client is not None:
            await self._client.close()

    async def _opened(self) -> "Model[Any]":
        if self._model is None:
            load = _load_anthropic if self._kind == "anthropic" else _load_openai
            await asyncio.to_thread(load)
            # Told to say much, by the level of our log or by the environment, they write whole requests into it.
            logging.getLogger(self._kind).setLevel(logging.WARNING)
        if self._model is None:  # nobody else has made it meanwhile
            self._client, self._model = self._anthropic() if self._kind == "anthropic" else self._openai()
        return self._model

    def _openai(self) -> "tuple[Any, Model[Any]]":
        from openai import AsyncOpenAI
        from pydantic_ai.models.openai import OpenAIChatModel
        from pydantic_ai.providers.openai import OpenAIProvider
        from pydantic_ai.providers.openai_compatible import OpenAICompatibleProvider

        url = self._url or OPENAI_URL
        client = AsyncOpenAI(api_key=self._key, base_url=url, max_retries=0, http_client=_http())
        client.organization = client.project = None  # which the library takes from the environment
        if not self._url:
            return client, OpenAIChatModel(self._name, provider=OpenAIProvider(openai_client=client))
        compatible = OpenAICompatibleProvider("openai-compatible", openai_client=client)
        return client, OpenAIChatModel(self._name, provider=compatible)

    def _anthropic(self) -> "tuple[Any, Model[Any]]":
        from anthropic import AsyncAnthropic
        from pydantic_ai.models.anthropic import AnthropicModel
        from pydantic_ai.providers.anthropic import AnthropicProvider

        url = self._url or ANTHROPIC_URL
        client = AsyncAnthropic(api_key=self._key, base_url=url, max_retries=0, http_client=_http())
        return client, AnthropicModel(self._name, provider=AnthropicProvider(anthropic_client=client))


def _http() -> "httpx2.AsyncClient":
    """Straight to the address that is configured: no proxy of the environment, and no redirect to another place."""
    import httpx2

    return httpx2.AsyncClient(trust_env=False, follow_redirects=False)


def _load_openai() -> None:
    import pydantic_ai.models.openai
    import pydantic_ai.providers.openai_compatible  # noqa: F401


def _load_anthropic() -> None:
    import pydantic_ai.models.anthropic  # noqa: F401


def _reply(response: "ModelResponse") -> Reply:
    """The arguments of the tool; or a text, for servers that know no tools and answer in JSON."""
    from pydantic_ai.messages import TextPart, ToolCallPart

    calls = [_arguments(part.args) for part in response.parts if isinstance(part, ToolCallPart)]
    texts = [part.content for part in response.parts if isinstance(part, TextPart) and part.content.strip()]
    said = calls or [_unfenced(text) for text in texts]
    used = response.usage
    return Reply(said[0] if len(said) == 1 else None, used.input_tokens, used.output_tokens)


def _arguments(given: Any) -> str:
    return given if isinstance(given, str) else json.dumps(given or {})


def _unfenced(text: str) -> str:
    """JSON is often handed over as a block of Markdown."""
    text = text.strip()
    if text.startswith("```") and text.endswith("```"):
        return text.removeprefix("```json").removeprefix("```").removesuffix("```")
    return text


def _failure(error: "ModelAPIError", timeout_s: float) -> CallFailed:
    from pydantic_ai.exceptions import ModelConnectionError, ModelHTTPError, ModelTimeoutError

    if isinstance(error, ModelHTTPError):
        return _status(error.status_code, error.retry_after)
    if isinstance(error, ModelTimeoutError):
        return _too_slow(timeout_s)
    if isinstance(error, ModelConnectionError) and error.phase in ("pool", "connect"):
        return CallFailed("cannot be reached", for_all=True)
    if isinstance(error, ModelConnectionError):
        return CallFailed("broke off in the middle of an answer", for_all=True)
    return CallFailed("gives answers that cannot be read", for_all=True)


def _too_slow(timeout_s: float) -> CallFailed:
    return CallFailed(f"has not answered within {timeout_s:g} s", for_all=True)


def _status(status: int, retry_after_s: float | None) -> CallFailed:
    """What the server's own body says may quote what was sent to it, so the status must do."""
    words = {401: "refuses the key", 402: "asks for money", 403: "refuses the key", 404: "is not known there"}
    if status in (408, 409, 425, 429):
        return CallFailed(f"is too busy (HTTP {status})", for_all=True, retry_after_s=retry_after_s)
    if status in words:
        return CallFailed(f"{words[status]} (HTTP {status})", for_all=True)
    if 400 <= status < 500:
        return CallFailed(f"refuses the request (HTTP {status})", for_all=False)
    return CallFailed(f"is out of order (HTTP {status})", for_all=True, retry_after_s=retry_after_s)
