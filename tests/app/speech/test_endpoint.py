"""A recogniser behind a real server on loopback: what it is sent, and every way in which it fails."""

import logging
from collections.abc import Iterator

import pytest

from app.settings import Settings
from app.speech import RecogniserUnavailable, Recording, RecordingRefused
from app.speech.endpoint import EndpointRecogniser
from app.speech.opening import open_transcriber
from tests.llm_server import never
from tests.speech_server import SAID, Behaviour, SpeechServer, dying, raw, saying, speech_server, status

RECORDING = Recording(b"\x1a\x45\xdf\xa3 \r\n--not a boundary\r\n\x00" * 3_000, "webm", 6.5)
UNREADABLE = "gives answers that cannot be read"


async def hang() -> None:
    await never(None)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def served() -> Iterator[SpeechServer]:
    with speech_server() as server:
        yield server


@pytest.fixture
def server(served: SpeechServer) -> SpeechServer:
    served.reset()
    return served


def recogniser(server: SpeechServer, timeout_s: float = 20.0) -> EndpointRecogniser:
    return EndpointRecogniser("scribe", url=server.url, key="sesame", timeout_s=timeout_s)


async def test_a_recording_is_sent_whole_and_its_words_come_back(
    server: SpeechServer, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    caplog.set_level(logging.DEBUG)
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    settings = Settings(transcription="openai:scribe", transcription_url=server.url + "/", transcription_key="sesame")
    transcriber = open_transcriber(settings)
    assert transcriber is not None
    server.next.append(saying(f"[MUSIC]  {SAID}\n", language="en"))

    transcript = await transcriber.transcribe(RECORDING)
    again = await transcriber.transcribe(Recording(b"sound", "m4a", 1.0))
    await transcriber.close()

    first, second = server.asked
    assert (transcript.text, transcript.language, transcript.seconds) == (SAID, "en", 6.5)
    assert (transcript.recogniser, again.language) == ("openai:scribe", None)
    assert first.fields == {"model": "scribe", "response_format": "json"}
    assert (first.filename, first.media_type, first.data) == ("recording.webm", "audio/webm", RECORDING.data)
    assert (second.filename, second.media_type, second.data) == ("recording.m4a", "audio/mp4", b"sound")
    assert first.headers["authorization"] == "Bearer sesame"
    assert "sesame" not in caplog.text + repr(settings)


@pytest.mark.parametrize(
    ("behaviour", "reason", "retry_in_s"),
    [
        (status(429, retry_after="7"), "is too busy (HTTP 429)", 7.0),
        (status(429, retry_after="soon"), "is too busy (HTTP 429)", 0.0),
        (status(503, retry_after="2.5"), "is out of order (HTTP 503)", 2.5),
        (status(500), "is out of order (HTTP 500)", 0.0),
        (status(401), "refuses the key (HTTP 401)", 0.0),
        (status(404), "is not known there (HTTP 404)", 0.0),
        (status(302, location="/v1/elsewhere"), "sends elsewhere, which is not followed (HTTP 302)", 0.0),
        (raw(b"<html>"), UNREADABLE, 0.0),
        (raw(b'{"text": ["Stop"]}'), UNREADABLE, 0.0),
        (raw(b'["text"]'), UNREADABLE, 0.0),
        (raw(b'{"error": "busy"}'), UNREADABLE, 0.0),
        (raw(b"[" * 100_000), UNREADABLE, 0.0),
        (raw(b'{"text": "' + b"word " * 1_000_000 + b'"}'), UNREADABLE, 0.0),
        (raw(b"not packed", content_encoding="gzip"), UNREADABLE, 0.0),
        (dying, "broke off in the middle of an answer", 0.0),
    ],
    ids=[
        "busy",
        "busy for some time",
        "overloaded",
        "broken",
        "key",
        "unknown",
        "redirect",
        "page",
        "list",
        "array",
        "error",
        "deep",
        "endless",
        "not packed",
        "cut",
    ],
)
async def test_a_recogniser_that_cannot_be_had_says_why_and_when(
    server: SpeechServer, behaviour: Behaviour, reason: str, retry_in_s: float
) -> None:
    server.next.append(behaviour)

    with pytest.raises(RecogniserUnavailable) as failure:
        await recogniser(server).transcribe(RECORDING)

    assert (failure.value.reason, failure.value.retry_in_s) == (reason, retry_in_s)
    assert len(server.asked) == 1, "trying again is for the job that waits"


@pytest.mark.parametrize(
    ("behaviour", "words"),
    [
        (status(400), "does not take this recording (HTTP 400)"),
        (status(413), "does not take this recording (HTTP 413)"),
        (status(415), "does not take this recording (HTTP 415)"),
        (saying(""), "No speech could be made out"),
        (saying("Thanks for watching!"), "No speech could be made out"),
    ],
    ids=["bad", "large", "kind", "empty", "phantom"],
)
async def test_a_recording_that_is_refused_need_not_be_sent_again(
    server: SpeechServer, behaviour: Behaviour, words: str
) -> None:
    server.next.append(behaviour)

    with pytest.raises(RecordingRefused) as failure:
        await recogniser(server).transcribe(RECORDING)

    assert words in failure.value.reason
    assert SAID not in failure.value.reason


async def test_a_recogniser_that_is_silent_or_not_there_is_not_waited_for(server: SpeechServer) -> None:
    server.next.append(hang)

    with pytest.raises(RecogniserUnavailable, match="has not answered within"):
        await recogniser(server, 0.2).transcribe(RECORDING)
    for url in ("http://127.0.0.1:1/v1", "nowhere", "http://[::1/v1"):
        with pytest.raises(RecogniserUnavailable, match="cannot be reached"):
            await EndpointRecogniser("scribe", url=url, key="", timeout_s=5).transcribe(RECORDING)
