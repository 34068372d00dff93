"""Recordings: told by their content, measured by decoding, and refused in words when they cannot be used."""

import os
import random
import resource

import numpy as np
import pytest

from app.errors import ValidationFailed
from app.kit import child
from app.speech import decoding_child
from app.speech.decoding import inspect, samples_of
from app.speech.decoding_child import Problem
from app.speech.limits import MAX_RECORDING_BYTES, RecordingLimits
from app.speech.port import RecordingRefused
from tests.app.speech.recordings import KINDS, picture_without_sound, recorded, tone

OUTCOMES = {"unknown", "damaged", "breaks-off", "silent", "no-sound", "too-long", *(kind[0] for kind in KINDS.values())}
# The head of a WAV file says in two bytes how its samples are written: here, as IMA's ADPCM.
OTHER_CODEC = tone("wav")[:20] + b"\x11\x00" + tone("wav")[22:]
FLIPS = int(os.environ.get("FOUNDRY_FLIPS", "5"))


def look(data: bytes, max_seconds: int = 60) -> dict[str, object]:
    """What the child does, in this process: a dozen times as fast."""
    return decoding_child.read(data, max_seconds=max_seconds, give=len)


def outcome(data: bytes) -> str:
    try:
        return str(look(data)["extension"])
    except Problem as problem:
        return str(problem)


@pytest.mark.parametrize("kind", KINDS)
def test_a_recording_is_known_by_its_content_and_as_long_as_it_sounds(kind: str) -> None:
    seen = look(tone(kind))

    assert seen["extension"] == KINDS[kind][0]
    assert seen["seconds"] == pytest.approx(1.5, abs=0.08)


def test_a_recording_of_a_browser_that_does_not_know_its_end_is_read() -> None:
    wave = 0.25 * np.sin(np.arange(72_000) / 17)
    live = recorded("webm, opus", wave, 48_000, live="1")

    assert live != recorded("webm, opus", wave, 48_000)
    assert look(live)["seconds"] == pytest.approx(1.5, abs=0.08)
    with pytest.raises(Problem, match="breaks-off"):
        look(live[: len(live) // 2])


@pytest.mark.parametrize("kind", KINDS)
def test_a_recording_whose_end_is_missing_never_passes_for_a_short_one(kind: str) -> None:
    whole = tone(kind)
    for tenths in (1, 3, 5, 7, 9):
        with pytest.raises(Problem, match=r"breaks-off|damaged"):
            look(whole[: len(whole) * tenths // 10])


@pytest.mark.parametrize("kind", KINDS)
def test_bytes_that_were_changed_on_the_way_are_read_or_refused_and_nothing_else(kind: str) -> None:
    chance = random.Random(kind)
    whole = tone(kind)
    for _ in range(FLIPS):
        changed = bytearray(whole)
        for _ in range(chance.randint(1, 40)):
            changed[chance.randrange(len(changed))] = chance.randrange(256)
        assert outcome(bytes(changed)) in OUTCOMES


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"We always say doubling down.", "unknown"),
        (b"%PDF-1.7\n" + bytes(100), "unknown"),
        (b"\x1a\x45\xdf\xa3" + bytes(100), "unknown"),
        (OTHER_CODEC, "unknown"),
        (b"fLaC" + bytes(100), "damaged"),
        (b"ID3" + bytes(100), "damaged"),
        (b"OggS" + bytes(100), "damaged"),
        (tone("flac", 1.5, 0.0), "silent"),
        (tone("wav", 1.5, 0.001), "silent"),
        (tone("wav", 0.1), "silent"),
        (tone("wav", 2.5), "too-long"),
        (picture_without_sound(), "no-sound"),
    ],
    ids=["text", "pdf", "matroska", "codec", "flac", "mp3", "ogg", "silence", "whisper", "click", "long", "pictures"],
)
def test_what_is_no_recording_is_told_apart(data: bytes, problem: str) -> None:
    with pytest.raises(Problem, match=problem):
        look(data, max_seconds=2)


async def test_a_child_that_looks_at_recordings_tells_what_they_are_in_words() -> None:
    data = tone("webm, opus")

    recording = await inspect(data)
    samples = np.frombuffer(await samples_of(recording), np.int16)

    assert (recording.data, recording.extension) == (data, "webm")
    assert samples.size == round(recording.seconds * 16_000)
    assert abs(samples).max() == pytest.approx(32_768 / 4, rel=0.2)
    turns = np.flatnonzero(np.diff(np.signbit(samples[4_000:20_000])))
    assert turns.size == pytest.approx(880, abs=4), "a tone of 440 Hz turns so often in a second"
    for wrong, words in ((data[:-20], "breaks off"), (b"words", "no recording that can be read"), (b"", "is empty")):
        with pytest.raises(ValidationFailed, match=words) as refusal:
            await inspect(wrong)
        assert refusal.value.details["fields"][0]["path"] == "input.audio"
    with pytest.raises(ValidationFailed, match="larger than 25 MB"):
        await inspect(bytes(MAX_RECORDING_BYTES + 1))


async def test_a_recording_may_use_so_much_and_no_more() -> None:
    recording = await inspect(tone("mp3"))

    with pytest.raises(ValidationFailed, match="longer than 1 minutes"):
        await inspect(recorded("flac", np.full(61 * 8_000, 0.5), 8_000), limits=RecordingLimits(seconds=60))
    with pytest.raises(RecordingRefused, match="takes too long"):
        await samples_of(recording, limits=RecordingLimits(wall_s=0.01))
    with pytest.raises(ValidationFailed, match=r"damaged|too much memory"):
        await inspect(recording.data, limits=RecordingLimits(memory_bytes=60 * 1024 * 1024))


async def test_a_confined_process_opens_nothing_more() -> None:
    ended = await child.run("tests.app.speech.nosy", data=b"", wall_s=20)

    assert ended.output.decode().split() == ["file", "refused", "connection", "refused"]
    assert resource.getrlimit(resource.RLIMIT_NOFILE)[0] > 3, "this process is another"
