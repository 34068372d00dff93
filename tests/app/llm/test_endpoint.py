"""A model behind a real server on loopback, in both protocols: every answer and every failure, and what it cost."""

import asyncio
from collections.abc import AsyncIterator
from decimal import Decimal
from typing import Any

import pytest
import pytest_asyncio
from pydantic import BaseModel, ConfigDict

from app.llm import ModelFailed, ModelNonsense, ModelUnavailable, Price, Refused, Request, Usage
from app.llm.endpoint import Endpoint
from app.llm.model import EndpointModel
from tests.fixtures.model import served, server
from tests.llm_server import (
    COMPLETION_TOKENS,
    PROMPT_TOKENS,
    Behaviour,
    ModelServer,
    answering,
    dying,
    never,
    raw,
    replied,
    status,
)

__all__ = ["served", "server"]

PRICE = Price(Decimal("2.5"), Decimal("0.333"))
ONE_CALL = 2534  # 1000 x 2.5 + 100 x 0.333, rounded up


class Answer(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)
    text: str
    number: int = 1


def accept(answer: Answer) -> str:
    if not answer.text.strip():
        raise Refused("it is empty.")
    return answer.text


REQUEST = Request("Be brief.", '{"wish": "a word"}', "Once more: {}".format, "Hand it over.", Answer, accept)


def model_of(server: ModelServer, kind: str, **changes: Any) -> EndpointModel:
    url = server.openai_url if kind == "openai" else server.anthropic_url
    given = {"url": url, "key": "sesame", "timeout_s": 10.0, "max_tokens": 77, **changes}
    return EndpointModel(f"{kind}:scribe", Endpoint(kind, "scribe", **given), PRICE, at_once=2, pause_s=3.0)


@pytest_asyncio.fixture(params=["openai", "anthropic"], loop_scope="session")
async def model(request: pytest.FixtureRequest, server: ModelServer) -> AsyncIterator[EndpointModel]:
    model = model_of(server, request.param)
    yield model
    await model.close()


async def test_answer_comes_with_what_it_cost_and_the_request_holds_what_was_asked_alone(
    model: EndpointModel, server: ModelServer
) -> None:
    server.always = answering({"text": "Bread."})
    written = await model.write(REQUEST)
    assert (written.result, written.usage) == (
        "Bread.",
        Usage(model.name, 1, PROMPT_TOKENS, COMPLETION_TOKENS, ONE_CALL),
    )
    [asked] = server.asked
    assert (asked.system, asked.message) == ("Be brief.", '{"wish": "a word"}')
    assert asked.headers["authorization"] == "Bearer sesame"
    assert asked.body["model"] == "scribe"
    assert 77 in (asked.body.get("max_tokens"), asked.body.get("max_completion_tokens"))
    assert asked.form["properties"].keys() == {"text", "number"}


REFUSED: dict[str, tuple[Any, str]] = {
    "no JSON": ("Bread.", "it has not the form asked for (answer: json_invalid)."),
    "another type": ({"text": 3}, "it has not the form asked for (text: string_type)."),
    "a field too few": ({}, "it has not the form asked for (text: missing)."),
    "a field too many, which is not told": (
        {"text": "a", "b": 1},
        "it has not the form asked for (answer: extra_forbidden).",
    ),
    "a number that is a text": ({"text": "a", "number": "1"}, "it has not the form asked for (number: int_type)."),
    "what the caller does not accept": ({"text": " "}, "it is empty."),
}


@pytest.mark.parametrize("what", REFUSED)
async def test_answer_is_sent_back_twice_with_its_fault_and_then_given_up_and_paid_for(
    model: EndpointModel, server: ModelServer, what: str
) -> None:
    answer, fault = REFUSED[what]
    server.always = answering(answer if model.name.startswith("openai") or isinstance(answer, dict) else {"text": 3})
    if model.name.startswith("anthropic") and what == "no JSON":
        fault = "it has not the form asked for (text: string_type)."  # its protocol carries JSON alone
    with pytest.raises(ModelNonsense) as raised:
        await model.write(REQUEST)
    assert [asked.message for asked in server.asked] == [REQUEST.message, *[f"Once more: {fault}"] * 2]
    assert raised.value.usage == Usage(model.name, 3, 3 * PROMPT_TOKENS, 3 * COMPLETION_TOKENS, 3 * ONE_CALL)
    assert (raised.value.fault, raised.value.reason) == (fault, "gives answers that cannot be used")


async def test_second_answer_is_taken_when_the_first_is_refused(model: EndpointModel, server: ModelServer) -> None:
    server.next.append(answering({"text": ""}))
    server.always = answering({"text": "Bread."})
    written = await model.write(REQUEST)
    assert (written.result, written.usage.calls, written.usage.cost_micro_usd) == ("Bread.", 2, 2 * ONE_CALL)


