"""Recordings in every container that voice notes come in, made on the spot."""

import io
import shutil
import subprocess
from pathlib import Path
from typing import Any

import av
import numpy as np

RATE = 48_000
# By name: the container's extension, its format, its codec.
KINDS = {
    "webm, opus": ("webm", "webm", "libopus"),
    "ogg, opus": ("ogg", "ogg", "libopus"),
    "ogg, vorbis": ("ogg", "ogg", "vorbis"),
    "m4a, aac": ("m4a", "ipod", "aac"),
    "mp3": ("mp3", "mp3", "libmp3lame"),
    "wav": ("wav", "wav", "pcm_s16le"),
    "flac": ("flac", "flac", "flac"),
}
SYNTHESISER = "espeak-ng"


def recorded(kind: str, wave: Any, rate: int, **options: str) -> bytes:
    """A wave of numbers from -1 to 1 in a container of this kind."""
    _, format, codec = KINDS[kind]
    file = io.BytesIO()
    with av.open(file, "w", format=format, options=options) as container:
        # FFmpeg's own encoder of Vorbis calls itself experimental, and knows two channels alone.
        layout = "stereo" if codec == "vorbis" else "mono"
        stream: Any = container.add_stream(codec, rate=RATE, layout=layout, options={"strict": "experimental"})
        frame = av.AudioFrame.from_ndarray((wave * 32_767).astype(np.int16)[None], format="s16", layout="mono")
        frame.sample_rate = rate
        resampler = av.AudioResampler(stream.format, layout, RATE)
        for piece in [*resampler.resample(frame), *resampler.resample(None)]:
            container.mux(stream.encode(piece))
        container.mux(stream.encode(None))
    return file.getvalue()


def can_speak() -> bool:
    return shutil.which(SYNTHESISER) is not None


def spoken(text: str, kind: str, folder: Path, voice: str = "en-gb-x-rp") -> bytes:
    """By a speech synthesiser, which must be on this machine."""
    file = folder / "note.wav"
    subprocess.run([SYNTHESISER, "-v", voice, "-s", "150", "-w", str(file), text], check=True)
    with av.open(str(file)) as container:
        frames = [frame.to_ndarray().ravel() for frame in container.decode(audio=0)]
        rate = container.streams.audio[0].rate
    return recorded(kind, np.concatenate(frames).astype(float) / 32_768, rate)
