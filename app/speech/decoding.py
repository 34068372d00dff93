"""Recordings looked at and decoded, in a process of its own that can be killed: `app.kit.child` says why."""

import json
from typing import Any

from app.errors import ValidationFailed
from app.kit import child
from app.kit.child import Ended
from app.speech.limits import MAX_RECORDING_BYTES, RECORDING_LIMITS, RecordingLimits
from app.speech.port import Recording, RecordingRefused

_KINDS = "Send WebM, Ogg, M4A, MP3, WAV or FLAC."
_PROBLEMS = {
    "unknown": f"This is no recording that can be read here. {_KINDS}",
    "no-sound": f"There is no sound in this file. {_KINDS}",
    "damaged": "This recording is damaged and cannot be read. Record it again, or export it anew.",
    "breaks-off": "This recording breaks off: the end of the file is missing. Upload it again.",
    "silent": "Nothing can be heard in this recording. Look at the microphone and record it again.",
    "too-big": "This recording needs too much memory to read. Export it anew, with one channel.",
    "too-slow": "This recording takes too long to read. Export it anew, or send a shorter one.",
}
# The library for numbers would else take memory for a thread on each core.
_ENVIRONMENT = {"OPENBLAS_NUM_THREADS": "1"}


async def inspect(data: bytes, *, path: str = "input.audio", limits: RecordingLimits = RECORDING_LIMITS) -> Recording:
    """What these bytes are, whatever they are called. `path` is the input field that an error names.

    Raises: ValidationFailed for what is no recording, lasts too long, is damaged, or holds no sound.
    """
    if not data:
        raise ValidationFailed((path, "This file is empty."))
    if len(data) > MAX_RECORDING_BYTES:
        raise ValidationFailed((path, f"The recording is larger than {MAX_RECORDING_BYTES // 1024**2} MB."))
    answer, _ = await _decoded(data, limits, with_samples=False)
    if problem := answer.get("problem"):
        raise ValidationFailed((path, _sentence(problem, limits)))
    return Recording(data, answer["extension"], answer["seconds"])


async def samples_of(recording: Recording, *, limits: RecordingLimits = RECORDING_LIMITS) -> bytes:
    """16,000 samples a second of 16 bits, one channel. Raises: RecordingRefused."""
    answer, samples = await _decoded(recording.data, limits, with_samples=True)
    if problem := answer.get("problem"):
        raise RecordingRefused(_sentence(problem, limits))
    return samples


async def _decoded(data: bytes, limits: RecordingLimits, *, with_samples: bool) -> tuple[dict[str, Any], bytes]:
    numbers = (limits.seconds, limits.cpu_s, limits.memory_bytes, int(with_samples))
    try:
        ended = await child.run(
            "app.speech.decoding_child", *numbers, data=data, wall_s=limits.wall_s, environment=_ENVIRONMENT
        )
    except TimeoutError:
        return {"problem": "too-slow"}, b""
    return _answer(ended)


def _answer(ended: Ended) -> tuple[dict[str, Any], bytes]:
    """What the child said; a child that died said it by the way it died."""
    if ended.code:
        return {"problem": "too-slow" if ended.out_of_time else "damaged"}, b""
    samples, _, line = ended.output.rpartition(b"\n")
    answer: dict[str, Any] = json.loads(line)
    return answer, samples


def _sentence(problem: str, limits: RecordingLimits) -> str:
    if problem == "too-long":
        return f"This recording is longer than {limits.seconds / 60:g} minutes. Send a shorter one."
    return _PROBLEMS[problem]
