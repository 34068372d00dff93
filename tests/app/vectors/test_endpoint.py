"""Vectors from an OpenAI-compatible server: what it answers is used only where it is exactly what was asked for."""

from collections.abc import Iterator

import numpy as np
import pytest

from app.errors import Unavailable
from app.vectors.endpoint import TEXTS_AT_ONCE, TRIES, Endpoint
from tests.app.vectors.embeddings_server import Answer, Script, axis, embeddings_server, given, good


@pytest.fixture
def script() -> Iterator[Script]:
    with embeddings_server() as script:
        yield script


class Pauses(list[float]):
    async def __call__(self, seconds: float) -> None:
        self.append(seconds)


def endpoint(script: Script, pauses: Pauses | None = None) -> Endpoint:
    return Endpoint(script.url, "model-1", "secret", wait=Pauses() if pauses is None else pauses)


async def test_vectors_come_in_the_order_of_the_texts_and_with_length_one(script: Script) -> None:
    found = await endpoint(script).embed(["abc", "  ", "a"])

    assert [int(row.argmax()) for row in found[[0, 2]]] == [3, 1]
    assert np.linalg.norm(found, axis=1).tolist() == [1.0, 0.0, 1.0]
    assert script.asked == [{"model": "model-1", "input": ["abc", "a"], "dimensions": 768, "encoding_format": "float"}]
    assert script.keys == ["Bearer secret"]


async def test_many_texts_are_asked_for_in_parts(script: Script) -> None:
    found = await endpoint(script).embed(["x" * (1 + number) for number in range(TEXTS_AT_ONCE + 1)])

    assert [len(body["input"]) for body in script.asked] == [TEXTS_AT_ONCE, 1]
    assert [int(row.argmax()) for row in found] == [1 + number for number in range(TEXTS_AT_ONCE + 1)]


async def test_nothing_is_asked_where_there_are_no_words(script: Script) -> None:
    assert not (await endpoint(script).embed(["", "\n"])).any()
    assert script.asked == []


async def test_a_busy_or_broken_server_is_asked_again_when_it_says(script: Script) -> None:
    script.answers = [(429, {"retry-after": "7"}, b""), (503, {}, b""), (500, {"retry-after": "900"}, b"")]
    pauses = Pauses()

    found = await endpoint(script, pauses).embed(["abc"])

    assert int(found[0].argmax()) == 3
    assert pauses == [7.0, 2.0, 30.0]


async def test_a_server_that_stays_down_is_unavailable(script: Script) -> None:
    script.answers = [(500, {}, b"")] * TRIES
    pauses = Pauses()

    with pytest.raises(Unavailable, match="status 500"):
        await endpoint(script, pauses).embed(["abc"])

    assert (len(script.asked), pauses) == (TRIES, [1.0, 2.0, 4.0])


async def test_a_refusal_is_not_tried_again(script: Script) -> None:
    script.answers = [(401, {}, b"")]

    with pytest.raises(Unavailable, match="status 401"):
        await endpoint(script).embed(["abc"])

    assert len(script.asked) == 1


async def test_nobody_listening_is_unavailable() -> None:
    with pytest.raises(Unavailable):
        await Endpoint("http://127.0.0.1:1/v1", "model-1", wait=Pauses()).embed(["abc"])


async def test_no_proxy_of_the_environment_sees_a_text(script: Script, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    with embeddings_server() as proxy:
        monkeypatch.setenv("HTTP_PROXY", proxy.url)
        monkeypatch.setenv("http_proxy", proxy.url)
        await endpoint(script).embed(["abc"])

    assert (len(script.asked), proxy.asked) == (1, [])


@pytest.mark.parametrize(
    "answer",
    [
        given(axis(1)),
        given(axis(1), axis(2), axis(3)),
        given(axis(1, 1536), axis(2, 1536)),
        given(axis(1), [0.0] * 768),
        given(axis(1), [float("nan")] * 768),
        given(axis(1), [float("inf"), *[0.0] * 767]),
        given(axis(1), [1e300, *[0.0] * 767]),
        given(axis(1), ["1"] * 700),
        given(axis(1), "AAAA"),
        (200, {}, b'{"data": [{"index": 0}]}'),
        (200, {}, b'{"error": "busy"}'),
        (200, {}, b"<html>"),
        (200, {}, b""),
        (200, {"content-encoding": "gzip"}, b"not packed"),
    ],
    ids=[
        "too few",
        "too many",
        "too long",
        "zeros",
        "nan",
        "inf",
        "too large",
        "words",
        "base64",
        "no vector",
        "error",
        "html",
        "empty",
        "not packed",
    ],
)
async def test_an_answer_that_is_something_else_is_never_used(script: Script, answer: Answer) -> None:
    script.answers = [answer]

    with pytest.raises(Unavailable):
        await endpoint(script).embed(["abc", "a"])

    assert len(script.asked) == 1


async def test_indexes_that_stand_twice_are_no_answer(script: Script) -> None:
    _, _, content = good(["abc", "a"])
    script.answers = [(200, {}, content.replace(b'"index": 1', b'"index": 0'))]

    with pytest.raises(Unavailable, match="cannot be read"):
        await endpoint(script).embed(["abc", "a"])