FAILURES: dict[str, tuple[Behaviour, type[ModelFailed], str]] = {
    "too busy": (status(429), ModelUnavailable, "is too busy (HTTP 429)"),
    "out of order": (status(500), ModelUnavailable, "is out of order (HTTP 500)"),
    "overloaded": (status(529), ModelUnavailable, "is out of order (HTTP 529)"),
    "wrong key": (status(401), ModelUnavailable, "refuses the key (HTTP 401)"),
    "unknown model": (status(404), ModelUnavailable, "is not known there (HTTP 404)"),
    "this request refused": (status(400), ModelNonsense, "refuses the request (HTTP 400)"),
    "dies midway": (dying, ModelUnavailable, "broke off in the middle of an answer"),
    "a page": (raw(b"<html>", "text/html"), ModelUnavailable, "gives answers that cannot be read"),
    "half of JSON": (raw(b'{"id": "x", "choices": [{"mess'), ModelUnavailable, "gives answers that cannot be read"),
    "nothing": (raw(b""), ModelUnavailable, "gives answers that cannot be read"),
    "another protocol": (raw(b'{"choices": []}'), ModelUnavailable, "gives answers that cannot be read"),
}


@pytest.mark.parametrize("failure", FAILURES)
async def test_failure_says_what_happened_after_one_call_and_nothing_of_what_was_sent(
    model: EndpointModel, server: ModelServer, failure: str, caplog: pytest.LogCaptureFixture
) -> None:
    """The server's own words may quote what it was sent."""
    caplog.set_level("DEBUG")
    behaviour, kind, reason = FAILURES[failure]
    server.always = behaviour
    with pytest.raises(ModelFailed) as raised:
        await model.write(REQUEST)
    assert (type(raised.value), raised.value.reason) == (kind, reason)
    assert len(server.asked) == 1, "retries are done in one place, which is not here"
    assert raised.value.usage == Usage(model.name)
    ours = [record.getMessage() for record in caplog.records if record.name.startswith("app.")]
    assert [reason in line for line in ours] == [True]
    assert "a word" not in caplog.text
    assert raised.value.retry_in_s == pytest.approx(3.0, abs=0.5)


@pytest.mark.parametrize("kind", ["openai", "anthropic"])
async def test_call_ends_when_the_time_is_up(server: ModelServer, kind: str) -> None:
    model = model_of(server, kind, timeout_s=0.2)
    server.always = never
    with pytest.raises(ModelUnavailable, match=r"has not answered within 0\.2 s"):
        await model.write(REQUEST)
    await model.close()


@pytest.mark.parametrize("kind", ["openai", "anthropic"])
async def test_nobody_listens(server: ModelServer, kind: str) -> None:
    model = model_of(server, kind, url="http://127.0.0.1:1/v1")
    with pytest.raises(ModelUnavailable, match="cannot be reached"):
        await model.write(REQUEST)
    await model.close()


async def test_nobody_asks_again_before_the_pause_that_the_server_wished_for_is_over(
    model: EndpointModel, server: ModelServer
) -> None:
    server.always = status(429, retry_after="120")
    for _ in range(3):
        with pytest.raises(ModelUnavailable) as raised:
            await model.write(REQUEST)
        assert raised.value.retry_in_s == pytest.approx(120, abs=10)
        assert raised.value.reason == "is too busy (HTTP 429)"
    assert len(server.asked) == 1


async def test_what_a_first_answer_cost_is_told_when_the_second_call_fails(
    model: EndpointModel, server: ModelServer
) -> None:
    server.next.append(answering({"text": ""}))
    server.always = status(500)
    with pytest.raises(ModelUnavailable) as raised:
        await model.write(REQUEST)
    assert (raised.value.usage.calls, raised.value.usage.cost_micro_usd) == (1, ONE_CALL)


async def test_no_more_calls_run_together_than_are_allowed(model: EndpointModel, server: ModelServer) -> None:
    running, most, asked_twice = 0, 0, asyncio.Event()

    async def counted(asked: Any) -> Any:
        nonlocal running, most
        running += 1
        most = max(most, running)
        if running == 2:
            asked_twice.set()
        await asked_twice.wait()
        running -= 1
        return replied(asked, {"text": "a"})

    server.always = counted
    await asyncio.gather(*(model.write(REQUEST) for _ in range(6)))
    assert (most, len(server.asked)) == (2, 6)


@pytest.mark.parametrize("kind", ["openai", "anthropic"])
async def test_nothing_of_the_environment_is_sent_or_followed(
    server: ModelServer, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("OPENAI_API_KEY", "OPENAI_ORG_ID", "OPENAI_PROJECT_ID", "ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN"):
        monkeypatch.setenv(name, "from-the-environment")
    for name in ("OPENAI_BASE_URL", "ANTHROPIC_BASE_URL", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    model = model_of(server, kind, key="")
    server.always = answering({"text": "Bread."})
    assert (await model.write(REQUEST)).result == "Bread."
    assert "from-the-environment" not in str(server.asked[0].headers)
    await model.close()


async def test_redirect_is_not_followed(model: EndpointModel, server: ModelServer) -> None:
    path = "/v1/messages" if model.name.startswith("anthropic") else "/v1/chat/completions"
    server.next.append(status(307, location=path))
    server.always = answering({"text": "Bread."})
    with pytest.raises(ModelUnavailable, match="cannot be read"):
        await model.write(REQUEST)
    assert len(server.asked) == 1


async def test_costs_are_not_guessed_when_there_is_no_price(server: ModelServer) -> None:
    endpoint = Endpoint("openai", "scribe", url=server.openai_url, key="", timeout_s=10, max_tokens=77)
    model = EndpointModel("openai:scribe", endpoint, None, at_once=1, pause_s=0)
    server.always = answering({"text": "Bread."})
    assert (await model.write(REQUEST)).usage.cost_micro_usd is None
    await model.close()
