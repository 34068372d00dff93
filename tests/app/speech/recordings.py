"""Recordings for the tests: tones, pictures without sound, and words where a speech synthesiser is on this machine."""

import io
from functools import cache
from pathlib import Path
from typing import Any

import av
import numpy as np

from scripts.benches import recordings
from scripts.benches.recordings import KINDS, RATE, recorded
from tests.outside.programs import program_path

__all__ = ["KINDS", "picture_without_sound", "recorded", "spoken", "tone"]


@cache
def tone(kind: str, seconds: float = 1.5, loudness: float = 0.25) -> bytes:
    wave = loudness * np.sin(2 * np.pi * 440 * np.arange(int(RATE * seconds)) / RATE)
    return recorded(kind, wave, RATE)


def picture_without_sound() -> bytes:
    file = io.BytesIO()
    with av.open(file, "w", format="webm") as container:
        stream: Any = container.add_stream("libvpx", rate=10)
        stream.width = stream.height = 32
        stream.pix_fmt = "yuv420p"
        for _ in range(5):
            container.mux(stream.encode(av.VideoFrame(32, 32, "yuv420p")))
        container.mux(stream.encode(None))
    return file.getvalue()


def spoken(text: str, kind: str, folder: Path, voice: str = "en-gb-x-rp") -> bytes:
    """Skips the test where nobody here can speak."""
    program_path(recordings.SYNTHESISER)
    return recordings.spoken(text, kind, folder, voice)
