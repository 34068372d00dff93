"""The process that decodes one recording: limits on the command line, the file on stdin, the answer on stdout.

The answer is a line of JSON, `{extension, seconds}` or `{problem}` in one word; if the samples were asked for, they
stand in front of it: 16,000 a second, of 16 bits, one channel. `python -m app.speech.decoding_child`.
"""

import io
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from app.kit.confined import confine, open_nothing_more
from app.speech import containers

RATE = 16_000
_SHORTEST_S = 0.2
_MOST_UNREADABLE = 0.05
_DEMUXERS = {"webm": "matroska", "ogg": "ogg", "m4a": "mov", "mp3": "mp3", "wav": "wav", "flac": "flac"}
_PCM = ("u8", "s16le", "s24le", "s32le", "f32le", "f64le", "alaw", "mulaw", "s16be")
_CODECS = frozenset(
    ("opus", "libopus", "vorbis", "aac", "alac", "mp3float", "mp3", "flac", *(f"pcm_{kind}" for kind in _PCM))
)
# The loudest tenth of a second of a room in which nobody speaks stays below: -55 dB of full scale.
_AUDIBLE = 32_768 * 10 ** (-55 / 20)
_WINDOW = RATE // 10
_NOTHING = b"RIFF\xa4\x00\x00\x00WAVEfmt \x10\x00\x00\x00\x01\x00\x01\x00" + (
    b"\x80\x3e\x00\x00\x00\x7d\x00\x00\x02\x00\x10\x00data\x80\x00\x00\x00" + bytes(128)
)


class Problem(Exception):
    """Its one argument is the word for it."""


@dataclass
class Heard:
    """What was decoded so far: `promised` counts what the file's head counts, samples of its own rate or frames."""

    samples: int = 0
    promised: int = 0
    loudest: float = 0.0
    packets: int = 0
    unreadable: int = 0


def main(arguments: Sequence[str]) -> None:
    seconds, cpu_s, memory_bytes, with_samples = (int(argument) for argument in arguments)
    confine(cpu_s=cpu_s, memory_bytes=memory_bytes)
    _load()
    open_nothing_more()
    data = sys.stdin.buffer.read()
    out = sys.stdout.buffer
    try:
        answer = read(data, max_seconds=seconds, give=out.write if with_samples else _forget)
    except Problem as problem:
        answer = {"problem": problem.args[0]}
    except MemoryError:
        answer = {"problem": "too-big"}
    out.write(b"\n" + json.dumps(answer).encode())


def _load() -> None:
    """The libraries, under the limits that are set by now. They load parts of themselves when these are first needed,
    so a recording of nothing is decoded before no file can be opened any more."""
    _decode(containers.WAV, _NOTHING, 1, _forget)


def read(data: bytes, *, max_seconds: int, give: Callable[[bytes], Any]) -> dict[str, Any]:
    """`give` gets the samples piece by piece. Raises Problem."""
    kind = containers.recognise(data)
    if kind is None:
        raise Problem("unknown")
    if containers.breaks_off(kind, data):
        raise Problem("breaks-off")
    heard = _decode(kind, data, max_seconds, give)
    if heard.unreadable > heard.packets * _MOST_UNREADABLE or not heard.samples:
        raise Problem("damaged")
    promised = containers.promised(kind, data)
    if promised is not None and heard.promised < promised * 0.98 - 2:
        raise Problem("breaks-off")
    if heard.samples < _SHORTEST_S * RATE or heard.loudest < _AUDIBLE:
        raise Problem("silent")
    return {"extension": kind, "seconds": heard.samples / RATE}


def _decode(kind: str, data: bytes, max_seconds: int, give: Callable[[bytes], Any]) -> Heard:
    import av

    heard = Heard()
    try:
        # The list holds for what looks into the streams; which of them is decoded is looked at below.
        options = {"codec_whitelist": ",".join(sorted(_CODECS))}
        with av.open(io.BytesIO(data), format=_DEMUXERS[kind], options=options) as container:
            if not container.streams.audio:
                raise Problem("no-sound")
            stream = container.streams.audio[0]
            if stream.codec_context is None or stream.codec_context.name not in _CODECS:
                raise Problem("unknown")
            stream.codec_context.thread_count = 1
            resampler = av.AudioResampler("s16", "mono", RATE)
            for frame in _frames(container, stream, heard):
                heard.promised += frame.samples if kind == containers.FLAC else 1
                for piece in resampler.resample(frame):
                    _hear(piece, heard, give)
                if heard.samples > max_seconds * RATE:
                    raise Problem("too-long")
            if heard.samples:
                for piece in resampler.resample(None):
                    _hear(piece, heard, give)
    except (av.FFmpegError, ValueError) as error:
        # The library has many ways to say that these bytes are not what they should be.
        raise Problem("damaged") from error
    return heard


def _frames(container: Any, stream: Any, heard: Heard) -> Iterator[Any]:
    """A packet that cannot be read is passed over and counted."""
    import av

    for packet in container.demux(stream):
        heard.packets += 1
        try:
            yield from packet.decode()
        except av.InvalidDataError:
            heard.unreadable += 1


def _hear(piece: Any, heard: Heard, give: Callable[[bytes], Any]) -> None:
    import numpy as np

    samples = piece.to_ndarray().ravel()
    heard.samples += samples.size
    give(samples.tobytes())
    for start in range(0, samples.size, _WINDOW):
        part = samples[start : start + _WINDOW].astype(np.float32)
        heard.loudest = max(heard.loudest, float(np.sqrt(np.mean(part * part))))


def _forget(_: bytes) -> None:
    """Only measured."""


if __name__ == "__main__":
    main(sys.argv[1:])
